"""One graphql-transport-ws socket: its messages, the operations that run on it, and its deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from enum import IntEnum
from typing import Any

import orjson

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import RequestRefused
from gateway.graphql.exchange import Exchange
from gateway.graphql.operations import Call, Operations, refused_answer
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Identity, Message
from gateway.graphql.requests import operation_request

_ID_MAX = 128
_REASON_BYTES_MAX = 123


class CloseCode(IntEnum):
    """Codes of graphql-transport-ws (44xx) and of RFC 6455."""

    IDLE = 1000
    MESSAGE_TOO_BIG = 1009
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013
    BAD_REQUEST = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    SUBPROTOCOL_NOT_ACCEPTABLE = 4406
    INITIALISATION_TIMEOUT = 4408
    SUBSCRIBER_ALREADY_EXISTS = 4409
    TOO_MANY_INITIALISATION_REQUESTS = 4429
    INTERNAL = 4500


class ProtocolBroken(Exception):
    """The client left the protocol; the socket closes with this code."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    """Serves one accepted connection. `identity` is None until `connection_init` was acknowledged."""

    def __init__(self, operations: Operations, options: EndpointOptions, now: Callable[[], float], exchange: Exchange) -> None:
        self.identity: Identity | None = None
        self._operations = operations
        self._options = options
        self._now = now
        self._exchange = exchange
        self._initialised = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._subscriptions: set[str] = set()
        self._operations_in_flight: set[str] = set()
        self._heard_at = self._active_at = asyncio.get_running_loop().time()
        self._closed = asyncio.Event()
        self._closing = False
        self._reader: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Returns when the socket is closed, by either side; what runs on it is stopped then, except mutations, which finish."""
        await self._exchange.send({"type": "websocket.accept", "subprotocol": "graphql-transport-ws"})
        self._reader = asyncio.create_task(self._read())
        watch = asyncio.create_task(self._watch())
        try:
            await self._closed.wait()
        finally:
            self._closing = True
            tasks = [self._reader, watch, *self._running.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self, code: CloseCode, reason: str) -> None:
        """Closes once; later calls do nothing."""
        if self._closing:
            return
        self._closing = True
        if self._reader is not None and self._reader is not asyncio.current_task():
            # A server may send no close frame while a receive is pending.
            self._reader.cancel()
            await asyncio.wait((self._reader,))
        try:
            async with asyncio.timeout(self._options.send_timeout):
                await self._exchange.send({"type": "websocket.close", "code": int(code), "reason": _short(reason)})
        except (TimeoutError, OSError, RuntimeError):
            pass  # The peer does not read or has gone: there is nobody left to tell.
        finally:
            self._closed.set()

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                message = await self._exchange.receive()
                if message["type"] == "websocket.disconnect":
                    self._closed.set()
                    return
                self._heard_at = loop.time()
                await self._obey(self._parse(message))
        except ProtocolBroken as broken:
            await self.close(broken.code, broken.reason)
        except TimeoutError:
            await self.close(CloseCode.TRY_AGAIN_LATER, "Reader too slow")

    def _parse(self, message: Message) -> dict[str, Any]:
        text = message.get("text")
        if text is None:
            raise ProtocolBroken(CloseCode.BAD_REQUEST, "Messages are text")
        if len(text) > self._options.body_max:
            raise ProtocolBroken(CloseCode.MESSAGE_TOO_BIG, f"A message holds at most {self._options.body_max} bytes")
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise ProtocolBroken(CloseCode.BAD_REQUEST, "Message is not valid JSON") from None
        if type(value) is not dict or type(value.get("type")) is not str:
            raise ProtocolBroken(CloseCode.BAD_REQUEST, "Message is not an object with a type")
        return value

    async def _obey(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "subscribe":
            self._start(message)
        elif kind == "complete":
            task = self._running.get(self._id(message))
            if task is not None:
                task.cancel()
        elif kind == "ping":
            await self._send(b'{"type":"pong"}')
        elif kind == "connection_init":
            await self._initialise(message.get("payload"))
        elif kind != "pong":
            raise ProtocolBroken(CloseCode.BAD_REQUEST, f"Unknown message type {kind[:40]!r}")

    async def _initialise(self, payload: Any) -> None:
        if self._initialised.is_set():
            raise ProtocolBroken(CloseCode.TOO_MANY_INITIALISATION_REQUESTS, "Too many initialisation requests")
        if payload is not None and type(payload) is not dict:
            raise ProtocolBroken(CloseCode.BAD_REQUEST, "connection_init payload is not an object")
        self._initialised.set()
        try:
            identity = await self._operations.identify(self._exchange.scope, payload or {})
        except RequestRefused as refusal:
            code = CloseCode.INTERNAL if refusal.code == "INTERNAL" else CloseCode.TRY_AGAIN_LATER if refusal.code == "UNAVAILABLE" else CloseCode.FORBIDDEN
            raise ProtocolBroken(code, str(refusal)) from None
        self.identity = identity
        await self._send(b'{"type":"connection_ack"}')

    def _start(self, message: dict[str, Any]) -> None:
        identity = self.identity
        if identity is None:
            raise ProtocolBroken(CloseCode.UNAUTHORIZED, "Unauthorized")
        operation_id = self._id(message)
        if operation_id in self._running:
            raise ProtocolBroken(CloseCode.SUBSCRIBER_ALREADY_EXISTS, f"Subscriber for {operation_id} already exists")
        payload = message.get("payload")
        if type(payload) is not dict:
            raise ProtocolBroken(CloseCode.BAD_REQUEST, "subscribe payload is not an object")
        task = asyncio.create_task(self._run(operation_id, payload, identity))
        self._running[operation_id] = task
        task.add_done_callback(lambda done: self._forget(operation_id, done))

    def _id(self, message: dict[str, Any]) -> str:
        operation_id = message.get("id")
        if type(operation_id) is not str or not 1 <= len(operation_id) <= _ID_MAX:
            raise ProtocolBroken(CloseCode.BAD_REQUEST, f"Message id is not a string of 1 to {_ID_MAX} characters")
        return operation_id

    def _forget(self, operation_id: str, task: asyncio.Task[None] | None) -> None:
        if self._running.get(operation_id) is task:
            del self._running[operation_id]
            self._subscriptions.discard(operation_id)
            self._operations_in_flight.discard(operation_id)
            self._active_at = asyncio.get_running_loop().time()

    async def _run(self, operation_id: str, payload: dict[str, Any], identity: Identity) -> None:
        identifier = orjson.dumps(operation_id)
        try:
            try:
                call = await self._operations.prepare(operation_request(payload), identity, self._exchange)
                self._check_room(operation_id, call.operation)
                answer = await self._answers(identifier, call)
            except RequestRefused as refusal:
                answer = refused_answer(refusal)
            last = b'{"id":' + identifier + b',"type":"complete"}'
            if answer is not None and answer.refused:
                errors = orjson.dumps(orjson.loads(answer.body)["errors"])
                last = b'{"id":' + identifier + b',"type":"error","payload":' + errors + b"}"
            elif answer is not None:
                await self._next(identifier, answer.body)
            # The client may use the id again as soon as it reads the last message.
            self._forget(operation_id, asyncio.current_task())
            await self._send(last)
        except TimeoutError:
            await self.close(CloseCode.TRY_AGAIN_LATER, "Reader too slow")

    async def _answers(self, identifier: bytes, call: Call) -> Answer | None:
        """The single answer, or None after all events of a subscription were sent."""
        if call.operation.kind != "subscription":
            return await self._operations.execute_detached(call)
        stream = await self._operations.subscribe(call)
        if isinstance(stream, Answer):
            return stream
        async with aclosing(stream):
            async for body in stream:
                await self._next(identifier, body)
        return None

    def _check_room(self, operation_id: str, operation: PreparedOperation) -> None:
        if operation.kind == "subscription":
            most = self._options.socket_subscriptions_max
            if len(self._subscriptions) >= most:
                raise RequestRefused("RATE_LIMITED", f"At most {most} subscriptions run on one socket.")
            self._subscriptions.add(operation_id)
            return
        if len(self._operations_in_flight) >= self._options.socket_operations_max:
            raise RequestRefused("RATE_LIMITED", f"At most {self._options.socket_operations_max} operations run at once on one socket.")
        self._operations_in_flight.add(operation_id)

    async def _next(self, identifier: bytes, body: bytes) -> None:
        await self._send(b'{"id":' + identifier + b',"type":"next","payload":' + body + b"}")

    async def _send(self, message: bytes) -> None:
        if self._closing:
            return
        try:
            async with asyncio.timeout(self._options.send_timeout):
                await self._exchange.send({"type": "websocket.send", "text": message.decode()})
        except (OSError, RuntimeError):
            self._closed.set()  # The peer has gone; servers say so with either.

    async def _watch(self) -> None:
        """Closes the socket at the first deadline it misses: initialisation, the token's end, two pings unanswered, idleness."""
        options, loop = self._options, asyncio.get_running_loop()
        try:
            async with asyncio.timeout(options.socket_init_timeout):
                await self._initialised.wait()
        except TimeoutError:
            await self.close(CloseCode.INITIALISATION_TIMEOUT, "Connection initialisation timeout")
            return
        pinged_at = loop.time()
        while True:
            now = loop.time()
            if self._running:
                self._active_at = now
            left = self._left()
            if left <= 0:
                await self.close(CloseCode.UNAUTHORIZED, "Access token expired")
                return
            if now - self._active_at >= options.socket_idle_timeout:
                await self.close(CloseCode.IDLE, "Idle")
                return
            if now - self._heard_at >= 2.5 * options.socket_ping_interval:
                await self.close(CloseCode.TRY_AGAIN_LATER, "Pings unanswered")
                return
            if now - pinged_at >= options.socket_ping_interval:
                pinged_at = now
                await self._send(b'{"type":"ping"}')
            await asyncio.sleep(min(left, pinged_at + options.socket_ping_interval - now, self._active_at + options.socket_idle_timeout - now) + 0.001)

    def _left(self) -> float:
        expires_at = self.identity.expires_at if self.identity is not None else None
        # Also when the token never expires, and while it is still being looked at, there is a ping to send.
        return self._options.socket_ping_interval if expires_at is None else expires_at - self._now()


def _short(reason: str) -> str:
    """As much of it as a close frame holds: 123 bytes."""
    return reason.encode()[:_REASON_BYTES_MAX].decode(errors="ignore")
