"""Standing orders: transfers on a date, or every week or month from a date on. Pure decisions.

Created is refused in this order: the first rules of a transfer (see transfers.py), of which the PIN is always asked, then StartsInThePast, EndsBeforeStart,
TooManyStandingOrders. Pausing, resuming and stopping: StandingOrderNotFound (also a stranger's), StandingOrderEnded.

An occurrence is judged by the risk rules when it is tried. Where staff are to look first it waits for them, and is tried again once their time is over.

An occurrence is tried from the beginning of its day (Asia/Shanghai) on. One that is refused is tried again the next day; the third refusal in a row stops the
order. Those that a worker was away for are made up for, each once. What fell into a pause is left out."""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from domains.customers import PinProof, PinVerdict
from domains.kernel.days import months_after
from domains.kernel.money import Amount
from domains.wallet.errors.standing_orders import EndsBeforeStart, StartsInThePast, TooManyStandingOrders
from domains.wallet.rules.transfers import check_proof, check_transfer

STANDING_ORDERS_MAX = 50
"""That are active or paused, for one customer."""

FAILURES_MAX = 3
TRIED_AGAIN_AFTER = timedelta(days=1)

HELD, UNDECIDED = "HeldForReview", "ReviewEnded"
"""Why an occurrence that was tried has not gone: staff look at it, or have not decided in time, which counts as a failure."""

AUTHORISED = PinProof(PinVerdict.RIGHT)
"""An occurrence needs no PIN: the order had it."""


class Rhythm(StrEnum):
    """How an order repeats. A month without the first occurrence's day has it on its last day."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class StandingOrderState(StrEnum):
    """The last two are final. `stopped`: by its owner, or by refusals. `finished`: nothing is left of it to do."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


STANDING = frozenset({StandingOrderState.ACTIVE, StandingOrderState.PAUSED})


def check_standing_order(
    amount: Amount,
    note: str,
    tier: str,
    source_id: UUID,
    target_id: UUID | None,
    pin: PinProof,
    *,
    first_on: date,
    ends_on: date | None,
    today: date,
    standing: int,
) -> None:
    """Raise the first rule that a new order breaks. `standing` is how many its owner has."""
    check_transfer(amount, note, tier, source_id, target_id, pin)
    check_proof(pin, Amount(0, amount.asset))
    if first_on < today:
        raise StartsInThePast(today)
    if ends_on is not None and ends_on < first_on:
        raise EndsBeforeStart
    if standing >= STANDING_ORDERS_MAX:
        raise TooManyStandingOrders(STANDING_ORDERS_MAX)


def occurrence_on(first_on: date, rhythm: Rhythm, number: int) -> date:
    """The day of an order's occurrence; the first is number 0."""
    if rhythm is Rhythm.WEEKLY:
        return first_on + timedelta(weeks=number)
    if rhythm is Rhythm.MONTHLY:
        return months_after(first_on, number)
    return first_on


def has_occurrence(rhythm: Rhythm, number: int, on: date, ends_on: date | None) -> bool:
    """Whether an order has that occurrence."""
    return (number == 0 or rhythm is not Rhythm.ONCE) and (ends_on is None or on <= ends_on)


def number_from(first_on: date, rhythm: Rhythm, number: int, today: date) -> int:
    """The first occurrence from `number` on that does not lie in the past; of an order that does not repeat, none."""
    if rhythm is Rhythm.ONCE:
        return number if first_on >= today else number + 1
    while occurrence_on(first_on, rhythm, number) < today:
        number += 1
    return number
