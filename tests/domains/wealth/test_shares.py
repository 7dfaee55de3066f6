"""Shares and money: nothing is lost between them, lots go oldest first, and income is exact to the last digit."""

from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.wealth.errors.orders import SharesInsufficient
from domains.wealth.rules.income import PARTS_PER_MINOR, Income, earn, earn_all
from domains.wealth.rules.shares import Lot, RedemptionTier, SubscriptionTier, Taken, issue, take_lots, worth_minor

TIERS = (SubscriptionTier(0, 15_000), SubscriptionTier(100_000_000, 8_000), SubscriptionTier(500_000_000, 0, 100_000))
HELD = (RedemptionTier(0, 15_000), RedemptionTier(7, 5_000), RedemptionTier(365, 0))


def test_a_subscription_pays_its_fee_out_of_what_is_paid_in() -> None:
    # 10,000.00 at 1.5 %: net 10,000 / 1.015 = 9,852.216..., fee 147.78; at 1.0500 9,383.06 shares, and 0.0070 over.
    issued = issue(1_000_000, 10_500, TIERS)
    assert issued == (14_778, 985_222, 938_306, 985_222 * 10_000 - 938_306 * 10_500)


@pytest.mark.parametrize(
    ("gross", "fee"), [(99_999_999, 1_477_832), (100_000_000, 793_651), (499_999_999, 3_968_254), (500_000_000, 100_000), (900_000_000, 100_000)]
)
def test_the_fee_is_that_of_the_amount_s_tier(gross: int, fee: int) -> None:
    assert issue(gross, 10_000, TIERS).fee_minor == fee


@given(st.integers(1, 10**13), st.integers(1, 10**8))
def test_shares_times_value_and_the_remainder_are_the_money_exactly(gross: int, nav_e4: int) -> None:
    issued = issue(gross, nav_e4, TIERS)
    assert issued.fee_minor + issued.net_minor == gross
    assert issued.shares_minor * nav_e4 + issued.remainder_e4 == issued.net_minor * 10_000
    assert 0 <= issued.remainder_e4 < nav_e4


def test_the_oldest_lots_go_first_each_with_the_fee_of_its_time() -> None:
    old, young, new = (UUID(int=number) for number in (1, 2, 3))
    lots = [Lot(old, 400, 10_000, 10_100), Lot(young, 10, 10_000, 12_000), Lot(new, 3, 10_000, 13_000)]
    assert take_lots(lots, 25_000, 12_500, HELD) == [
        Taken(old, 10_000, 10_100, 12_500, 0),
        Taken(young, 10_000, 12_000, 12_500, 63),  # 0.5 % of 125.00 is 0.625
        Taken(new, 5_000, 6_500, 6_250, 94),  # 1.5 % of 62.50 is 0.9375
    ]


def test_more_shares_than_there_are_are_refused_and_what_there_is_is_told() -> None:
    with pytest.raises(SharesInsufficient) as refused:
        take_lots([Lot(UUID(int=1), 1, 100, 100)], 101, 10_000, HELD)
    assert refused.value.available_minor == 100


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 800), st.integers(0, 10**9)), min_size=1, max_size=20), st.integers(1, 10**6), st.data())
def test_what_is_taken_sums_to_what_was_asked_whatever_the_lots(lots: list[tuple[int, int, int]], nav_e4: int, data: st.DataObject) -> None:
    held = [Lot(UUID(int=number), days, shares, cost) for number, (shares, days, cost) in enumerate(lots, 1)]
    wanted = data.draw(st.integers(1, sum(lot.left_minor for lot in held)))
    taken = take_lots(held, wanted, nav_e4, HELD)
    assert sum(one.shares_minor for one in taken) == wanted
    assert sum(one.gross_minor for one in taken) == worth_minor(wanted, nav_e4)
    by_id = {lot.id: lot for lot in held}
    for one in taken[:-1]:
        assert one.shares_minor == by_id[one.lot_id].left_minor and one.cost_minor == by_id[one.lot_id].cost_minor
    assert all(0 <= one.fee_minor <= one.gross_minor and 0 <= one.cost_minor <= by_id[one.lot_id].cost_minor for one in taken)


@given(st.integers(0, 10**12), st.lists(st.integers(-10_000, 20_000), max_size=60))
def test_a_month_of_income_is_the_exact_sum_of_its_days(shares: int, days: list[int]) -> None:
    exact, paid, carried, held = Fraction(0), 0, 0, shares
    for income_e4 in days:
        exact += Fraction(held * income_e4, PARTS_PER_MINOR)
        day = earn(held, income_e4, carried)
        assert day.paid_minor >= 0
        carried, paid, held = day.carried_e8, paid + day.paid_minor, held + day.paid_minor
    assert paid + Fraction(carried, PARTS_PER_MINOR) == exact


def test_a_fen_comes_when_its_parts_have_gathered() -> None:
    # 123.45 shares at 0.5000 per 10,000: 0.617 fen a day.
    first = earn(12_345, 5_000, 0)
    assert first == Income(0, 61_725_000)
    assert earn(12_345, 5_000, first.carried_e8) == Income(1, 23_450_000)


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(-(10**12), PARTS_PER_MINOR - 1)), max_size=20), st.integers(-50_000, 50_000))
def test_many_positions_earn_what_each_earns_alone(positions: list[tuple[int, int]], income_e4: int) -> None:
    paid, carried = earn_all([minor for minor, _ in positions], income_e4, [carried_e8 for _, carried_e8 in positions])
    assert [Income(*one) for one in zip(paid, carried, strict=True)] == [earn(minor, income_e4, carried_e8) for minor, carried_e8 in positions]
