"""What a customer may still send, read from the ledger's windows."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domains import ledger
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable
from domains.wallet.rules.transfers import limits_of


class SpendingWindow(NamedTuple):
    """One limit's window, for example "day:2026-11-23", and what is left of it."""

    period: str
    most: Amount
    left: Amount


async def list_spending(source: Queryable, accounts: Sequence[ledger.Account], tiers: Sequence[str], today: date) -> list[list[SpendingWindow]]:
    """The windows in which each account's transfers count today, for a customer of that tier: one list per account, in order. One statement."""
    limits = [limits_of(tier, account.asset, today) for account, tier in zip(accounts, tiers, strict=True)]
    keys = {(account.id, limit.period) for account, of_account in zip(accounts, limits, strict=True) for limit in of_account}
    used = await ledger.list_usage(source, sorted(keys))
    return [
        [_window(account, limit, used.get((account.id, limit.period), 0)) for limit in of_account] for account, of_account in zip(accounts, limits, strict=True)
    ]


def _window(account: ledger.Account, limit: ledger.Limit, used_minor: int) -> SpendingWindow:
    # A customer whose tier was lowered may have used more than is left now.
    left = max(0, limit.most_minor - used_minor)
    return SpendingWindow(limit.period, Amount(limit.most_minor, account.asset), Amount(left, account.asset))
