"""Rows that only the app's language has: made from what the domains gave, holding nothing of their own."""

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from resolvers.wallet.types import CounterpartyKind


class WalletRow(NamedTuple):
    """Whose wallet."""

    customer_id: UUID


class CounterpartyRow(NamedTuple):
    """The other side of a movement, masked."""

    kind: "CounterpartyKind"
    customer_id: UUID | None
    masked_name: str | None
    masked_phone: str | None
