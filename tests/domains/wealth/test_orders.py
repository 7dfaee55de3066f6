"""The life of an order: placed, accepted, priced, confirmed and settled, each once, with the money and the shares where they belong."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from domains import ledger, wealth
from domains.kernel.assets import CNY, USD
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Unauthenticated
from domains.kernel.money import Amount
from domains.wealth import InvestorClass, OrderState, RiskRating
from tests.domains.wallet.people import person
from tests.domains.wealth.wealth_house import EQUITY, PROVED, WealthHouse, with_rating


async def test_a_subscription_holds_the_money_and_becomes_shares_on_the_next_trading_day(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(1_000_000)
    house.at("2026-09-21T14:59:59.999")
    order = await house.subscribe(investor, fund, 1_000_000)
    assert (order.state, order.trade_date, order.confirm_on) == (OrderState.PLACED, date(2026, 9, 21), date(2026, 9, 22))
    assert await house.money(investor) == (1_000_000, 0)
    house.at("2026-09-21T15:00")
    await house.run()
    assert (await house.order(order)).state is OrderState.ACCEPTED
    await house.run()
    assert (await house.order(order)).state is OrderState.ACCEPTED
    await house.nav(fund, "2026-09-21", 10_500)
    await house.run()
    priced = await house.order(order)
    assert (priced.state, priced.fee_minor, priced.net_minor, priced.done_shares_minor) == (OrderState.PRICED, 14_778, 985_222, 938_306)
    assert await house.money(investor) == (1_000_000, 0)
    house.at("2026-09-22T09:30")
    await house.run()
    settled = await house.order(order)
    assert (settled.state, await house.money(investor), await house.shares(investor, fund)) == (OrderState.SETTLED, (0, 0), 938_306)
    assert await house.position(investor, fund) == (investor.id, fund.id, 938_306, 1_000_000, 0, 0, 0)
    assert await house.posted(wealth.fee_id(CNY)) == 14_778
    assert await house.posted(wealth.clearing_id(fund.code)) == 985_222
    assert settled.done_shares_minor is not None and settled.remainder_e4 is not None
    assert settled.done_shares_minor * 10_500 + settled.remainder_e4 == 985_222 * 10_000
    assert await house.is_consistent()


async def test_a_redemption_takes_the_oldest_lots_with_their_fees_and_pays_two_days_later(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(3_000_000)
    first = await house.buy(investor, fund, 1_000_000, 10_000)
    house.at("2026-10-12T10:00")
    second = await house.buy(investor, fund, 1_000_000, 10_000)
    assert first.done_shares_minor == second.done_shares_minor == 985_222
    sold = await house.redeem(investor, fund, 1_185_222)
    assert (sold.trade_date, sold.confirm_on, sold.settle_on) == (date(2026, 10, 13), date(2026, 10, 14), date(2026, 10, 15))
    house.at("2026-10-13T15:00")
    await house.run()
    await house.nav(fund, "2026-10-13", 12_000)
    house.at("2026-10-14T10:00")
    await house.run()
    confirmed = await house.order(sold)
    # 9,852.22 shares held since 22 September at 0.5 %, 2,000.00 since that day at 1.5 %.
    gross, fee = 1_422_266, 5_911 + 3_600
    assert (confirmed.state, confirmed.gross_minor, confirmed.fee_minor, confirmed.net_minor) == (OrderState.CONFIRMED, gross, fee, gross - fee)
    assert await house.money(investor) == (1_000_000, 1_000_000)
    await house.run()
    assert await house.money(investor) == (1_000_000, 1_000_000)
    house.at("2026-10-15T10:00")
    await house.run()
    assert ((await house.order(sold)).state, await house.money(investor)) == (OrderState.SETTLED, (1_000_000 + gross - fee,) * 2)
    cost = 1_000_000 + 1_000_000 * 200_000 // 985_222
    assert await house.position(investor, fund) == (investor.id, fund.id, 785_222, 2_000_000 - cost, gross - fee - cost, 0, 0)
    assert await house.is_consistent()


async def test_a_large_redemption_is_done_in_part_and_the_rest_is_free_again(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(1_000_000)
    await house.buy(investor, fund, 1_000_000)
    sold = await house.redeem(investor, fund, 985_222)
    house.at("2026-09-22T15:00")
    await house.run()
    await house.nav(fund, "2026-09-22", 10_000, redeemed_ppm=300_000)
    house.at("2026-09-24T10:00")
    for _ in range(3):
        await house.run()
    done = await house.order(sold)
    assert (done.state, done.done_shares_minor, await house.shares(investor, fund)) == (OrderState.SETTLED, 295_566, 689_656)
    assert (await house.redeem(investor, fund, 689_656)).state is OrderState.PLACED
    assert await house.is_consistent()


async def test_an_order_is_cancelled_before_its_cut_off_only(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(10_000)
    kept, dropped = await house.subscribe(investor, fund, 5_000), await house.subscribe(investor, fund, 5_000)
    house.at("2026-09-21T14:59:59.999")
    assert (await house.cancel(investor, dropped)).state is OrderState.CANCELLED
    assert await house.money(investor) == (10_000, 5_000)
    house.at("2026-09-21T15:00")
    for order, state in ((kept, "placed"), (dropped, "cancelled")):
        with pytest.raises(wealth.FundOrderUncancellable) as refused:
            await house.cancel(investor, order)
        assert refused.value.state == state
    with pytest.raises(wealth.FundOrderNotFound):
        await house.cancel(await house.investor(), kept)
    assert await house.money(investor) == (10_000, 5_000)


@pytest.mark.parametrize(
    ("minor", "more", "refusal"),
    [
        (999, {}, AmountOutOfRange),
        (0, {}, AmountOutOfRange),
        (-1, {}, AmountOutOfRange),
        (10**10 + 1, {}, AmountOutOfRange),
        (5_000, {"amount": Amount(5_000, USD)}, AssetMismatch),
        (5_000, {"product_id": uuid4()}, wealth.FundNotFound),
        (5_000, {"version": 2}, wealth.FundTermsChanged),
        (5_001, {}, ledger.InsufficientFunds),
        (5_000, {"session_id": uuid4()}, Unauthenticated),
    ],
)
async def test_what_may_not_be_ordered_is_refused_and_holds_nothing(house: WealthHouse, minor: int, more: dict[str, Any], refusal: type[Exception]) -> None:
    fund, investor = await house.fund(), await house.investor(5_000)
    with pytest.raises(refusal):
        await house.subscribe(investor, fund, minor, **more)
    assert await house.money(investor) == (5_000, 5_000)


async def test_who_bought_before_needs_less(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(5_000)
    await house.buy(investor, fund, 1_000)
    assert (await house.subscribe(investor, fund, 100)).state is OrderState.PLACED


async def test_what_does_not_suit_is_refused_or_confirmed_first(house: WealthHouse) -> None:
    fund = await house.fund()
    unasked, lowest, cautious = await person(house.database, 5_000), *[await house.investor(5_000, of) for of in (InvestorClass.C1_MINIMUM, InvestorClass.C2)]
    with pytest.raises(wealth.AssessmentNeeded):
        await house.subscribe(unasked, fund, 5_000)
    with pytest.raises(wealth.ProductUnsuitable):
        await house.subscribe(lowest, fund, 5_000)
    with pytest.raises(wealth.ProductUnsuitable):
        await house.confirm_mismatch(lowest, fund)
    with pytest.raises(wealth.MismatchUnconfirmed):
        await house.subscribe(cautious, fund, 5_000)
    confirmed = await house.confirm_mismatch(cautious, fund)
    with pytest.raises(wealth.MismatchUnconfirmed) as cooling:
        await house.subscribe(cautious, fund, 5_000)
    assert cooling.value.from_at == confirmed.from_at
    house.at("2026-09-22T10:00")
    order = await house.subscribe(cautious, fund, 5_000)
    assert (order.fit, order.version) == (wealth.Fit.MISMATCH, 1)
    riskier = await house.fund(terms=with_rating(EQUITY, RiskRating.R5))
    with pytest.raises(wealth.MismatchUnconfirmed):
        await house.subscribe(cautious, riskier, 5_000)


async def test_an_assessment_that_is_too_old_counts_no_longer(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(5_000)
    await house.stay_signed_in()
    house.at("2026-12-30T14:00")
    await house.database.write(wealth.publish_calendar, wealth.PublishCalendarCommand(request_id=uuid4(), year=2027, closed=(date(2027, 1, 1),), **house.who))
    house.at("2027-09-21T10:00")
    with pytest.raises(wealth.AssessmentNeeded):
        await house.subscribe(investor, fund, 5_000)


async def test_an_order_into_a_year_without_a_calendar_is_refused(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(5_000)
    await house.stay_signed_in()
    house.at("2026-12-31T15:00")
    with pytest.raises(wealth.CalendarMissing) as refused:
        await house.subscribe(investor, fund, 5_000)
    assert (refused.value.year, await house.money(investor)) == (2027, (5_000, 5_000))


async def test_two_redemptions_race_for_the_same_shares_and_one_has_them(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(10_000)
    bought = await house.buy(investor, fund, 10_000)
    assert bought.done_shares_minor is not None
    told = await asyncio.gather(*(house.redeem(investor, fund, bought.done_shares_minor) for _ in range(16)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in told) == ["FundOrder"] + ["SharesInsufficient"] * 15
    with pytest.raises(wealth.SharesInsufficient) as refused:
        await house.redeem(investor, fund, 1)
    assert refused.value.available_minor == 0


async def test_a_repeat_places_nothing_twice_and_another_s_id_is_refused(house: WealthHouse) -> None:
    fund, investor, other = await house.fund(), await house.investor(10_000), await house.investor(10_000)
    command = house.subscribing(investor, fund, 5_000)
    told = await asyncio.gather(*(house.database.write(wealth.subscribe, command) for _ in range(8)))
    assert len({one.id for one in told}) == 1
    assert await house.money(investor) == (10_000, 5_000)
    with pytest.raises(IdReused):
        await house.subscribe(other, fund, 5_000, request_id=command.request_id)


async def test_a_closed_product_is_not_sold_but_redeemed(house: WealthHouse) -> None:
    fund, investor = await house.fund(), await house.investor(10_000)
    await house.buy(investor, fund, 5_000)
    state = wealth.SetFundStateCommand(request_id=uuid4(), code=fund.code, state=wealth.ProductState.CLOSED, **house.who)
    await house.database.write(wealth.set_fund_state, state)
    with pytest.raises(wealth.FundClosed):
        await house.subscribe(investor, fund, 5_000)
    assert (await house.redeem(investor, fund, 100, pin=PROVED)).state is OrderState.PLACED
