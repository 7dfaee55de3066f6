"""Folders that the server's account can reach, and both makes of binaries."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.embedded import Binaries, Instance, find_binaries, start
from tests.gateway.embedded.observations import is_running, seconds_until, server_pid

PROJECT = Path(__file__).parents[3]
MEMORY = Path("/dev/shm")
ROOM_BYTES = 1 << 30


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A new folder that everybody may enter; pytest's own are closed to the account that serves when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="scenebank-embedded-"))
    folder.chmod(0o755)
    yield folder
    _remove(folder)


def _remove(folder: Path) -> None:
    """Removes the folder; a server whose parent the test killed may take its last files away at the same moment."""
    for postmaster in folder.glob("*/cluster/postmaster.pid"):
        pid = server_pid(postmaster.parents[1])
        seconds_until(lambda pid=pid: not is_running(pid), limit=10)  # type: ignore[misc]
    shutil.rmtree(folder)


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """A data folder that does not exist yet, in memory where there is room: what these tests kill is a process, never the machine."""
    folder = Path(tempfile.mkdtemp(prefix="scenebank-embedded-", dir=MEMORY if _has_room(MEMORY) else None))
    folder.chmod(0o755)
    yield folder / "postgres"
    _remove(folder)


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free > ROOM_BYTES


@pytest.fixture(scope="session")
def wheel() -> Binaries:
    return find_binaries(("wheel",))


@pytest.fixture(scope="session")
def oldest() -> Binaries:
    """Debian's PostgreSQL 15."""
    return find_binaries(folder=Path("/usr/lib/postgresql/15/bin"))


@pytest.fixture(params=["wheel", "oldest"])
def binaries(request: pytest.FixtureRequest) -> Binaries:
    chosen = request.getfixturevalue(request.param)
    assert isinstance(chosen, Binaries)
    return chosen


@pytest.fixture
def other_process() -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Runs Python source in a process and session of its own, which is killed at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def run(source: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
        process = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def served() -> Iterator[Instance]:
    """A server for tests that leave it as it was."""
    with tempfile.TemporaryDirectory(prefix="scenebank-embedded-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "postgres", fast_unsafe=True) as instance:
            yield instance
