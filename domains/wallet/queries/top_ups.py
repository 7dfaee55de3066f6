"""Statements on top-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.transactions import Queryable
from domains.wallet.queries.channel_orders import ChannelOrder, ChannelOrders


@dataclass(frozen=True, slots=True)
class TopUp(ChannelOrder):
    """A top-up as it stands."""


TOP_UPS = ChannelOrders("wallet_top_up", TopUp)


async def find_top_ups(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[TopUp | None]:
    """The top-up of that id if it is that customer's, else None: one per pair, in order."""
    return await TOP_UPS.find(source, ids, customer_ids)
