"""A simulated year of customers: what a bank knows of anybody, what the scenes see, and who then fails to pay. Written before any model, and frozen since.

Each customer has a hidden reliability, and some fall on hard times for a while. Both show in who fails to pay. What the bank knows of anybody (income, age,
employment, home, length of the relation) hints at the first and knows nothing of the second. What the scenes see (bills paid or overdue, things returned,
visits kept) depends on both, by `effect`; with an effect of 0 the same customers fail, and the scenes see nothing of it. How much a customer does in the
scenes is independent of all that. The last quarter is worse for everybody than the second."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from domains.credit import CountedEvent, EventKind

BEGIN = datetime(2026, 1, 1, 4, tzinfo=UTC)
DAYS = 365
LOOKS = (180, 270)
"""The days on which a model looks: it knows what happened before, and says who fails in the ninety days after."""

OUTCOME_DAYS = 90
SCENES = ("wallet", "utilities", "campus", "community", "travel", "medical")


@dataclass(frozen=True, slots=True)
class Static:
    """What a bank knows of anybody who asks."""

    age_years: float
    income_level: float
    relation_months: float
    is_employed: float
    owns_home: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """A customer's year. `failed` by the day of the look."""

    static: Static
    events: tuple[CountedEvent, ...]
    failed: dict[int, bool]


def make_year(seed: int, people: int, effect: float) -> list[Simulated]:
    """So many customers. The same seed makes the same customers who fail on the same days, whatever the effect."""
    return [_customer(seed, number, effect) for number in range(people)]


def _customer(seed: int, number: int, effect: float) -> Simulated:
    nature = Random(f"{seed} nature {number}")
    reliability = nature.gauss(0, 1)
    hard_from = nature.uniform(0, DAYS) if nature.random() < 0.15 else math.inf
    hard_until = hard_from + nature.uniform(60, 150)
    income = 0.35 * reliability + 0.94 * nature.gauss(0, 1)
    static = Static(
        age_years=min(max(38 + 2 * reliability + 11 * nature.gauss(0, 1), 19), 75),
        income_level=income,
        relation_months=nature.expovariate(1 / 40),
        is_employed=float(nature.random() < _part(1.2 + 0.4 * reliability)),
        owns_home=float(nature.random() < _part(-0.4 + 0.3 * reliability)),
    )
    failed = {}
    for look in LOOKS:
        touched = hard_from < look + OUTCOME_DAYS and hard_until > look
        weight = -2.9 - 0.9 * reliability - 0.35 * income - 0.3 * static.is_employed + 1.6 * touched + (0.2 if look == LOOKS[-1] else 0.0)
        failed[look] = nature.random() < _part(weight)
    events = _events(Random(f"{seed} scenes {number}"), UUID(int=Random(f"{seed} id {number}").getrandbits(128)), effect, reliability, hard_from, hard_until)
    return Simulated(static, tuple(events), failed)


def _events(chance: Random, owner: UUID, effect: float, reliability: float, hard_from: float, hard_until: float) -> list[CountedEvent]:
    """What the scenes see. `chance` draws the same numbers whatever the effect."""
    made: list[CountedEvent] = []

    def happens(kind: EventKind, scene: str, day: float) -> None:
        made.append(CountedEvent(UUID(int=owner.int ^ len(made) << 16 | 1), kind, scene, BEGIN + timedelta(days=day)))

    scenes = chance.sample(SCENES, k=chance.choice((1, 1, 2, 2, 3, 3, 4, 5)))
    bills_a_month = chance.choice((1, 1, 2, 2, 3, 4, 6))
    if chance.random() < _part(0.8 + effect * 0.4 * reliability):
        happens(EventKind.VERIFIED, "identity", chance.uniform(0, 100))
    for month in range(12):
        for _ in range(bills_a_month):
            day, scene, luck = month * 30 + chance.uniform(0, 30), chance.choice(scenes), chance.random()
            good = 2.6 + effect * (1.1 * reliability - (2.2 if hard_from <= day < hard_until else 0.0))
            happens(EventKind.PAID if luck < _part(good) else EventKind.OVERDUE, scene, day)
        day, comes, luck = month * 30 + chance.uniform(0, 30), chance.random(), chance.random()
        if comes < 0.3:
            happens(EventKind.RETURNED if luck < _part(2.2 + effect * 0.8 * reliability) else EventKind.RETURNED_LATE, "community", day)
        day, comes, luck = month * 30 + chance.uniform(0, 30), chance.random(), chance.random()
        if comes < 0.15:
            happens(EventKind.VISITED if luck < _part(1.8 + effect * 0.5 * reliability) else EventKind.MISSED_VISIT, "branch", day)
        day, luck = month * 30 + chance.uniform(0, 30), chance.random()
        if luck < 0.01 * math.exp(-effect * 0.8 * reliability):
            happens(EventKind.DISPUTE_LOST, chance.choice(scenes), day)
    return made


def _part(weight: float) -> float:
    return 1 / (1 + math.exp(-weight))
