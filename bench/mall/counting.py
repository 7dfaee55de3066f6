"""Statements of one operation, as the server's own log counts them: the same way for both sides, whatever drives the database."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median_low

import asyncpg

LOGGED = re.compile(r"^\S+ \S+ \S+ \[\d+\] \S*@(\S+) LOG:  (?:statement|execute [^:]*): *(.*)", re.M)
BOUNDARIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "START TRANSACTION", "DEALLOCATE", "CLOSE", "LISTEN", "UNLISTEN", "DISCARD", "RESET")
TIMES = 5
WRITTEN_AFTER_SECONDS = 0.4


class Counter:
    """Counts what reads or writes; where a transaction or a savepoint begins or ends is not counted."""

    def __init__(self, superuser_dsn: str, log_folder: Path) -> None:
        self._dsn, self._folder = superuser_dsn, log_folder

    async def count(self, database: str, call: Callable[[], Awaitable[None]]) -> int:
        """The median of some calls, one after the other."""
        return median_low([len(await self.statements(database, call)) for _ in range(TIMES)])

    async def statements(self, database: str, call: Callable[[], Awaitable[None]]) -> list[str]:
        """The beginnings of the statements of one call."""
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
        return [told[:100] for name, told in LOGGED.findall(text) if name == database and not told.upper().startswith(BOUNDARIES)]

    async def _log(self, what: str) -> None:
        connection = await asyncpg.connect(self._dsn)
        try:
            await connection.execute(f"ALTER SYSTEM SET log_statement = '{what}'")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()
        await asyncio.sleep(WRITTEN_AFTER_SECONDS)
