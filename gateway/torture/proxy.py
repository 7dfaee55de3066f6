"""A TCP proxy before PostgreSQL that can cut a connection at its COMMIT: before the database gets it, or before its answer gets back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""A simple query as the protocol frames it. Whoever commits waits for the answer, so it arrives alone."""

PIECE_BYTES = 65_536


class Cut(StrEnum):
    BEFORE_COMMIT = "before"
    AFTER_COMMIT = "after"


class Proxy:
    """Connections pass unharmed until `arm` is called; then so many of the next ones that commit are cut."""

    def __init__(self, host: str, database_port: int) -> None:
        self._host = host
        self._database_port = database_port
        self._armed: Cut | None = None
        self._left = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.cuts = 0
        """Connections that were cut so far."""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Proxy"]:
        server = await asyncio.start_server(self._accept, self._host, 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def arm(self, cut: Cut, times: int) -> None:
        self._armed, self._left = cut, times

    def disarm(self) -> None:
        self._left = 0

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._carry(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            database_reader, database_writer = await asyncio.open_connection(self._host, self._database_port)
        except OSError:
            return
        cut = asyncio.Event()
        ways = [
            asyncio.create_task(self._up(reader, database_writer, cut)),
            asyncio.create_task(self._down(database_reader, writer, cut)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            if cut.is_set():
                # The way back ends by itself at the answer to COMMIT, or with the connection.
                await asyncio.wait(ways, timeout=5)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            database_writer.close()

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE_BYTES):
                kind = self._strike() if piece == COMMIT else None
                if kind is Cut.BEFORE_COMMIT:
                    return
                if kind is Cut.AFTER_COMMIT:
                    cut.set()
                writer.write(piece)
                await writer.drain()
                if cut.is_set():
                    return

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE_BYTES):
                if cut.is_set():
                    return
                writer.write(piece)
                await writer.drain()

    def _strike(self) -> Cut | None:
        if self._left <= 0:
            return None
        self._left -= 1
        self.cuts += 1
        return self._armed
