"""The npm packages that the clients come from, installed once."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.fixture(scope="session")
def packages() -> None:
    """As locked. Needs npm on the path: `make test` sees to it."""
    npm = shutil.which("npm")
    assert npm is not None, "npm is not installed: `make test` brings it"
    with (FOLDER / ".installing").open("w") as lock:
        # Two processes of one run wait for each other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(npm)


def _install(npm: str) -> None:
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=FOLDER, check=True, timeout=180)
