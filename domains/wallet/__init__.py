"""The wallet: a customer's everyday money. Open, top up, transfer, statement."""

from domains.wallet.accounts import WALLET, wallet_account_id
from domains.wallet.errors import NoteTooLong, PinRequired, RecipientNotFound, TransferTooLarge, TransferToSelf
from domains.wallet.queries.accounts import find_changed_wallets, find_changing_movements, find_movements, find_wallets, list_statements, list_wallets
from domains.wallet.queries.notes import find_notes
from domains.wallet.rules import NOTE_MAX_CHARACTERS, TIER_LIMITS, TierLimits, limit_of
from domains.wallet.service.open import OpenWalletCommand, WalletOpened, open_wallet
from domains.wallet.service.transfer import TransferCommand, Transferred, transfer

__all__ = [
    "NOTE_MAX_CHARACTERS",
    "TIER_LIMITS",
    "WALLET",
    "NoteTooLong",
    "OpenWalletCommand",
    "PinRequired",
    "RecipientNotFound",
    "TierLimits",
    "TransferCommand",
    "TransferToSelf",
    "TransferTooLarge",
    "Transferred",
    "WalletOpened",
    "find_changed_wallets",
    "find_changing_movements",
    "find_movements",
    "find_notes",
    "find_wallets",
    "limit_of",
    "list_statements",
    "list_wallets",
    "open_wallet",
    "transfer",
    "wallet_account_id",
]
