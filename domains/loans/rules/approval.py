"""Whether a loan is given: hard rules, then what was answered, then a scorecard with the band; all versioned data. Each answer has its reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from domains.loans.errors.applications import ApprovalPolicyMalformed

PPM = 1_000_000
POINTS_MOST = 1_000


class Outcome(StrEnum):
    APPROVE = "approve"
    REFER = "refer"
    DECLINE = "decline"


MILDEST = (Outcome.APPROVE, Outcome.REFER, Outcome.DECLINE)
"""The mildest outcome first."""


class Occupation(StrEnum):
    """What the applicant says that they do."""

    EMPLOYED = "employed"
    SELF_EMPLOYED = "self_employed"
    RETIRED = "retired"
    STUDENT = "student"
    NONE = "none"


class Reason(StrEnum):
    """Why something is declined, or looked at by staff. The first eleven are hard rules, in the order in which they are asked.

    `answers` is followed by the questions of the application scorecard that count most against the applicant."""

    UNVERIFIED = "unverified"
    MINOR = "minor"
    TOO_OLD = "too_old"
    STUDENT = "student"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OVERDUE = "overdue"
    WRITTEN_OFF = "written_off"
    TOO_MANY_LOANS = "too_many_loans"
    BAND_NOT_SERVED = "band_not_served"
    AMOUNT_ABOVE_BAND = "amount_above_band"
    INCOME_TOO_LOW = "income_too_low"
    ANSWERS = "answers"
    ANSWERS_UNKNOWN = "answers_unknown"
    LIMIT_REACHED = "limit_reached"
    BAND_UNKNOWN = "band_unknown"
    BAND_LOW = "band_low"
    OCCUPATION = "occupation"
    INCOME = "income"
    BURDEN = "burden"


@dataclass(frozen=True, slots=True)
class Tier:
    """From that value on so many points."""

    least: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Points by band (`""` for who has none), occupation, monthly income in minor units, and the part of it (in millionths) that instalments take.

    From `approve_from` on it is given without a human, from `refer_from` on staff look at it, below it is declined."""

    bands: dict[str, int]
    occupations: dict[str, int]
    incomes: tuple[Tier, ...]
    burdens: tuple[Tier, ...]
    approve_from: int
    refer_from: int


