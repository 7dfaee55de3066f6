"""10,000 random orders by the rules, and some hundreds through the database, have the lots, fees and cash of the slow, obvious model."""

import random
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from domains import wealth
from domains.wealth import FundTerms, RedemptionTier, RiskRating, SubscriptionTier
from domains.wealth.errors.orders import SharesInsufficient
from domains.wealth.queries import positions
from domains.wealth.rules.income import earn
from domains.wealth.rules.shares import Lot, Taken, issue, take_lots, worth_minor
from tests.domains.wallet.people import Person
from tests.domains.wealth.slow_model import SlowFees, SlowHolder, SlowOrder
from tests.domains.wealth.wealth_house import WealthHouse

TIERS = (SubscriptionTier(0, 15_000), SubscriptionTier(200_000, 8_000), SubscriptionTier(1_000_000, 0, 10_000))
HELD = (RedemptionTier(0, 15_000), RedemptionTier(7, 5_000), RedemptionTier(30, 2_500), RedemptionTier(365, 0))
FEES = SlowFees(
    [(0, Fraction(15, 1000)), (200_000, Fraction(8, 1000))],
    1_000_000,
    10_000,
    [(0, Fraction(15, 1000)), (7, Fraction(5, 1000)), (30, Fraction(25, 10_000)), (365, Fraction(0))],
)
TERMS = FundTerms(RiskRating.R1, 1, 1, 10**12, TIERS, HELD)


class ByTheRules:
    """One customer, by the house's own rules, and nothing else of the house."""

    def __init__(self, money: int) -> None:
        self.money, self.lots, self.days = money, list[Lot](), dict[UUID, int]()

    def buy(self, minor: int, nav_e4: int, day: int) -> tuple[int, int, int, Fraction]:
        issued = issue(minor, nav_e4, TIERS)
        id_ = UUID(int=len(self.days))
        self.days[id_] = day
        self.lots.append(Lot(id_, 0, issued.shares_minor, minor))
        self.money -= minor
        return issued.fee_minor, issued.net_minor, issued.shares_minor, Fraction(issued.remainder_e4, 10_000)

    def sell(self, shares: int, nav_e4: int, day: int) -> tuple[int, int, list[tuple[int, int, int, int, int]]]:
        taken = take_lots([lot._replace(held_days=day - self.days[lot.id]) for lot in self.lots], shares, nav_e4, HELD)
        by_id = {one.lot_id: one for one in taken}
        self.lots = [less(lot, by_id.get(lot.id)) for lot in self.lots]
        fee = sum(one.fee_minor for one in taken)
        net = worth_minor(shares, nav_e4) - fee
        self.money += net
        return fee, net, [(one.lot_id.int, one.shares_minor, one.cost_minor, one.gross_minor, one.fee_minor) for one in taken]


def less(lot: Lot, one: Taken | None) -> Lot:
    return lot if one is None else lot._replace(left_minor=lot.left_minor - one.shares_minor, cost_minor=lot.cost_minor - one.cost_minor)


