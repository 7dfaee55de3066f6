"""Statements on withdrawals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.transactions import Queryable
from domains.wallet.queries.channel_orders import ChannelOrder, ChannelOrders


@dataclass(frozen=True, slots=True)
class Withdrawal(ChannelOrder):
    """A withdrawal as it stands."""


WITHDRAWALS = ChannelOrders("wallet_withdrawal", Withdrawal)


async def find_withdrawals(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Withdrawal | None]:
    """The withdrawal of that id if it is that customer's, else None: one per pair, in order."""
    return await WITHDRAWALS.find(source, ids, customer_ids)
