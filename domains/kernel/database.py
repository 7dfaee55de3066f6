"""The only place that begins and commits: `write` for verbs, `read` for snapshots."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar, cast

import asyncpg
import orjson
from asyncpg import Record
from asyncpg.pool import Pool, PoolConnectionProxy

from domains.kernel import requests
from domains.kernel.clock import Clock
from domains.kernel.commands import Command, Verb
from domains.kernel.committer import Committer, CommitUnknown, is_lost, may_be_repeat
from domains.kernel.errors import Refusal, Unavailable
from domains.kernel.transactions import Ports, Read, Tx

C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741

WRITE_SETTINGS = {
    "timezone": "UTC",
    "application_name": "scenebank write",
    "default_transaction_isolation": "read committed",
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "30s",
}
READ_SETTINGS = WRITE_SETTINGS | {
    "application_name": "scenebank read",
    "default_transaction_isolation": "repeatable read",
    "default_transaction_read_only": "on",
}

REPEATS_FOUND_MAX = 5
"""How often a group is decided again because one more of its ids turned out to have an outcome."""


class Database:
    """A pool for verbs, a pool for snapshots, and a committer for each batched verb."""

    def __init__(self, write_pool: "Pool[Record]", read_pool: "Pool[Record]", clock: Clock, ports: Ports) -> None:
        self._write_pool = write_pool
        self._read_pool = read_pool
        self.clock = clock
        self.ports = ports
        self._committers: dict[str, Committer[Any, Any]] = {}
        self._statements: list[str] | None = None

    @classmethod
    async def open(
        cls, dsn: str, clock: Clock, *, ports: dict[type, object] | None = None, write_connections: int = 8, read_connections: int = 16
    ) -> "Database":
        """Connect. Raises OSError or asyncpg.PostgresError when the database does not answer."""
        write_pool = await _open_pool(dsn, write_connections, WRITE_SETTINGS)
        try:
            read_pool = await _open_pool(dsn, read_connections, READ_SETTINGS)
        except BaseException:
            await write_pool.close()
            raise
        return cls(write_pool, read_pool, clock, Ports(ports))

    async def close(self) -> None:
        """Let groups in flight finish, then close the connections."""
        await asyncio.gather(*(committer.drained() for committer in self._committers.values()))
        await self._write_pool.close()
        await self._read_pool.close()

    async def write(self, verb: Verb[C, O], command: C) -> O:
        """Carry out a command, once for its id. Raises its Refusal, or Unavailable when the outcome is not known.

        A caller that is cancelled cancels nothing: the command's transaction goes on to its end."""
        committer = self._committers.get(verb.name)
        if committer is None:
            committer = self._committers[verb.name] = Committer(verb, self._transact)
        answer = await committer.submit(command)
        if isinstance(answer, Refusal):
            # Twins in a group share one refusal; each caller gets its own traceback.
            raise answer.with_traceback(None)
        if isinstance(answer, Exception):
            raise answer
        return cast(O, answer)

    def read(self, *, single: bool = False) -> Read:
        """A snapshot that opens with its first statement. Whoever asks for it closes it; `reading` does so by itself."""
        return Read(self._read_pool, self.clock, self.ports, self._count, single=single)

    @asynccontextmanager
    async def reading(self, *, single: bool = False) -> AsyncIterator[Read]:
        """A snapshot for the length of a block."""
        read = self.read(single=single)
        try:
            yield read
        finally:
            await read.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """A write transaction of the kernel's own (relay, listeners, audit): no id, no group. Its facts are published on commit."""
        async with self._write_pool.acquire() as connection, self._begun(connection) as tx:
            yield tx
            await requests.settle(tx, (), (), (), tx.events)

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """Collect the text of every statement sent while the block runs (BEGIN and COMMIT not counted)."""
        statements: list[str] = []
        before, self._statements = self._statements, statements
        try:
            yield statements
        finally:
            self._statements = before

    async def healthy(self) -> bool:
        """Whether the database answers a statement now."""
        try:
            async with asyncio.timeout(2), self.reading(single=True) as read:
                return bool(await read.fetchval("SELECT true"))
        except Exception as error:
            if is_lost(error) or isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError):
                return False
            raise

    async def _transact(self, verb: Verb[C, O], commands: Sequence[C]) -> list[object]:
        """One group in one transaction. Raises CommitUnknown when COMMIT was sent and not answered."""
        try:
            async with self._write_pool.acquire(timeout=5) as connection:
                if verb.batched:
                    return await self._decide_batched(connection, verb, commands)
                async with self._begun(connection) as tx:
                    return await self._decide_composite(tx, verb, commands)
        except TimeoutError as error:
            raise Unavailable("no connection to the database was free") from error

    async def _decide_batched(self, connection: "PoolConnectionProxy[Record]", verb: Verb[C, O], commands: Sequence[C]) -> list[object]:
        """Decide without looking for repeats; if one is found, or anything else fails that a repeat may have caused, once more after a look."""
        for attempt in range(REPEATS_FOUND_MAX):
            try:
                async with self._begun(connection) as tx:
                    admission = requests.admit(tx, verb, commands)
                    if attempt:
                        await requests.look(tx, verb, commands, admission)
                    fresh = [commands[index] for index in admission.fresh]
                    outcomes: Sequence[object] = await verb.run(tx, fresh) if fresh else ()
                    await requests.settle_new(tx, verb, commands, admission, outcomes)
                    return requests.tell(admission, len(commands), outcomes)
            except requests.RepeatFound:
                continue
            except Exception as error:
                if attempt or not may_be_repeat(error):
                    raise
        raise Unavailable("repeats of these commands kept arriving")

    async def _decide_composite(self, tx: Tx, verb: Verb[C, O], commands: Sequence[C]) -> list[object]:
        admission = requests.admit(tx, verb, commands)
        await requests.claim(tx, verb, commands, admission)
        outcomes: Sequence[object] = ()
        if admission.fresh:
            outcomes = await self._run_composite(tx, verb, [commands[index] for index in admission.fresh])
            await requests.settle(tx, commands, admission.fresh, outcomes, tx.events)
        return requests.tell(admission, len(commands), outcomes)

    async def _run_composite(self, tx: Tx, verb: Verb[C, Any], commands: list[C]) -> Sequence[object]:
        await tx.execute("SAVEPOINT act")
        try:
            return await verb.run(tx, commands)
        except Refusal as refusal:
            tx.forget_later()
            await tx.execute("ROLLBACK TO SAVEPOINT act")
            tx.events.clear()
            return [refusal]

    @asynccontextmanager
    async def _begun(self, connection: "PoolConnectionProxy[Record]") -> AsyncIterator[Tx]:
        await connection.execute("BEGIN")
        try:
            yield Tx(connection, self.clock, self.ports, self._count)
        except BaseException:
            await _roll_back(connection)
            raise
        await _commit(connection)

    def _count(self, statement: str) -> None:
        if self._statements is not None and not statement.startswith(("SAVEPOINT", "ROLLBACK TO")):
            self._statements.append(statement)


async def _open_pool(dsn: str, connections: int, settings: dict[str, str]) -> "Pool[Record]":
    # The default reset costs a round trip on each release; nothing here leaves session state behind.
    return await asyncpg.create_pool(
        dsn, min_size=min(2, connections), max_size=connections, init=_prepare_connection, reset=_keep_as_is, server_settings=settings, command_timeout=20
    )


async def _prepare_connection(connection: "asyncpg.Connection[Record]") -> None:
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads)


async def _keep_as_is(connection: "asyncpg.Connection[Record]") -> None:
    return None


async def _commit(connection: "PoolConnectionProxy[Record]") -> None:
    try:
        status = await connection.execute("COMMIT")
    except Exception as error:
        if is_lost(error) or not isinstance(error, asyncpg.PostgresError):
            # Only the server itself can say that nothing was committed.
            raise CommitUnknown from error
        raise
    if status != "COMMIT":
        raise RuntimeError(f"the transaction was already broken: COMMIT answered {status}")


async def _roll_back(connection: "PoolConnectionProxy[Record]") -> None:
    try:
        await connection.execute("ROLLBACK")
    except Exception as error:
        if not is_lost(error):
            raise
        connection.terminate()
