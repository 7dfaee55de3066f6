"""Times at which a service is given, and until when a booking can be cancelled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.mall.errors.parcels import BookingTooLate, ServiceSlotMalformed

SLOTS_MOST, CAPACITY_MOST, CANCEL_HOURS_MOST = 200, 10_000, 720
LONGEST = timedelta(days=1)
AHEAD_MOST = timedelta(days=400)


class SlotTerms(NamedTuple):
    """A time as a shop tells it."""

    begins_at: datetime
    ends_at: datetime
    capacity: int


class Slot(NamedTuple):
    """A time of a service, and how many of its places are taken."""

    variant_id: UUID
    id: UUID
    shop_id: UUID
    begins_at: datetime
    ends_at: datetime
    capacity: int
    taken_units: int
    cancel_hours: int

    @property
    def free_units(self) -> int:
        return self.capacity - self.taken_units

    @property
    def cancelled_until(self) -> datetime:
        return self.begins_at - timedelta(hours=self.cancel_hours)


def check_slots(told: Sequence[SlotTerms], cancel_hours: int, now: datetime) -> None:
    """Raise ServiceSlotMalformed, naming the first part that is not as a time to be booked has it."""
    if not 1 <= len(told) <= SLOTS_MOST or len({one.begins_at for one in told}) < len(told):
        raise ServiceSlotMalformed("slots")
    if not 0 <= cancel_hours <= CANCEL_HOURS_MOST:
        raise ServiceSlotMalformed("cancelHours")
    for one in told:
        if not now < one.begins_at < one.ends_at <= one.begins_at + LONGEST or one.begins_at > now + AHEAD_MOST:
            raise ServiceSlotMalformed("time")
        if not 1 <= one.capacity <= CAPACITY_MOST:
            raise ServiceSlotMalformed("capacity")


def check_cancelled(slot: Slot, now: datetime) -> None:
    """Raise BookingTooLate unless a booking of it can still be cancelled."""
    if now > slot.cancelled_until:
        raise BookingTooLate(slot.cancelled_until)
