"""What the jobs of payment channels share: one step of an order, and asking each channel for those that are due. No transaction is open meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from domains.kernel.commands import Verb
from domains.kernel.database import Database
from domains.wallet.ports import ChannelAnswer, FundingChannel, FundingChannels
from domains.wallet.queries.channel_orders import ChannelOrder, ChannelOrders
from domains.wallet.rules.top_ups import OPEN, TopUpState, has_expired, may_charge
from domains.wallet.service.channel_saga import OrderSettled, SettleCommand, settlement

O = TypeVar("O", bound=ChannelOrder)  # noqa: E741

DUE_MAX = 200
"""Orders of one channel that one run asks for."""

ASKED_AT_ONCE = 16


class Calls(NamedTuple, Generic[O]):
    """How a saga speaks to its channel: where its orders stand, how it has them done and asks for them, and the verb that takes the word."""

    orders: ChannelOrders[O]
    do: Callable[[FundingChannel, O], Awaitable[ChannelAnswer]]
    ask: Callable[[FundingChannel, UUID], Awaitable[ChannelAnswer]]
    settle: Verb[SettleCommand, OrderSettled]


async def call_for(database: Database, calls: Calls[O], payload: dict[str, Any], order_id: str) -> None:
    """Have a requested order done. One that a callback or an earlier run has settled is left alone."""
    async with database.reading(single=True) as read:
        (order,) = await calls.orders.find(read, [UUID(order_id)], [UUID(payload["subject_id"])])
    channel = database.ports.get(FundingChannels).find(payload["channel"])
    # A channel that is no longer wired is asked when it is back: the row stays due, and what is held stays held.
    if order is not None and channel is not None and order.state in OPEN:
        await _advance(database, calls, channel, order)


async def ask_for_due(database: Database, calls: Calls[O], what: str) -> None:
    """Ask each channel for its orders that are due. One that fails does not keep the others from being asked; its failure is raised at the end."""
    channels = database.ports.get(FundingChannels)
    wired = [channel for name in channels.names if (channel := channels.find(name)) is not None]
    failures = [failure for found in await asyncio.gather(*(_ask_channel(database, calls, channel) for channel in wired)) for failure in found]
    if failures:
        raise ExceptionGroup(f"{what} that could not be asked for", failures)


async def _ask_channel(database: Database, calls: Calls[O], channel: FundingChannel) -> list[Exception]:
    async with database.reading(single=True) as read:
        due = await calls.orders.list_due(read, channel.name, database.clock.now(), DUE_MAX)
    gate = asyncio.Semaphore(ASKED_AT_ONCE)

    async def advance(order: O) -> None:
        async with gate:
            await _advance(database, calls, channel, order)

    results = await asyncio.gather(*(advance(order) for order in due), return_exceptions=True)
    return [result for result in results if isinstance(result, Exception)]


async def _advance(database: Database, calls: Calls[O], channel: FundingChannel, order: O) -> None:
    """One step: do what was never heard of, ask for the rest, do again under the same key what the channel does not know."""
    now = database.clock.now()
    may_do = may_charge(order.requested_at, now)
    first = order.state is TopUpState.REQUESTED and may_do
    answer = await (calls.do(channel, order) if first else calls.ask(channel, order.id))
    if answer.state == "absent" and may_do:
        answer = await calls.do(channel, order)
    command = settlement(order.channel, order.id, answer, asked=True)
    if answer.state == "absent" and has_expired(order.requested_at, now):
        command = replace(command, state="refused", reason="expired")
    await database.write(calls.settle, command)
