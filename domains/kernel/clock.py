"""The house's only source of time: real, or set by a test or the demo."""

import time
from datetime import UTC, date, datetime, timedelta

from domains.kernel.days import SHANGHAI


class Clock:
    """Real time plus an offset. Everything that decides by time asks a clock, never the operating system or the database."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """The instant, in UTC, to the microsecond."""
        return self._frozen if self._frozen is not None else datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The business date in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    def epoch_milliseconds(self) -> int:
        if self._frozen is None and not self._offset:
            return time.time_ns() // 1_000_000
        return int(self.now().timestamp() * 1000)

    def freeze(self, at: datetime) -> None:
        """Stand still at an aware instant."""
        if at.tzinfo is None:
            raise ValueError("a clock is set to an aware instant")
        self._frozen = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move forward (or back, in tests of clock jumps)."""
        if self._frozen is not None:
            self._frozen += by
        else:
            self._offset += by

    def run(self) -> None:
        """Forget any freezing and offset: real time again."""
        self._frozen, self._offset = None, timedelta()


def business_date(instant: datetime) -> date:
    """The date in Asia/Shanghai on which an instant falls."""
    return instant.astimezone(SHANGHAI).date()


def day_start(day: date) -> datetime:
    """Midnight in Asia/Shanghai at which a business date begins, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
