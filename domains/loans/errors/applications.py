"""What is refused of applications and of what is offered for them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ApplicationNotFound(Refusal):
    """There is no such application, or it is somebody else's."""


@dataclass(eq=False)
class ApplicationOpen(Refusal):
    """One for the same product is under way: it is to be finished or cancelled first."""

    application_id: UUID


@dataclass(eq=False)
class IncomeMalformed(Refusal):
    """An income below nothing, or above what anybody has."""


@dataclass(eq=False)
class ProfileNeeded(Refusal):
    """What the customer does and earns was never told, or only one of the two is told now."""


@dataclass(eq=False)
class OfferNotOpen(Refusal):
    """Nothing is offered that could be signed or cancelled. `state` says where the application stands."""

    state: str


@dataclass(eq=False)
class OfferExpired(Refusal):
    """It was offered until then; it can be asked for anew."""

    offered_until: datetime | None


@dataclass(eq=False)
class OfferChanged(Refusal):
    """What was shown is not what is offered now. `contract_sha256` is the contract to show."""

    contract_sha256: str


@dataclass(eq=False)
class ApplicationUndecidable(Refusal):
    """Nothing is to be decided by staff. `state` says where the application stands."""

    state: str


@dataclass(eq=False)
class ReasonNeeded(Refusal):
    """A decision of staff says why."""


@dataclass(eq=False)
class ApprovalPolicyMalformed(Refusal):
    """`what` names the first part that is not as a policy has it."""

    what: str


@dataclass(eq=False)
class BorrowerUnfit(Refusal):
    """A hard rule keeps the customer from borrowing now. `reasons` name the rules, the gravest first."""

    reasons: tuple[str, ...]


@dataclass(eq=False)
class CoolingOffOver(Refusal):
    """The days in which the money can be given back at no cost are over, or something was repaid."""

    ended_at: datetime | None
