"""One order paid from everything at once, and what a return gives back to each, to the fen."""

from datetime import timedelta

import pytest

from domains import mall, offers, wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.mall.jobs.orders import end_due_orders
from tests.domains.mall.tenders import BUDGET, CHANGE, LINE, POINTS, WALLET, Buyer, Standing, Tenders, parts
from tests.domains.wallet.people import everything

BEFORE = Standing(WALLET, CHANGE, POINTS, LINE, "claimed", BUDGET)


@pytest.fixture
async def tenders(fresh_database: Database) -> Tenders:
    return await Tenders.open(fresh_database)


@pytest.fixture
async def buyer(tenders: Tenders) -> Buyer:
    return await tenders.buyer()


async def test_one_order_is_paid_from_five_sources_and_a_cancellation_undoes_them_all(tenders: Tenders, buyer: Buyer) -> None:
    shop, house = await tenders.mall.shop(), tenders.mall
    mug = await house.stocked(shop, 5, 10_000)
    assert await tenders.standing(buyer) == BEFORE
    await tenders.reserve(buyer, shop, 30_000)
    named = parts(coupon=500, points=1_500, change=3_000, instalments=15_000, wallet=None)

    (order_id,) = (await house.order(buyer.person, {mug.id: 3}, fundings=named)).order_ids

    order = await house.find(order_id)
    assert (order.state.value, order.total_minor, await house.free(mug.id)) == ("paid", 30_000, 2)
    assert await tenders.standing(buyer) == (WALLET - 10_000, CHANGE - 3_000, POINTS - 1_500, LINE - 15_000, "redeemed", BUDGET - 500)
    assert await tenders.paid_for_points(buyer) == 1_500
    (loan,) = await tenders.loans_of(order.payment_id)
    assert (await tenders.principal(loan), loan.terms.annual_rate) == (15_000, 0)

    await house.cancel(buyer.person, order_id)
    await tenders.pass_on(order.payment_id)

    # Change that was redeemed comes back to the wallet: its shares are gone.
    assert await tenders.standing(buyer) == (WALLET + 3_000, CHANGE - 3_000, POINTS, LINE, "claimed", BUDGET)
    assert (await house.free(mug.id), await tenders.paid_for_points(buyer)) == (5, 0)
    assert await tenders.lender.is_sound()
    await house.check_books()


async def test_a_return_goes_back_to_every_source_in_proportion_and_the_last_unit_takes_the_rest(tenders: Tenders, buyer: Buyer) -> None:
    shop, house = await tenders.mall.shop(), tenders.mall
    mug = await house.stocked(shop, 3, 10_001)
    named = parts(points=1_001, change=3_001, instalments=15_001, wallet=None)
    (order_id,) = (await house.order(buyer.person, {mug.id: 3}, fundings=named)).order_ids
    order = await house.find(order_id)
    (loan,) = await tenders.loans_of(order.payment_id)

    refunded = []
    for _ in range(3):
        refunded.append((await house.return_lines(shop, order_id, {1: 1})).refunded.minor)
        await tenders.pass_on(order.payment_id)
        stands = await tenders.standing(buyer)
        back = (stands.wallet - WALLET + 11_000 + CHANGE - stands.change - 3_001) + (stands.points - POINTS + 1_001) + (15_001 - await tenders.principal(loan))
        assert back == refunded[-1]

    assert refunded == [10_001, 20_002, 30_003]
    assert await tenders.standing(buyer) == (WALLET + 3_001, CHANGE - 3_001, POINTS, LINE, "claimed", BUDGET)
    assert await tenders.lender.is_sound()


