"""Customers who are found to be another one, the part of the wallet's public face that is theirs: `wallet.closing`.

WalletClosing   asks what is open, and moves the funds; list_closed_wallets: what the survivor may still read"""

from domains.wallet.service.closing import MERGER, WalletClosing, list_closed_wallets

__all__ = ["MERGER", "WalletClosing", "list_closed_wallets"]
