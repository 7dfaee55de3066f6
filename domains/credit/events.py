"""What became of a customer's credit. `subject_id` is the customer; numbers of the score are never told."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CreditEventVoided(Event):
    """It counts no more, as if it had never been."""

    event_id: UUID


@dataclass(frozen=True, slots=True)
class CreditBandChanged(Event):
    """`band` is A to E, or nothing where none is known any more. `cause` is events, time, consent or scorecard."""

    band: str | None
    previous: str | None
    cause: str


@dataclass(frozen=True, slots=True)
class CreditReviewRequested(Event):
    """The customer asked that a person look at their band."""

    review_id: UUID


@dataclass(frozen=True, slots=True)
class CreditReviewAnswered(Event):
    """A person looked. `state` is confirmed or corrected."""

    review_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class ScorecardPublished(Event):
    """`subject_id` is who published it. `scorecard` is scene or application."""

    scorecard: str
    version: int
