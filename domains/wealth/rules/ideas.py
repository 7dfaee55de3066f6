"""Ideas: which products suit a customer, in which order and why, and how a goal could be reached. Pure decisions.

Nothing above the customer's class is ever thought of, and nothing bolder than the time that is left allows. What is recommended is a product's own merit and
what other customers think of it; nobody pays for a place."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.wealth.rules.products import ProductKind
from domains.wealth.rules.suitability import Fit, InvestorClass, RiskRating, judge

MONTHS_MOST = 600
PARTS_MOST = 3
PARTS_PPM = ((1_000_000,), (600_000, 400_000), (500_000, 300_000, 200_000))
"""How a monthly amount is split over one, two or three products."""

ENDORSED_MOST_E2 = 500
ENDORSED_WEIGHT, ENDORSED_MIDDLE_E2 = 20, 300
"""Few voices count little: as if so many more had said the middle."""

_RATINGS = tuple(RiskRating)
_UNTIL_MONTHS = ((12, RiskRating.R1), (36, RiskRating.R2), (60, RiskRating.R3), (120, RiskRating.R4))


class Goal(StrEnum):
    """What the money is for."""

    RESERVE = "reserve"
    TRAVEL = "travel"
    HOME = "home"
    EDUCATION = "education"
    RETIREMENT = "retirement"
    GROWTH = "growth"


class IdeaReason(StrEnum):
    """Why a product is thought of: what speaks for it most."""

    SUITS_YOU = "suits_you"
    ENDORSED = "endorsed"
    ANOTHER_KIND = "another_kind"
    GREW_STEADILY = "grew_steadily"
    ALWAYS_AT_HAND = "always_at_hand"


class Candidate(NamedTuple):
    """A product that is sold. `year_ppm` is what a share did in a year; `endorsed_e2` what customers think of it, of so many `raters`."""

    id: UUID
    code: str
    kind: ProductKind
    rating: RiskRating
    least_minor: int
    year_ppm: int | None = None
    endorsed_e2: int | None = None
    raters: int = 0


class Idea(NamedTuple):
    """A product, why, and how much speaks for it."""

    product_id: UUID
    reason: IdeaReason
    score: int


class Part(NamedTuple):
    """What of a monthly amount goes into a product."""

    product_id: UUID
    minor: int
    reason: IdeaReason


def boldest(of: InvestorClass, months: int | None = None, goal: Goal | None = None) -> RiskRating:
    """The boldest rating that class, time and goal allow. A reserve is never at risk."""
    suitable = max(_RATINGS.index(rating) for rating in _RATINGS if judge(of, rating) is Fit.SUITABLE)
    by_time = len(_RATINGS) - 1
    if months is not None:
        by_time = next((_RATINGS.index(rating) for until, rating in _UNTIL_MONTHS if months < until), by_time)
    return _RATINGS[0] if goal is Goal.RESERVE else _RATINGS[min(suitable, by_time)]


def rank(candidates: Sequence[Candidate], most: RiskRating, held: frozenset[ProductKind] = frozenset()) -> list[Idea]:
    """What suits, the best first; of equals the one with the smaller code. Nothing bolder than `most`."""
    top = _RATINGS.index(most)
    found = []
    for one in candidates:
        place = _RATINGS.index(one.rating)
        if place > top:
            continue
        speaks = _what_speaks(one, top - place, held)
        best = max(speaks, key=lambda reason: (speaks[reason], -list(IdeaReason).index(reason)))
        found.append((-sum(speaks.values()), one.code, Idea(one.id, best, sum(speaks.values()))))
    return [idea for _, _, idea in sorted(found, key=lambda one: one[:2])]


def split(candidates: Sequence[Candidate], ideas: Sequence[Idea], monthly_minor: int) -> list[Part]:
    """Over up to three products of different kinds, the best ones first, none below its least: fewer products then. The parts sum to the whole."""
    by_id = {one.id: one for one in candidates}
    chosen: list[Idea] = []
    for idea in ideas:
        if len(chosen) < PARTS_MOST and by_id[idea.product_id].kind not in {by_id[one.product_id].kind for one in chosen}:
            chosen.append(idea)
    for count in range(len(chosen), 0, -1):
        minors = [monthly_minor * ppm // 1_000_000 for ppm in PARTS_PPM[count - 1]]
        minors[0] += monthly_minor - sum(minors)
        if all(minor >= by_id[idea.product_id].least_minor for idea, minor in zip(chosen, minors, strict=False)):
            return [Part(idea.product_id, minor, idea.reason) for idea, minor in zip(chosen, minors, strict=False)]
    return []


def monthly_minor(target_minor: int, saved_minor: int, months: int) -> int:
    """What is to be put aside each month, whatever it earns: nobody is promised that it grows."""
    return max(0, -((saved_minor - target_minor) // months))


def _what_speaks(one: Candidate, calmer: int, held: frozenset[ProductKind]) -> dict[IdeaReason, int]:
    """Each reason's weight, in thousandths."""
    speaks = {IdeaReason.SUITS_YOU: 400 - 100 * calmer}
    if one.endorsed_e2 is not None:
        told = (one.endorsed_e2 * one.raters + ENDORSED_MIDDLE_E2 * ENDORSED_WEIGHT) // (one.raters + ENDORSED_WEIGHT)
        speaks[IdeaReason.ENDORSED] = 3 * (told - ENDORSED_MIDDLE_E2)
    if held and one.kind not in held:
        speaks[IdeaReason.ANOTHER_KIND] = 350
    if one.year_ppm is not None:
        speaks[IdeaReason.GREW_STEADILY] = max(-300, min(300, one.year_ppm // 1_000))
    if one.kind is ProductKind.MONEY_MARKET:
        speaks[IdeaReason.ALWAYS_AT_HAND] = 50 + (400 if calmer == 0 else 0)
    return speaks
