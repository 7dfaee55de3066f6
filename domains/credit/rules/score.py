"""Features become points, points a score, the score a band. The scorecard is versioned data; every point is led back to the events that brought it."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.credit.errors import ScorecardMalformed
from domains.credit.rules.features import Feature, Known, measure
from domains.credit.rules.kinds import Band, CountedEvent

POINTS_MOST = 1_000
BINS_MOST = 20
MEASURED_IN_DAYS = (Feature.HISTORY_DAYS, Feature.OVERDUE_SINCE_DAYS)
"""They change with every day: what they bring changes on the day on which they leave a bin."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Values up to and with `up_to`, or all that are left."""

    up_to: int | None
    points: int


@dataclass(frozen=True, slots=True)
class FeatureBins:
    """What a feature brings: by its value, or `missing` points where there is nothing to measure."""

    feature: Feature
    bins: tuple[Bin, ...]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class SceneCard:
    """A version of the scene scorecard. `floors` are the least scores of A, B, C and D; below is E. Fewer events than `least_events` give no band."""

    base: int
    features: tuple[FeatureBins, ...]
    floors: tuple[int, int, int, int]
    least_events: int


class Contribution(NamedTuple):
    """What one feature brings to the score, and the events behind it."""

    feature: Feature
    value: int | None
    points: int
    event_ids: tuple[UUID, ...]


class Scored(NamedTuple):
    """A score with all that made it: `score` is the card's base and every contribution's points. `band` is None where too little is known."""

    score: int
    band: Band | None
    contributions: tuple[Contribution, ...]
    as_of: date
    again_on: date | None


def check_card(card: SceneCard) -> None:
    """Raises ScorecardMalformed: bins that do not rise or do not end open, a feature twice, points or floors out of bounds."""
    if not card.features or len({one.feature for one in card.features}) != len(card.features):
        raise ScorecardMalformed("features")
    if not card.floors[0] > card.floors[1] > card.floors[2] > card.floors[3]:
        raise ScorecardMalformed("floors")
    if card.least_events < 1:
        raise ScorecardMalformed("least_events")
    for one in card.features:
        bounds = [bin_.up_to for bin_ in one.bins[:-1]]
        if not 1 <= len(one.bins) <= BINS_MOST or one.bins[-1].up_to is not None or not is_rising(bounds):
            raise ScorecardMalformed(f"features.{one.feature.value}")
        if any(abs(points) > POINTS_MOST for points in (one.missing, *(bin_.points for bin_ in one.bins))):
            raise ScorecardMalformed(f"features.{one.feature.value}.points")


def score_events(card: SceneCard, events: Iterable[CountedEvent], as_of: date, first_on: date | None = None) -> Scored:
    """The score as of the end of a day, of the events that count. The same events and day give the same, in whatever order they are told."""
    known = measure(events, as_of, first_on)
    contributions = tuple(_contribution(one, known) for one in card.features)
    score = card.base + sum(one.points for one in contributions)
    band = band_of(card, score) if known.events >= card.least_events else None
    return Scored(score, band, contributions, as_of, _again_on(card, known, as_of))


def band_of(card: SceneCard, score: int) -> Band:
    """The band of a score."""
    return next((band for band, floor in zip(Band, card.floors, strict=False) if score >= floor), Band.E)


def strongest(contributions: Iterable[Contribution], most: int) -> list[Contribution]:
    """The contributions that moved the score most, those that lowered it first among equals."""
    moved = [one for one in contributions if one.points]
    return sorted(moved, key=lambda one: (-abs(one.points), one.points, one.feature.value))[:most]


def is_rising(bounds: list[int | None]) -> bool:
    """Whether each bound is there and above the one before it."""
    known = [bound for bound in bounds if bound is not None]
    return len(known) == len(bounds) and all(low < high for low, high in itertools.pairwise(known))


def _contribution(one: FeatureBins, known: Known) -> Contribution:
    value, ids = known.values[one.feature]
    return Contribution(one.feature, value, one.missing if value is None else _bin(one, value).points, ids)


def _bin(one: FeatureBins, value: int) -> Bin:
    return next(bin_ for bin_ in one.bins if bin_.up_to is None or value <= bin_.up_to)


def _again_on(card: SceneCard, known: Known, as_of: date) -> date | None:
    days = [known.again_on] if known.again_on is not None else []
    for one in card.features:
        value = known.values[one.feature].value
        if one.feature in MEASURED_IN_DAYS and value is not None and (up_to := _bin(one, value).up_to) is not None:
            days.append(as_of + timedelta(days=up_to + 1 - value))
    return min(days, default=None)
