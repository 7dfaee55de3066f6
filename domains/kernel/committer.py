"""Group commit: a verb is given whatever arrived while its last commit was in flight; a group that fails on data is halved until the culprit stands alone."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar, cast

import asyncpg

from domains.kernel.commands import Command, Verb
from domains.kernel.errors import Unavailable

C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741

LANES = 2
"""Groups of one batched verb in flight at once: one waits for the disk while the next one is decided."""

COMPOSITE_LANES = 8
"""Composite verbs of one kind in flight at once."""

SHARED_LEAST = 16
"""Fewer commands that wait are one group: a group costs as much as several commands."""

ATTEMPTS_MAX = 4
"""How often a group is tried that the database broke off (deadlock, serialization)."""

Transact = Callable[[Verb[Any, Any], Sequence[Any]], Awaitable[list[object]]]


class CommitUnknown(Exception):
    """COMMIT was sent and its answer did not come."""


BROKEN_OFF = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.InvalidCachedStatementError)
"""How the database, or the driver after a change of the schema, breaks off a transaction that may be tried again at once."""

LOST = (
    CommitUnknown,
    OSError,
    TimeoutError,
    Unavailable,
    # How the driver tells that the server's farewell came between two statements: that connection is of no more use.
    asyncpg.InternalClientError,
    asyncpg.FatalPostgresError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.LockNotAvailableError,
    asyncpg.StatementCompletionUnknownError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionTimeoutError,
    # A primary that has become a standby.
    asyncpg.ReadOnlySQLTransactionError,
)
"""What the driver, the server and the network raise when the database is away (see `is_lost` for the classes that mean other things too)."""


class Committer(Generic[C, O]):
    """The queue of one verb."""

    def __init__(self, verb: Verb[C, O], transact: Transact) -> None:
        self._verb = verb
        self._transact = transact
        self._waiting: deque[tuple[C, asyncio.Future[Any]]] = deque()
        self._lanes: set[asyncio.Task[None]] = set()
        self._in_flight = 0
        self._lanes_max = LANES if verb.batched else COMPOSITE_LANES
        self._group_max = verb.group_max if verb.batched else 1

    async def submit(self, command: C) -> Any:
        """The command's answer: an outcome, a Refusal, or the exception that befell it. Cancelling the caller ends
        its waiting, and leaves the command running."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, answer))
        if len(self._lanes) < self._lanes_max:
            lane = asyncio.create_task(self._run_lane(), name=f"commit {self._verb.name}")
            self._lanes.add(lane)
        return await answer

    async def drained(self) -> None:
        """Return when nothing waits and nothing is in flight."""
        while self._lanes:
            await asyncio.wait(set(self._lanes))

    async def _run_lane(self) -> None:
        try:
            await self._run_groups()
        finally:
            # At once, with nothing in between: those who were answered may come back before anybody else hears that this lane has ended.
            self._lanes.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _run_groups(self) -> None:
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(self._next_size())]
            self._in_flight += 1
            try:
                answers = await self._commit([command for command, _ in group])
            finally:
                self._in_flight -= 1
            for (_, future), answer in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    def _next_size(self) -> int:
        """How many of those that wait go next: a fair share for each lane that stands still. All of them in one group would come back together, and again be
        one group, and Python and the database would take turns for ever."""
        waiting = len(self._waiting)
        share = waiting if waiting < SHARED_LEAST else -(-waiting // (self._lanes_max - self._in_flight))
        return min(share, self._group_max)

    async def _commit(self, commands: Sequence[C]) -> list[object]:
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                return await self._transact(self._verb, commands)
            except CommitUnknown:
                return [Unavailable("the answer to COMMIT is unknown") for _ in commands]
            except BROKEN_OFF:
                if attempt < ATTEMPTS_MAX:
                    await asyncio.sleep(0.002 * attempt)
                    continue
                return [Unavailable("the database broke the transaction off") for _ in commands]
            except Exception as error:  # noqa: BLE001  every failure of a group reaches the callers that it befell
                if is_lost(error):
                    return [Unavailable("the database is away") for _ in commands]
                if len(commands) == 1:
                    return [error]
                half = len(commands) // 2
                return await self._commit(commands[:half]) + await self._commit(commands[half:])
        raise AssertionError("the loop above returns")


def is_lost(error: BaseException) -> bool:
    """Whether the database is away or gave up: nothing was decided, or what was decided is not known. The caller may repeat with the same id."""
    if isinstance(error, asyncpg.InterfaceError):
        # asyncpg uses one class for a closed connection and for a wrong argument; the latter is our bug.
        return not isinstance(error, ValueError) and ("connection" in str(error) or "pool" in str(error))
    if isinstance(error, RuntimeError):
        # How uvloop tells of a transport that closed before the driver was told.
        return "handler is closed" in str(error)
    return isinstance(error, LOST)


def is_unstorable(error: BaseException) -> bool:
    """Whether the database was given a text that it cannot hold (one with U+0000): nothing was decided, and a repeat would be refused too."""
    return isinstance(error, asyncpg.CharacterNotInRepertoireError | asyncpg.UntranslatableCharacterError)


def may_be_repeat(error: Exception) -> bool:
    """Whether a group may have failed because one of its commands was carried out before: not by a circumstance, and not at COMMIT."""
    return not isinstance(error, BROKEN_OFF) and not is_lost(error)
