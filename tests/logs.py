"""What the house says while the tests run, and the phone and ID numbers it was given in plain: at the end of the run none of them stands in what it said.

Collected are structured log lines as they are made (also where a test captures them), the standard library's log records, what each test printed on its two
streams, what a finished process printed, and every `*.log` in a temporary folder (of the database server, of servers and workers in processes of their own).
Sought are the numbers that customers' sealing and blind indexes saw. Each number that is found fails the run, whatever else passed."""

import asyncio
import functools
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import structlog

from domains.customers.phones import masked_id_number, masked_phone
from domains.kernel import crypto
from domains.kernel.crypto import Keyring, Place

SEALED_COLUMNS = {"phone_sealed": "phone", "id_number_sealed": "ID number"}
INDEXED_PURPOSES = {"customers phone": "phone", "customers id number": "ID number"}

_RUNS = re.compile(r"\d{7,}[Xx]?")
_SPACED = re.compile(r"\b1\d\d[ -]\d{4}[ -]\d{4}\b")
_COUNTRY = re.compile(r"^(00)?86(?=1\d{10}$)")


class RunLog:
    """A file of what was said, and the plain numbers that must not stand in it."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", encoding="utf-8", errors="replace")
        self.path = file
        self.plain: dict[str, str] = {}
        self.characters = 0

    def keep(self, where: str, text: str) -> None:
        """Add what was said, line by line beside where."""
        self.characters += len(text)
        self._file.writelines(f"{where}\t{line}\n" for line in text.splitlines())

    def keep_file(self, where: str, file: Path) -> None:
        """Add a log file that is about to go."""
        self.keep(where, file.read_text(errors="replace"))

    def expect_never(self, kind: str, number: str) -> None:
        """A phone number or an ID number that somebody was registered or looked up with."""
        self.plain[_bare(number)] = f"{kind} {_masked(number)}"

    def leaks(self) -> list[str]:
        """Where a number stands in plain, each place and number once. The number itself is not told."""
        self._file.flush()
        with self.path.open(encoding="utf-8", errors="replace") as lines:
            found = (f"{line.partition(chr(9))[0]}: {self.plain[number]}" for line in lines for number in _numbers(line) if number in self.plain)
            return list(dict.fromkeys(found))

    def close(self) -> None:
        self._file.close()


def _numbers(line: str) -> Iterator[str]:
    for match in (*_RUNS.findall(line), *_SPACED.findall(line)):
        yield _bare(match)
        yield _bare(match.rstrip("Xx"))


def _bare(number: str) -> str:
    """A number as it is compared: without plus, separators and China's country code."""
    return _COUNTRY.sub("", re.sub(r"[^\dX]", "", number.upper()))


def _masked(number: str) -> str:
    return masked_phone(number) if number.startswith("+") else masked_id_number(number) if len(number) == 18 else f"of {len(number)} characters"


