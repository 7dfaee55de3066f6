"""The npm packages that the clients come from, installed once; and a bank for partners' clients."""

import fcntl
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.embedded import Instance
from tests.clients.bank import Bank
from tests.domains.wallet import tills
from tests.gateway.app.running import running_app

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


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bank]:
    """One server for the partners' clients of a file."""
    folder = tmp_path_factory.mktemp("partners")
    async with running_app(migrated.app_dsn, folder) as running:
        made = Bank(running, folder, await tills.shop(running.application.house.database))
        yield made
        for browser in made.browsers:
            await browser.http.aclose()
