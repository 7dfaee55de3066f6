"""What may be done with a booking (an appointment, a seat), and what the partner may keep of its price: pure decisions over the terms that the slot declared.

asked       the partner is asked to keep the slot
held        it does, for a while, and is to be paid
paying      the money is held here; the partner has not said yet that it stands
confirmed   it stands. A deposit stays held until the visit; what is paid at once is paid
changing, cancelling   the partner is asked for that
settled, missed, cancelled, refused   it ended: used, not used, given up, or never was
review      the partner and the house do not agree: staff look into it

A search, a hold, a payment, a change and a cancellation are refused in the order of the functions below, after SearchNotFound, SlotNotFound and
BookingNotFound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domains.kernel.assets import asset_of
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount
from domains.scenes.errors.booking import BookingChanged, BookingNotChangeable, BookingNotOpen, SlotNotFound
from domains.scenes.rules.order import HELD_FOR

FOUND_KEPT = timedelta(minutes=30)
"""How long a slot can be booked from what a search found: later it may have another price."""

SEARCHES_KEPT = timedelta(days=1)
"""What somebody looked for is nobody's business for longer."""

SEARCH_ASKED_FOR = timedelta(minutes=5)
HOLD_ASKED_FOR = timedelta(minutes=10)
"""A partner that says nothing for so long has failed the customer. What it may keep of a slot without being paid it lets go by itself."""

VISIT_ASKED_EVERY = timedelta(minutes=15)
"""How often a partner is asked how it ended, once the time has come."""

BOOKED_AHEAD_MOST = HELD_FOR - timedelta(days=30)
"""No deposit is taken for a day that the money cannot be held until, with time to settle it."""


WORD_MAX_CHARACTERS = 80
SPAN_MOST = timedelta(days=31)


class BookingState(StrEnum):
    ASKED = "asked"
    HELD = "held"
    PAYING = "paying"
    CONFIRMED = "confirmed"
    CHANGING = "changing"
    CANCELLING = "cancelling"
    SETTLED = "settled"
    MISSED = "missed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    REVIEW = "review"


CALLED_OFF = "cancelled_by_partner"
LOST = frozenset({"hold_expired", "slot_gone", "expired", "not_payable", CALLED_OFF})
"""Partners' codes for a payment after which there is nothing to be paid any more."""


class BookingStep(StrEnum):
    """What the partner is being asked for that costs nothing."""

    HOLD = "hold"
    CANCEL = "cancel"
    MOVE = "move"
    LOOK = "look"
    """How a ticket stands: what is paid for may be called off by the partner itself."""


class SearchState(StrEnum):
    ASKING = "asking"
    FOUND = "found"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BookingTerms:
    """What the partner declared. Until `free_until_hours` before its time a booking is given up for nothing; later `kept_percent` of the price is kept, and
    `no_show_percent` of whoever does not come. `pays_at_once`: the price is captured when the partner confirms, not after the visit. Without a
    `change_fee_minor` it cannot be changed."""

    pays_at_once: bool
    free_until_hours: int
    kept_percent: int
    no_show_percent: int
    change_fee_minor: int | None


@dataclass(frozen=True, slots=True)
class BookingSlot:
    """What can be booked. `title`, `provider` (a doctor, a train) and `place` tell what somebody is there for: they are kept sealed."""

    id: str
    topic: str
    title: str
    provider: str
    place: str
    starts_at: datetime
    price: Amount
    terms: BookingTerms


def slot_of(told: Mapping[str, Any]) -> BookingSlot:
    """A slot as the partner's answer has it, in the house's words."""
    return BookingSlot(
        id=told["slot_id"],
        topic=told["topic"],
        title=told["title"],
        provider=told["provider"],
        place=told["place"],
        starts_at=datetime.fromisoformat(told["starts_at"]),
        price=Amount(told["price_minor"], asset_of(told["currency"])),
        terms=BookingTerms(**told["terms"]),
    )


