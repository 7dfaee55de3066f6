"""What a pure rule may know of days: the house's time zone, and the calendar's arithmetic. It asks no clock what day it is."""

from calendar import isleap
from datetime import date
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_day(year: int, month: int) -> int:
    """The last day of a month, as its number."""
    return 29 if month == 2 and isleap(year) else _LAST_DAYS[month - 1]


def months_after(day: date, months: int) -> date:
    """The same day so many months later; a month without that day has it on its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))
