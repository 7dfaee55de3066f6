"""Disputes: opened with evidence, answered, decided, reversed, carried out once; the log keeps all of it."""

from datetime import timedelta

import pytest

from domains import mall, wallet
from domains.kernel.database import Database
from domains.mall import after_sale
from domains.mall.jobs.after_sale import end_after_sale
from tests.domains.mall.after_sales import AfterSales
from tests.domains.mall.mall_house import MallHouse
from tests.domains.wallet.people import everything

BUT = frozenset({"kernel_request"})


@pytest.fixture
def sales(house: MallHouse) -> AfterSales:
    return AfterSales(house)


async def test_a_dispute_is_answered_decided_reversed_decided_anew_and_carried_out_once(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    sales, shop, buyer = AfterSales(house), await house.shop(), await house.buyer(20_000)
    mug, pan = await house.stocked(shop, 5), await house.stocked(shop, 5, 7_000)
    (order_id,) = (await house.order(buyer, {mug.id: 2, pan.id: 1})).order_ids
    one = await sales.dispute(buyer, order_id, 6_000, media=("https://img.scenebank.example/crack.jpg",))
    with pytest.raises(after_sale.DisputeOpen):
        await sales.dispute(buyer, order_id, 1)
    await sales.tell(buyer, one, "再补一张照片")
    assert (await sales.tell(shop.owner, one)).state is after_sale.DisputeState.ANSWERED
    await sales.decide_dispute(one, 6_000)
    assert (await sales.reverse_dispute(one)).decided is None
    decided = await sales.decide_dispute(one, 1_300)
    assert (decided.decided.minor, await house.balance(buyer)) == (1_300, 7_000)
    assert (await sales.carry_out(one)).state is after_sale.DisputeState.DECIDED

    clock.freeze(clock.now() + timedelta(days=3))
    with pytest.raises(after_sale.DisputeEnded, match="closed"):
        await sales.reverse_dispute(one)
    for _ in range(2):
        await end_after_sale(fresh_database)
    closed = await sales.carry_out(one)

    assert (closed.state.value, closed.refunded.minor, await house.balance(buyer)) == ("closed", 1_300, 8_300)
    assert sorted(line.refunded_minor for line in await house.lines(order_id)) == [600, 700]
    assert await sales.log(one) == [
        ("opened", "buyer", 6_000),
        ("added", "buyer", None),
        ("answered", "shop", None),
        ("decided", "staff", 6_000),
        ("reversed", "staff", 6_000),
        ("decided", "staff", 1_300),
        ("carried_out", "house", 1_300),
    ]
    assert (await sales.dispute(buyer, order_id, 1)).state is after_sale.DisputeState.OPEN


async def test_what_came_back_meanwhile_is_not_given_back_again(fresh_database: Database) -> None:
    house, clock = await MallHouse.open(fresh_database), fresh_database.clock
    sales, shop, buyer = AfterSales(house), await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 5)
    (order_id,) = (await house.order(buyer, {mug.id: 2})).order_ids
    one = await sales.dispute(buyer, order_id, 6_000)
    await sales.decide_dispute(one, 6_000)
    await house.return_lines(shop, order_id, {1: 1})
    clock.freeze(clock.now() + timedelta(days=3))
    await end_after_sale(fresh_database)
    assert ((await sales.carry_out(one)).refunded.minor, await house.balance(buyer)) == (3_000, 20_000)
    # The unit stays with the customer, and gives nothing more.
    assert (await house.return_lines(shop, order_id, {1: 1})).refunded.minor == 6_000
    await house.check_books()


async def test_what_is_no_dispute_is_refused_and_changes_nothing(house: MallHouse, sales: AfterSales) -> None:
    shop, other, buyer, stranger = await house.shop(), await house.shop(), await house.buyer(20_000), await house.buyer()
    mug = await house.stocked(shop, 5)
    (order_id,) = (await house.order(buyer, {mug.id: 1})).order_ids
    unpaid = (await house.order(buyer, {mug.id: 1}, fundings=())).order_ids[0]
    one = await sales.dispute(buyer, order_id, 3_000)
    second = (await house.order(buyer, {mug.id: 1})).order_ids[0]
    before = await everything(house.database, but=BUT)
    for refusal, attempt in (
        (mall.MallOrderNotFound, lambda: sales.dispute(stranger, second, 1)),
        (mall.MallOrderEnded, lambda: sales.dispute(buyer, unpaid, 1)),
        (wallet.RefundTooLarge, lambda: sales.dispute(buyer, second, 3_001)),
        (wallet.RefundTooLarge, lambda: sales.dispute(buyer, second, 0)),
        (after_sale.DisputeMalformed, lambda: sales.dispute(buyer, second, 1, text=" ")),
        (after_sale.DisputeMalformed, lambda: sales.dispute(buyer, second, 1, text="x" * 2_001)),
        (after_sale.DisputeMalformed, lambda: sales.dispute(buyer, second, 1, media=("file:///etc/passwd",))),
        (after_sale.DisputeMalformed, lambda: sales.dispute(buyer, second, 1, media=("https://a.example/1",) * 10)),
        (after_sale.DisputeNotFound, lambda: sales.tell(stranger, one)),
        (after_sale.DisputeNotFound, lambda: sales.tell(other.owner, one)),
        (after_sale.DisputeNotFound, lambda: sales.withdraw_dispute(shop.owner, one)),
        (after_sale.DisputeEnded, lambda: sales.reverse_dispute(one)),
        (wallet.RefundTooLarge, lambda: sales.decide_dispute(one, 3_001)),
        (wallet.RefundTooLarge, lambda: sales.decide_dispute(one, -1)),
    ):
        with pytest.raises(refusal):
            await attempt()
    assert await everything(house.database, but=BUT) == before
    assert (await sales.withdraw_dispute(buyer, one)).state.value == "withdrawn"
    for late in (lambda: sales.tell(buyer, one), lambda: sales.decide_dispute(one, 1)):
        with pytest.raises(after_sale.DisputeEnded):
            await late()