def check_question(words: Mapping[str, str], from_day: date, until_day: date) -> None:
    """Raise InvalidInput for what no partner is bothered with."""
    for name, word in words.items():
        if len(word) > WORD_MAX_CHARACTERS or (word and not word.isprintable()):
            raise InvalidInput(name, f"a text of {WORD_MAX_CHARACTERS} characters at most")
    if not timedelta(0) <= until_day - from_day <= SPAN_MOST:
        raise InvalidInput("untilDay", f"a day from fromDay on, {SPAN_MOST.days} days later at most")


def check_slot(slot: BookingSlot | None, now: datetime) -> BookingSlot:
    """Raise SlotNotFound unless it is there, lies ahead, and not too far."""
    if slot is None or not now < slot.starts_at <= now + BOOKED_AHEAD_MOST:
        raise SlotNotFound
    return slot


def check_payment(state: BookingState, held_until: datetime | None, price: Amount, confirmed: Amount, now: datetime) -> None:
    """Raise BookingNotOpen, BookingChanged: it is paid while the partner keeps it, and as the customer saw it."""
    if state is not BookingState.HELD or held_until is None or now >= held_until:
        raise BookingNotOpen("expired" if state is BookingState.HELD else state.value)
    check_confirmed(price, confirmed)


def check_confirmed(amount: Amount, confirmed: Amount) -> None:
    """Raise BookingChanged where the customer saw another amount."""
    if amount != confirmed:
        raise BookingChanged(amount)


def kept_of(state: BookingState, terms: BookingTerms, price: Amount, starts_at: datetime, now: datetime) -> Amount:
    """What the partner keeps if it is cancelled now. Raises BookingNotOpen where it cannot be."""
    if state is BookingState.HELD:
        return Amount(0, price.asset)
    if state is not BookingState.CONFIRMED or now >= starts_at:
        raise BookingNotOpen("begun" if state is BookingState.CONFIRMED else state.value)
    is_free = now <= starts_at - timedelta(hours=terms.free_until_hours)
    return Amount(0 if is_free else share_of(price, terms.kept_percent), price.asset)


def share_of(price: Amount, percent: int) -> int:
    """A share in minor units, the broken one left to the customer."""
    return price.minor * percent // 100


def change_cost(state: BookingState, terms: BookingTerms, price: Amount, starts_at: datetime, slot: BookingSlot, now: datetime, *, was_changed: bool) -> Amount:
    """What it costs to go to another slot: the fee, and what that one costs more; a cheaper one gives nothing back. Raises BookingNotOpen,
    BookingNotChangeable (not declared, changed once already, or in another currency)."""
    if state is not BookingState.CONFIRMED or now >= starts_at:
        raise BookingNotOpen("begun" if state is BookingState.CONFIRMED else state.value)
    if terms.change_fee_minor is None or not terms.pays_at_once or was_changed or slot.price.asset != price.asset:
        raise BookingNotChangeable
    return Amount(terms.change_fee_minor + max(0, slot.price.minor - price.minor), price.asset)


def most_kept(outcome: str, terms: BookingTerms, price: Amount, cancelling_for: Amount | None, starts_at: datetime, now: datetime) -> Amount | None:
    """The most that the partner may take of what is held, by how it says that it ended; None where it must be the price itself. `cancelling_for` is what it
    keeps of a booking that the customer has given up."""
    if cancelling_for is not None:
        return cancelling_for
    if outcome == "ticketed" and terms.pays_at_once:
        return None
    if outcome == "attended" and not terms.pays_at_once:
        return price
    return Amount(share_of(price, terms.no_show_percent) if outcome == "no_show" and now >= starts_at else 0, price.asset)


def refund_parts(total: int, paid: Sequence[int]) -> list[int]:
    """How a refund is spread over the payments: from the first on, of each no more than it was."""
    parts = []
    for one in paid:
        parts.append(min(total, one))
        total -= parts[-1]
    return parts
