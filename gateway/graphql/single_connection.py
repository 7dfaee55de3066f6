"""The single connection mode of GraphQL over SSE: one event stream carries the answers of many requests."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

import orjson

from gateway.graphql import negotiation
from gateway.graphql.documents import OperationRequest, PreparedOperation
from gateway.graphql.errors import RequestRefused
from gateway.graphql.framing import EVENT_STREAM_FRAMES, event
from gateway.graphql.operations import Operations
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Identity, Receive, Scope, Send
from gateway.graphql.requests import operation_request, parse_body, read_body
from gateway.graphql.streams import Streams

_TOKEN_HEADER = b"x-graphql-event-stream-token"
_RESERVATION_LIFE = 30.0
_FRAMES_WAITING_MAX = 16

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

    def token(self, scope: Scope, headers: Mapping[bytes, bytes]) -> str | None:
        """The reservation that a request names, by header or search parameter."""
        if not self._options.sse_single_connection:
            return None
        if (offered := headers.get(_TOKEN_HEADER)) is not None:
            return offered.decode("latin-1")
        return _parameter(scope, "token") if b"token=" in scope["query_string"] else None

    def takes(self, scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
        """Whether a request belongs to this mode."""
        return self._options.sse_single_connection and (scope["method"] == "PUT" or self.token(scope, headers) is not None)

    async def serve(self, scope: Scope, receive: Receive, send: Send, headers: Mapping[bytes, bytes], request_id: bytes) -> None:
        """Raises `RequestRefused` for a token that is not known (404 has no code of its own: BAD_REQUEST) and for what a POST gets wrong."""
        identity = await self._operations.identify(scope)
        if scope["method"] == "PUT":
            await _send_text(send, 201, self._reserve().encode(), request_id)
            return
        token = self.token(scope, headers) or ""
        reservation = self._reservations.get(token)
        if reservation is None:
            raise RequestRefused("BAD_REQUEST", "No event stream is reserved under this token.")
        if scope["method"] == "GET":
            if reservation.connected:
                raise RequestRefused("BAD_REQUEST", "The event stream of this token is already open.")
            reservation.connected = True
            await self._streams.send_frames(self._frames(token, reservation), _FRAMES, identity, receive, send, request_id)
        elif scope["method"] == "POST":
            await self._operate(reservation, identity, scope, receive, headers, request_id)
            await _send_text(send, 202, b"", request_id)
        elif scope["method"] == "DELETE":
            task = reservation.running.get(_parameter(scope, "operationId") or "")
            if task is not None:
                task.cancel()
            await _send_text(send, 200, b"", request_id)
        else:
            raise RequestRefused("METHOD_NOT_ALLOWED", "This mode knows PUT, GET, POST and DELETE.", headers=((b"allow", b"PUT, GET, POST, DELETE"),))

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

    async def _frames(self, token: str, reservation: _Reservation) -> AsyncGenerator[bytes, None]:
        try:
            while True:
                yield await reservation.frames.get()
        finally:
            self._forget(token, reservation)

    async def _operate(
        self, reservation: _Reservation, identity: Identity, scope: Scope, receive: Receive, headers: Mapping[bytes, bytes], request_id: bytes
    ) -> None:
        if not negotiation.is_json(headers.get(b"content-type")):
            raise RequestRefused("UNSUPPORTED_MEDIA_TYPE", "Send the request as `content-type: application/json` in UTF-8.")
        body = await read_body(receive, headers.get(b"content-length"), most=self._options.body_max, timeout=self._options.body_timeout)
        request = operation_request(parse_body(body))
        operation_id = (request.extensions or {}).get("operationId")
        if type(operation_id) is not str or not 1 <= len(operation_id) <= 128:
            raise RequestRefused("BAD_REQUEST", "`extensions.operationId` must be a string of 1 to 128 characters.")
        if operation_id in reservation.running:
            raise RequestRefused("BAD_REQUEST", "An operation of this id already runs on the event stream.")
        if len(reservation.running) >= self._options.socket_subscriptions_max:
            raise RequestRefused("RATE_LIMITED", f"At most {self._options.socket_subscriptions_max} operations run on one event stream.")
        operation = self._operations.prepare(request, identity)
        task = asyncio.create_task(self._run(reservation, operation_id, operation, request, identity, scope, request_id.decode()))
        reservation.running[operation_id] = task
        task.add_done_callback(lambda _: reservation.running.pop(operation_id, None))

    async def _run(
        self,
        reservation: _Reservation,
        operation_id: str,
        operation: PreparedOperation,
        request: OperationRequest,
        identity: Identity,
        scope: Scope,
        request_id: str,
    ) -> None:
        prefix = b'{"id":' + orjson.dumps(operation_id)
        try:
            if operation.kind == "subscription":
                stream = await self._operations.subscribe(operation, request, identity, scope, request_id)
            else:
                stream = await self._operations.execute_detached(operation, request, identity, scope, request_id)
            if isinstance(stream, Answer):
                await reservation.frames.put(event(prefix + b',"payload":' + stream.body + b"}"))
            else:
                try:
                    async for body in stream:
                        await reservation.frames.put(event(prefix + b',"payload":' + body + b"}"))
                finally:
                    await stream.aclose()
        except RequestRefused as refusal:
            await reservation.frames.put(event(prefix + b',"payload":' + refusal.body + b"}"))
        await reservation.frames.put(b"event: complete\ndata: " + prefix + b"}\n\n")


def _parameter(scope: Scope, name: str) -> str | None:
    query_string: bytes = scope["query_string"]
    values = parse_qs(query_string.decode("latin-1")).get(name)
    return values[0] if values else None


async def _send_text(send: Send, status: int, body: bytes, request_id: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-request-id", request_id),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
