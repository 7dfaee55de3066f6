"""The ASGI application behind /graphql: POST, GET, event streams, the console and the WebSocket on one path."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from gateway.graphql import console, negotiation
from gateway.graphql.documents import Documents, OperationRequest
from gateway.graphql.errors import RequestRefused
from gateway.graphql.exchange import JSON_HEADERS, RESPONSE_JSON_HEADERS, Exchange, open_exchange
from gateway.graphql.masking import Masker
from gateway.graphql.operations import Operations
from gateway.graphql.options import EndpointOptions
from gateway.graphql.partner_documents import PartnerDocuments
from gateway.graphql.ports import Answer, Authenticator, Executor, Identity, Receive, Scope, Send
from gateway.graphql.requests import ClientGone, operation_request, query_string_request, read_json
from gateway.graphql.single_connection import SingleConnections
from gateway.graphql.streams import Streams
from gateway.graphql.websocket import Sockets

_ALLOW = ((b"allow", b"GET, POST"),)
_ALLOW_POST = ((b"allow", b"POST"),)
_CONTENT_TYPE = {negotiation.JSON: JSON_HEADERS, negotiation.RESPONSE_JSON: RESPONSE_JSON_HEADERS}
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
        partner_documents: PartnerDocuments | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`now` is the clock that `Identity.expires_at` is read against, in Unix seconds."""
        self._options = options or EndpointOptions()
        self._operations = Operations(documents, executor, authenticator, masker, partner_documents)
        self._streams = Streams(self._operations, self._options, now)
        self._sockets = Sockets(self._operations, self._options, now)
        self._single = SingleConnections(self._operations, self._streams, self._options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = open_exchange(scope, receive, send)
        if scope["type"] == "websocket":
            await self._sockets.serve(exchange)
            return
        try:
            if self._single.takes(exchange):
                await self._single.serve(exchange)
            elif scope["method"] == "POST":
                await self._post(exchange)
            elif scope["method"] == "GET":
                await self._get(exchange)
            else:
                raise RequestRefused("METHOD_NOT_ALLOWED", "Only GET and POST are served here.", headers=_ALLOW)
        except RequestRefused as refusal:
            await _refuse(exchange, refusal)
        except ClientGone:
            return

    async def drain(self, timeout: float) -> bool:
        """Takes no new stream or socket, ends those that are open so that clients come back elsewhere, and waits for what runs.

        Tells whether all queries and mutations finished within `timeout` seconds.
        """
        self._streams.stop()
        self._sockets.turn_away()
        quiet = await self._operations.quiet(timeout)
        await self._sockets.close_all()
        return quiet

    async def revoke(self, revoked: Callable[[Identity], bool]) -> None:
        """Cuts every open socket (4401) and stream whose identity is revoked."""
        self._streams.stop(revoked)
        await self._sockets.close_where(revoked)

    async def _post(self, exchange: Exchange) -> None:
        value = await read_json(exchange, self._options)
        if type(value) is list:
            await self._batch(value, exchange)
        else:
            await self._run(operation_request(value), exchange)

    async def _get(self, exchange: Exchange) -> None:
        if self._options.console and (page := console.page(exchange)) is not None:
            await exchange.answer(200, page.body, page.headers)
        else:
            await self._run(query_string_request(exchange.scope["query_string"]), exchange)

    async def _run(self, request: OperationRequest, exchange: Exchange) -> None:
        accepts = exchange.accepts
        if accepts.single is None and accepts.stream is None:
            raise _not_acceptable("Accept application/graphql-response+json, application/json, text/event-stream or multipart/mixed.")
        identity = await self._operations.identify(exchange.scope)
        if accepts.single is None:
            await self._streams.serve(request, identity, exchange)
            return
        call = await self._operations.prepare(request, identity, exchange)
        kind = call.operation.kind
        if kind == "subscription":
            if accepts.stream is None:
                raise _not_acceptable("A subscription needs `accept: text/event-stream` or `multipart/mixed`, or a WebSocket on this path.")
            await self._streams.serve(request, identity, exchange)
            return
        if kind == "mutation" and exchange.scope["method"] == "GET":
            raise RequestRefused("METHOD_NOT_ALLOWED", "A mutation must be sent with POST.", headers=_ALLOW_POST)
        await _answer(exchange, await self._operations.execute(call), accepts.single)

    async def _batch(self, values: Sequence[Any], exchange: Exchange) -> None:
        most = min(self._options.batch_max, _BATCH_CEILING)
        if most < 2:
            raise RequestRefused("BAD_REQUEST", "Batches are not served here: send one operation per request.")
        if not 1 <= len(values) <= most:
            raise RequestRefused("BAD_REQUEST", f"A batch holds between 1 and {most} operations.")
        if exchange.accepts.single is None:
            raise _not_acceptable("A batch is answered as JSON.")
        identity = await self._operations.identify(exchange.scope)
        bodies = await asyncio.gather(*(self._batched(value, identity, exchange) for value in values))
        await _answer(exchange, Answer(b"[" + b",".join(bodies) + b"]"), exchange.accepts.single)

    async def _batched(self, value: Any, identity: Identity, exchange: Exchange) -> bytes:
        try:
            call = await self._operations.prepare(operation_request(value), identity, exchange)
            if call.operation.kind == "subscription":
                raise RequestRefused("BAD_REQUEST", "A subscription cannot be part of a batch.")
            return (await self._operations.execute(call)).body
        except RequestRefused as refusal:
            return refusal.body


def _not_acceptable(message: str) -> RequestRefused:
    return RequestRefused("NOT_ACCEPTABLE", message)


async def _answer(exchange: Exchange, answer: Answer, media_type: str) -> None:
    # Under application/json a well-formed request is answered with 200 whatever became of it.
    status = 200 if answer.status == 400 and media_type == negotiation.JSON else answer.status
    await exchange.answer(status, answer.body, _CONTENT_TYPE[media_type])


async def _refuse(exchange: Exchange, refusal: RequestRefused) -> None:
    media_type = exchange.accepts.single or negotiation.JSON
    status = 200 if refusal.well_formed and refusal.status == 400 and media_type == negotiation.JSON else refusal.status
    await exchange.answer(status, refusal.body, (*_CONTENT_TYPE[media_type], *refusal.headers))
