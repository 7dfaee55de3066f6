"""The scene score: whole numbers, the same whatever the order, exactly what it was when an event is voided, and led back to its events."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains import credit
from domains.credit import Band, Bin, CountedEvent, EventKind, Feature, FeatureBins, SceneCard, ScorecardMalformed, score_events
from domains.credit.queries.cards import _SCENE_CARD
from domains.credit.rules.score import check_card
from tests.domains.credit.published import SCENE_CARD

TODAY = date(2026, 11, 20)
CARD: SceneCard = _SCENE_CARD.validate_python(SCENE_CARD)

EVENTS = st.lists(
    st.builds(
        CountedEvent,
        st.integers(0, 2**64).map(lambda number: UUID(int=number)),
        st.sampled_from(EventKind),
        st.sampled_from(["wallet", "utilities", "campus", "travel", "medical"]),
        st.integers(-30 * 24, 900 * 24).map(lambda hours: datetime(2026, 11, 20, 12, tzinfo=UTC) - timedelta(hours=hours)),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)


@given(EVENTS, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_in_which_events_are_told_does_not_matter(events: list[CountedEvent], chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score_events(CARD, shuffled, TODAY) == score_events(CARD, events, TODAY)


@given(EVENTS, EVENTS)
@settings(max_examples=200, deadline=None)
def test_what_was_added_and_voided_leaves_nothing_behind(events: list[CountedEvent], others: list[CountedEvent]) -> None:
    known = {one.id for one in events}
    more = [*events, *(one for one in others if one.id not in known)]
    assert score_events(CARD, [one for one in more if one.id in known], TODAY) == score_events(CARD, events, TODAY)


@given(EVENTS)
@settings(max_examples=200, deadline=None)
def test_the_score_is_the_base_and_what_each_feature_brings_and_each_event_named_is_one_told(events: list[CountedEvent]) -> None:
    scored = score_events(CARD, events, TODAY)
    assert scored.score == CARD.base + sum(one.points for one in scored.contributions)
    named = {id_ for one in scored.contributions for id_ in one.event_ids}
    assert named <= {one.id for one in events}
    assert all(one.event_ids for one in scored.contributions if one.feature in (Feature.PAID, Feature.OVERDUE) and one.value)


@given(EVENTS, st.integers(1, 1000))
@settings(max_examples=200, deadline=None)
def test_without_new_events_nothing_changes_before_the_day_that_was_told(events: list[CountedEvent], days: int) -> None:
    scored = score_events(CARD, events, TODAY)
    later = TODAY + timedelta(days=days)
    if scored.again_on is None or later < scored.again_on:
        again = score_events(CARD, events, later)
        assert (again.score, again.band) == (scored.score, scored.band)
    else:
        assert scored.again_on > TODAY


@pytest.mark.parametrize(("kind", "sign"), [(EventKind.PAID, 1), (EventKind.OVERDUE, -1), (EventKind.DISPUTE_LOST, -1), (EventKind.RETURNED_LATE, -1)])
def test_a_word_kept_never_lowers_and_a_word_broken_never_raises(kind: EventKind, sign: int) -> None:
    base = _paid(6)
    before = score_events(CARD, base, TODAY).score
    after = score_events(CARD, [*base, CountedEvent(UUID(int=99), kind, "wallet", datetime(2026, 11, 10, 4, tzinfo=UTC))], TODAY).score
    assert (after - before) * sign >= 0


def test_what_happens_later_than_the_day_asked_does_not_count_yet() -> None:
    later = CountedEvent(UUID(int=7), EventKind.OVERDUE, "wallet", datetime(2026, 12, 1, 4, tzinfo=UTC))
    base = _paid(6)
    assert score_events(CARD, [*base, later], TODAY).score == score_events(CARD, base, TODAY).score
    assert score_events(CARD, [*base, later], date(2026, 12, 1)).score < score_events(CARD, base, date(2026, 12, 1)).score


def test_an_event_at_night_belongs_to_the_day_of_shanghai() -> None:
    night = CountedEvent(UUID(int=7), EventKind.OVERDUE, "wallet", datetime(2026, 11, 19, 16, 30, tzinfo=UTC))
    values = credit.measure([night], TODAY).values
    assert values[Feature.OVERDUE_SINCE_DAYS].value == 0


def test_the_bands_are_the_floors() -> None:
    card = replace(
        CARD, floors=(4, 3, 2, 1), base=0, features=(FeatureBins(Feature.PAID, (Bin(0, 0), Bin(1, 1), Bin(2, 2), Bin(3, 3), Bin(None, 4))),), least_events=1
    )
    bands = [score_events(card, _paid(number), TODAY).band for number in range(6)]
    assert bands == [None, Band.D, Band.C, Band.B, Band.A, Band.A]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"features": ()}, "features"),
        ({"floors": (1, 2, 3, 4)}, "floors"),
        ({"least_events": 0}, "least_events"),
        ({"features": (FeatureBins(Feature.PAID, (Bin(3, 0), Bin(2, 0), Bin(None, 0))),)}, "features.paid"),
        ({"features": (FeatureBins(Feature.PAID, (Bin(3, 0), Bin(4, 0))),)}, "features.paid"),
        ({"features": (FeatureBins(Feature.PAID, (Bin(None, 9_999),)),)}, "features.paid.points"),
        ({"features": (FeatureBins(Feature.PAID, (Bin(None, 0),)), FeatureBins(Feature.PAID, (Bin(None, 0),)))}, "features"),
    ],
)
def test_a_scorecard_that_cannot_be_used_is_refused(change: dict[str, object], what: str) -> None:
    with pytest.raises(ScorecardMalformed) as refused:
        check_card(replace(CARD, **change))  # type: ignore[arg-type]
    assert refused.value.what == what


def test_the_first_scorecard_can_be_used() -> None:
    check_card(CARD)


def _paid(number: int) -> Sequence[CountedEvent]:
    return [
        CountedEvent(UUID(int=one + 1), EventKind.PAID, "wallet", datetime(2026, 10, 10, 4, tzinfo=UTC) - timedelta(days=30 * one)) for one in range(number)
    ]
