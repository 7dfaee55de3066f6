"""Rows that only the app's language has: made from what the domains gave, holding nothing of their own."""

from typing import NamedTuple

from domains import ledger


class SpendingLimitsRow(NamedTuple):
    """Whose limits: an account, and its owner's tier."""

    account: ledger.Account
    tier: str


class StatementFilesRow(NamedTuple):
    """Where a statement is, without the ending that names a format."""

    path: str