class LogsOfTheRun:
    """The pytest plugin: registered by tests/conftest.py."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="scenebank-logs-")
        self.log = RunLog(Path(self._folder.name) / "run.log")
        self.found: list[str] = []
        self._figures: Counter[str] = Counter()
        self._undo: list[Callable[[], None]] = []

    def pytest_sessionstart(self) -> None:
        self._listen()
        self._watch_plain_numbers()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for title, text in report.sections:
            # Later phases of a test repeat the sections of earlier ones.
            if title.endswith(report.when or ""):
                self.log.keep(report.nodeid, text)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        for undo in reversed(self._undo):
            undo()
        self._keep_log_files(session.config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]
        self.found += self.log.leaks()
        self._figures["numbers"] += len(self.log.plain)
        self._figures["characters"] += self.log.characters
        if hasattr(session.config, "workeroutput"):
            # One of several processes of the run: the first one tells.
            session.config.workeroutput["logs"] = {"found": self.found, "figures": dict(self._figures)}
        if self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A process of the run has ended: take what it found."""
        told = getattr(node, "workeroutput", {}).get("logs", {"found": ["a process of the run ended without a word of its logs"], "figures": {}})
        self.found += told["found"]
        self._figures.update(told["figures"])

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        figures = f"{self._figures['numbers']} phone and ID numbers sought in {self._figures['characters']} characters of logs"
        if self.found:
            terminalreporter.section("personal data in the logs", red=True)
            terminalreporter.write_line("\n".join([*self.found, f"{figures}: {len(self.found)} places found"]), red=True)
        elif self._figures["numbers"]:
            terminalreporter.write_line(f"{figures}: none found")

    def pytest_unconfigure(self) -> None:
        self.log.close()
        self._folder.cleanup()

    def _keep_log_files(self, folder: Path) -> None:
        for file in sorted(folder.rglob("*.log")):
            # Another account's file, or one that is gone by now.
            with suppress(OSError):
                self.log.keep_file(f"{_now_running()} {file.relative_to(folder)}", file)

    def _before_it_goes(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def cleanup(folder: "tempfile.TemporaryDirectory[str]") -> None:
            self._keep_log_files(Path(folder.name))
            original(folder)

        return cleanup

    def _listen(self) -> None:
        handler = _Handler(self.log)
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(min(level or logging.INFO, logging.INFO))
        self._undo.append(lambda: (root.removeHandler(handler), root.setLevel(level)))
        log = self.log

        def as_said(original: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(original)
            def proxy(logger: Any, method: str, event: str | None = None, /, *arguments: Any, **fields: Any) -> Any:
                log.keep(_now_running(), f"{event} {arguments!r} {logger._context!r} {fields!r}")
                if fields.get("exc_info"):
                    log.keep(_now_running(), f"{sys.exc_info()[1]!r}")
                return original(logger, method, event, *arguments, **fields)

            return proxy

        self._replace(structlog.BoundLoggerBase, "_proxy_to_logger", as_said)
        self._replace(tempfile.TemporaryDirectory, "cleanup", self._before_it_goes)
        self._replace(subprocess.Popen, "communicate", self._of_a_process)
        self._replace(asyncio.subprocess.Process, "communicate", self._of_an_awaited_process)

    def _of_a_process(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def communicate(process: Any, *arguments: Any, **options: Any) -> Any:
            return self._kept(original(process, *arguments, **options))

        return communicate

    def _of_an_awaited_process(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        async def communicate(process: Any, *arguments: Any, **options: Any) -> Any:
            return self._kept(await original(process, *arguments, **options))

        return communicate

    def _kept(self, streams: tuple[str | bytes | None, ...]) -> tuple[str | bytes | None, ...]:
        for stream in streams:
            if stream:
                self.log.keep(_now_running(), stream.decode(errors="replace") if isinstance(stream, bytes) else stream)
        return streams

    def _watch_plain_numbers(self) -> None:
        log = self.log

        def sealing(original: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(original)
            def seal(data_key: bytes, place: Place, plain: str) -> bytes:
                if place.column in SEALED_COLUMNS:
                    log.expect_never(SEALED_COLUMNS[place.column], plain)
                return original(data_key, place, plain)

            return seal

        def indexing(original: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(original)
            def blind_index(keyring: Keyring, purpose: str, value: str) -> bytes:
                if purpose in INDEXED_PURPOSES:
                    log.expect_never(INDEXED_PURPOSES[purpose], value)
                return original(keyring, purpose, value)

            return blind_index

        sealers = [module for module in list(sys.modules.values()) if getattr(module, "seal", None) is crypto.seal]
        for module in sealers:
            self._replace(module, "seal", sealing)
        self._replace(Keyring, "blind_index", indexing)

    def _replace(self, owner: Any, name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        original = getattr(owner, name)
        setattr(owner, name, wrap(original))
        self._undo.append(lambda: setattr(owner, name, original))


class _Handler(logging.Handler):
    def __init__(self, log: RunLog) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.keep(_now_running(), self.format(record))


def _now_running() -> str:
    return os.environ.get("PYTEST_CURRENT_TEST", "between tests")
