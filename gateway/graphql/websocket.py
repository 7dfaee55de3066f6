"""graphql-transport-ws: queries, mutations and subscriptions over one WebSocket, each of its rules bounded in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from gateway.graphql.exchange import Exchange
from gateway.graphql.operations import Operations
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Identity, Send
from gateway.graphql.socket import CloseCode, Socket

SUBPROTOCOL = "graphql-transport-ws"


class Sockets:
    """Admits sockets and knows all that are open."""

    def __init__(self, operations: Operations, options: EndpointOptions, now: Callable[[], float]) -> None:
        self._operations = operations
        self._options = options
        self._now = now
        self._open: set[Socket] = set()
        self._draining = False

    async def serve(self, exchange: Exchange) -> None:
        """One socket from its handshake to its end. A page of a foreign origin gets no handshake (HTTP 403)."""
        scope, send = exchange.scope, exchange.send
        if (await exchange.receive())["type"] != "websocket.connect":
            return
        if not self._may_connect(exchange.headers.get(b"origin")):
            await send({"type": "websocket.close", "code": CloseCode.FORBIDDEN, "reason": "Forbidden"})
            return
        if SUBPROTOCOL not in scope.get("subprotocols", ()):
            await _turn_away(send, CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE, "Subprotocol not acceptable")
            return
        if self._draining or len(self._open) >= self._options.streams_max:
            await _turn_away(send, CloseCode.TRY_AGAIN_LATER, "Try again later")
            return
        socket = Socket(self._operations, self._options, self._now, exchange)
        self._open.add(socket)
        try:
            await socket.serve()
        finally:
            self._open.discard(socket)

    def turn_away(self) -> None:
        """From now on a new socket is closed at once with 1013."""
        self._draining = True

    async def close_all(self) -> None:
        """Closes every socket with 1012, which clients answer by connecting again and subscribing anew."""
        await asyncio.gather(*(socket.close(CloseCode.SERVICE_RESTART, "Service restart") for socket in list(self._open)))

    async def close_where(self, revoked: Callable[[Identity], bool]) -> None:
        concerned = [socket for socket in self._open if socket.identity is not None and revoked(socket.identity)]
        await asyncio.gather(*(socket.close(CloseCode.UNAUTHORIZED, "Session revoked") for socket in concerned))

    def _may_connect(self, origin: bytes | None) -> bool:
        allowed = self._options.allowed_origins
        return origin is None or "*" in allowed or origin.decode("latin-1") in allowed


async def _turn_away(send: Send, code: CloseCode, reason: str) -> None:
    # Only after the handshake can a close code be read by the client.
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code, "reason": reason})
