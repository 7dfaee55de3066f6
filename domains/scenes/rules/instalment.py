"""Instalments: what a shop's offer comes to, part by part, exact to the smallest unit: pure decisions.

The first part is due on the day of the agreement and is held at once, with the PIN; the others on the same day of later months, or on a month's last day where
it has no such day. What does not divide evenly is in the first part."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from domains.kernel.money import Amount
from domains.scenes.errors.purchase import InstalmentOfferNotFound, PurchaseChanged, PurchaseNotOpen
from domains.scenes.rules.purchase import PurchaseState

PARTS_LEAST, PARTS_MOST = 2, 36
MONTHS_MOST = 12

COLLECTED_FOR = timedelta(days=60)
"""A part that could not be collected for so long is left to shop and customer."""


class PlanState(StrEnum):
    """`offered`: the shop has not taken the first part yet. `stopped`: nothing more is collected, because the purchase was given back or the shop says so."""

    OFFERED = "offered"
    ACTIVE = "active"
    COMPLETED = "completed"
    REFUSED = "refused"
    STOPPED = "stopped"


class PartState(StrEnum):
    """`dropped`: it will not be collected."""

    DUE = "due"
    COLLECTING = "collecting"
    PAID = "paid"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class InstalmentOffer:
    """What a shop offers for one order, as data: so many parts, so many months apart, and a fee on top."""

    code: str
    part_count: int
    months_apart: int
    fee_minor: int


class Part(NamedTuple):
    """One part of a schedule, numbered from 1."""

    number: int
    amount: Amount
    due_on: date


def is_sound(offer: InstalmentOffer, amount: Amount) -> bool:
    """Whether it can be agreed to: each part is worth something."""
    is_in_range = PARTS_LEAST <= offer.part_count <= PARTS_MOST and 1 <= offer.months_apart <= MONTHS_MOST and offer.fee_minor >= 0
    return is_in_range and amount.minor + offer.fee_minor >= offer.part_count


def total_of(offer: InstalmentOffer, amount: Amount) -> Amount:
    """What all parts come to."""
    return Amount(amount.minor + offer.fee_minor, amount.asset)


def schedule_of(offer: InstalmentOffer, amount: Amount, start: date) -> list[Part]:
    """Every part: they sum to the total."""
    total = total_of(offer, amount)
    each, rest = divmod(total.minor, offer.part_count)
    return [
        Part(number + 1, Amount(each + (rest if number == 0 else 0), total.asset), _months_after(start, number * offer.months_apart))
        for number in range(offer.part_count)
    ]


def find_offer(state: PurchaseState, amount: Amount, offers: list[InstalmentOffer], code: str, confirmed: Amount) -> InstalmentOffer:
    """The offer of that code. Raises PurchaseNotOpen, InstalmentOfferNotFound, PurchaseChanged where `confirmed` is not what it comes to."""
    if state is not PurchaseState.OPEN:
        raise PurchaseNotOpen(state.value)
    found = next((offer for offer in offers if offer.code == code), None)
    if found is None:
        raise InstalmentOfferNotFound
    if total_of(found, amount) != confirmed:
        raise PurchaseChanged(total_of(found, amount))
    return found


def due_span(today: date) -> tuple[date, date]:
    """The first and last day on which a part must be due to be collected today."""
    return today - COLLECTED_FOR, today


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
