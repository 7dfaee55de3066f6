"""What a cart costs: the order in which promotions stack, and that it adds up whatever they are."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import mall
from domains.mall.rules.pricing import Priced, quote, quote_hash, unit_price
from domains.mall.rules.promotions import Gift, Promotion, PromotionTerms, Reach, check_promotion

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
SHOP = UUID(int=1)


def line(price_minor: int, units: int = 1, category: str = "home.kitchen", product: int = 1, variant: int = 1) -> Priced:
    return Priced(UUID(int=variant), UUID(int=product), category, units, price_minor)


def promotion(gift: Gift, number: int = 1, reach: Reach = Reach.ALL, **terms: object) -> Promotion:
    return Promotion(UUID(int=number), SHOP, "满减", "Deal", PromotionTerms(reach, gift, **terms), "active", NOON, NOON)  # type: ignore[arg-type]


def percent(bps: int, number: int = 1, **terms: object) -> Promotion:
    return promotion(Gift.PERCENT_OFF, number, off_bps=bps, **terms)  # type: ignore[arg-type]


def spend(least: int, off: int, number: int = 1, **terms: object) -> Promotion:
    return promotion(Gift.AMOUNT_OFF, number, least_minor=least, off_minor=off, **terms)  # type: ignore[arg-type]


def test_a_unit_costs_the_lowest_that_somebody_pays() -> None:
    prices = {"tier:gold": 900, "tier:basic": 950, "scene:campus": 800}
    assert unit_price(1_000, prices, {"tier:basic"}) == 950
    assert unit_price(1_000, prices, {"tier:basic", "scene:campus"}) == 800
    assert unit_price(700, prices, {"tier:gold"}) == 700
    assert unit_price(1_000, {}, {"tier:gold"}) == 1_000


@pytest.mark.parametrize(
    ("promotions", "total", "reasons"),
    [
        ([], 10_000, {}),
        ([percent(1_500)], 8_500, {}),
        ([spend(10_000, 2_000)], 8_000, {}),
        ([spend(10_001, 2_000)], 10_000, {1: ("below_least", 1)}),
        ([spend(3_000, 500, repeats=True)], 8_500, {}),
        # The better of two that do not combine.
        ([percent(1_000, 1), percent(2_000, 2)], 8_000, {1: ("another_is_better", 0)}),
        # All that combine, each on what the ones before have left: 10,000 - 10 % - 20 %.
        ([percent(1_000, 1, combines=True, priority=2), percent(2_000, 2, combines=True)], 7_200, {}),
        # One that does not combine against the chain: 25 % is less than 28 %.
        ([percent(1_000, 1, combines=True), percent(2_000, 2, combines=True), percent(2_500, 3)], 7_200, {3: ("another_is_better", 0)}),
        (
            [percent(1_000, 1, combines=True), percent(2_000, 2, combines=True), percent(3_000, 3)],
            7_000,
            {1: ("another_is_better", 0), 2: ("another_is_better", 0)},
        ),
        # Spending is counted after what came off the units.
        ([percent(1_500, 1), spend(9_000, 1_000, 2)], 8_500, {2: ("below_least", 500)}),
        ([percent(1_000, 1), spend(9_000, 1_000, 2)], 8_000, {}),
        ([percent(1_000, 1, reach=Reach.CATEGORIES, ids=("books",))], 10_000, {1: ("no_line", 0)}),
        ([percent(1_000, 1, reach=Reach.CATEGORIES, ids=("home",))], 9_000, {}),
        ([percent(1_000, 1, reach=Reach.CATEGORIES, ids=("home.kit",))], 10_000, {1: ("no_line", 0)}),
    ],
)
def test_promotions_stack_in_the_stated_order(promotions: list[Promotion], total: int, reasons: dict[int, tuple[str, int]]) -> None:
    quoted = quote([line(10_000)], promotions)
    assert quoted.total_minor == total
    assert {one.promotion.id.int: (one.reason, one.missing) for one in quoted.unapplied} == reasons


def test_of_three_units_the_cheapest_is_free() -> None:
    free = promotion(Gift.UNITS_FREE, free_units=1, of_units=3)
    lines = [line(3_000, 2, variant=1), line(1_000, 1, variant=2), line(2_000, 3, variant=3)]
    assert quote(lines, [free]).discount_minors == (0, 1_000, 2_000)
    assert quote([line(3_000, 2)], [free]).unapplied[0][1:] == ("below_least", 1)


def test_a_discount_on_several_lines_is_parted_so_that_the_parts_add_up() -> None:
    lines = [line(333, variant=1), line(333, variant=2), line(334, variant=3)]
    assert quote(lines, [spend(1_000, 100)]).discount_minors == (33, 33, 34)


def test_an_order_costs_a_minor_unit_at_least() -> None:
    chain = [spend(2, 1, number, combines=True, repeats=True) for number in range(1, 4)]
    assert quote([line(2)], [percent(9_999, 9), *chain]).total_minor >= 1


def test_a_hash_names_what_it_costs() -> None:
    first, same, dearer = quote([line(1_000)], []), quote([line(1_000)], []), quote([line(1_001)], [])
    assert quote_hash([first]) == quote_hash([same]) != quote_hash([dearer])
    assert quote_hash([first]) != quote_hash([quote([line(1_000)], [percent(100)])])


PROMOTIONS = st.one_of(
    st.builds(percent, st.integers(1, 9_999), st.integers(1, 50), combines=st.booleans(), priority=st.integers(-3, 3)),
    st.builds(
        lambda least, part, number, **more: spend(least, max(1, min(part, least - 1)), number, **more),
        *(st.integers(2, 50_000), st.integers(1, 50_000), st.integers(51, 100)),
        combines=st.booleans(),
        repeats=st.booleans(),
    ),
    st.builds(
        lambda free, more, number: promotion(Gift.UNITS_FREE, number, free_units=free, of_units=free + more),
        st.integers(1, 3),
        st.integers(1, 3),
        st.integers(101, 120),
    ),
)


@given(
    st.lists(st.tuples(st.integers(1, 100_000), st.integers(1, 20)), min_size=1, max_size=8),
    st.lists(PROMOTIONS, max_size=12, unique_by=lambda one: one.id),
)
def test_it_adds_up_whatever_the_promotions_are(told: list[tuple[int, int]], promotions: list[Promotion]) -> None:
    lines = [line(price, units, variant=number) for number, (price, units) in enumerate(told)]
    quoted = quote(lines, promotions)
    assert 1 <= quoted.total_minor <= quoted.goods_minor
    assert quoted.total_minor == quoted.goods_minor - sum(one.off_minor for one in quoted.applied)
    assert all(0 <= off <= one.goods_minor for one, off in zip(lines, quoted.discount_minors, strict=True))
    assert len(quoted.applied) + len(quoted.unapplied) == len(promotions)
    assert quote(lines, list(reversed(promotions))) == quoted


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        (PromotionTerms(Reach.ALL, Gift.PERCENT_OFF, off_bps=10_000), "offBps"),
        (PromotionTerms(Reach.ALL, Gift.PERCENT_OFF), "gift"),
        (PromotionTerms(Reach.ALL, Gift.PERCENT_OFF, off_bps=10, least_minor=5), "gift"),
        (PromotionTerms(Reach.ALL, Gift.AMOUNT_OFF, off_minor=100, least_minor=100), "offMinor"),
        (PromotionTerms(Reach.ALL, Gift.UNITS_FREE, free_units=3, of_units=3), "freeUnits"),
        (PromotionTerms(Reach.ALL, Gift.PERCENT_OFF, ids=(str(uuid4()),), off_bps=10), "ids"),
        (PromotionTerms(Reach.PRODUCTS, Gift.PERCENT_OFF, off_bps=10), "ids"),
        (PromotionTerms(Reach.ALL, Gift.PERCENT_OFF, off_bps=10, priority=1_001), "priority"),
    ],
)
def test_terms_that_cannot_be_are_refused(terms: PromotionTerms, what: str) -> None:
    with pytest.raises(mall.PromotionMalformed, match=what):
        check_promotion("满减", "Deal", terms, NOON, NOON.replace(day=26))
