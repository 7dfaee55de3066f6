"""Every way in which a driver, a server or a network says that the database is away: the caller is told UNAVAILABLE and repeats, never INTERNAL."""

import errno
import inspect
from collections.abc import Iterator

import asyncpg
import pytest
from asyncpg import exceptions

from domains.kernel.committer import BROKEN_OFF, CommitUnknown, is_lost, may_be_repeat
from domains.kernel.errors import Unavailable

LOST_STATES = ("08", "53", "57", "58")
"""Classes of SQLSTATE: connection exception, insufficient resources, operator intervention, system error."""

LOST_ALONE = {"25006", "25P03", "25P04", "40003", "55P03"}
"""A standby that cannot write, a transaction that idled or lasted too long, a statement whose end is not known, a lock that was not given."""


def _with_a_state() -> Iterator[type[asyncpg.PostgresError]]:
    for _, one in inspect.getmembers(exceptions, inspect.isclass):
        if issubclass(one, asyncpg.PostgresError) and one.sqlstate:
            yield one


@pytest.mark.parametrize("error", _with_a_state(), ids=lambda one: f"{one.sqlstate} {one.__name__}")
def test_a_state_of_the_server_means_lost_or_it_does_not(error: type[asyncpg.PostgresError]) -> None:
    assert error.sqlstate is not None
    assert is_lost(error("told")) is (error.sqlstate[:2] in LOST_STATES or error.sqlstate in LOST_ALONE)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(errno.ECONNRESET, "reset by peer"),
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
        ConnectionAbortedError(errno.ECONNABORTED, "aborted"),
        BrokenPipeError(errno.EPIPE, "broken pipe"),
        ConnectionError("unexpected connection_lost() call"),
        OSError(errno.EHOSTUNREACH, "no route to host"),
        OSError(errno.EMFILE, "too many open files"),
        TimeoutError(),
        CommitUnknown(),
        Unavailable("no connection to the database was free"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InterfaceError("cannot perform operation: connection is closed"),
        asyncpg.InterfaceError("cannot call Connection.execute(): connection has been released back to the pool"),
        asyncpg.InterfaceError("the underlying connection is closed"),
        asyncpg.InterfaceError("pool is closing"),
        asyncpg.InterfaceError("pool is closed"),
        asyncpg.InternalClientError("got result for unknown protocol state 3"),
        exceptions.TargetServerAttributeNotMatched("None of the hosts match the target attribute requirement read-write"),
        asyncpg.FatalPostgresError("the server ended the connection with a state that nobody knows"),
        RuntimeError("unable to perform operation on <TCPTransport closed=True reading=False 0x55d0>; the handler is closed"),
    ],
    ids=lambda one: f"{type(one).__name__}: {one}",
)
def test_what_the_driver_and_the_network_raise_means_lost(error: Exception) -> None:
    assert is_lost(error)
    assert not may_be_repeat(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a bug"),
        RuntimeError("a bug"),
        KeyError("a bug"),
        exceptions.ClientConfigurationError("connection settings are wrong"),
        asyncpg.DataError("invalid input for query argument"),
        asyncpg.InterfaceError("the server expects 2 arguments for this query, 1 was passed"),
        asyncpg.UniqueViolationError("duplicate key"),
        asyncpg.CheckViolationError("below zero"),
        asyncpg.UndefinedTableError("no such table"),
        asyncpg.InsufficientPrivilegeError("not yours"),
    ],
    ids=lambda one: f"{type(one).__name__}: {one}",
)
def test_a_bug_of_ours_is_no_lost_database(error: Exception) -> None:
    assert not is_lost(error)
    assert may_be_repeat(error)


@pytest.mark.parametrize("error", BROKEN_OFF)
def test_what_the_database_broke_off_is_tried_again_and_not_taken_for_a_repeat(error: type[Exception]) -> None:
    assert not is_lost(error())
    assert not may_be_repeat(error())
