"""Branches: where they are, when they are open, what may be said of them, and at what times an appointment may begin.

Places are in millionths of a degree, whole numbers. Distances are along the great circle of a sphere of the Earth's mean radius, in metres.
A slot begins at each whole multiple of the service's minutes from the opening on, as long as it ends by the closing; times are of Asia/Shanghai.

A branch or service is refused as BranchMalformed with its first part that is wrong. An appointment: BranchServiceNotFound, SlotNotOffered, AlreadyBooked,
AppointmentsTooMany, SlotFull."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import asin, cos, degrees, radians, sin
from typing import NamedTuple

from domains.offers.errors.branches import AlreadyBooked, AppointmentsTooMany, BranchMalformed, SlotFull, SlotNotOffered

NAME_MOST_CHARACTERS = 40
ADDRESS_MOST_CHARACTERS = 120
OPENINGS_MOST = 21
CLOSED_DAYS_MOST = 60
DAY_MINUTES = 24 * 60

SLOT_MINUTES = range(5, 241)
CAPACITY = range(1, 101)
DAYS_AHEAD = range(1, 91)
APPOINTMENTS_MOST = 5
"""Appointments to come that one customer may have."""

KEPT_BEFORE, KEPT_AFTER = timedelta(minutes=30), timedelta(minutes=15)
"""Who takes a ticket this long before or after the time of an appointment has come for it."""

EARTH_RADIUS_METRES = 6_371_009
RADIUS_MOST_METRES = 500_000
LATITUDE_MOST, LONGITUDE_MOST = 90_000_000, 180_000_000

_CODE = re.compile(r"[a-z][a-z_]{1,29}", re.ASCII)


class Spot(NamedTuple):
    """A point on the map, in millionths of a degree."""

    latitude: int
    longitude: int


class Box(NamedTuple):
    """Everything within a radius lies in here; what lies in here may be a little farther."""

    south: int
    north: int
    west: int
    east: int


class Opening(NamedTuple):
    """Open on that weekday (1 is Monday) from one minute of the day to another, Asia/Shanghai."""

    weekday: int
    opens: int
    closes: int


def check_spot(spot: Spot) -> None:
    """Raises BranchMalformed."""
    if abs(spot.latitude) > LATITUDE_MOST or abs(spot.longitude) > LONGITUDE_MOST:
        raise BranchMalformed("place")


def check_branch(name_zh: str, name_en: str, address: str, spot: Spot, hours: Sequence[Opening], closed_days: Sequence[date]) -> None:
    """Raises BranchMalformed for the first part that is wrong."""
    for what, text, most in (
        ("name_zh", name_zh, NAME_MOST_CHARACTERS),
        ("name_en", name_en, NAME_MOST_CHARACTERS),
        ("address", address, ADDRESS_MOST_CHARACTERS),
    ):
        check_text(what, text, most)
    check_spot(spot)
    ordered = sorted(hours)
    whole = all(1 <= one.weekday <= 7 and 0 <= one.opens < one.closes <= DAY_MINUTES for one in ordered)
    apart = all(one.weekday != next_.weekday or one.closes <= next_.opens for one, next_ in pairwise(ordered))
    if not (whole and apart and 1 <= len(ordered) <= OPENINGS_MOST):
        raise BranchMalformed("hours")
    if len(closed_days) > CLOSED_DAYS_MOST:
        raise BranchMalformed("closed_days")


def check_service(code: str, name_zh: str, name_en: str, slot_minutes: int, capacity: int, days_ahead: int) -> None:
    """Raises BranchMalformed for the first part that is wrong."""
    if _CODE.fullmatch(code) is None:
        raise BranchMalformed("code")
    check_text("name_zh", name_zh, NAME_MOST_CHARACTERS)
    check_text("name_en", name_en, NAME_MOST_CHARACTERS)
    for what, number, allowed in (("slot_minutes", slot_minutes, SLOT_MINUTES), ("capacity", capacity, CAPACITY), ("days_ahead", days_ahead, DAYS_AHEAD)):
        if number not in allowed:
            raise BranchMalformed(what)


def check_text(what: str, text: str, most: int) -> None:
    """Raises BranchMalformed unless the text has 1 to `most` printable characters."""
    if not (0 < len(text) <= most and text == text.strip() and text.isprintable()):
        raise BranchMalformed(what)


def box_around(spot: Spot, radius_metres: int) -> Box:
    """The box of a radius. Where that reaches a pole, or the line of the date, all longitudes are in it."""
    angle = radius_metres / EARTH_RADIUS_METRES
    reach = round(degrees(angle) * 1_000_000) + 1
    south, north = spot.latitude - reach, spot.latitude + reach
    if south <= -LATITUDE_MOST or north >= LATITUDE_MOST:
        return Box(south, north, -LONGITUDE_MOST, LONGITUDE_MOST)
    width = round(degrees(asin(min(1, sin(angle) / cos(radians(spot.latitude / 1_000_000))))) * 1_000_000) + 1
    west, east = spot.longitude - width, spot.longitude + width
    if west < -LONGITUDE_MOST or east > LONGITUDE_MOST:
        west, east = -LONGITUDE_MOST, LONGITUDE_MOST
    return Box(south, north, west, east)


def slot_starts(hours: Sequence[Opening], closed_days: Sequence[date], slot_minutes: int, day: date) -> list[time]:
    """The times of day at which a slot begins on that day, in order."""
    if day in closed_days:
        return []
    minutes = [begin for one in sorted(hours) if one.weekday == day.isoweekday() for begin in range(one.opens, one.closes - slot_minutes + 1, slot_minutes)]
    return [time(begin // 60, begin % 60) for begin in minutes]


def check_slot(hours: Sequence[Opening], closed_days: Sequence[date], slot_minutes: int, days_ahead: int, local_start: datetime, local_now: datetime) -> None:
    """Raises SlotNotOffered. Both times are of Asia/Shanghai."""
    day = local_start.date()
    is_offered = local_start > local_now and day <= local_now.date() + timedelta(days=days_ahead)
    if not is_offered or local_start.time() not in slot_starts(hours, closed_days, slot_minutes, day):
        raise SlotNotOffered(days_ahead)


def check_booking(*, has_same: bool, live: int) -> None:
    """Raises AlreadyBooked, AppointmentsTooMany."""
    if has_same:
        raise AlreadyBooked
    if live >= APPOINTMENTS_MOST:
        raise AppointmentsTooMany(APPOINTMENTS_MOST)


def check_capacity(booked: int, capacity: int) -> None:
    """Raises SlotFull."""
    if booked >= capacity:
        raise SlotFull
