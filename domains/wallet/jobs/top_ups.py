"""The wallet's steps outside a transaction: calling a payment channel, and asking it again."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.wallet.events.top_ups import TopUpRequested
from domains.wallet.ports import FundingChannel, FundingChannels
from domains.wallet.queries.top_ups import TOP_UPS, TopUp
from domains.wallet.rules.top_ups import OPEN, TopUpState, has_expired, may_charge
from domains.wallet.service.top_up import settle_top_up, settlement

DUE_MAX = 200
"""Top-ups of one channel that one run asks for."""

ASKED_AT_ONCE = 16


@job(TopUpRequested)
async def charge_channel(database: Database, payload: dict[str, Any]) -> None:
    """Charge a requested top-up. One that a callback or an earlier run has settled is left alone."""
    async with database.reading(single=True) as read:
        (top_up,) = await TOP_UPS.find(read, [UUID(payload["top_up_id"])], [UUID(payload["subject_id"])])
    channel = database.ports.get(FundingChannels).find(payload["channel"])
    # A channel that is no longer wired is asked when it is back: the row stays due.
    if top_up is not None and channel is not None and top_up.state in OPEN:
        await _advance(database, channel, top_up)


@periodic("* * * * * */5")
async def ask_channels(database: Database) -> None:
    """Ask each channel for its top-ups that are due. One that fails does not keep the others from being asked; its failure is raised at the end."""
    channels = database.ports.get(FundingChannels)
    wired = [channel for name in channels.names if (channel := channels.find(name)) is not None]
    failures = [failure for found in await asyncio.gather(*(_ask_channel(database, channel) for channel in wired)) for failure in found]
    if failures:
        raise ExceptionGroup("top-ups that could not be asked for", failures)


async def _ask_channel(database: Database, channel: FundingChannel) -> list[Exception]:
    async with database.reading(single=True) as read:
        due = await TOP_UPS.list_due(read, channel.name, database.clock.now(), DUE_MAX)
    gate = asyncio.Semaphore(ASKED_AT_ONCE)

    async def advance(top_up: TopUp) -> None:
        async with gate:
            await _advance(database, channel, top_up)

    results = await asyncio.gather(*(advance(top_up) for top_up in due), return_exceptions=True)
    return [result for result in results if isinstance(result, Exception)]


async def _advance(database: Database, channel: FundingChannel, top_up: TopUp) -> None:
    """One step: charge what was never heard of, ask for the rest, charge again under the same key what the channel does not know."""
    now = database.clock.now()
    chargeable = may_charge(top_up.requested_at, now)
    first = top_up.state is TopUpState.REQUESTED and chargeable
    answer = await (channel.charge(top_up.id, top_up.amount) if first else channel.ask(top_up.id))
    if answer.state == "absent" and chargeable:
        answer = await channel.charge(top_up.id, top_up.amount)
    command = settlement(top_up.channel, top_up.id, answer, asked=True)
    if answer.state == "absent" and has_expired(top_up.requested_at, now):
        command = replace(command, state="refused", reason="expired")
    await database.write(settle_top_up, command)
