"""Exchanges: the difference of the prices is paid or given back, units never go to two, and what is not accepted never was."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domains import ledger, mall, wallet
from domains.kernel.database import Database
from domains.mall import after_sale
from domains.mall.jobs.after_sale import end_after_sale
from tests.domains.mall.after_sales import FROM_WALLET, AfterSales, family
from tests.domains.mall.mall_house import MallHouse
from tests.domains.wallet.people import everything

BUT = frozenset({"kernel_request", "wallet_risk_decision"})


@pytest.fixture
def sales(house: MallHouse) -> AfterSales:
    return AfterSales(house)


async def test_something_dearer_is_paid_for_and_stands_on_a_line_of_its_own(house: MallHouse, sales: AfterSales) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    small, large = await family(house, shop, 3_000, 4_500)
    (order_id,) = (await house.order(buyer, {small.id: 3})).order_ids

    asked = await sales.ask(buyer, order_id, 1, 2, large, **FROM_WALLET)
    assert (asked.added.minor, asked.given_back.minor, asked.state.value) == (3_000, 0, "asked")
    assert (await house.free(small.id), await house.free(large.id), await house.balance(buyer)) == (2, 3, 20_000 - 9_000 - 3_000)

    assert (await sales.decide_exchange(shop, asked)).state is after_sale.ExchangeState.ACCEPTED
    old, new = await house.lines(order_id)
    assert (old.left_units, old.left_minor, old.exchanged_minor) == (1, 3_000, 6_000)
    assert (new.variant_id, new.units, new.total_minor, new.extra_minor, new.came_of) == (large.id, 2, 9_000, 3_000, 1)
    order = await house.find(order_id)
    assert (order.total_minor, order.added_minor, order.refunded_minor) == (9_000, 3_000, 0)
    assert await house.free(small.id) == 4

    # What was paid beside goes back beside: 4,500 a unit, from two payments.
    assert (await house.return_lines(shop, order_id, {2: 1})).refunded.minor == 4_500
    last = await house.return_lines(shop, order_id, {1: 1, 2: 1})
    assert (last.state, last.refunded.minor, await house.balance(buyer)) == ("refunded", 12_000, 20_000)
    assert (await house.free(small.id), await house.free(large.id)) == (5, 5)
    await house.check_books()


async def test_something_cheaper_gives_the_difference_back_when_it_is_accepted(house: MallHouse, sales: AfterSales) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    large, small = await family(house, shop, 4_500, 3_000)
    (order_id,) = (await house.order(buyer, {large.id: 2})).order_ids
    asked = await sales.ask(buyer, order_id, 1, 2, small)
    assert await house.balance(buyer) == 11_000
    await sales.decide_exchange(shop, asked, is_restocked=False)
    assert (await house.balance(buyer), (await house.find(order_id)).refunded_minor) == (14_000, 3_000)
    assert (await house.free(large.id), await house.free(small.id)) == (3, 3)
    assert (await house.return_lines(shop, order_id, {2: 2})).state == "refunded"
    assert (await house.balance(buyer), await house.free(small.id)) == (20_000, 5)
    await house.check_books()


@pytest.mark.parametrize("end", ["decline", "withdraw"])
async def test_what_is_declined_or_withdrawn_is_as_it_was(house: MallHouse, sales: AfterSales, end: str) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    small, large = await family(house, shop, 3_000, 4_500)
    (order_id,) = (await house.order(buyer, {small.id: 2})).order_ids
    asked = await sales.ask(buyer, order_id, 1, 1, large, **FROM_WALLET)
    if end == "decline":
        await sales.decide_exchange(shop, asked, is_accepted=False, reason="已使用")
    else:
        await sales.withdraw_exchange(buyer, asked)
    assert (await house.balance(buyer), await house.free(small.id), await house.free(large.id)) == (14_000, 3, 5)
    (line,) = await house.lines(order_id)
    assert (line.left_units, line.left_minor) == (2, 6_000)
    with pytest.raises(after_sale.ExchangeEnded):
        await sales.decide_exchange(shop, asked)
    await house.check_books()


async def test_units_that_never_came_back_are_not_exchanged_after_two_weeks(fresh_database: Database) -> None:
    house = await MallHouse.open(fresh_database)
    sales, shop, buyer = AfterSales(house), await house.shop(), await house.buyer(20_000)
    small, large = await family(house, shop, 3_000, 4_500)
    (order_id,) = (await house.order(buyer, {small.id: 1})).order_ids
    asked = await sales.ask(buyer, order_id, 1, 1, large, **FROM_WALLET)
    fresh_database.clock.freeze(fresh_database.clock.now() + timedelta(days=14))
    await end_after_sale(fresh_database)
    await end_after_sale(fresh_database)
    async with fresh_database.reading() as read:
        ((ended,),) = await after_sale.list_exchanges(read, [(buyer.id, order_id)])
    assert (ended.id, ended.state.value) == (asked.id, "expired")
    assert (await house.balance(buyer), await house.free(large.id)) == (17_000, 5)
    await house.check_books()


async def test_an_exchange_keeps_what_promotions_gave(house: MallHouse, sales: AfterSales) -> None:
    shop, buyer = await house.shop(), await house.buyer(20_000)
    small, large = await family(house, shop, 3_000, 4_500)
    terms = mall.PromotionTerms(mall.Reach.ALL, mall.Gift.PERCENT_OFF, off_bps=1_000)
    now = house.database.clock.now()
    named = {"shop_id": shop.id, "name_zh": "九折", "name_en": "Ten off", "terms": terms, "begins_at": now, "ends_at": now + timedelta(days=1)}
    await house.database.write(mall.make_promotion, mall.MakePromotionCommand(request_id=uuid4(), **named, **shop.who))
    (order_id,) = (await house.order(buyer, {small.id: 2})).order_ids
    assert (await house.find(order_id)).total_minor == 5_400
    asked = await sales.ask(buyer, order_id, 1, 1, large, **FROM_WALLET)
    assert (asked.cost_minor, asked.total_minor, asked.added.minor) == (2_700, 4_200, 1_500)


async def test_what_cannot_be_exchanged_is_refused_and_changes_nothing(house: MallHouse, sales: AfterSales) -> None:
    shop, buyer, stranger = await house.shop(), await house.buyer(6_500), await house.buyer()
    small, large, sold_out = await family(house, shop, 3_000, 4_500, 3_000)
    other = await house.stocked(shop, 5)
    hog = await house.buyer(100_000)
    await house.order(hog, {sold_out.id: 5})
    (order_id,) = (await house.order(buyer, {small.id: 2})).order_ids
    unpaid = (await house.order(buyer, {small.id: 1}, fundings=())).order_ids[0]
    before = await everything(house.database, but=BUT)
    for refusal, attempt in (
        (mall.MallOrderNotFound, lambda: sales.ask(stranger, order_id, 1, 1, large)),
        (mall.MallOrderEnded, lambda: sales.ask(buyer, unpaid, 1, 1, large)),
        (mall.UnitsMalformed, lambda: sales.ask(buyer, order_id, 1, 3, large)),
        (mall.UnitsMalformed, lambda: sales.ask(buyer, order_id, 2, 1, large)),
        (after_sale.LineNotExchangeable, lambda: sales.ask(buyer, order_id, 1, 1, small)),
        (mall.VariantUnavailable, lambda: sales.ask(buyer, order_id, 1, 1, other)),
        (after_sale.ExchangePriceChanged, lambda: sales.ask(buyer, order_id, 1, 1, large, 4_499)),
        (mall.OutOfStock, lambda: sales.ask(buyer, order_id, 1, 1, sold_out)),
        (wallet.FundingMismatch, lambda: sales.ask(buyer, order_id, 1, 1, large)),
        (ledger.InsufficientFunds, lambda: sales.ask(buyer, order_id, 1, 1, large, **FROM_WALLET)),
    ):
        with pytest.raises(refusal):
            await attempt()
    assert await everything(house.database, but=BUT) == before


async def test_while_an_exchange_waits_its_units_are_not_returned_and_the_order_not_cancelled(house: MallHouse, sales: AfterSales) -> None:
    shop, other, buyer = await house.shop(), await house.shop(), await house.buyer(20_000)
    small, twin = await family(house, shop, 3_000, 3_000)
    (order_id,) = (await house.order(buyer, {small.id: 2})).order_ids
    asked = await sales.ask(buyer, order_id, 1, 1, twin)
    with pytest.raises(mall.UnitsMalformed):
        await house.return_lines(shop, order_id, {1: 2})
    with pytest.raises(after_sale.AfterSaleOpen):
        await house.cancel(buyer, order_id)
    with pytest.raises(after_sale.ExchangeNotFound):
        await sales.decide_exchange(other, asked)
    with pytest.raises(after_sale.ExchangeNotFound):
        await sales.withdraw_exchange(await house.buyer(), asked)
    assert (await house.return_lines(shop, order_id, {1: 1})).state == "paid"
    await sales.decide_exchange(shop, asked)
    with pytest.raises(after_sale.LineNotExchangeable):
        await sales.ask(buyer, order_id, 2, 1, small)
    assert (await house.return_lines(shop, order_id, {2: 1})).state == "refunded"
    assert await house.balance(buyer) == 20_000
    await house.check_books()
