"""Rows of the partners' language that no domain has."""

from typing import NamedTuple
from uuid import UUID

from domains import ledger


class ProfileRow(NamedTuple):
    """A customer as a partner sees them. `subject` is that partner's own name for the customer."""

    subject: UUID
    customer_id: UUID
    open_claims: frozenset[str]


class AccountRow(NamedTuple):
    """An account that a consent covers. `id` is that partner's own name for it."""

    id: UUID
    account: ledger.Account
