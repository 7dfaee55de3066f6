"""Statements of one operation, as the server's own log counts them: the same way for both sides, whatever drives the database."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median_low

import asyncpg

LOGGED = re.compile(r"^\S+ \S+ \S+ \[\d+\] \S*@(\S+) LOG:  (?:statement|execute [^:]*): *(.*(?:\n\t.*)*)", re.M)
BOUNDARIES = (
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "SET ",
    "START TRANSACTION",
    "DEALLOCATE",
    "CLOSE",
    "LISTEN",
    "UNLISTEN",
    "DISCARD",
    "RESET",
)
SELDOM = "INSERT INTO kernel_bucket"
"""A share of a customer's allowance, taken once for very many operations."""
TIMES, IDLE_SECONDS = 3, 3.0
WRITTEN_AFTER_SECONDS = 0.4


class Counter:
    """Counts what reads or writes; where a transaction or a savepoint begins or ends is not counted, nor what is also asked when nobody calls."""

    def __init__(self, superuser_dsn: str, log_folder: Path) -> None:
        self._dsn, self._folder = superuser_dsn, log_folder
        self._idle: dict[str, set[str]] = {}

    async def count(self, database: str, call: Callable[[], Awaitable[object]]) -> int:
        """The median of some calls, one after the other."""
        return median_low([len(await self.statements(database, call)) for _ in range(TIMES)])

    async def statements(self, database: str, call: Callable[[], Awaitable[object]]) -> list[str]:
        """The statements of one call."""
        if database not in self._idle:
            self._idle[database] = set(await self._logged(database, lambda: asyncio.sleep(IDLE_SECONDS)))
        return [one for one in await self._logged(database, call) if one not in self._idle[database] and not one.startswith(SELDOM)]

    async def _logged(self, database: str, call: Callable[[], Awaitable[object]]) -> list[str]:
        await self._log("all")
        before = {path: path.stat().st_size for path in self._folder.glob("*.log")}
        await call()
        await asyncio.sleep(WRITTEN_AFTER_SECONDS)
        await self._log("none")
        text = ""
        for path in self._folder.glob("*.log"):
            with path.open("rb") as file:
                file.seek(before.get(path, 0))
                text += file.read().decode(errors="replace")
        return [" ".join(told.split()) for name, told in LOGGED.findall(text) if name == database and not told.upper().startswith(BOUNDARIES)]

    async def _log(self, what: str) -> None:
        connection = await asyncpg.connect(self._dsn)
        try:
            await connection.execute(f"ALTER SYSTEM SET log_statement = '{what}'")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()
        await asyncio.sleep(WRITTEN_AFTER_SECONDS)