@pytest.mark.parametrize("seed", range(5))
def test_ten_thousand_random_orders_have_the_lots_fees_and_cash_of_the_slow_model(seed: int) -> None:
    chance = random.Random(seed)
    placed = 0
    while placed < 2_000:
        start = chance.randrange(10**6, 10**9)
        slow, house, nav_e4, day = SlowHolder(start), ByTheRules(start), chance.randrange(5_000, 30_000), 0
        for _ in range(chance.randrange(5, 40)):
            placed += some_orders(chance, slow)
            day += chance.choice((1, 1, 1, 3, 8, 40, 200))
            nav_e4 = max(1, nav_e4 * chance.randrange(90_000, 111_000) // 100_000)
            for one in slow.trade(Fraction(nav_e4, 10_000), day, day + 1, FEES):
                if one.side == "buy":
                    assert house.buy(one.what, nav_e4, day + 1) == (one.fee, one.net, one.shares, one.left_over)
                else:
                    assert house.sell(one.what, nav_e4, day) == (one.fee, one.net, one.taken)
            assert [(lot.left_minor, lot.cost_minor) for lot in house.lots] == [(lot.shares, lot.cost) for lot in slow.lots]
            assert house.money == slow.money
        with pytest.raises(SharesInsufficient):
            house.sell(slow.shares + 1, nav_e4, day)


def some_orders(chance: random.Random, slow: SlowHolder) -> int:
    """Orders of one day, of which some are cancelled again. How many were placed."""
    placed = 0
    for _ in range(chance.randrange(6)):
        if chance.random() < 0.55:
            one = slow.order("buy", chance.randrange(1, max(2, slow.free_money // chance.choice((1, 3, 20)))))
        else:
            one = slow.order("sell", chance.choice((slow.free_shares, chance.randrange(0, slow.free_shares + 1))))
        placed += one is not None
        if one is not None and chance.random() < 0.2:
            slow.waiting.remove(one)
    return placed


def test_ten_thousand_days_of_income_are_paid_to_the_last_digit() -> None:
    chance = random.Random(8)
    for _ in range(100):
        shares, carried, exact = chance.randrange(10**9), 0, Fraction(0)
        paid = 0
        for _ in range(100):
            income_e4 = chance.choice((0, chance.randrange(-3_000, 20_000)))
            exact += Fraction(shares, 100) * Fraction(income_e4, 10_000) / 10_000 * 100
            earned = earn(shares, income_e4, carried)
            paid, carried, shares = paid + earned.paid_minor, earned.carried_e8, shares + earned.paid_minor
            assert exact == paid + Fraction(carried, 10**8) and earned.paid_minor >= 0


class InTheHouse:
    """The slow model's holder beside a customer of the house, order by order."""

    def __init__(self, slow: SlowHolder, someone: Person) -> None:
        self.slow, self.someone = slow, someone
        self.waiting: list[tuple[SlowOrder, wealth.FundOrder]] = []
        self.done: list[tuple[SlowOrder, wealth.FundOrder]] = []

    async def order(self, house: WealthHouse, fund: wealth.Fund, chance: random.Random) -> int:
        side = chance.choice(("buy", "sell"))
        what = chance.randrange(1, 400_000) if side == "buy" else chance.choice((self.slow.free_shares, chance.randrange(self.slow.free_shares + 1)))
        one = self.slow.order(side, what)
        if one is None:
            return 0
        house.database.clock.advance(timedelta(seconds=1))
        placed = await (house.subscribe if side == "buy" else house.redeem)(self.someone, fund, what)
        if chance.random() < 0.15:
            assert (await house.cancel(self.someone, placed)).state is wealth.OrderState.CANCELLED
            self.slow.waiting.remove(one)
        else:
            self.waiting.append((one, placed))
        return 1


async def test_hundreds_of_random_orders_through_the_house_have_the_lots_fees_and_cash_of_the_slow_model(house: WealthHouse) -> None:
    chance, fund = random.Random(3), await house.fund(terms=TERMS)
    people = [InTheHouse(SlowHolder(5_000_000), await house.investor(5_000_000)) for _ in range(5)]
    await house.stay_signed_in()
    nav_e4, day, placed = 10_000, date(2026, 9, 21), 0
    for _ in range(14):
        placed += sum([await one.order(house, fund, chance) for one in people for _ in range(5)])
        house.at(f"{day.isoformat()}T15:00")
        await house.run()
        nav_e4 = nav_e4 * chance.randrange(92_000, 109_000) // 100_000
        await house.nav(fund, day.isoformat(), nav_e4)
        confirmed_on = await next_trading_day(house, day)
        house.at(f"{confirmed_on.isoformat()}T10:00")
        await house.run()
        for one in people:
            one.slow.trade(Fraction(nav_e4, 10_000), day.toordinal(), confirmed_on.toordinal(), FEES)
            one.done, one.waiting = one.done + one.waiting, []
        day = confirmed_on
    assert placed > 200
    settled_on = await next_trading_day(house, await next_trading_day(house, day))
    house.at(f"{settled_on.isoformat()}T10:00")
    await house.run()
    for one in people:
        await is_the_same(house, fund, one)
    assert await house.posted(wealth.fee_id(fund.asset)) == sum(one.slow.fees_paid for one in people)
    assert await house.posted(wealth.clearing_id(fund.code)) == sum(one.slow.paid_in - one.slow.paid_out for one in people) - paid_in_fees(people)
    assert await house.is_consistent()


def paid_in_fees(people: list[InTheHouse]) -> int:
    return sum(order.fee or 0 for one in people for order, _ in one.done if order.side == "buy")


async def next_trading_day(house: WealthHouse, day: date) -> date:
    async with house.database.reading() as read:
        return (await wealth.find_calendar(read, day)).after(day, 1)


async def is_the_same(house: WealthHouse, fund: wealth.Fund, one: InTheHouse) -> None:
    """Cash, each order, and each lot."""
    assert await house.money(one.someone) == (one.slow.money, one.slow.money)
    async with house.database.reading() as read:
        found = await wealth.find_orders(read, [(one.someone.id, placed.id) for _, placed in one.done])
        lots = await positions.find_lots(read, [one.someone.id])
    for slow, placed in one.done:
        order = found[one.someone.id, placed.id]
        assert (order.state, order.fee_minor, order.net_minor, order.done_shares_minor) == (wealth.OrderState.SETTLED, slow.fee, slow.net, slow.shares)
    days = [(date.fromordinal(lot.bought_on), lot.shares, lot.cost) for lot in one.slow.lots if lot.shares]
    assert sorted((lot.acquired_on, lot.left_minor, lot.cost_minor) for lot in lots) == sorted(days)
    position = await house.position(one.someone, fund)
    assert (position.shares_minor, position.cost_minor) == (one.slow.shares, sum(lot.cost for lot in one.slow.lots if lot.shares))
