"""Orders that wait for their money: what gives way when its time is over, what can still be paid, and what never could be."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import mall, wallet
from domains.kernel.database import Database
from domains.mall.jobs.orders import end_due_orders
from tests.domains.mall.mall_house import ADDRESS, MallHouse
from tests.domains.wallet.people import Person


async def cancel(house: MallHouse, who: Person, order_id: UUID) -> mall.MallOrderStanding:
    named = {"request_id": uuid4(), "owner_id": who.id, "session_id": who.session_id, "order_id": order_id}
    return await house.database.write(mall.cancel_mall_order, mall.CancelMallOrderCommand(**named))


async def test_a_promise_that_ran_out_gives_way_though_no_worker_has_seen_it(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    shop, late, other = await house.shop(), await house.buyer(), await house.buyer()
    mug = await house.stocked(shop, 2)
    placed_at = clock.now()
    clock.freeze(placed_at)
    placed = await house.order(late, {mug.id: 2}, fundings=())

    clock.freeze(placed_at + timedelta(minutes=15))
    assert (await house.order(other, {mug.id: 1})).state == "paid"
    await house.check_books()

    # Another server's clock may be behind: what gave way is not sold a second time.
    clock.freeze(placed_at + timedelta(minutes=14))
    with pytest.raises(mall.MallOrderEnded, match="expired"):
        await house.pay(late, placed.id)
    clock.freeze(placed_at + timedelta(minutes=16))
    await end_due_orders(fresh_database)
    assert (await house.find(placed.order_ids[0])).state is mall.OrderState.EXPIRED
    assert await house.free(mug.id) == 1
    await house.check_books()


async def test_a_promise_that_stands_gives_way_to_nobody(house: MallHouse) -> None:
    shop, first, other = await house.shop(), await house.buyer(), await house.buyer()
    mug = await house.stocked(shop, 2)
    placed = await house.order(first, {mug.id: 2}, fundings=())
    with pytest.raises(mall.OutOfStock):
        await house.order(other, {mug.id: 1})
    assert (await house.pay(first, placed.id)).state == "paid"
    await house.check_books()


async def test_what_is_left_of_a_checkout_can_be_paid_when_a_part_was_cancelled(house: MallHouse) -> None:
    first, second, buyer = await house.shop(), await house.shop(), await house.buyer(20_000)
    mug, pan = await house.stocked(first, 1), await house.stocked(second, 1, 8_000)
    placed = await house.order(buyer, {mug.id: 1, pan.id: 1}, fundings=())
    (cancelled,) = [one for one in placed.order_ids if (await house.find(one)).shop_id == first.id]
    await cancel(house, buyer, cancelled)

    paid = await house.pay(buyer, placed.id)

    assert (paid.total.minor, len(paid.order_ids), await house.balance(buyer)) == (8_000, 1, 12_000)
    assert (await house.find(cancelled)).state is mall.OrderState.CANCELLED
    with pytest.raises(mall.MallOrderEnded):
        await house.pay(buyer, placed.id)
    assert (await house.free(mug.id), await house.free(pan.id)) == (1, 0)
    await house.check_books()


async def test_more_shops_than_can_be_paid_together_are_not_ordered_together(house: MallHouse) -> None:
    buyer = await house.buyer()
    variants = [await house.stocked(await house.shop(), 1) for _ in range(wallet.checkouts.SALES_MOST + 1)]
    with pytest.raises(wallet.TooManyPayments):
        await house.order(buyer, {one.id: 1 for one in variants}, fundings=())
    assert await house.free(variants[0].id) == 1
    placed = await house.order(buyer, {one.id: 1 for one in variants[1:]}, fundings=())
    assert (await house.pay(buyer, placed.id)).state == "paid"


async def test_an_address_is_kept_without_the_spaces_around_it(house: MallHouse) -> None:
    shop, buyer = await house.shop(), await house.buyer()
    mug = await house.stocked(shop, 1)
    (order_id,) = (await house.order(buyer, {mug.id: 1}, delivery=ADDRESS._replace(street=f" {ADDRESS.street}" + " " * 100_000))).order_ids
    async with house.database.reading() as read:
        (told,) = await mall.find_deliveries(read, [await house.find(order_id)])
    assert told is not None
    assert told.street == ADDRESS.street
