"""An application and its steps: which state follows which, and who may do what in it."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from domains.kernel.days import SHANGHAI
from domains.loans.errors.applications import ApplicationUndecidable, OfferExpired, OfferNotOpen


class ApplicationState(StrEnum):
    """`submitted`, `approved`, `priced` and `signed` wait for a step of the house, `referred` for a member of staff, `offered` for the customer.

    `failed`: the money could not be paid out, and nothing is owed."""

    SUBMITTED = "submitted"
    REFERRED = "referred"
    APPROVED = "approved"
    PRICED = "priced"
    OFFERED = "offered"
    SIGNED = "signed"
    DISBURSED = "disbursed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


OPEN = frozenset(
    (
        ApplicationState.SUBMITTED,
        ApplicationState.REFERRED,
        ApplicationState.APPROVED,
        ApplicationState.PRICED,
        ApplicationState.OFFERED,
        ApplicationState.SIGNED,
    )
)
"""While one is open, no other of the same product is taken."""


class Step(StrEnum):
    """What the house does by itself, each in a job of its own that may run twice."""

    ASSESS = "assess"
    PRICE = "price"
    CONTRACT = "contract"
    DISBURSE = "disburse"


WAITING_FOR = {
    ApplicationState.SUBMITTED: Step.ASSESS,
    ApplicationState.APPROVED: Step.PRICE,
    ApplicationState.PRICED: Step.CONTRACT,
    ApplicationState.SIGNED: Step.DISBURSE,
}
"""Which step a state waits for. In any other state a step does nothing."""


def is_due(step: Step, state: ApplicationState) -> bool:
    """Whether the step is the one that the state waits for."""
    return WAITING_FOR.get(state) is step


def offered_until(now: datetime, quote_hours: int) -> datetime:
    """An offer stands for so many hours, and not beyond its day: interest runs from the day that its contract names."""
    here = now.astimezone(SHANGHAI)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=SHANGHAI)
    return min(now + timedelta(hours=quote_hours), midnight).astimezone(now.tzinfo)


def check_offer(state: ApplicationState, offered_until: datetime | None, now: datetime) -> None:
    """Raise OfferNotOpen where nothing is offered, OfferExpired where it was."""
    if state is ApplicationState.EXPIRED:
        raise OfferExpired(offered_until)
    if state is not ApplicationState.OFFERED or offered_until is None:
        raise OfferNotOpen(state.value)
    if now >= offered_until:
        raise OfferExpired(offered_until)


def check_decidable(state: ApplicationState) -> None:
    """Raise ApplicationUndecidable unless staff may decide: what is referred to them, and what was declined, which they may reverse."""
    if state not in (ApplicationState.REFERRED, ApplicationState.DECLINED):
        raise ApplicationUndecidable(state.value)


def check_cancellable(state: ApplicationState) -> None:
    """Raise OfferNotOpen where the application has ended or is signed."""
    if state not in OPEN or state is ApplicationState.SIGNED:
        raise OfferNotOpen(state.value)
