"""Connections that stay: one that hears notifications, and one that holds a lead over all processes."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
import structlog

from domains.kernel.committer import is_lost
from domains.kernel.errors import reason_of

OUTBOX_CHANNEL = "scenebank_outbox"
"""Notified with the last position given, once for each batch that the relay numbers."""

LEAD_POLL_SECONDS = 0.5
RECONNECT_SECONDS_LEAST, RECONNECT_SECONDS_MOST = 0.1, 5.0
PROBE_SECONDS = 15.0

# A far side that vanished without a word is noticed within half a minute, and its locks are let go.
_SETTINGS = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3", "timezone": "UTC"}

_log = structlog.get_logger("kernel.listening")

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


async def keep_listening(dsn: str, channel: str, heard: Callable[[str], None]) -> None:
    """Call `heard` with each notification's payload, for ever. After each (re)connection it is called with an empty text: something may have been missed."""
    pause = RECONNECT_SECONDS_LEAST
    while True:
        try:
            async with _listening(dsn, channel, heard) as connection:
                heard("")
                pause = RECONNECT_SECONDS_LEAST
                await _until_lost(connection)
        except Exception as error:  # noqa: BLE001  whatever ended it, it is begun again
            _log.warning("listening interrupted", channel=channel, reason=reason_of(error))
        await asyncio.sleep(pause)
        pause = min(pause * 2, RECONNECT_SECONDS_MOST)


@asynccontextmanager
async def sole_connection(dsn: str, name: str, stop: asyncio.Event) -> AsyncIterator["Connection | None"]:
    """A connection that holds the lead of that name in this database (a session's advisory lock), waited for; None when `stop` came first.

    The lead ends with the connection, so a process that dies gives it up. Behind a pooler this needs a session of its own."""
    connection = await _connect(dsn, f"scenebank {name}")
    try:
        key = zlib.crc32(f"scenebank {name}".encode())
        # Asked again and again: a statement that waits for the lock would hold a snapshot, and vacuum back, all the while.
        while not (led := await connection.fetchval("SELECT pg_try_advisory_lock($1)", key)) and not stop.is_set():
            await sleep_until(stop, LEAD_POLL_SECONDS)
        yield connection if led else None
    finally:
        await _close(connection)


async def sleep_until(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, but no longer than until `stop`."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


@asynccontextmanager
async def _listening(dsn: str, channel: str, heard: Callable[[str], None]) -> AsyncIterator[Connection]:
    connection = await _connect(dsn, f"scenebank listen {channel}")

    def hear(_connection: Any, _pid: int, _channel: str, payload: object) -> None:
        heard(str(payload))

    try:
        await connection.add_listener(channel, hear)
        yield connection
    finally:
        await _close(connection)


async def _until_lost(connection: Connection) -> None:
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _connection: lost.set())
    while not connection.is_closed():
        try:
            await asyncio.wait_for(lost.wait(), PROBE_SECONDS)
        except TimeoutError:
            await connection.fetchval("SELECT true")


async def _connect(dsn: str, application_name: str) -> Connection:
    return await asyncpg.connect(dsn, timeout=5, command_timeout=5, server_settings=_SETTINGS | {"application_name": application_name})


async def _close(connection: Connection) -> None:
    try:
        await connection.close(timeout=2)
    except Exception as error:
        connection.terminate()
        if not (is_lost(error) or isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError)):
            raise
