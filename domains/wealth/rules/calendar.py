"""The trading calendar: which days funds are traded on, and on which of them an order is priced.

An order before 15:00:00.000 Asia/Shanghai on a trading day T is priced at T's net asset value and confirmed on the next trading day; at or after 15:00, or
on a closed day, T is the next trading day (fund-sales practice). A year whose holidays have not been published is refused, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domains.kernel.days import SHANGHAI
from domains.wealth.errors.products import CalendarMalformed, CalendarMissing

CUT_OFF = time(15)
"""Asia/Shanghai. The instant itself is late."""

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TradingCalendar:
    """The days of each published year on which there is no trade although they are no Saturday or Sunday."""

    closed: Mapping[int, frozenset[date]]

    @classmethod
    def of(cls, years: Iterable[tuple[int, Iterable[date]]]) -> "TradingCalendar":
        return cls({year: frozenset(days) for year, days in years})

    def is_trading_day(self, day: date) -> bool:
        """Raises CalendarMissing for a day of a year that is not published."""
        closed = self.closed.get(day.year)
        if closed is None:
            raise CalendarMissing(day.year)
        return day.weekday() < _SATURDAY and day not in closed

    def from_day(self, day: date) -> date:
        """That day, or the first trading day after it. Raises CalendarMissing."""
        while not self.is_trading_day(day):
            day += _DAY
        return day

    def after(self, day: date, trading_days: int = 1) -> date:
        """The trading day so many trading days after a day, which need not be one. Raises CalendarMissing."""
        for _ in range(trading_days):
            day = self.from_day(day + _DAY)
        return day

    def before(self, day: date) -> date:
        """The last trading day before a day. Raises CalendarMissing."""
        day -= _DAY
        while not self.is_trading_day(day):
            day -= _DAY
        return day

    def trade_date(self, placed_at: datetime) -> date:
        """The day at whose net asset value an order of that instant is priced. Raises CalendarMissing."""
        here = placed_at.astimezone(SHANGHAI)
        day = here.date()
        return self.after(day) if self.is_trading_day(day) and here.time() >= CUT_OFF else self.from_day(day)

    def cut_off(self, trade_date: date) -> datetime:
        """The instant, in UTC, from which an order of that trade date can no longer be cancelled."""
        return datetime.combine(trade_date, CUT_OFF, SHANGHAI).astimezone(UTC)


def check_year(year: int, closed: Iterable[date]) -> None:
    """Raise CalendarMalformed unless every day is of that year and none comes twice."""
    days = list(closed)
    if not days or len(set(days)) != len(days) or any(day.year != year for day in days):
        from_elsewhere = next((day for day in days if day.year != year), None)
        raise CalendarMalformed(year, from_elsewhere)
