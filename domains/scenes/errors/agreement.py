"""Refusals about agreements with partners."""

from dataclasses import dataclass
from datetime import date

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class AgreementNotFound(Refusal):
    """No agreement, or no split, of that id."""


@dataclass(eq=False)
class AgreementExists(Refusal):
    """That partner, or that scene, has an agreement in that currency."""


@dataclass(eq=False)
class AgreementSceneNotFound(Refusal):
    """No scene of that name is configured, or it is another partner's."""


@dataclass(eq=False)
class AgreementPartyNotFound(Refusal):
    """A party of a split is neither the house nor an active partner."""


@dataclass(eq=False)
class AgreementSplitUneven(Refusal):
    """The shares do not sum to the whole, a party is named twice, or an amount is out of bounds."""

    sum_bps: int


@dataclass(eq=False)
class AgreementSplitEndsEarly(Refusal):
    """It would end before it begins, or on that day."""

    valid_from: date


@dataclass(eq=False)
class AgreementSplitNotOpen(Refusal):
    """It was approved, rejected or withdrawn before."""


@dataclass(eq=False)
class AgreementSplitOwn(Refusal):
    """Whoever proposed a split neither approves nor rejects it: it takes two."""


@dataclass(eq=False)
class AgreementSplitInPast(Refusal):
    """It would change days that have gone by."""

    valid_from: date


@dataclass(eq=False)
class AgreementSplitOverlaps(Refusal):
    """Another approved split is in force on some of its days."""


@dataclass(eq=False)
class AgreementMonthNotOver(Refusal):
    """Months are settled in order, each once it is over. `next_month` is the one that comes next."""

    next_month: date
