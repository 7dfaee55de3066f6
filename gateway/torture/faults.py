"""The faults that strike a house under load. Each returns how often it struck."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import asyncpg

from gateway.development_clock import read_offset, set_clock
from gateway.torture.clients import Clients
from gateway.torture.house import TorturedHouse
from gateway.torture.proxy import Cut
from gateway.torture.queries import NEXT_LOG_FILE

Strike = Callable[[TorturedHouse, Clients, random.Random], Awaitable[int]]

CUTS = 3
CUT_SECONDS = 10.0
JUMPS = 3
JUMP_SECONDS = 0.3
LEAPS = [timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)]
FULL_SECONDS = 1.0
WAL_SWITCHES = 8


async def kill_server(house: TorturedHouse, _clients: Clients, _chance: random.Random) -> int:
    house.server.kill()
    house.server.start_again()
    return 1


async def kill_worker(house: TorturedHouse, _clients: Clients, _chance: random.Random) -> int:
    house.worker.kill()
    house.worker.start_again()
    return 1


async def kill_database(house: TorturedHouse, _clients: Clients, _chance: random.Random) -> int:
    house.kill_database()
    while not house.database.has_ended:  # noqa: ASYNC110  another process sets no event
        await asyncio.sleep(0.01)
    await asyncio.to_thread(house.database.start_again)
    return 1


async def cut_before_commit(house: TorturedHouse, _clients: Clients, _chance: random.Random) -> int:
    return await _cut(house, Cut.BEFORE_COMMIT)


async def cut_after_commit(house: TorturedHouse, _clients: Clients, _chance: random.Random) -> int:
    return await _cut(house, Cut.AFTER_COMMIT)


async def _cut(house: TorturedHouse, cut: Cut) -> int:
    before = house.proxy.cuts
    house.proxy.arm(cut, CUTS)
    with suppress(TimeoutError):
        async with asyncio.timeout(CUT_SECONDS):
            while house.proxy.cuts < before + CUTS:  # noqa: ASYNC110  a look now and then is all that is needed
                await asyncio.sleep(0.01)
    house.proxy.disarm()
    return house.proxy.cuts - before


async def jump_clock(house: TorturedHouse, _clients: Clients, chance: random.Random) -> int:
    """The clock of every process leaps ahead, back and ahead: tokens expire, days and their limits come and go."""
    folder = house.settings.data
    for number in range(JUMPS):
        leap = chance.choice(LEAPS) * (-1) ** number
        set_clock(folder, datetime.now(UTC) + read_offset(folder) + leap)
        await asyncio.sleep(JUMP_SECONDS)
    return JUMPS


async def fill_disk(house: TorturedHouse, clients: Clients, chance: random.Random) -> int:
    """Not a byte is left for a while. Now and then the log itself needs a new file meanwhile, and PostgreSQL ends."""
    ballast = house.database_folder / "ballast"
    before = clients.unanswered.total()
    try:
        _fill(ballast)
        await asyncio.sleep(FULL_SECONDS)
        struck = clients.unanswered.total() > before
        if not struck or chance.random() < 0.5:
            struck = await _ask_for_log(house) or struck
    finally:
        ballast.unlink(missing_ok=True)
    return int(struck)


def _fill(ballast: object) -> None:
    descriptor = os.open(str(ballast), os.O_CREAT | os.O_WRONLY)
    size = 0
    try:
        for step in (2**20, 2**12):
            with suppress(OSError):
                while True:
                    os.posix_fallocate(descriptor, size, step)
                    size += step
    finally:
        os.close(descriptor)


async def _ask_for_log(house: TorturedHouse) -> bool:
    """Use up the log's spare files. True once the database failed for it."""
    for _ in range(WAL_SWITCHES):
        try:
            await house.as_superuser(NEXT_LOG_FILE)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return True
    return False


FAULTS: dict[str, Strike] = {
    "server": kill_server,
    "worker": kill_worker,
    "database": kill_database,
    "cut-before": cut_before_commit,
    "cut-after": cut_after_commit,
    "clock": jump_clock,
    "disk": fill_disk,
}
"""By the name that `--fault` takes."""
DISK = "disk"
