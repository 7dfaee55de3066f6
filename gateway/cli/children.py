"""Processes that `scenebank up` starts and watches: they end with it, and one that dies is started again."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Protocol, Self

from gateway.cli.failures import CommandFailed
from gateway.cli.parent import PARENT_VARIABLE
from gateway.settings import Settings

COMMANDS = {"server": "serve", "worker": "worker", "sandbox": "sandbox"}
STOP_SECONDS = 30.0
DEATHS_MAX, DEATHS_WITHIN_SECONDS = 5, 60.0
LAST_WORDS_BYTES = 3000


class Watched(Protocol):
    """What `up` keeps running: its children, and the database that it started."""

    @property
    def has_ended(self) -> bool: ...

    def start_again(self) -> None: ...


class Child:
    """One process and its log file."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self._command = command
        self._environment = environment
        self._log = log
        self._deaths: deque[float] = deque(maxlen=DEATHS_MAX)
        self._process = self._start()

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def start_again(self) -> None:
        """Raises CommandFailed when it keeps dying."""
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == DEATHS_MAX and now - self._deaths[0] < DEATHS_WITHIN_SECONDS:
            raise CommandFailed(f"The {self.name} keeps ending. Its last words:\n{self.last_words()}")
        self._process = self._start()

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        if self.has_ended:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End it at once, as a crash would. Says nothing about its health, so it is not held against it."""
        self._process.kill()
        self._process.wait()
        self._deaths.clear()

    def last_words(self) -> str:
        """The end of its log."""
        return self._log.read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace").strip()

    def _start(self) -> "subprocess.Popen[bytes]":
        # A session of its own keeps the terminal's Ctrl-C away: the parent stops it in its turn.
        with self._log.open("ab") as log:
            return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stderr=log, env=self._environment, start_new_session=True)  # noqa: S603


@contextmanager
def start_child(name: str, settings: Settings, log: Path, *options: str) -> Iterator[Child]:
    """Run one of Scenebank's own long-running commands for the length of a block."""
    child = Child(name, [sys.executable, "-m", "gateway.cli", COMMANDS[name], *options], os.environ | _environment(settings), log)
    try:
        yield child
    finally:
        child.stop()


class Stopping:
    """Notes SIGINT and SIGTERM while it is entered."""

    def __init__(self) -> None:
        self.told = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def watch(self, watched: Sequence[Watched]) -> None:
        """Return when told to stop. What ends before is started again, in this order."""
        while not self.told:
            for one in watched:
                if one.has_ended and not self.told:
                    one.start_again()
            time.sleep(0.2)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.told = True


def _environment(settings: Settings) -> dict[str, str]:
    environment = {
        PARENT_VARIABLE: str(os.getpid()),
        "DATABASE_URL": settings.app_dsn,
        "SCENEBANK_ENVIRONMENT": settings.environment.value,
        "SCENEBANK_DATA": str(settings.data),
        "SCENEBANK_HOST": settings.host,
        "SCENEBANK_PORT": str(settings.port),
    }
    return environment | ({"SCENEBANK_SANDBOX_URL": settings.sandbox_url} if settings.sandbox_url is not None else {})
