"""The ASGI application behind /graphql: POST, GET, event streams, the console and the WebSocket on one path."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from gateway.graphql import console, negotiation
from gateway.graphql.documents import Documents, OperationRequest
from gateway.graphql.errors import RequestRefused
from gateway.graphql.masking import Masker
from gateway.graphql.negotiation import Accepted
from gateway.graphql.operations import Operations
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Authenticator, Executor, Identity, Receive, Scope, Send
from gateway.graphql.request_ids import bind_request_id
from gateway.graphql.requests import ClientGone, operation_request, parse_body, query_string_request, read_body
from gateway.graphql.single_connection import SingleConnections
from gateway.graphql.streams import Streams
from gateway.graphql.websocket import Sockets

_ALLOW = ((b"allow", b"GET, POST"),)
_ALLOW_POST = ((b"allow", b"POST"),)
_NO_STORE = (b"cache-control", b"no-store")
_CONTENT_TYPE = {
    negotiation.JSON: (b"content-type", b"application/json; charset=utf-8"),
    negotiation.RESPONSE_JSON: (b"content-type", b"application/graphql-response+json; charset=utf-8"),
}
_BATCH_CEILING = 10


class GraphQLEndpoint:
    """Serves GraphQL over HTTP, GraphQL over SSE, multipart subscriptions and graphql-transport-ws on whatever path it is mounted."""

    def __init__(
        self,
        documents: Documents,
        executor: Executor,
        authenticator: Authenticator,
        masker: Masker,
        options: EndpointOptions | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` is the clock that `Identity.expires_at` is read against, in Unix seconds."""
        self._options = options or EndpointOptions()
        self._operations = Operations(documents, executor, authenticator, masker)
        self._streams = Streams(self._operations, self._options, now)
        self._sockets = Sockets(self._operations, self._options, now)
        self._single = SingleConnections(self._operations, self._streams, self._options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._sockets.serve(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = bind_request_id(headers.get(b"x-request-id"))
        accepts = negotiation.accepted(headers.get(b"accept"))
        try:
            if scope["method"] == "POST" and self._single.token(scope, headers) is None:
                await self._post(scope, receive, send, headers, accepts, request_id)
            else:
                await self._other(scope, receive, send, headers, accepts, request_id)
        except RequestRefused as refusal:
            await _send_refusal(send, refusal, accepts, request_id)
        except ClientGone:
            return

    async def drain(self, timeout: float) -> bool:
        """Takes no new stream or socket, ends those that are open so that clients come back elsewhere, and waits for what runs.

        Tells whether all queries and mutations finished within `timeout` seconds.
        """
        self._streams.stop()
        self._sockets.turn_away()
        idle = await self._operations.idle(timeout)
        await self._sockets.close_all()
        return idle

    async def revoke(self, revoked: Callable[[Identity], bool]) -> None:
        """Cuts every open socket (4401) and stream whose identity is revoked."""
        self._streams.stop(revoked)
        await self._sockets.close_where(revoked)

    async def _post(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes], accepts: Accepted, request_id: bytes) -> None:
        if not negotiation.is_json(headers.get(b"content-type")):
            raise RequestRefused(
                "UNSUPPORTED_MEDIA_TYPE", "Send the request as `content-type: application/json` in UTF-8.", headers=((b"accept-post", b"application/json"),)
            )
        value = parse_body(await read_body(receive, headers.get(b"content-length"), most=self._options.body_max, timeout=self._options.body_timeout))
        if type(value) is list:
            await self._batch(value, scope, send, accepts, request_id)
            return
        await self._run(operation_request(value), scope, receive, send, accepts, request_id)

    async def _other(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes], accepts: Accepted, request_id: bytes) -> None:
        if self._single.takes(scope, headers):
            await self._single.serve(scope, receive, send, headers, request_id)
        elif scope["method"] != "GET":
            raise RequestRefused("METHOD_NOT_ALLOWED", f"{scope['method']} is not served here.", headers=_ALLOW)
        elif self._options.console and (page := console.page(scope, accepts)) is not None:
            await _send_body(send, 200, page.body, page.headers, request_id)
        else:
            await self._run(query_string_request(scope["query_string"]), scope, receive, send, accepts, request_id)

    async def _run(self, request: OperationRequest, scope: Scope, receive: Receive, send: Send, accepts: Accepted, request_id: bytes) -> None:
        if accepts.single is None and accepts.stream is None:
            raise _not_acceptable("Accept application/graphql-response+json, application/json, text/event-stream or multipart/mixed.")
        identity = await self._operations.identify(scope)
        if accepts.single is None:
            await self._streams.serve(request, identity, scope, receive, send, accepts.stream, request_id)
            return
        operation = self._operations.prepare(request, identity)
        if operation.kind == "subscription":
            if accepts.stream is None:
                raise _not_acceptable("A subscription needs `accept: text/event-stream` or `multipart/mixed`, or a WebSocket on this path.")
            await self._streams.serve(request, identity, scope, receive, send, accepts.stream, request_id)
            return
        if operation.kind == "mutation" and scope["method"] == "GET":
            raise RequestRefused("METHOD_NOT_ALLOWED", "A mutation must be sent with POST.", headers=_ALLOW_POST)
        answer = await self._operations.execute(operation, request, identity, scope, request_id.decode())
        await _send_answer(send, answer, accepts.single, request_id)

    async def _batch(self, values: Sequence[Any], scope: Scope, send: Send, accepts: Accepted, request_id: bytes) -> None:
        most = min(self._options.batch_max, _BATCH_CEILING)
        if most < 2:
            raise RequestRefused("BAD_REQUEST", "Batches are not served here: send one operation per request.")
        if not 1 <= len(values) <= most:
            raise RequestRefused("BAD_REQUEST", f"A batch holds between 1 and {most} operations.")
        if accepts.single is None:
            raise _not_acceptable("A batch is answered as JSON.")
        identity = await self._operations.identify(scope)
        bodies = await asyncio.gather(*(self._batched(value, identity, scope, request_id) for value in values))
        await _send_answer(send, Answer(b"[" + b",".join(bodies) + b"]"), accepts.single, request_id)

    async def _batched(self, value: Any, identity: Identity, scope: Scope, request_id: bytes) -> bytes:
        try:
            request = operation_request(value)
            operation = self._operations.prepare(request, identity)
            if operation.kind == "subscription":
                raise RequestRefused("BAD_REQUEST", "A subscription cannot be part of a batch.")
            return (await self._operations.execute(operation, request, identity, scope, request_id.decode())).body
        except RequestRefused as refusal:
            return refusal.body


def _not_acceptable(message: str) -> RequestRefused:
    return RequestRefused("NOT_ACCEPTABLE", message)


async def _send_answer(send: Send, answer: Answer, media_type: str, request_id: bytes) -> None:
    # Under application/json a well-formed request is answered with 200 whatever became of it.
    status = 200 if answer.status == 400 and media_type == negotiation.JSON else answer.status
    await _send_body(send, status, answer.body, (_CONTENT_TYPE[media_type],), request_id)


async def _send_refusal(send: Send, refusal: RequestRefused, accepts: Accepted, request_id: bytes) -> None:
    media_type = accepts.single or negotiation.JSON
    status = 200 if refusal.well_formed and refusal.status == 400 and media_type == negotiation.JSON else refusal.status
    await _send_body(send, status, refusal.body, (_CONTENT_TYPE[media_type], *refusal.headers), request_id)


async def _send_body(send: Send, status: int, body: bytes, headers: Sequence[tuple[bytes, bytes]], request_id: bytes) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length, _NO_STORE, (b"x-request-id", request_id)]})
    await send({"type": "http.response.body", "body": body})
