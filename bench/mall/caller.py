"""Who asks both: connections kept open, each with one operation in flight, and the same code for either side."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any, NamedTuple, cast

import orjson

from bench.ledger.cpu import server_seconds

READY_SECONDS = 180


class Unexpected(Exception):
    """A server answered something else than what was asked for."""


class Line(asyncio.Protocol):
    """A connection to a GraphQL endpoint on this machine; opened again where the server closed it."""

    def __init__(self, port: int, path: str) -> None:
        self._port, self._path = port, path
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._received = bytearray()

    async def ask(self, body: dict[str, Any], token: str = "") -> Any:
        """The answer's data. Raises Unexpected for any other answer."""
        if self._transport is None or self._transport.is_closing():
            await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self._port)
        assert self._transport is not None
        told = orjson.dumps(body)
        authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        head = f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{authorization}Content-Length: {len(told)}\r\n\r\n"
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(head.encode() + told)
        status, text = await self._answer
        answer = orjson.loads(text) if status == 200 else None
        if answer is None or answer.get("errors"):
            raise Unexpected(f"{status} for {told[:200]!r}: {text[:500]!r}")
        return answer["data"]

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._received.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Unexpected(f"the connection was closed: {exc}"))

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(received[:end]).lower()
        (length,) = [int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")] or [-1]
        if length < 0:
            raise Unexpected(f"an answer without a length: {head!r}")
        if len(received) >= end + 4 + length and self._answer is not None and not self._answer.done():
            self._answer.set_result((int(head[9:12]), bytes(received[end + 4 : end + 4 + length])))
            received.clear()


Call = Callable[[Line, int], Awaitable[None]]
"""An operation on a connection; the number is its turn, which says for whom and of what."""


class Taken(NamedTuple):
    """What a slice gave. Processor time is that of the server's processes and of PostgreSQL, for one operation."""

    per_second: float
    processor_ms: float
    p50_ms: float


class Side:
    """A server, its connections, and what is asked of it."""

    def __init__(self, name: str, pid: int, postmaster: int, lines: Sequence[Line], calls: dict[str, Call]) -> None:
        self.name, self.pid, self.calls, self.lines = name, pid, calls, lines
        self._postmaster = postmaster
        self._turns = {one: count() for one in calls}

    async def once(self, operation: str) -> None:
        """One operation, on the first connection."""
        await self.calls[operation](self.lines[0], next(self._turns[operation]))

    async def take(self, operation: str, seconds: float) -> Taken:
        """For that long each connection begins another; all end what they began."""
        call, turns = self.calls[operation], self._turns[operation]
        took: list[float] = []
        used, began = self._used_seconds(), time.perf_counter()

        async def run(line: Line) -> None:
            while (sent := time.perf_counter()) < began + seconds:
                await call(line, next(turns))
                took.append(time.perf_counter() - sent)

        async with asyncio.TaskGroup() as group:
            for line in self.lines:
                group.create_task(run(line))
        elapsed = time.perf_counter() - began
        took.sort()
        return Taken(len(took) / elapsed, 1000 * (self._used_seconds() - used) / len(took), 1000 * took[len(took) // 2])

    def _used_seconds(self) -> float:
        return server_seconds(self.pid) + server_seconds(self._postmaster)


async def ready(line: Line, body: dict[str, Any], process: asyncio.subprocess.Process, token: str = "") -> None:
    """Ask until there is an answer. Raises Unexpected where the process ended, or does not answer in time."""
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            await line.ask(body, token)
        except (OSError, Unexpected) as problem:
            if process.returncode is not None or time.monotonic() > until:
                raise Unexpected(f"the server does not answer: {problem}") from problem
            await asyncio.sleep(0.3)
        else:
            return
