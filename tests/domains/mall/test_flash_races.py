"""Races for a flash sale: double taps, two gateways, several workers, turns that run out and payments at the same moment."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from domains import mall
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.mall.jobs.flash import deal, deal_open_queues
from domains.mall.jobs.orders import end_due_orders
from tests.conftest import wired_ports
from tests.domains.mall.flash_house import Flash, end_due
from tests.domains.mall.mall_house import MallHouse

Dsn = Callable[[str], str]
UNITS, BUYERS = 6, 24


async def test_double_taps_through_two_gateways_while_several_workers_deal_make_one_order_for_each(fresh_dsn: Dsn, fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    sale = await Flash.open(house, UNITS, shelf=UNITS)
    buyers = [await house.buyer() for _ in range(BUYERS)]
    other = await Database.open(fresh_dsn("scenebank_app"), Clock(), ports=wired_ports(), write_connections=4, read_connections=2)
    taps = [gateway.write(mall.flash.join_flash_sale, sale.joining(one)) for one in buyers for gateway in (fresh_database, other)]
    dealt = [deal(gateway, sale.sale.id) for gateway in (fresh_database, other) for _ in range(4)]
    answers = await asyncio.gather(*taps, *dealt, return_exceptions=True)
    await sale.deal()

    told = answers[: 2 * BUYERS]
    assert sum(isinstance(one, mall.flash.FlashSaleJoined) for one in told) == BUYERS
    assert sum(isinstance(one, mall.flash.FlashPlaceHeld) for one in told) == BUYERS
    assert answers[2 * BUYERS :] == [None] * len(dealt)
    assert await sale.counts() == (UNITS, UNITS, BUYERS)
    standing = await sale.standing(*buyers)
    assert sorted(standing, key=str) == sorted([*range(BUYERS - UNITS), *["turn"] * UNITS], key=str)
    await other.close()
    await house.check_books()


async def test_a_payment_and_the_end_of_its_turn_at_one_moment_sell_the_unit_once(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    clock.freeze(clock.now())
    sale = await Flash.open(house, 2, shelf=2)
    buyers = [await house.buyer() for _ in range(6)]
    for one in buyers:
        await sale.join(one)
    sold: list[int] = []
    for turn in range(0, 6, 2):
        await sale.deal()
        orders = [(await sale.place(one)).order_id for one in buyers[turn : turn + 2]]
        expiring = clock.now() + timedelta(minutes=15)
        paying = [house.pay(one, order_id) for one, order_id in zip(buyers[turn : turn + 2], orders, strict=True)]

        async def run_out(at: object = expiring, ids: tuple[object, ...] = tuple(orders)) -> None:
            clock.freeze(at)  # type: ignore[arg-type]
            for id_ in ids:
                await end_due(fresh_database, id_)  # type: ignore[arg-type]
            await sale.deal()

        told = await asyncio.gather(*paying[:1], run_out(), *paying[1:], return_exceptions=True)
        sold.append(sum(isinstance(one, mall.CheckedOut) for one in told))
        assert all(one is None or isinstance(one, mall.CheckedOut | Refusal) for one in told)
        assert (await sale.slots())[0] == sum(sold)
        if sum(sold) == 2:
            break
    await sale.deal()
    assert sum(await sale.slots()) == 2
    paid = await fresh_database.read().fetch("SELECT customer_id FROM mall_order WHERE state = 'paid'")
    assert len(paid) == sum(sold) <= 2
    await house.check_books()


async def test_whoever_looks_by_the_clock_deals_what_nobody_told(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    clock.freeze(clock.now())
    sale = await Flash.open(house, 1, shelf=1)
    first, second = await house.buyer(), await house.buyer()
    for one in (first, second):
        await sale.join(one)
    await asyncio.gather(deal_open_queues(fresh_database), deal_open_queues(fresh_database))
    assert await sale.standing(first, second) == ["turn", 0]
    clock.advance(timedelta(minutes=15))
    await end_due_orders(fresh_database)
    await deal_open_queues(fresh_database)
    assert await sale.standing(second) == ["turn"]
    assert await sale.counts() == (2, 2, 2)
    await house.check_books()


async def test_joins_of_a_group_cost_so_many_statements_whatever_their_number(house: MallHouse) -> None:
    sale = await Flash.open(house, 2)
    people = [await house.buyer() for _ in range(12)]
    joins = [sale.joining(one) for one in people]
    with house.database.counting() as alone:
        await house.database.write(mall.flash.join_flash_sale, joins[0])
    with house.database.counting() as together:
        await asyncio.gather(*(house.database.write(mall.flash.join_flash_sale, one) for one in joins[1:]))
    assert (len(alone), len(together)) == (10, 10)
