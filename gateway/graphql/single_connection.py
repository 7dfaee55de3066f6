"""The single connection mode of GraphQL over SSE: one event stream carries the answers of many requests."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

import orjson

from gateway.graphql.errors import RequestRefused
from gateway.graphql.exchange import Exchange
from gateway.graphql.framing import EVENT_STREAM_FRAMES, event
from gateway.graphql.operations import Call, Operations
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Identity
from gateway.graphql.requests import operation_request, read_json
from gateway.graphql.streams import Streams

_TOKEN_HEADER = b"x-graphql-event-stream-token"
_RESERVATION_LIFE = 30.0
_FRAMES_WAITING_MAX = 16
_ID_MAX = 128
_TEXT = ((b"content-type", b"text/plain; charset=utf-8"),)
_ALLOW = ((b"allow", b"PUT, GET, POST, DELETE"),)

# An answer names its operation here, so a stream that is cut off just ends: there is no operation to tell.
_FRAMES = replace(EVENT_STREAM_FRAMES, failed=lambda _: b"")


@dataclass(eq=False, slots=True)
class _Reservation:
    frames: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(_FRAMES_WAITING_MAX))
    running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    connected: bool = False


class SingleConnections:
    """Reservations of this process: made by PUT, fulfilled by one GET, fed by POST, relieved by DELETE."""

    def __init__(self, operations: Operations, streams: Streams, options: EndpointOptions) -> None:
        self._operations = operations
        self._streams = streams
        self._options = options
        self._reservations: dict[str, _Reservation] = {}

    def takes(self, exchange: Exchange) -> bool:
        """Whether a request belongs to this mode."""
        return self._options.sse_single_connection and (exchange.scope["method"] == "PUT" or _token(exchange) is not None)

    async def serve(self, exchange: Exchange) -> None:
        """Raises `RequestRefused` for an unknown token and for what a POST gets wrong."""
        identity = await self._operations.identify(exchange.scope)
        method = exchange.scope["method"]
        if method == "PUT":
            await exchange.answer(201, self._reserve().encode(), _TEXT)
            return
        token = _token(exchange) or ""
        reservation = self._reservations.get(token)
        if reservation is None:
            raise RequestRefused("BAD_REQUEST", "No event stream is reserved under this token.")
        if method == "GET":
            await self._connect(token, reservation, identity, exchange)
        elif method == "POST":
            await self._operate(reservation, identity, exchange)
            await exchange.answer(202, b"", _TEXT)
        elif method == "DELETE":
            task = reservation.running.get(_parameter(exchange, "operationId") or "")
            if task is not None:
                task.cancel()
            await exchange.answer(200, b"", _TEXT)
        else:
            raise RequestRefused("METHOD_NOT_ALLOWED", "This mode knows PUT, GET, POST and DELETE.", headers=_ALLOW)

    def _reserve(self) -> str:
        if len(self._reservations) >= self._options.streams_max:
            raise RequestRefused("UNAVAILABLE", "No further event stream is reserved at the moment.", retryable=True)
        token = secrets.token_urlsafe(24)
        self._reservations[token] = _Reservation()
        asyncio.get_running_loop().call_later(_RESERVATION_LIFE, self._forget_unclaimed, token)
        return token

    def _forget_unclaimed(self, token: str) -> None:
        reservation = self._reservations.get(token)
        if reservation is not None and not reservation.connected:
            self._forget(token, reservation)

    def _forget(self, token: str, reservation: _Reservation) -> None:
        self._reservations.pop(token, None)
        for task in reservation.running.values():
            task.cancel()

    async def _connect(self, token: str, reservation: _Reservation, identity: Identity, exchange: Exchange) -> None:
        if reservation.connected:
            raise RequestRefused("BAD_REQUEST", "The event stream of this token is already open.")
        reservation.connected = True
        try:
            await self._streams.send_frames(_waiting(reservation), _FRAMES, identity, exchange)
        finally:
            self._forget(token, reservation)

    async def _operate(self, reservation: _Reservation, identity: Identity, exchange: Exchange) -> None:
        request = operation_request(await read_json(exchange, self._options))
        operation_id = (request.extensions or {}).get("operationId")
        if type(operation_id) is not str or not 1 <= len(operation_id) <= _ID_MAX:
            raise RequestRefused("BAD_REQUEST", f"`extensions.operationId` must be a string of 1 to {_ID_MAX} characters.")
        # Before the looks at what runs: nothing is waited for between those and the new task.
        call = await self._operations.prepare(request, identity, exchange)
        if operation_id in reservation.running:
            raise RequestRefused("BAD_REQUEST", "An operation of this id already runs on the event stream.")
        if len(reservation.running) >= self._options.socket_subscriptions_max:
            raise RequestRefused("RATE_LIMITED", f"At most {self._options.socket_subscriptions_max} operations run on one event stream.")
        task = asyncio.create_task(self._run(reservation, operation_id, call))
        reservation.running[operation_id] = task
        task.add_done_callback(lambda _: reservation.running.pop(operation_id, None))

    async def _run(self, reservation: _Reservation, operation_id: str, call: Call) -> None:
        prefix = b'{"id":' + orjson.dumps(operation_id)
        async with aclosing(self._bodies(call)) as bodies:
            async for body in bodies:
                await reservation.frames.put(event(prefix + b',"payload":' + body + b"}"))
        await reservation.frames.put(b"event: complete\ndata: " + prefix + b"}\n\n")

    async def _bodies(self, call: Call) -> AsyncGenerator[bytes, None]:
        try:
            if call.operation.kind != "subscription":
                yield (await self._operations.execute_detached(call)).body
                return
            stream = await self._operations.subscribe(call)
            if isinstance(stream, Answer):
                yield stream.body
                return
            async with aclosing(stream):
                async for body in stream:
                    yield body
        except RequestRefused as refusal:
            yield refusal.body


async def _waiting(reservation: _Reservation) -> AsyncGenerator[bytes, None]:
    while True:
        yield await reservation.frames.get()


def _token(exchange: Exchange) -> str | None:
    offered = exchange.headers.get(_TOKEN_HEADER)
    return offered.decode("latin-1") if offered is not None else _parameter(exchange, "token")


def _parameter(exchange: Exchange, name: str) -> str | None:
    query_string: bytes = exchange.scope["query_string"]
    if not query_string:
        return None
    values = parse_qs(query_string.decode("latin-1")).get(name)
    return values[0] if values else None
