"""Many top-ups and withdrawals through two channels that fail often; at the end both channels' bills are the house's books to the cent."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from domains import wallet
from domains.kernel.clock import business_date
from domains.kernel.money import Amount
from integrations.channels.answers import Direction
from integrations.sandbox.faults import Fault
from tests.domains.wallet.top_ups import SECOND, House

T = TypeVar("T")
Order = wallet.TopUp | wallet.Withdrawal

FAULTY_SHARE = 0.2
SEED = 20261123
# One of another amount ends in an operator's hands, not in a bill without difference.
FAULTS = [fault for fault in Fault if fault is not Fault.OTHER_AMOUNT]
PATHS = {"sandbox": "channel", SECOND: "channel-two"}
AT_ONCE = 16
PAID_IN_FIRST = 200_000
"""Enough for what each customer withdraws, within the tier's limits of a day."""


async def reconcile(house: House, top_ups: int, withdrawals: int, people: int) -> None:
    """Ask for that many of each, let a fifth of the calls fail, let time pass, and compare."""
    chance = random.Random(SEED)
    customers = [await house.customer(minor=PAID_IN_FIRST) for _ in range(people)]
    asked: list[Order] = list(await _at_once(lambda _: house.request(chance.choice(customers), chance.randint(1, 100_000)), range(top_ups)))
    each = PAID_IN_FIRST * people // max(1, withdrawals)
    asked += await _at_once(lambda index: house.withdraw(customers[index % people], chance.randint(1, each)), range(withdrawals))
    faulty = {order.id: chance.choice(FAULTS) for order in asked if chance.random() < FAULTY_SHARE}
    await _at_once(lambda order: house.sandbox.plan(faulty[order.id], charge_id=order.id, path=PATHS[order.channel]), [o for o in asked if o.id in faulty])
    # One in five has its job run twice.
    await _at_once(lambda order: _run_job(house, order), [order for index, order in enumerate(asked) for _ in range(2 if index % 5 == 0 else 1)])
    ended = await _until_ended(house, asked)
    assert {one.state for one in ended} <= {"posted", "refused"}
    assert {one.id for one in ended if one.state == "refused"} == {id_ for id_, fault in faulty.items() if fault is Fault.REFUSE}
    days = sorted({business_date(asked[0].requested_at) + timedelta(days=day) for day in range(3)})
    came_in = await _compare(house, [one for one in ended if isinstance(one, wallet.TopUp)], days, "in")
    went_out = await _compare(house, [one for one in ended if isinstance(one, wallet.Withdrawal)], days, "out")
    balances = await _at_once(house.balance, customers)
    available = await _at_once(house.available, customers)
    assert balances == available
    assert sum(balances) == PAID_IN_FIRST * people + came_in - went_out
    assert sum([await house.owed_by_channel(channel=name) for name in PATHS]) == came_in
    assert sum([await house.paid_by_channel(channel=name) for name in PATHS]) == went_out


async def _run_job(house: House, order: Order) -> None:
    await (house.charge(order) if isinstance(order, wallet.TopUp) else house.pay_out(order))


async def _until_ended(house: House, asked: Sequence[Order]) -> list[Order]:
    """All of them once none is open, or after a day's asking."""
    for _ in range(40):
        if not await _count_due(house, None):
            break
        await house.ask_later(timedelta(minutes=16))
        # A run of the job asks for a few hundred.
        while await _count_due(house, house.database.clock.now()):
            await house.ask_later(timedelta())
    return await _at_once(lambda one: house.find(one) if isinstance(one, wallet.TopUp) else house.find_out(one), asked)


async def _count_due(house: House, now: datetime | None) -> int:
    """How many are open, or open and to be asked for by now."""
    async with house.database.reading() as read:
        return int(
            await read.fetchval(
                "SELECT count(*) FROM (SELECT ask_at FROM wallet_top_up UNION ALL SELECT ask_at FROM wallet_withdrawal) AS asked"
                " WHERE ask_at IS NOT NULL AND ask_at <= coalesce($1, 'infinity'::timestamptz)",
                now,
            )
        )


async def _compare(house: House, ended: Sequence[Order], days: Sequence[date], direction: Direction) -> int:
    """Both channels' bills against what was posted: the same ids, amounts and references. What moved in all."""
    posted: dict[UUID, tuple[Amount, str | None]] = {one.id: (one.amount, one.reference) for one in ended if one.state == "posted"}
    billed: dict[UUID, tuple[Amount, str | None]] = {}
    lines = 0
    for name, path in PATHS.items():
        async with house.sandbox.channel(path=path, name=name) as channel:
            for day in days:
                bill = await channel.fetch_bill(day, direction)
                lines += len(bill)
                billed |= {line.charge_id: (line.amount, line.reference) for line in bill}
    assert billed == posted
    assert lines == len(posted)
    return sum(amount.minor for amount, _ in posted.values())


async def _at_once(work: Callable[[T], Awaitable[object]], over: Iterable[T]) -> list:  # type: ignore[type-arg]
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(item: T) -> object:
        async with gate:
            return await work(item)

    return await asyncio.gather(*(one(item) for item in over))
