"""The withdrawals' steps outside a transaction: telling a payment channel to pay out, and asking it again."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.wallet.events.withdrawals import WithdrawalRequested
from domains.wallet.ports import FundingChannel, FundingChannels
from domains.wallet.queries.withdrawals import WITHDRAWALS, Withdrawal
from domains.wallet.rules.top_ups import OPEN, has_expired, may_charge
from domains.wallet.rules.withdrawals import WithdrawalState
from domains.wallet.service.withdraw import pay_out_settlement, settle_withdrawal

DUE_MAX = 200
"""Withdrawals of one channel that one run asks for."""

ASKED_AT_ONCE = 16


@job(WithdrawalRequested)
async def pay_out(database: Database, payload: dict[str, Any]) -> None:
    """Have a requested withdrawal paid. One that a callback or an earlier run has settled is left alone."""
    async with database.reading(single=True) as read:
        (withdrawal,) = await WITHDRAWALS.find(read, [UUID(payload["withdrawal_id"])], [UUID(payload["subject_id"])])
    channel = database.ports.get(FundingChannels).find(payload["channel"])
    # A channel that is no longer wired is asked when it is back: the row stays due, and the money held.
    if withdrawal is not None and channel is not None and withdrawal.state in OPEN:
        await _advance(database, channel, withdrawal)


@periodic("* * * * * */5")
async def ask_channels_for_pay_outs(database: Database) -> None:
    """Ask each channel for its withdrawals that are due. One that fails does not keep the others from being asked; its failure is raised at the end."""
    channels = database.ports.get(FundingChannels)
    wired = [channel for name in channels.names if (channel := channels.find(name)) is not None]
    failures = [failure for found in await asyncio.gather(*(_ask_channel(database, channel) for channel in wired)) for failure in found]
    if failures:
        raise ExceptionGroup("withdrawals that could not be asked for", failures)


async def _ask_channel(database: Database, channel: FundingChannel) -> list[Exception]:
    async with database.reading(single=True) as read:
        due = await WITHDRAWALS.list_due(read, channel.name, database.clock.now(), DUE_MAX)
    gate = asyncio.Semaphore(ASKED_AT_ONCE)

    async def advance(withdrawal: Withdrawal) -> None:
        async with gate:
            await _advance(database, channel, withdrawal)

    results = await asyncio.gather(*(advance(withdrawal) for withdrawal in due), return_exceptions=True)
    return [result for result in results if isinstance(result, Exception)]


async def _advance(database: Database, channel: FundingChannel, withdrawal: Withdrawal) -> None:
    """One step: pay what was never heard of, ask for the rest, pay again under the same key what the channel does not know."""
    now = database.clock.now()
    payable = may_charge(withdrawal.requested_at, now)
    first = withdrawal.state is WithdrawalState.REQUESTED and payable
    answer = await (channel.pay_out(withdrawal.id, withdrawal.amount) if first else channel.ask_pay_out(withdrawal.id))
    if answer.state == "absent" and payable:
        answer = await channel.pay_out(withdrawal.id, withdrawal.amount)
    command = pay_out_settlement(withdrawal.channel, withdrawal.id, answer, asked=True)
    if answer.state == "absent" and has_expired(withdrawal.requested_at, now):
        command = replace(command, state="refused", reason="expired")
    await database.write(settle_withdrawal, command)
