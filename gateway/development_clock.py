"""The clock of development and the demo: every process of one data folder goes by the same offset, which the command line sets."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domains.kernel.clock import Clock

FILE_NAME = "clock-offset-seconds"
LOOK_EVERY_SECONDS = 0.1


class DevelopmentClock(Clock):
    """Real time plus the offset that stands in the folder; looked at ten times a second at most."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._file = folder / FILE_NAME
        self._looked_at = float("-inf")

    def now(self) -> datetime:
        self._look()
        return super().now()

    def epoch_milliseconds(self) -> int:
        self._look()
        return super().epoch_milliseconds()

    def _look(self) -> None:
        at = time.monotonic()
        if at - self._looked_at >= LOOK_EVERY_SECONDS:
            self._looked_at = at
            self._offset = read_offset(self._file.parent)


def read_offset(folder: Path) -> timedelta:
    """How far the folder's clock is ahead of real time; zero when it was never set."""
    try:
        return timedelta(seconds=float((folder / FILE_NAME).read_text()))
    except FileNotFoundError:
        return timedelta()


def set_clock(folder: Path, now: datetime) -> None:
    """Let every process of the folder go on from that instant."""
    if now.tzinfo is None:
        raise ValueError("a clock is set to an aware instant")
    unfinished = folder / f"{FILE_NAME}.{os.getpid()}"
    unfinished.write_text(str((now - datetime.now(UTC)).total_seconds()))
    unfinished.replace(folder / FILE_NAME)