async def test_a_coupon_of_another_a_coupon_for_another_sum_and_points_that_are_not_there_pay_nothing(tenders: Tenders, buyer: Buyer) -> None:
    shop, house = await tenders.mall.shop(), tenders.mall
    mug, other = await house.stocked(shop, 5, 6_000), await tenders.buyer()
    with pytest.raises(offers.CouponNotFound):
        await tenders.reserve(buyer, shop, 6_000, other.coupon.coupon_id)
    await tenders.reserve(other, shop, 6_000)
    await tenders.reserve(buyer, shop, 12_000)
    but = frozenset({"kernel_request", "wallet_risk_decision"})
    before = await everything(house.database, but=but)
    quoted = (await house.quote({mug.id: 1})).hash
    for fundings, source, gives in (
        (parts(coupon=500, wallet=None), "coupon", Amount(500, CNY)),
        (parts(points=POINTS + 1, wallet=None), "points", Amount(POINTS, CNY)),
        (parts(points=1_000, instalments=5_000), "instalments-6", None),
    ):
        with pytest.raises(wallet.FundingChanged) as refused:
            await house.order(buyer.person, {mug.id: 1}, fundings=fundings, quote_hash=quoted)
        assert (refused.value.source, refused.value.gives) == (source, gives)
    assert await everything(house.database, but=but) == before


async def test_an_unpaid_order_holds_nothing_but_units_and_its_time_lets_go_of_them_and_of_the_coupon(tenders: Tenders, buyer: Buyer) -> None:
    shop, house = await tenders.mall.shop(), tenders.mall
    mug = await house.stocked(shop, 2, 6_000)
    await tenders.reserve(buyer, shop, 6_000)
    placed = await house.order(buyer.person, {mug.id: 1}, fundings=())
    assert await tenders.standing(buyer) == BEFORE._replace(coupon="reserved", budget=BUDGET - 500)
    assert await house.free(mug.id) == 1

    tenders.advance(timedelta(minutes=15))
    await end_due_orders(house.database)

    assert await tenders.standing(buyer) == BEFORE
    assert ((await house.find(placed.order_ids[0])).state.value, await house.free(mug.id)) == ("expired", 2)


async def test_a_coupon_for_one_shop_of_two_pays_that_shop(tenders: Tenders, buyer: Buyer) -> None:
    house = tenders.mall
    shops = sorted([await house.shop(), await house.shop()], key=lambda one: one.id)
    for shop in shops:
        cheap, dear = [await house.stocked(one, 3, minor) for one, minor in zip(shops, (6_000, 9_000), strict=True)]
        granted = await tenders.claim(buyer.person, buyer.campaign)
        whole = 6_000 if shop is shops[0] else 9_000
        await tenders.reserve(buyer, shop, whole, granted.coupon_id)
        named = parts(wallet=None, coupon=500)
        placed = await house.order(buyer.person, {cheap.id: 1, dear.id: 1}, fundings=named)
        assert (placed.state, placed.total.minor) == ("paid", 15_000)
    assert (await tenders.standing(buyer)).wallet == WALLET - 2 * 14_500


@pytest.mark.parametrize(
    ("named", "most"),
    [
        (parts(points=400, wallet=None), 12),
        (parts(coupon=500, wallet=None), 12),
        (parts(change=400, wallet=None), 13),
        (parts(instalments=10_000, wallet=None), 22),
        (parts(coupon=500, points=400, wallet=None), 14),
        (parts(coupon=500, points=100, change=100, instalments=10_000, wallet=None), 28),
    ],
)
async def test_five_lines_and_a_split_tender_take_so_many_statements_at_most(
    tenders: Tenders, buyer: Buyer, named: tuple[wallet.Funding, ...], most: int
) -> None:
    shop, house = await tenders.mall.shop(), tenders.mall
    lines = {(await house.stocked(shop, 5, 2_000 + number)).id: 2 for number in range(5)}
    await tenders.reserve(buyer, shop, 2 * sum(2_000 + number for number in range(5)))
    command = house.command(buyer.person, lines, (await house.quote(lines)).hash, fundings=named)
    with house.database.counting() as statements:
        await house.database.write(mall.place_mall_order, command)
    assert len(statements) <= most, "\n".join(statements)
