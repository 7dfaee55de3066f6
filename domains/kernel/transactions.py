"""What a verb and a batched field are handed: a transaction that can write, and a snapshot that cannot."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar

from asyncpg import Connection, Record
from asyncpg.pool import Pool, PoolConnectionProxy

from domains.kernel.clock import Clock
from domains.kernel.committer import is_lost
from domains.kernel.events import Event

P = TypeVar("P")

CountStatement = Callable[[str], None]
"""Called with the text of each statement that is sent."""


class Ports:
    """What the gateway wired: one implementation for each port (a Protocol that a domain declares, or a kernel class such as Keyring)."""

    __slots__ = ("_wired",)

    def __init__(self, wired: dict[type, object] | None = None) -> None:
        self._wired = wired or {}

    def get(self, port: type[P]) -> P:
        """The implementation. Raises LookupError when the gateway forgot to wire it."""
        if port not in self._wired:
            raise LookupError(f"nothing is wired to the port {port.__name__}")
        return self._wired[port]  # type: ignore[return-value]


class Queryable(Protocol):
    """Something a SELECT can be asked of. `now` is the instant that it is asked for."""

    now: datetime

    async def fetch(self, statement: str, *arguments: Any) -> list[Record]: ...

    async def fetchrow(self, statement: str, *arguments: Any) -> Record | None: ...

    async def fetchval(self, statement: str, *arguments: Any) -> Any: ...


class Writing(NamedTuple):
    """A statement that writes rows: the types of their columns, and its text with `{}` in the place of their unnest. $1 is the transaction's instant."""

    name: str
    types: tuple[str, ...]
    text: str


class Tx:
    """One write transaction (READ COMMITTED). `now` is the instant of the whole transaction. Only kernel/database.py begins and ends it."""

    __slots__ = ("_connection", "_count", "_later", "_ports", "clock", "events", "now")

    def __init__(self, connection: "PoolConnectionProxy[Record] | Connection[Record]", clock: Clock, ports: Ports, count: CountStatement) -> None:
        self._connection = connection
        self._ports = ports
        self._count = count
        self.clock = clock
        self.now: datetime = clock.now()
        self.events: list[Event] = []
        self._later: list[tuple[Writing, Sequence[Sequence[Any]]]] = []

    async def fetch(self, statement: str, *arguments: Any) -> list[Record]:
        await self.write_now()
        self._count(statement)
        return await self._connection.fetch(statement, *arguments)

    async def fetchrow(self, statement: str, *arguments: Any) -> Record | None:
        await self.write_now()
        self._count(statement)
        return await self._connection.fetchrow(statement, *arguments)

    async def fetchval(self, statement: str, *arguments: Any) -> Any:
        await self.write_now()
        self._count(statement)
        return await self._connection.fetchval(statement, *arguments)

    async def execute(self, statement: str, *arguments: Any) -> str:
        await self.write_now()
        self._count(statement)
        return await self._connection.execute(statement, *arguments)

    def write_later(self, writing: Writing, rows: Sequence[Iterable[Any]]) -> None:
        """Write rows with the next statement of this transaction at the latest; what waits together goes out as one statement.

        Parts of one statement do not see each other's rows: what waits must touch different ones."""
        if rows:
            self._later.append((writing, list(zip(*rows, strict=True))))

    def write_columns_later(self, writing: Writing, columns: Sequence[Sequence[Any]]) -> None:
        """The same, of rows that are at hand column by column: for thousands, of which no row need ever be an object."""
        if columns[0]:
            self._later.append((writing, columns))

    async def write_now(self) -> str:
        """Send what waits, in one statement. Answers the database's tag for the last part; empty when nothing waited."""
        if not self._later:
            return ""
        later, self._later = self._later, []
        statement = _statement(tuple(writing for writing, _ in later))
        self._count(statement)
        return await self._connection.execute(statement, self.now, *(column for _, columns in later for column in columns))

    def forget_later(self) -> None:
        """Drop what waits: the verb that wrote it was refused."""
        self._later.clear()

    def port(self, port: type[P]) -> P:
        """What the gateway wired to a port."""
        return self._ports.get(port)

    def publish(self, event: Event) -> None:
        """Write a fact to the outbox with this commit."""
        self.events.append(event)


class Read:
    """One snapshot on one connection (REPEATABLE READ, READ ONLY), opened by its first statement. Sibling fields queue on it.

    An operation known to need a single statement asks for `single=True` and gets no transaction around it."""

    __slots__ = ("_connection", "_count", "_lock", "_pool", "_ports", "_single", "clock", "now")

    def __init__(self, pool: "Pool[Record]", clock: Clock, ports: Ports, count: CountStatement, *, single: bool = False) -> None:
        self._pool = pool
        self._ports = ports
        self._count = count
        self._single = single
        self._connection: PoolConnectionProxy[Record] | None = None
        self._lock = asyncio.Lock()
        self.clock = clock
        self.now: datetime = clock.now()

    async def fetch(self, statement: str, *arguments: Any) -> list[Record]:
        async with self._lock:
            connection = await self._opened()
            self._count(statement)
            return await connection.fetch(statement, *arguments)

    async def fetchrow(self, statement: str, *arguments: Any) -> Record | None:
        rows = await self.fetch(statement, *arguments)
        return rows[0] if rows else None

    async def fetchval(self, statement: str, *arguments: Any) -> Any:
        rows = await self.fetch(statement, *arguments)
        return rows[0][0] if rows else None

    def port(self, port: type[P]) -> P:
        """What the gateway wired to a port."""
        return self._ports.get(port)

    async def close(self) -> None:
        """End the snapshot and give the connection back. A later statement opens a new snapshot."""
        if self._connection is None and not self._lock.locked():
            return
        async with self._lock:
            connection, self._connection = self._connection, None
            if connection is None:
                return
            try:
                if not self._single and not connection.is_closed():
                    await _end(connection)
            finally:
                await self._pool.release(connection)
            self.now = self.clock.now()

    async def _opened(self) -> "PoolConnectionProxy[Record]":
        if self._connection is None:
            self._connection = await self._pool.acquire()
            if not self._single:
                await self._connection.execute("BEGIN")
        return self._connection


async def _end(connection: "PoolConnectionProxy[Record]") -> None:
    """A snapshot that has been read is none the worse for a connection that is lost at its end."""
    try:
        await connection.execute("COMMIT")
    except Exception as error:
        if not is_lost(error):
            raise
        connection.terminate()


@cache
def _statement(writings: tuple[Writing, ...]) -> str:
    """One statement for several writings: all but the last in WITH."""
    texts: list[str] = []
    place = 2
    for number, writing in enumerate(writings):
        columns = ", ".join(f"${place + offset}::{type_}[]" for offset, type_ in enumerate(writing.types))
        text = writing.text.format(f"unnest({columns})")
        texts.append(f"{writing.name}_{number} AS ({text})" if number < len(writings) - 1 else text)
        place += len(writing.types)
    # The instant is named in every statement, so that its place is the same whatever is written.
    return "WITH " + ", ".join(["instant AS (SELECT $1::timestamptz)", *texts[:-1]]) + " " + texts[-1]
