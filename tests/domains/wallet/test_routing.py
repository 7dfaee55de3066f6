"""Which channel is taken: the cheapest that works, and the other one while it does not."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import pytest_asyncio

from domains.wallet.jobs.channel_health import forget_channel_health
from domains.wallet.rules.routing import ChannelHealth, choose_channel
from gateway.embedded import Instance
from tests.domains.wallet.top_ups import SECOND, House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "test_routing") as dsn:
        async with house_with_channel(dsn, sandbox, second=True) as opened:
            yield opened


WORKS, FAILS, FAILS_MORE = ChannelHealth(10, 4), ChannelHealth(10, 5), ChannelHealth(10, 9)


@pytest.mark.parametrize(
    ("fees", "health", "chosen"),
    [
        ({}, {}, None),
        ({"a": 3, "b": 2}, {}, "b"),
        ({"a": 2, "b": 2}, {}, "a"),
        ({"a": 3, "b": 2}, {"b": WORKS}, "b"),
        ({"a": 3, "b": 2}, {"b": FAILS}, "a"),
        ({"a": 3, "b": 2}, {"b": ChannelHealth(4, 4)}, "b"),
        ({"a": 3, "b": 2}, {"a": FAILS, "b": FAILS_MORE}, "a"),
        ({"a": 3, "b": 2}, {"a": FAILS, "b": FAILS}, "b"),
        ({"a": 3}, {"a": FAILS_MORE}, "a"),
    ],
)
def test_the_cheapest_of_those_that_work_is_taken(fees: dict[str, int], health: dict[str, ChannelHealth], chosen: str | None) -> None:
    assert choose_channel(fees, health) == chosen


async def test_the_amount_decides_which_is_cheaper_in_both_directions(house: House) -> None:
    customer = await house.customer(minor=100_000)
    assert [(await house.request(customer, minor)).channel for minor in (9_900, 10_001)] == ["sandbox", SECOND]
    assert [(await house.withdraw(customer, minor)).channel for minor in (9_900, 10_001)] == ["sandbox", SECOND]
    assert (await house.request(customer, 9_900, channel=SECOND)).channel == SECOND


async def test_each_channel_settles_what_went_through_it(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 20_000)
    await house.charge(top_up)
    ended = await house.ended(top_up)
    assert (ended.state, ended.channel, (ended.reference or "")[:3]) == ("posted", SECOND, "SBT")
    assert await house.owed_by_channel(channel=SECOND) == 20_000
    withdrawal = await house.withdraw(customer, 15_000)
    await house.pay_out(withdrawal)
    assert (await house.paid(withdrawal)).state == "posted"
    assert await house.paid_by_channel(channel=SECOND) == 15_000


async def test_a_channel_that_fails_is_left_until_its_failures_are_old(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    house.database.clock.advance(timedelta(minutes=10))
    await sandbox.set_clock(house.database.clock.now())
    await sandbox.plan("unavailable", count=200)
    failing = [await house.request(customer, 100) for _ in range(5)]
    assert {one.channel for one in failing} == {"sandbox"}
    for one in failing:
        await house.charge(one)
    assert (await house.request(customer, 100)).channel == SECOND
    assert (await house.request(customer, 100, channel="sandbox")).channel == "sandbox"
    await sandbox.send("DELETE", "/channel/faults")
    house.database.clock.advance(timedelta(minutes=6))
    assert (await house.request(customer, 100)).channel == "sandbox"
    await forget_channel_health(house.database)
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM wallet_channel_health") == 0
