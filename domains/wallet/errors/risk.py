"""What the risk rules refuse, and what they hold back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class HeldForReview(Refusal):
    """The money is set aside until the bank's staff have looked at it, `until` then at the latest; else it is free again."""

    transfer_id: UUID
    until: datetime


@dataclass(eq=False)
class RefusedForSafety(Refusal):
    """The risk rules refuse it."""


@dataclass(eq=False)
class RiskRulesMalformed(Refusal):
    """A rule set that says nothing, says something twice, or something out of range."""

    rule: str
    reason: str


@dataclass(eq=False)
class RiskRulesOutdated(Refusal):
    """Somebody else published a rule set meanwhile: `version` stands now."""

    version: int


@dataclass(eq=False)
class ReviewNotFound(Refusal):
    """Nothing of that id is, or was, held for review."""


@dataclass(eq=False)
class ReviewEnded(Refusal):
    """It was released or refused before, or its time is over."""

    state: str
