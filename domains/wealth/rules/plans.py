"""Regular plans: so much into a product every week, fortnight or month. Pure decisions.

An occurrence falls on its day, or on the next trading day where that is closed; a month without the first occurrence's day has it on its last day. Each
period has one order, whatever is tried how often: its id is derived from the plan and the occurrence's number. The third failure in a row stops the plan."""

from datetime import date, timedelta
from enum import StrEnum

from domains.kernel.days import months_after
from domains.wealth.rules.calendar import TradingCalendar

FAILURES_MAX = 3
PLANS_MAX = 50


class PlanRhythm(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class PlanState(StrEnum):
    """`stopped` is final: by its owner, or by failures."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


_WEEKS = {PlanRhythm.WEEKLY: 1, PlanRhythm.FORTNIGHTLY: 2}


def occurrence_on(first_on: date, rhythm: PlanRhythm, number: int) -> date:
    """The day of an occurrence by the rhythm alone; the first is number 0."""
    return months_after(first_on, number) if rhythm is PlanRhythm.MONTHLY else first_on + timedelta(weeks=_WEEKS[rhythm] * number)


def ordered_on(first_on: date, rhythm: PlanRhythm, number: int, calendar: TradingCalendar) -> date:
    """The trading day on which that occurrence is ordered. Raises CalendarMissing."""
    return calendar.from_day(occurrence_on(first_on, rhythm, number))


def number_after_pause(first_on: date, rhythm: PlanRhythm, number: int, today: date) -> int:
    """The first occurrence from `number` on that does not lie in the past: what fell into a pause is left out."""
    while occurrence_on(first_on, rhythm, number) < today:
        number += 1
    return number


def after_failure(failures: int) -> PlanState:
    """How a plan stands after so many failures in a row."""
    return PlanState.STOPPED if failures >= FAILURES_MAX else PlanState.ACTIVE
