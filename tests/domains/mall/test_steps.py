"""What becomes of an order: cancelled, shipped, delivered, returned; money and units go together."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domains import mall
from domains.kernel.database import Database
from domains.mall.jobs.parcels import end_due_parcels
from domains.mall.rules.returns import Held, take_back
from tests.domains.mall.mall_house import MallHouse, MallShop
from tests.domains.wallet.people import Person


async def cancel(house: MallHouse, who: Person, order_id: object) -> mall.MallOrderStanding:
    named = {"request_id": uuid4(), "owner_id": who.id, "session_id": who.session_id, "order_id": order_id}
    return await house.database.write(mall.cancel_mall_order, mall.CancelMallOrderCommand(**named))  # type: ignore[arg-type]


async def ship(house: MallHouse, shop: MallShop, order_id: object) -> mall.MallOrderStanding:
    return await house.database.write(mall.ship_mall_order, mall.ShipMallOrderCommand(request_id=uuid4(), order_id=order_id, **shop.who))  # type: ignore[arg-type]


def test_a_lines_units_are_refunded_in_proportion_and_all_together_exactly() -> None:
    held = Held(1, 3, 1_000)
    parts = []
    for _ in range(3):
        (back,) = take_back([held], {1: 1})
        parts.append(back.minor)
        held = held._replace(units=held.units - 1, minor=held.minor - back.minor)
    assert parts == [333, 333, 334]


async def test_what_is_not_paid_is_cancelled_and_free_again(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 2)
    (order_id,) = (await house.order(buyer, {mug.id: 2}, fundings=())).order_ids
    assert (await cancel(house, buyer, order_id)).state == "cancelled"
    assert await house.free(mug.id) == 2
    with pytest.raises(mall.MallOrderEnded, match="cancelled"):
        await cancel(house, buyer, order_id)


async def test_what_is_paid_and_not_shipped_is_refunded_in_full_when_it_is_cancelled(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 2)
    (order_id,) = (await house.order(buyer, {mug.id: 2})).order_ids
    standing = await cancel(house, buyer, order_id)
    assert (standing.state, standing.refunded.minor) == ("refunded", 6_000)
    assert (await house.free(mug.id), await house.balance(buyer)) == (2, 20_000)
    await house.check_books()


async def test_a_shipped_order_is_not_cancelled_and_counts_as_delivered_after_the_shops_days(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 2)
    (order_id,) = (await house.order(buyer, {mug.id: 1})).order_ids
    assert (await ship(house, shop, order_id)).state == "shipped"
    with pytest.raises(mall.MallOrderEnded, match="shipped"):
        await cancel(house, buyer, order_id)
    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(days=7))
    await end_due_parcels(fresh_database)
    assert (await house.find(order_id)).state is mall.OrderState.DELIVERED


async def test_lines_come_back_in_parts_and_never_beyond_what_was_bought(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 3, 3_333)
    (order_id,) = (await house.order(buyer, {mug.id: 3})).order_ids
    await ship(house, shop, order_id)
    assert (await house.return_lines(shop, order_id, {1: 2})).refunded.minor == 6_666
    with pytest.raises(mall.UnitsMalformed):
        await house.return_lines(shop, order_id, {1: 2})
    for units in ({2: 1}, {1: 0}, {1: -1}, {}):
        with pytest.raises(mall.UnitsMalformed):
            await house.return_lines(shop, order_id, units)
    last = await house.return_lines(shop, order_id, {1: 1}, is_restocked=False)
    assert (last.state, last.refunded.minor) == ("refunded", 9_999)
    with pytest.raises(mall.MallOrderEnded):
        await house.return_lines(shop, order_id, {1: 1})
    assert (await house.free(mug.id), await house.balance(buyer)) == (2, 20_000)
    await house.check_books()


async def test_strangers_touch_no_order(house: MallHouse) -> None:
    shop, other, buyer, stranger = await house.shop(), await house.shop(), await house.buyer(), await house.buyer()
    mug = await house.stocked(shop, 3)
    placed = await house.order(buyer, {mug.id: 1}, fundings=())
    (order_id,) = placed.order_ids
    with pytest.raises(mall.MallOrderNotFound):
        await cancel(house, stranger, order_id)
    with pytest.raises(mall.MallOrderNotFound):
        await ship(house, other, order_id)
    with pytest.raises(mall.MallOrderNotFound):
        await house.pay(stranger, placed.id)
    with pytest.raises(mall.MallOrderNotFound):
        await house.return_lines(other, order_id, {1: 1})
    with pytest.raises(mall.MallOrderEnded, match="placed"):
        await ship(house, shop, order_id)
    assert (await house.find(order_id)).state is mall.OrderState.PLACED


async def test_a_cart_holds_a_hundred_lines_and_takes_four_statements(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    terms = [mall.VariantTerms(f"V-{uuid4().hex[:10]}", {"n": str(number)}, 100) for number in range(100)]
    variants = await house.variants(await house.goods(shop, *terms))
    (extra,) = await house.variants(await house.goods(shop))
    who = {"owner_id": buyer.id, "session_id": buyer.session_id}
    for one in variants:
        await house.database.write(mall.set_cart_line, mall.SetCartLineCommand(request_id=None, variant_id=one.id, units=1, **who))
    with pytest.raises(mall.CartFull):
        await house.database.write(mall.set_cart_line, mall.SetCartLineCommand(request_id=None, variant_id=extra.id, units=1, **who))
    with house.database.counting() as statements:
        await house.database.write(mall.set_cart_line, mall.SetCartLineCommand(request_id=None, variant_id=variants[0].id, units=9, **who))
    async with house.database.reading(single=True) as read:
        (cart,) = await mall.find_carts(read, [buyer.id])
    assert (len(cart.lines), cart.lines[0].units) == (100, 9)
    assert len(statements) <= 4, "\n".join(statements)
