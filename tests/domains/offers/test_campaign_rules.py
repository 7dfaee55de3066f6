"""What a coupon is worth, when it applies, how several stand together, and what is left of them after a return."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.offers.errors.campaigns import CampaignMalformed
from domains.offers.rules.campaigns import (
    Benefit,
    BenefitKind,
    Conditions,
    Limits,
    Period,
    Purchase,
    Reason,
    Spender,
    Terms,
    check_campaign,
    coupon_end,
    kept_worth,
    may_stack,
    stacked,
    why_not,
    windows_of,
    worth,
)

K = BenefitKind
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)  # a Wednesday, noon in Shanghai
RUNS = Period(NOW - timedelta(days=1), NOW + timedelta(days=9), "live")
SHOP, OTHER = UUID(int=1), UUID(int=2)
SPENDER = Spender("basic", NOW - timedelta(days=3))


@pytest.mark.parametrize(
    ("benefit", "minor", "item", "given_minor"),
    [
        (Benefit(K.AMOUNT, minor=500), 10_000, None, 500),
        (Benefit(K.AMOUNT, minor=500), 300, None, 300),
        (Benefit(K.THRESHOLD, minor=2_000, least_minor=10_000), 10_000, None, 2_000),
        (Benefit(K.THRESHOLD, minor=2_000, least_minor=10_000), 9_999, None, 0),
        (Benefit(K.PERCENT, bps=1_000), 9_999, None, 999),
        (Benefit(K.PERCENT, bps=1_000, most_minor=500), 9_999, None, 500),
        (Benefit(K.PERCENT, bps=10_000), 9_999, None, 9_999),
        (Benefit(K.PERCENT, bps=1), 9_999, None, 0),
        (Benefit(K.FREE_ITEM), 9_999, 1_200, 1_200),
        (Benefit(K.FREE_ITEM, most_minor=1_000), 9_999, 1_200, 1_000),
        (Benefit(K.FREE_ITEM), 9_999, None, 0),
        (Benefit(K.CASHBACK, bps=250), 8_000, None, 200),
        (Benefit(K.POINTS, minor=2), 8_050, None, 161),
        (Benefit(K.POINTS, minor=2, most_minor=100), 8_050, None, 100),
        (Benefit(K.FEE, minor=300), 120, None, 120),
        (Benefit(K.INTEREST, bps=50), 100_000, None, 0),
    ],
)
def test_a_benefit_is_worked_out_to_the_minor_unit_and_rounded_down(benefit: Benefit, minor: int, item: int | None, given_minor: int) -> None:
    assert worth(benefit, minor, item) == given_minor


@pytest.mark.parametrize(
    ("conditions", "purchase", "reasons"),
    [
        (Conditions(), None, []),
        (Conditions(merchant_ids=(SHOP,)), Purchase(SHOP, 500, "CNY"), []),
        (Conditions(merchant_ids=(SHOP,)), Purchase(OTHER, 500, "CNY"), [Reason.OTHER_MERCHANT]),
        (Conditions(tiers=("verified",)), None, [Reason.OTHER_TIER]),
        (Conditions(newcomer_days=3), None, [Reason.NOT_NEW]),
        (Conditions(newcomer_days=4), None, []),
        (Conditions(weekdays=(6, 7)), None, [Reason.OTHER_DAY]),
        (Conditions(weekdays=(3,)), None, []),
        (Conditions(from_hour=12, to_hour=13), None, []),
        (Conditions(from_hour=13), None, [Reason.OTHER_HOUR]),
        (Conditions(to_hour=12), None, [Reason.OTHER_HOUR]),
        (
            Conditions(merchant_ids=(SHOP,), tiers=("verified",), weekdays=(1,)),
            Purchase(OTHER, 99, "CNY"),
            [Reason.OTHER_MERCHANT, Reason.OTHER_TIER, Reason.OTHER_DAY, Reason.SPENDS_TOO_LITTLE],
        ),
    ],
)
def test_every_reason_why_a_coupon_does_not_apply_is_told(conditions: Conditions, purchase: Purchase | None, reasons: list[Reason]) -> None:
    assert why_not(Terms(Benefit(K.AMOUNT, minor=100, least_minor=100), conditions), RUNS, SPENDER, NOW, purchase) == reasons


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        (Period(NOW, NOW + timedelta(1), "live"), None),
        (Period(NOW + timedelta(microseconds=1), NOW + timedelta(1), "live"), Reason.NOT_STARTED),
        (Period(NOW - timedelta(1), NOW, "live"), Reason.ENDED),
        (Period(NOW - timedelta(1), NOW + timedelta(1), "paused"), Reason.PAUSED),
        (Period(NOW - timedelta(1), NOW + timedelta(1), "ended"), Reason.ENDED),
    ],
)
def test_a_campaign_runs_from_its_first_instant_to_before_its_last(period: Period, reason: Reason | None) -> None:
    assert why_not(Terms(Benefit(K.CASH, minor=1)), period, SPENDER, NOW) == ([] if reason is None else [reason])


def test_percents_are_worked_out_first_and_each_on_what_is_left() -> None:
    five, tenth = Benefit(K.AMOUNT, minor=500), Benefit(K.PERCENT, bps=1_000)
    assert stacked([five, tenth], 10_000) == [500, 1_000]
    assert stacked([tenth, five, tenth], 10_000) == [1_000, 500, 900]
    assert stacked([Benefit(K.THRESHOLD, minor=2_000, least_minor=10_000), tenth], 10_000) == [2_000, 1_000]


def test_coupons_stand_together_within_one_named_group_and_three_at_most() -> None:
    plain, weekend = Terms(Benefit(K.AMOUNT, minor=1)), Terms(Benefit(K.AMOUNT, minor=1), Conditions(stack="weekend"))
    assert [may_stack(one) for one in ([], [plain], [plain, plain], [plain, weekend], [weekend] * 3, [weekend] * 4)] == [True, True, False, False, True, False]


benefits = st.one_of(
    st.builds(lambda minor: Benefit(K.AMOUNT, minor=minor), st.integers(1, 20_000)),
    st.builds(lambda minor, more: Benefit(K.THRESHOLD, minor=minor, least_minor=minor + more), st.integers(1, 5_000), st.integers(0, 20_000)),
    st.builds(lambda bps, most: Benefit(K.PERCENT, bps=bps, most_minor=most), st.integers(1, 10_000), st.none() | st.integers(1, 5_000)),
)


@given(chosen=st.lists(benefits, min_size=1, max_size=3), minor=st.integers(1, 50_000), data=st.data())
def test_what_is_kept_is_never_worth_more_than_it_was_nor_than_what_is_kept(chosen: list[Benefit], minor: int, data: st.DataObject) -> None:
    given_minor = stacked(chosen, minor)
    assert sum(given_minor) <= minor
    for _ in range(4):
        minor = data.draw(st.integers(0, minor))
        now = kept_worth(chosen, given_minor, minor)
        assert all(0 <= after <= before for after, before in zip(now, given_minor, strict=True))
        assert sum(now) <= minor
        given_minor = now
    assert kept_worth(chosen, given_minor, 0) == [0] * len(chosen)


def test_a_coupon_ends_at_midnight_in_shanghai_or_with_its_campaign() -> None:
    assert coupon_end(NOW, 7, datetime(2030, 1, 1, tzinfo=UTC)) == datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert coupon_end(NOW, 7, NOW + timedelta(days=2)) == NOW + timedelta(days=2)


def test_a_claim_counts_in_each_window_that_has_a_most() -> None:
    limits = Limits(total=100, per_day=10, per_person=2, per_person_day=1, per_device=3, per_household=4)
    told = windows_of(limits, SHOP, "device", "house", NOW.date())
    assert [(scope, most) for scope, _, most in told] == [("total", 100), ("day", 10), ("person", 2), ("person_day", 1), ("device", 3), ("household", 4)]
    assert windows_of(Limits(per_person=None), SHOP, None, "house", NOW.date()) == []
    assert windows_of(Limits(per_person=None, per_device=1), SHOP, None, "house", NOW.date()) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name_zh": ""}, "name_zh"),
        ({"name_en": "a" * 41}, "name_en"),
        ({"ends_at": NOW}, "ends_at"),
        ({"terms": Terms(Benefit(K.CASH, minor=1), life_days=0)}, "life_days"),
        ({"terms": Terms(Benefit(K.PERCENT, bps=10_001))}, "bps"),
        ({"terms": Terms(Benefit(K.AMOUNT, minor=5, bps=5))}, "bps"),
        ({"terms": Terms(Benefit(K.AMOUNT))}, "minor"),
        ({"terms": Terms(Benefit(K.THRESHOLD, minor=5, least_minor=4))}, "least_minor"),
        ({"terms": Terms(Benefit(K.PERCENT, bps=5, most_minor=0))}, "most_minor"),
        ({"terms": Terms(Benefit(K.CASH, minor=1), Conditions(from_hour=5, to_hour=5))}, "hours"),
        ({"terms": Terms(Benefit(K.CASH, minor=1), Conditions(weekdays=(0,)))}, "weekdays"),
        ({"terms": Terms(Benefit(K.CASH, minor=1), limits=Limits(total=0))}, "limits"),
    ],
)
def test_terms_that_no_campaign_has_are_refused_by_their_name(change: dict[str, object], what: str) -> None:
    told = {"name_zh": "周末", "name_en": "Weekend", "terms": Terms(Benefit(K.CASH, minor=1)), "starts_at": NOW, "ends_at": NOW + timedelta(1), **change}
    with pytest.raises(CampaignMalformed) as refused:
        check_campaign(**told)  # type: ignore[arg-type]
    assert refused.value.what == what
