"""pgbench's tpcb-like transaction, the peer, in the same cluster."""

import asyncio
import re
import shutil
from pathlib import Path

from gateway.embedded import Instance

CLIENTS = (4, 16, 64)


def find_pgbench() -> str:
    """The program. Raises FileNotFoundError with the package that has it."""
    found = shutil.which("pgbench") or next(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)), None)
    if found is None:
        raise FileNotFoundError("pgbench is not installed; Debian's package is postgresql-contrib or postgresql-15")
    return found


class Pgbench:
    """A database of one scale."""

    def __init__(self, instance: Instance, scale: int, prefix: str = "pgbench") -> None:
        self.name = f"{prefix}_{scale}"
        self._scale = scale
        self._dsn = instance.dsn(database=self.name)
        instance.create_database(self.name)

    async def furnish(self) -> None:
        await _run(find_pgbench(), "--initialize", "--quiet", "--scale", str(self._scale), self._dsn)

    async def measure(self, clients: int, seconds: float) -> float:
        """Transactions a second."""
        told = await _run(
            find_pgbench(), "--client", str(clients), "--jobs", "2", "--time", str(max(1, round(seconds))), "--protocol", "prepared", "--no-vacuum", self._dsn
        )
        found = re.search(r"^tps = ([0-9.]+)", told, re.MULTILINE)
        if found is None:
            raise RuntimeError(f"pgbench told no figure: {told}")
        return float(found.group(1))


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    told, complaint = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {complaint.decode()}")
    return told.decode()