BY_ANSWERS = {"A": Outcome.APPROVE, "B": Outcome.APPROVE, "C": Outcome.APPROVE, "D": Outcome.REFER, "E": Outcome.DECLINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPolicy:
    """A version's rules. `burden_most_ppm`: the part of the income that all instalments together may take.

    `by_answers`: what comes at best of each band of the application scorecard."""

    least_age: int
    most_age: int
    student_age: int
    open_loans_most: int
    burden_most_ppm: int
    card: Scorecard
    by_answers: dict[str, Outcome] = field(default_factory=BY_ANSWERS.copy)


class Applicant(NamedTuple):
    """What is known of who asks. `age` is None where the identity was not verified; `occupation` None where it was never told; `band_version` is of the scene
    scorecard.

    `instalments_minor` is what all loans together would cost in a month, with the one that is asked for; `owed_minor` is the principal of those there are."""

    age: int | None
    occupation: Occupation | None
    income_minor: int
    band: str | None
    consents: bool
    days_past_due: int
    has_written_off: bool
    open_loans: int
    instalments_minor: int
    owed_minor: int = 0
    band_version: int | None = None


class OnAnswers(NamedTuple):
    """The band that the application scorecard gives to what was answered, and the questions that lowered it most, the worst first."""

    band: str
    questions: tuple[str, ...]


class Assessed(NamedTuple):
    """The outcome and its reasons, the gravest first: names of rules, and of questions after `answers`; no reasons for what is approved."""

    outcome: Outcome
    reasons: tuple[str, ...]


FIRST = ApprovalPolicy(
    least_age=18,
    most_age=65,
    student_age=22,
    open_loans_most=8,
    burden_most_ppm=600_000,
    card=Scorecard(
        bands={"A": 60, "B": 50, "C": 35, "D": 15, "E": 0, "": 20},
        occupations={"employed": 20, "self_employed": 15, "retired": 15, "none": 0},
        incomes=(Tier(0, 0), Tier(300_000, 10), Tier(800_000, 20)),
        burdens=(Tier(0, 20), Tier(200_000, 10), Tier(400_000, 0)),
        approve_from=60,
        refer_from=40,
    ),
)
"""The policy that a new house begins with, version 0, until staff publish another."""


def check_policy(policy: ApprovalPolicy) -> None:
    """Raise ApprovalPolicyMalformed, naming the first part that is not as a policy has it."""
    card = policy.card
    points = [*card.bands.values(), *card.occupations.values(), *(tier.points for tier in (*card.incomes, *card.burdens))]
    holds = {
        "age": 18 <= policy.least_age < policy.most_age <= 100 and policy.least_age <= policy.student_age,
        "open_loans": 1 <= policy.open_loans_most <= 100,
        "burden": 0 < policy.burden_most_ppm <= PPM,
        "bands": set(card.bands) == {"", *"ABCDE"},
        "occupations": set(card.occupations) == {one.value for one in Occupation} - {Occupation.STUDENT.value},
        "incomes": _rises(card.incomes),
        "burdens": _rises(card.burdens),
        "points": all(abs(one) <= POINTS_MOST for one in points),
        "cut_offs": card.refer_from <= card.approve_from <= _points_most(card),
        "by_answers": sorted(policy.by_answers) == list("ABCDE")
        and all(MILDEST.index(better) <= MILDEST.index(worse) for better, worse in pairwise(policy.by_answers[band] for band in "ABCDE")),
    }
    for what, is_right in holds.items():
        if not is_right:
            raise ApprovalPolicyMalformed(what)


def broken_for(policy: ApprovalPolicy, applicant: Applicant, most_minor: int | None, amount_minor: int) -> tuple[Reason, ...]:
    """All hard rules that are broken for somebody who asks for so much. `most_minor` is what the product lends to the band at most; None where it lends nothing
    to it."""
    return (*broken_rules(policy, applicant), *_broken_by_price(applicant, most_minor, amount_minor), *_broken_by_burden(policy, applicant))


def broken_for_offered(policy: ApprovalPolicy, applicant: Applicant) -> tuple[Reason, ...]:
    """The same for somebody who takes what was offered to them beforehand: its price was decided then."""
    return (*broken_rules(policy, applicant), *_broken_by_burden(policy, applicant))


def assess(policy: ApprovalPolicy, applicant: Applicant, answered: OnAnswers | None) -> Assessed:
    """For whom no hard rule is broken. What was answered declines, or has staff look at best; then the scorecard goes by band, occupation, income and burden.

    Whose answers no card could weigh, or who has no band, is looked at by staff at best."""
    at_best = Outcome.REFER if answered is None else policy.by_answers[answered.band]
    why: tuple[str, ...] = (Reason.ANSWERS_UNKNOWN.value,) if answered is None else (Reason.ANSWERS.value, *answered.questions)
    if at_best is Outcome.DECLINE:
        return Assessed(Outcome.DECLINE, why)
    scored = _score(policy.card, applicant)
    if at_best is Outcome.APPROVE:
        return scored
    return Assessed(max(scored.outcome, at_best, key=MILDEST.index), (*scored.reasons, *why))


def broken_rules(policy: ApprovalPolicy, applicant: Applicant) -> tuple[Reason, ...]:
    """The hard rules about who may borrow at all."""
    age = applicant.age
    holds = {
        Reason.UNVERIFIED: age is not None,
        Reason.MINOR: age is None or age >= policy.least_age,
        Reason.TOO_OLD: age is None or age <= policy.most_age,
        Reason.STUDENT: not _counts_as_student(policy, applicant),
        Reason.CONSENT_WITHDRAWN: applicant.consents,
        Reason.OVERDUE: applicant.days_past_due == 0,
        Reason.WRITTEN_OFF: not applicant.has_written_off,
        Reason.TOO_MANY_LOANS: applicant.open_loans < policy.open_loans_most,
    }
    return tuple(reason for reason, is_held in holds.items() if not is_held)


def _broken_by_burden(policy: ApprovalPolicy, applicant: Applicant) -> tuple[Reason, ...]:
    """The hard rule on what instalments may take of the income."""
    return () if burden_ppm(applicant) <= policy.burden_most_ppm else (Reason.INCOME_TOO_LOW,)


def burden_ppm(applicant: Applicant) -> int:
    """Which part of the income instalments take; all of it where there is none."""
    if applicant.income_minor <= 0:
        return PPM if applicant.instalments_minor else 0
    return applicant.instalments_minor * PPM // applicant.income_minor


def _counts_as_student(policy: ApprovalPolicy, applicant: Applicant) -> bool:
    """Who says so; and who is of that age and has never said what they do."""
    if applicant.occupation is None:
        return applicant.age is not None and applicant.age < policy.student_age
    return applicant.occupation is Occupation.STUDENT


def _broken_by_price(applicant: Applicant, most_minor: int | None, amount_minor: int) -> tuple[Reason, ...]:
    holds = {
        Reason.BAND_NOT_SERVED: applicant.band is None or most_minor is not None,
        Reason.AMOUNT_ABOVE_BAND: most_minor is None or amount_minor <= most_minor,
    }
    return tuple(reason for reason, is_held in holds.items() if not is_held)


def _score(card: Scorecard, applicant: Applicant) -> Assessed:
    occupation = (applicant.occupation or Occupation.NONE).value
    parts = {
        Reason.BAND_LOW: (card.bands[applicant.band or ""], max(card.bands.values())),
        Reason.OCCUPATION: (card.occupations[occupation], max(card.occupations.values())),
        Reason.INCOME: (_points(card.incomes, applicant.income_minor), max(one.points for one in card.incomes)),
        Reason.BURDEN: (_points(card.burdens, burden_ppm(applicant)), max(one.points for one in card.burdens)),
    }
    points = sum(got for got, _ in parts.values())
    if points >= card.approve_from and applicant.band is not None:
        return Assessed(Outcome.APPROVE, ())
    reasons = _gravest((reason, most - got) for reason, (got, most) in parts.items())
    if applicant.band is None:
        reasons = (Reason.BAND_UNKNOWN, *(one for one in reasons if one is not Reason.BAND_LOW))
    return Assessed(Outcome.REFER if points >= card.refer_from else Outcome.DECLINE, tuple(reason.value for reason in reasons))


def _points_most(card: Scorecard) -> int:
    """What the best of all applicants gets: whoever is declined has lost points, and so there is a reason."""
    tiers = (max(one.points for one in card.incomes), max(one.points for one in card.burdens)) if card.incomes and card.burdens else (0, 0)
    return max(card.bands.values(), default=0) + max(card.occupations.values(), default=0) + sum(tiers)


def _gravest(lost: Iterable[tuple[Reason, int]]) -> tuple[Reason, ...]:
    """What cost points, the most first."""
    return tuple(reason for reason, minus in sorted(lost, key=lambda one: -one[1]) if minus > 0)


def _points(tiers: Sequence[Tier], value: int) -> int:
    return next(tier.points for tier in reversed(tiers) if value >= tier.least)


def _rises(tiers: Sequence[Tier]) -> bool:
    return 0 < len(tiers) <= 12 and tiers[0].least == 0 and all(low.least < high.least for low, high in pairwise(tiers))
