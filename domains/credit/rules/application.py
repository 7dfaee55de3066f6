"""What somebody tells when they ask for a loan becomes points, by a scorecard that was trained elsewhere and is data here: whole numbers alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domains.credit.errors import AnswersMissing, ScorecardMalformed
from domains.credit.rules.kinds import Band
from domains.credit.rules.score import BINS_MOST, POINTS_MOST, Bin, is_rising

Answers = Mapping[str, int | str]
PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """Answers that bring the same."""

    words: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question: numbers have `bins`, words have `groups`. `usual` is what it brings on average, so that a reason is told by how far an answer is from it;
    `unknown` what a word brings that no group knows."""

    name: str
    bins: tuple[Bin, ...]
    groups: tuple[Words, ...]
    usual: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """A version of the application scorecard. `floors` are the least scores of A, B, C and D; `failing_ppm` how many of each band fail, A to E.

    Its amounts are counted in units of so much of that currency."""

    base: int
    attributes: tuple[Attribute, ...]
    floors: tuple[int, int, int, int]
    failing_ppm: tuple[int, int, int, int, int]
    unit_minor: int = 100
    currency: str = "CNY"


class Brought(NamedTuple):
    """What an answer brings, and how far that is from what answers to it bring usually."""

    attribute: str
    points: int
    apart: int


class ApplicationScored(NamedTuple):
    """`score` is the card's base and what each answer brings. `failing_ppm`: how many of that band fail, in millionths."""

    score: int
    band: Band
    failing_ppm: int
    brought: tuple[Brought, ...]


def check_application_card(card: ApplicationCard) -> None:
    """Raises ScorecardMalformed: a question twice or without a kind, bins that do not rise, bounds broken, a better band that fails more often."""
    if not card.attributes or len({one.name for one in card.attributes}) != len(card.attributes):
        raise ScorecardMalformed("attributes")
    if not card.floors[0] > card.floors[1] > card.floors[2] > card.floors[3]:
        raise ScorecardMalformed("floors")
    if card.unit_minor < 1 or not card.currency:
        raise ScorecardMalformed("unit_minor")
    if list(card.failing_ppm) != sorted(card.failing_ppm) or not 0 <= card.failing_ppm[0] <= card.failing_ppm[-1] <= PPM:
        raise ScorecardMalformed("failing_ppm")
    for one in card.attributes:
        _check_attribute(one)


def score_application(card: ApplicationCard, answers: Answers) -> ApplicationScored:
    """The score of those answers. Raises AnswersMissing: a question was not answered, or a number by a word."""
    wanting = [one.name for one in card.attributes if not isinstance(answers.get(one.name), int if one.bins else str)]
    if wanting:
        raise AnswersMissing(tuple(wanting))
    brought = tuple(_brought(one, answers[one.name]) for one in card.attributes)
    score = card.base + sum(one.points for one in brought)
    band = next((band for band, floor in zip(Band, card.floors, strict=False) if score >= floor), Band.E)
    return ApplicationScored(score, band, card.failing_ppm[list(Band).index(band)], brought)


def reasons_of(scored: ApplicationScored, most: int) -> list[Brought]:
    """The answers that lowered the score most, below what such answers bring usually."""
    return sorted((one for one in scored.brought if one.apart < 0), key=lambda one: (one.apart, one.attribute))[:most]


def _brought(one: Attribute, answer: int | str) -> Brought:
    if isinstance(answer, int):
        points = next(bin_.points for bin_ in one.bins if bin_.up_to is None or answer <= bin_.up_to)
    else:
        points = next((group.points for group in one.groups if answer in group.words), one.unknown)
    return Brought(one.name, points, points - one.usual)


def _check_attribute(one: Attribute) -> None:
    if bool(one.bins) == bool(one.groups) or max(len(one.bins), len(one.groups)) > BINS_MOST:
        raise ScorecardMalformed(f"attributes.{one.name}")
    if one.bins and (one.bins[-1].up_to is not None or not is_rising([bin_.up_to for bin_ in one.bins[:-1]])):
        raise ScorecardMalformed(f"attributes.{one.name}.bins")
    words = [word for group in one.groups for word in group.words]
    if len(set(words)) != len(words):
        raise ScorecardMalformed(f"attributes.{one.name}.groups")
    points = [one.usual, one.unknown, *(bin_.points for bin_ in one.bins), *(group.points for group in one.groups)]
    if any(abs(each) > POINTS_MOST for each in points):
        raise ScorecardMalformed(f"attributes.{one.name}.points")
