"""Many top-ups at a channel that fails often: every one ends, and the channel's bill is the house's books to the cent."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest_asyncio

from domains.kernel.clock import business_date
from integrations.sandbox.faults import Fault
from tests.domains.wallet.top_ups import House, house_with_channel
from tests.integrations.running import running_sandbox

TOP_UPS = 200
FAULTY_SHARE = 0.3
SEED = 20261123
# One of another amount ends in an operator's hands, not in a bill without difference.
FAULTS = [fault for fault in Fault if fault is not Fault.OTHER_AMOUNT]


@pytest_asyncio.fixture
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[House]:
    with running_sandbox() as sandbox:
        async with house_with_channel(fresh_dsn("scenebank_app"), sandbox) as opened:
            yield opened


async def test_two_hundred_top_ups_with_faults_reconcile_to_zero(house: House) -> None:
    chance = random.Random(SEED)
    customers = [await house.customer() for _ in range(5)]
    top_ups = await asyncio.gather(*(house.request(chance.choice(customers), chance.randint(1, 100_000)) for _ in range(TOP_UPS)))
    faulty = {top_up.id: chance.choice(FAULTS) for top_up in top_ups if chance.random() < FAULTY_SHARE}
    for id_, fault in faulty.items():
        await house.sandbox.plan(fault, charge_id=id_)
    gate = asyncio.Semaphore(32)

    async def charge_twice_at_times(index: int) -> None:
        async with gate:
            for _ in range(2 if index % 5 == 0 else 1):
                await house.charge(top_ups[index])

    await asyncio.gather(*(charge_twice_at_times(index) for index in range(TOP_UPS)))
    for _ in range(6):
        await house.ask_later(timedelta(minutes=16))
    ended = [await house.find(top_up) for top_up in top_ups]
    assert {one.state for one in ended} == {"posted", "refused"}
    assert {one.id for one in ended if one.state == "refused"} == {id_ for id_, fault in faulty.items() if fault is Fault.REFUSE}
    posted = {one.id: one.amount for one in ended if one.state == "posted"}
    async with house.sandbox.channel() as channel:
        days = {business_date(top_ups[0].requested_at), house.database.clock.today()}
        bill = [line for day in sorted(days) for line in await channel.fetch_bill(day)]
    assert {line.charge_id: line.amount for line in bill} == posted
    assert len(bill) == len(posted)
    assert {line.charge_id: line.reference for line in bill} == {one.id: one.reference for one in ended if one.state == "posted"}
    total = sum(amount.minor for amount in posted.values())
    assert sum([await house.balance(customer) for customer in customers]) == total
    assert await house.owed_by_channel() == total
