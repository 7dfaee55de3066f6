"""Flash sales: units are set aside, turns come in order of arrival, what is not paid goes to the next, and every bad input is refused in its own words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import mall
from domains.kernel.assets import CNY, USD
from domains.kernel.database import Database
from domains.kernel.errors import AssetMismatch, IdReused, Unauthenticated
from domains.kernel.money import Amount
from domains.mall.jobs.orders import end_due_orders
from tests.domains.mall.flash_house import PRICE, Flash, announce
from tests.domains.mall.mall_house import ADDRESS, MallHouse
from tests.domains.wallet.people import everything

flash = mall.flash


async def test_units_leave_the_shelves_for_the_sale_and_are_counted_one_by_one(house: MallHouse) -> None:
    sale = await Flash.open(house, 4, shelf=10)
    assert await house.free(sale.variant.id) == 6
    assert await sale.slots() == (0, 0, 4)
    await house.check_books()


async def test_turns_come_in_order_of_arrival_and_wait_for_their_money(house: MallHouse) -> None:
    sale = await Flash.open(house, 2)
    people = [await house.buyer() for _ in range(4)]
    joined = [await sale.join(one) for one in people]
    assert await sale.standing(*people) == [0, 1, 2, 3]
    await sale.deal()
    assert await sale.standing(*people) == ["turn", "turn", 0, 1]
    order = await house.find(joined[0].order_id)
    assert (order.state, order.total_minor, order.shop_id) == (mall.OrderState.PLACED, PRICE, sale.shop.id)
    assert order.expires_at - order.placed_at == timedelta(minutes=15)
    (line,) = await house.lines(order.id)
    assert (line.variant_id, line.units, line.total_minor, line.title_en) == (sale.variant.id, 1, PRICE, "Enamel mug")
    async with house.database.reading() as read:
        (where,) = await mall.find_deliveries(read, [order])
    assert where is not None and where.city == ADDRESS.city
    assert await sale.slots() == (0, 2, 0)
    await house.check_books()


async def test_an_order_of_a_turn_is_paid_as_any_other_and_the_last_one_sells_out(house: MallHouse) -> None:
    sale = await Flash.open(house, 2, shelf=2)
    first, second, third, late = [await house.buyer(10_000) for _ in range(4)]
    for one in (first, second, third):
        await sale.join(one)
    await sale.deal()
    for one in (first, second):
        assert (await house.pay(one, (await sale.place(one)).order_id)).state == "paid"
    # Before anybody dealt again.
    with pytest.raises(flash.FlashSaleSoldOut):
        await sale.join(late)
    await sale.deal()
    assert (await sale.now()).state is flash.FlashState.SOLD_OUT
    assert (await sale.place(third)).sale_state is flash.FlashState.SOLD_OUT
    assert [await house.balance(one) for one in (first, second, third)] == [9_010, 9_010, 10_000]
    assert await sale.slots() == (2, 0, 0)
    assert await sale.counts() == (2, 2, 3)
    await house.check_books()


async def test_a_unit_that_is_not_paid_in_time_goes_to_the_next_in_the_queue_and_to_nobody_else(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    at = clock.now()
    clock.freeze(at)
    sale = await Flash.open(house, 1, shelf=1, pay_minutes=5)
    late, following, shopper = [await house.buyer(10_000) for _ in range(3)]
    await sale.join(late)
    await sale.join(following)
    await sale.deal()

    clock.freeze(at + timedelta(minutes=5))
    with pytest.raises(mall.OutOfStock):
        await house.order(shopper, {sale.variant.id: 1})
    await end_due_orders(fresh_database)
    with pytest.raises(mall.OutOfStock):
        await house.order(shopper, {sale.variant.id: 1})
    await sale.deal()
    assert await sale.standing(late, following) == ["turn", "turn"]
    assert (await house.find((await sale.place(late)).order_id)).state is mall.OrderState.EXPIRED
    with pytest.raises(mall.MallOrderEnded):
        await house.pay(late, (await sale.place(late)).order_id)
    assert (await house.pay(following, (await sale.place(following)).order_id)).state == "paid"
    assert await sale.slots() == (1, 0, 0)
    await house.check_books()


async def test_who_cancels_gives_the_turn_to_the_next(house: MallHouse) -> None:
    sale = await Flash.open(house, 1, shelf=1)
    first, second = await house.buyer(), await house.buyer()
    for one in (first, second):
        await sale.join(one)
    await sale.deal()
    named = {"request_id": uuid4(), "owner_id": first.id, "session_id": first.session_id, "order_id": (await sale.place(first)).order_id}
    await house.database.write(mall.cancel_mall_order, mall.CancelMallOrderCommand(**named))
    await sale.deal()
    assert (await house.find((await sale.place(second)).order_id)).state is mall.OrderState.PLACED
    assert await sale.slots() == (0, 1, 0)
    await house.check_books()


async def test_a_cancelled_sale_gives_its_units_back_and_leaves_the_orders_that_there_are(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    at = clock.now()
    clock.freeze(at)
    sale = await Flash.open(house, 3, shelf=3)
    payer, late, other = await house.buyer(), await house.buyer(), await house.buyer()
    for one in (payer, late):
        await sale.join(one)
    await sale.deal()
    assert (await sale.cancel()).state is flash.FlashState.CANCELLED
    with pytest.raises(flash.FlashSaleOver, match="cancelled"):
        await sale.cancel()
    with pytest.raises(flash.FlashSaleOver, match="cancelled"):
        await sale.join(other)
    await sale.deal()
    assert (await house.free(sale.variant.id), await sale.slots()) == (1, (0, 2, 0))
    assert (await house.pay(payer, (await sale.place(payer)).order_id)).state == "paid"
    clock.freeze(at + timedelta(minutes=15))
    await end_due_orders(fresh_database)
    await sale.deal()
    assert (await house.free(sale.variant.id), await sale.slots()) == (2, (1, 0, 0))
    await house.check_books()


async def test_who_joined_before_the_end_has_a_turn_after_it_and_then_the_rest_is_for_everybody(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    at = clock.now()
    clock.freeze(at)
    sale = await Flash.open(house, 2, shelf=2)
    one, late = await house.buyer(), await house.buyer()
    await sale.join(one)
    clock.freeze(at + timedelta(hours=1))
    with pytest.raises(flash.FlashSaleOver, match="over"):
        await sale.join(late)
    await sale.deal()
    assert await sale.standing(one) == ["turn"]
    assert (await sale.now()).state is flash.FlashState.ANNOUNCED
    await sale.deal()
    assert (await sale.now()).state is flash.FlashState.OVER
    assert (await house.free(sale.variant.id), await sale.slots()) == (1, (0, 1, 0))
    await house.pay(one, (await sale.place(one)).order_id)
    await sale.deal()
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT closed_at FROM mall_flash_sale WHERE id = $1", sale.sale.id) == clock.now()
    await house.check_books()


async def test_a_clock_that_leaps_ends_turns_early_and_sells_nothing_twice(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    at = clock.now()
    clock.freeze(at)
    sale = await Flash.open(house, 1, shelf=1)
    first, second = await house.buyer(), await house.buyer()
    for one in (first, second):
        await sale.join(one)
    await sale.deal()
    clock.freeze(at + timedelta(days=300))
    await end_due_orders(fresh_database)
    await sale.deal()
    clock.freeze(at - timedelta(days=300))
    await sale.deal()
    with pytest.raises(mall.MallOrderEnded):
        await house.pay(first, (await sale.place(first)).order_id)
    clock.freeze(at + timedelta(minutes=1))
    assert (await house.pay(second, (await sale.place(second)).order_id)).state == "paid"
    await sale.deal()
    assert ((await sale.now()).state, await sale.slots()) == (flash.FlashState.SOLD_OUT, (1, 0, 0))
    await house.check_books()


async def test_a_customer_has_one_place_whatever_is_tapped_and_a_repeat_hears_the_same(house: MallHouse) -> None:
    sale = await Flash.open(house)
    someone, stranger = await house.buyer(), await house.buyer()
    command = sale.joining(someone)
    joined = await house.database.write(flash.join_flash_sale, command)
    assert await house.database.write(flash.join_flash_sale, command) == joined
    with pytest.raises(flash.FlashPlaceHeld):
        await sale.join(someone)
    with pytest.raises(IdReused):
        await sale.join(stranger, request_id=command.request_id)
    assert (await sale.counts())[2] == 1


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"sale_id": uuid4()}, flash.FlashSaleNotFound),
        ({"delivery": ADDRESS._replace(city=" ")}, mall.DeliveryMalformed),
        ({"session_id": uuid4()}, Unauthenticated),
    ],
)
async def test_a_bad_join_is_refused_and_changes_nothing(house: MallHouse, more: dict[str, Any], refusal: type[Exception]) -> None:
    sale = await Flash.open(house)
    someone = await house.buyer()
    before = await everything(house.database, but=frozenset({"kernel_request"}))
    with pytest.raises(refusal):
        await sale.join(someone, **more)
    assert await everything(house.database, but=frozenset({"kernel_request"})) == before


async def test_nobody_joins_before_the_start_nor_what_is_not_sold_any_more(house: MallHouse) -> None:
    now = house.database.clock.now()
    early = await Flash.open(house, starts_at=now + timedelta(minutes=5))
    someone = await house.buyer()
    with pytest.raises(flash.FlashSaleNotBegun):
        await early.join(someone)
    withdrawn = await Flash.open(house)
    state = mall.SetGoodsStateCommand(request_id=uuid4(), product_id=withdrawn.variant.product_id, state=mall.GoodsState.WITHDRAWN, **withdrawn.shop.who)
    await house.database.write(mall.set_goods_state, state)
    with pytest.raises(mall.VariantUnavailable):
        await withdrawn.join(someone)
    assert [await one.counts() for one in (early, withdrawn)] == [(0, 0, 0)] * 2


@pytest.mark.parametrize(
    ("more", "refusal", "told"),
    [
        ({"units": 0}, mall.UnitsMalformed, "0"),
        ({"units": 2**31}, mall.UnitsMalformed, str(2**31)),
        ({"units": 11}, mall.OutOfStock, "10"),
        ({"price": Amount(0, CNY)}, flash.FlashSaleMalformed, "price"),
        ({"price": Amount(3_001, CNY)}, flash.FlashSaleMalformed, "price"),
        ({"price": Amount(990, USD)}, AssetMismatch, "USD"),
        ({"pay_minutes": 0}, flash.FlashSaleMalformed, "payMinutes"),
        ({"variant_id": uuid4()}, mall.GoodsNotFound, ""),
        ({"shop_id": uuid4()}, mall.ShopNotFound, ""),
    ],
)
async def test_a_sale_that_cannot_be_is_refused_and_changes_nothing(house: MallHouse, more: dict[str, Any], refusal: type[Exception], told: str) -> None:
    shop = await house.shop()
    mug = await house.stocked(shop, 10)
    before = await everything(house.database, but=frozenset({"kernel_request"}))
    with pytest.raises(refusal, match=told or None):
        await announce(house, shop, **{"variant_id": mug.id, **more})
    assert await everything(house.database, but=frozenset({"kernel_request"})) == before


async def test_a_sale_has_an_end_that_is_to_come_and_after_its_start(house: MallHouse) -> None:
    shop, now = await house.shop(), house.database.clock.now()
    mug = await house.stocked(shop, 10)
    for since, until in ((-2, -1), (2, 1), (0, 24 * 8)):
        times = {"starts_at": now + timedelta(hours=since), "ends_at": now + timedelta(hours=until)}
        with pytest.raises(flash.FlashSaleMalformed, match="endsAt"):
            await announce(house, shop, mug.id, **times)
    assert await house.free(mug.id) == 10


async def test_nobody_sells_or_cancels_what_is_another_shops(house: MallHouse) -> None:
    shop, other = await house.shop(), await house.shop()
    draft = (await house.variants(await house.goods(other, is_published=False)))[0]
    with pytest.raises(mall.GoodsNotFound):
        await announce(house, shop, draft.id)
    sale = await Flash.open(house)
    with pytest.raises(flash.FlashSaleNotFound):
        await sale.cancel(**shop.who)
    with pytest.raises(flash.FlashSaleNotFound):
        await sale.cancel(sale_id=uuid4())
    assert (await sale.now()).state is flash.FlashState.ANNOUNCED


async def test_staff_announce_and_cancel_for_a_shop_and_both_are_written_down(house: MallHouse) -> None:
    sale = await Flash.open(house, is_staff=True, **house.staff)
    await sale.cancel(is_staff=True, **house.staff)
    async with house.database.reading() as read:
        acts = await read.fetch("SELECT action FROM kernel_audit WHERE subject_id = $1 ORDER BY action", sale.sale.id)
    assert [row[0] for row in acts] == ["mall.announce_flash_sale", "mall.cancel_flash_sale"]
    with pytest.raises(mall.ShopNotFound):
        await announce(house, sale.shop, sale.variant.id, is_staff=True, **house.staff, shop_id=uuid4())


async def test_a_shop_has_so_many_sales_at_once(house: MallHouse) -> None:
    shop = await house.shop()
    mug = await house.stocked(shop, flash.LIVE_MOST + 1)
    for _ in range(flash.LIVE_MOST):
        await announce(house, shop, mug.id, 1)
    with pytest.raises(flash.FlashSaleMalformed, match="count"):
        await announce(house, shop, mug.id, 1)
    assert await house.free(mug.id) == 1
