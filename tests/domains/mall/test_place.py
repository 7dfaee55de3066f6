"""Orders: quoted, reserved, paid, all or none."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import ledger, mall
from domains.kernel.database import Database
from domains.mall.jobs.orders import end_due_orders
from tests.domains.mall.mall_house import ADDRESS, WALLET, MallHouse


async def test_an_order_takes_units_and_money_in_one_commit(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 10)

    placed = await house.order(buyer, {mug.id: 3})

    (order_id,) = placed.order_ids
    order = await house.find(order_id)
    assert (placed.state, placed.total.minor) == ("paid", 9_000)
    assert (order.state, order.total_minor) == (mall.OrderState.PAID, 9_000)
    assert [(one.units, one.price_minor, one.total_minor, one.title_en) for one in await house.lines(order_id)] == [(3, 3_000, 9_000, "Enamel mug")]
    assert (await house.free(mug.id), await house.balance(buyer)) == (7, 11_000)
    await house.check_books()


async def test_a_repeat_orders_nothing_twice(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 10)
    command = house.command(buyer, {mug.id: 2}, (await house.quote({mug.id: 2})).hash, fundings=())

    first, second = await asyncio.gather(house.database.write(mall.place_mall_order, command), house.database.write(mall.place_mall_order, command))

    assert first == second
    assert (await house.free(mug.id), await house.balance(buyer)) == (8, 20_000)


async def test_what_waits_for_money_is_reserved_then_paid_and_only_once(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 5)
    placed = await house.order(buyer, {mug.id: 2}, fundings=())
    assert (placed.state, await house.free(mug.id), await house.balance(buyer)) == ("placed", 3, 20_000)

    answers = await asyncio.gather(*(house.pay(buyer, placed.id) for _ in range(4)), return_exceptions=True)

    assert Counter(type(one).__name__ for one in answers) == {"CheckedOut": 1, "MallOrderEnded": 3}
    assert (await house.free(mug.id), await house.balance(buyer)) == (3, 14_000)
    await house.check_books()


async def test_what_is_not_paid_in_time_expires_and_is_free_again(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 1)
    placed = await house.order(buyer, {mug.id: 1}, fundings=())
    other = await house.buyer()
    with pytest.raises(mall.OutOfStock):
        await house.order(other, {mug.id: 1})

    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(minutes=15))
    with pytest.raises(mall.MallOrderEnded) as late:
        await house.pay(buyer, placed.id)
    await end_due_orders(fresh_database)

    assert late.value.state == "expired"
    assert (await house.find(placed.order_ids[0])).state is mall.OrderState.EXPIRED
    assert (await house.order(other, {mug.id: 1})).state == "paid"
    await house.check_books()


async def test_of_many_who_want_the_last_units_exactly_so_many_get_them(house: MallHouse) -> None:
    shop = await house.shop()
    mug = await house.stocked(shop, 5)
    buyers = [await house.buyer(10_000) for _ in range(20)]
    quoted = (await house.quote({mug.id: 1})).hash

    answers = await asyncio.gather(*(house.order(one, {mug.id: 1}, quote_hash=quoted) for one in buyers), return_exceptions=True)

    assert Counter(type(one).__name__ for one in answers) == {"CheckedOut": 5, "OutOfStock": 15}
    assert await house.free(mug.id) == 0
    assert sorted([await house.balance(one) for one in buyers]) == [7_000] * 5 + [10_000] * 15
    await house.check_books()


async def test_several_shops_are_one_checkout_and_an_order_each_and_paid_together_or_not(house: MallHouse) -> None:
    first, second = await house.shop(), await house.shop()
    buyer = await house.buyer(10_000)
    mug, pan = await house.stocked(first, 5), await house.stocked(second, 5, 8_000)

    with pytest.raises(ledger.InsufficientFunds):
        await house.order(buyer, {mug.id: 1, pan.id: 1})
    assert (await house.free(mug.id), await house.free(pan.id), await house.balance(buyer)) == (5, 5, 10_000)

    richer = await house.buyer(20_000)
    both = await house.order(richer, {mug.id: 1, pan.id: 1})
    assert len(both.order_ids) == 2
    assert {(await house.find(one)).shop_id for one in both.order_ids} == {first.id, second.id}
    assert await house.balance(richer) == 9_000
    await house.check_books()


async def test_a_price_that_changed_is_told_before_anything_happens(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 5)

    with pytest.raises(mall.PriceChanged) as changed:
        await house.order(buyer, {mug.id: 1}, quote_hash="0" * 64)

    assert changed.value.quote_hash == (await house.quote({mug.id: 1})).hash
    assert await house.free(mug.id) == 5


async def test_where_it_goes_is_sealed_and_told_masked(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 5)
    (order_id,) = (await house.order(buyer, {mug.id: 1})).order_ids
    order = await house.find(order_id)
    assert order.sealed is not None
    assert not any(part.encode() in order.sealed for part in ADDRESS)
    async with house.database.reading() as read:
        assert await mall.find_deliveries(read, [order]) == [ADDRESS._replace(name="王*", phone="138****0000")]


@pytest.mark.parametrize(
    ("part", "text"),
    [("name", ""), ("city", " "), ("street", "x" * 201), ("phone", ""), ("phone", "call me"), ("province", "")],
)
async def test_an_address_without_a_part_is_refused(house: MallHouse, part: str, text: str) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 5)
    with pytest.raises(mall.DeliveryMalformed, match=part):
        await house.order(buyer, {mug.id: 1}, delivery=ADDRESS._replace(**{part: text}))
    assert await house.free(mug.id) == 5


async def test_units_that_cannot_be_are_refused(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 5)
    for units in (0, -1, 1000, 2**31):
        with pytest.raises(mall.UnitsMalformed):
            await house.order(buyer, {mug.id: units}, quote_hash="x")
    with pytest.raises(mall.CartFull):
        await house.order(buyer, {uuid4(): 1 for _ in range(10_000)}, quote_hash="x")
    assert await house.free(mug.id) == 5


async def test_a_draft_a_withdrawn_product_and_a_strangers_variant_cannot_be_ordered(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    (draft,) = await house.variants(await house.goods(shop, is_published=False))
    for variant_id in (draft.id, uuid4()):
        with pytest.raises(mall.VariantUnavailable):
            await house.order(buyer, {variant_id: 1}, quote_hash="x")


async def test_an_order_of_five_lines_takes_twelve_statements_at_most(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    variants = [await house.stocked(shop, 5, 1_000 + number) for number in range(5)]
    lines = {one.id: 2 for one in variants}
    command = house.command(buyer, lines, (await house.quote(lines)).hash, fundings=WALLET)

    with house.database.counting() as statements:
        await house.database.write(mall.place_mall_order, command)

    assert len(statements) <= 12, "\n".join(statements)
