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
