"""How late a loan is: days past due without the pauses, the month's stage (M1 to M6), and the five classes of credit assets.

The classes follow the rules of 2023 on the risk classification of commercial banks' financial assets (decree no. 1 of 2023 of the CBIRC and the PBoC): anything
overdue is at least of special mention, more than 90 days is substandard at least, more than 270 doubtful at least, more than 360 a loss."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

STAGE_DAYS = 30
STAGE_LAST = 7


class FiveClass(IntEnum):
    """The five classes, the best first."""

    NORMAL = 1
    SPECIAL_MENTION = 2
    SUBSTANDARD = 3
    DOUBTFUL = 4
    LOSS = 5


CLASS_BEGINS = ((361, FiveClass.LOSS), (271, FiveClass.DOUBTFUL), (91, FiveClass.SUBSTANDARD), (1, FiveClass.SPECIAL_MENTION), (0, FiveClass.NORMAL))
"""From so many days past due on, the worst first."""


class Pause(NamedTuple):
    """Days that do not count: from `begin` on, until the day `end` counts again. Without one it goes on."""

    begin: date
    end: date | None = None


def days_between(begin: date, end: date, pauses: Sequence[Pause] = ()) -> int:
    """How many nights there are from one day to another that are in no pause."""
    if end <= begin:
        return 0
    days, day = (end - begin).days, begin
    for pause in sorted(pauses, key=lambda one: one.begin):
        left, right = max(day, pause.begin), end if pause.end is None else min(end, pause.end)
        if right > left:
            days -= (right - left).days
            day = right
    return days


def days_past_due(oldest_due: date | None, on: date, pauses: Sequence[Pause] = ()) -> int:
    """How many days something has been overdue that was due on `oldest_due`. A day after the due date it is one."""
    return 0 if oldest_due is None else days_between(oldest_due, on, pauses)


def stage_of(days: int) -> str:
    """`M0` is not overdue, `M1` 1 to 30 days, `M6` 151 to 180, `M7` more."""
    return f"M{min(STAGE_LAST, -(-days // STAGE_DAYS))}"


def class_of(days: int, *, is_written_off: bool = False) -> FiveClass:
    """The class by the days past due; what was written off is a loss."""
    if is_written_off:
        return FiveClass.LOSS
    return next(one for begins, one in CLASS_BEGINS if days >= begins)
