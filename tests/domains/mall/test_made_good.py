"""Prices that fell are made good once, shops give back of their own will, and a merchant's settlement nets it all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import mall, wallet
from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.mall import after_sale
from domains.mall.rules.returns import Held, give_back, spread, take_back
from tests.domains.mall.after_sales import AfterSales
from tests.domains.mall.mall_house import MallHouse
from tests.domains.wallet import tills


@pytest.fixture
def sales(house: MallHouse) -> AfterSales:
    return AfterSales(house)


async def test_a_price_that_fell_is_made_good_once_for_the_units_that_were_kept(house: MallHouse, sales: AfterSales) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 5)
    (order_id,) = (await house.order(buyer, {mug.id: 3})).order_ids
    with pytest.raises(after_sale.PriceNotLower):
        await sales.claim(buyer, order_id)
    await sales.reprice(shop, mug, 2_500)
    await house.return_lines(shop, order_id, {1: 1})

    assert (await sales.claim(buyer, order_id)).refunded.minor == 3_000 + 2 * 500
    with pytest.raises(after_sale.PriceProtectionEnded):
        await sales.claim(buyer, order_id)
    assert await house.balance(buyer) == 20_000 - 2 * 2_500

    assert (await house.return_lines(shop, order_id, {1: 2})).refunded.minor == 9_000
    assert await house.balance(buyer) == 20_000
    await house.check_books()


async def test_after_a_week_a_price_is_nobodys_business(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    sales, shop, buyer = AfterSales(house), await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 5)
    (order_id,) = (await house.order(buyer, {mug.id: 1})).order_ids
    await sales.reprice(shop, mug, 1)
    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(days=7))
    with pytest.raises(after_sale.PriceProtectionEnded):
        await sales.claim(buyer, order_id)
    assert await house.balance(buyer) == 17_000


async def test_a_shop_gives_back_a_part_of_a_line_and_never_more_than_is_left(house: MallHouse, sales: AfterSales) -> None:
    shop, other, buyer = await house.shop(), await house.shop(), await house.buyer(20_000)
    mug = await house.stocked(shop, 5)
    (order_id,) = (await house.order(buyer, {mug.id: 2})).order_ids
    with pytest.raises(mall.MallOrderNotFound):
        await sales.refund_line(other, order_id, 1, 1)
    for minor in (6_001, 0, -1):
        with pytest.raises(wallet.RefundTooLarge) as refused:
            await sales.refund_line(shop, order_id, 1, minor)
        assert refused.value.left.minor == 6_000
    standing = await sales.refund_line(shop, order_id, 1, 1_001)
    assert (standing.state, standing.refunded.minor, await house.free(mug.id)) == ("paid", 1_001, 3)
    assert [(await house.return_lines(shop, order_id, {1: 1})).refunded.minor for _ in range(2)] == [1_001 + 2_499, 6_000]
    assert await house.balance(buyer) == 20_000


async def test_the_merchants_settlement_nets_what_went_back_before_and_after_it(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    sales, clock = AfterSales(house), fresh_database.clock
    shop, buyer = await house.shop(fee_bps=100), await house.buyer(100_000)
    mug = await house.stocked(shop, 20, 10_000)
    first, second = [(await house.order(buyer, {mug.id: 4})).order_ids[0] for _ in range(2)]
    await house.return_lines(shop, first, {1: 1})
    day = business_date(clock.now())
    clock.freeze(clock.now() + timedelta(days=1, hours=2))
    at = tills.Shop(shop.merchant_id, shop.id, "", uuid4(), shop.owner, mug.price.asset)

    settled = await tills.settle(fresh_database, at, day)
    assert (settled.gross.minor, settled.refunded.minor, settled.fee.minor, settled.net.minor) == (80_000, 10_000, 700, 69_300)
    await sales.refund_line(shop, first, 1, 5_000)
    await house.return_lines(shop, second, {1: 4})

    # 80,000 less 10,000 + 5,000 + 40,000, and the fee of what is kept.
    assert await tills.held(fresh_database, at) == (0, 25_000 - 250)
    assert (await house.balance(buyer), await tills.fees(fresh_database)) == (100_000 - 25_000, 250)


ACTS = st.lists(st.tuples(st.booleans(), st.integers(1, 12), st.integers(0, 100_000)), max_size=12)


@given(st.integers(1, 12), st.integers(0, 100_000), st.integers(0, 5_000), ACTS)
def test_any_sequence_of_returns_and_partial_refunds_gives_a_line_back_exactly(units: int, minor: int, extra: int, acts: list[tuple[bool, int, int]]) -> None:
    one = Held(1, units, minor, min(extra, minor))
    given_back = given_extra = 0
    for comes_back, some, part in [*acts, (True, units, 0)]:
        if not one.units:
            break
        back = take_back([one], {1: min(some, one.units)})[0] if comes_back else give_back(one, min(part, one.minor))
        assert 0 <= back.extra_minor <= min(back.minor, one.extra_minor)
        assert back.minor - back.extra_minor <= one.minor - one.extra_minor
        given_back, given_extra = given_back + back.minor, given_extra + back.extra_minor
        one = Held(1, one.units - back.units, one.minor - back.minor, one.extra_minor - back.extra_minor)
    assert (given_back, given_extra, one.minor, one.extra_minor) == (minor, min(extra, minor), 0, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10_000)), min_size=1, max_size=8), st.integers(0, 100_000))
def test_a_sum_is_spread_over_lines_to_the_fen(told: list[tuple[int, int]], minor: int) -> None:
    lines = [Held(number, units, left) for number, (units, left) in enumerate(told)]
    back = {one.number: one.minor for one in spread(lines, minor)}
    assert sum(back.values()) == min(minor, sum(one.minor for one in lines))
    assert all(back.get(one.number, 0) <= one.minor for one in lines)
