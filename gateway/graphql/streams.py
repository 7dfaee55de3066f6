"""Answers that keep coming over HTTP: server-sent events (distinct connections mode) and multipart subscriptions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from gateway.graphql import negotiation
from gateway.graphql.documents import OperationRequest
from gateway.graphql.errors import RequestRefused, Unauthenticated
from gateway.graphql.exchange import Exchange
from gateway.graphql.framing import EVENT_STREAM_FRAMES, MULTIPART_FRAMES, Frames
from gateway.graphql.operations import Operations, refused_answer
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Identity, Receive


@dataclass(eq=False, slots=True)
class _Stopping:
    """Told to a stream from outside: it ends without a last word, so that the client comes back."""

    identity: Identity
    event: asyncio.Event = field(default_factory=asyncio.Event)


class Streams:
    """Serves one operation per HTTP response and knows all that are open."""

    def __init__(self, operations: Operations, options: EndpointOptions, now: Callable[[], float]) -> None:
        self._operations = operations
        self._options = options
        self._now = now
        self._open: set[_Stopping] = set()
        self._draining = False

    async def serve(self, request: OperationRequest, identity: Identity, exchange: Exchange) -> None:
        """Streams the operation's answers until it ends, the client goes, the token expires or the endpoint drains."""
        frames = MULTIPART_FRAMES if exchange.accepts.stream == negotiation.MULTIPART else EVENT_STREAM_FRAMES
        await self.send_frames(_framed(self._bodies(request, identity, exchange), frames), frames, identity, exchange)

    async def send_frames(self, source: AsyncGenerator[bytes, None], frames: Frames, identity: Identity, exchange: Exchange) -> None:
        """Sends what the source yields as the body of one response, with heartbeats while it is silent."""
        if self._draining or len(self._open) >= self._options.streams_max:
            await source.aclose()
            raise RequestRefused("UNAVAILABLE", "No further stream is taken here at the moment.", retryable=True)
        stopping = _Stopping(identity)
        self._open.add(stopping)
        try:
            await exchange.begin(frames.headers)
            await self._pump(source, frames, stopping, exchange)
        finally:
            self._open.discard(stopping)
            await source.aclose()

    def stop(self, concerned: Callable[[Identity], bool] | None = None) -> None:
        """Ends the streams of the identities concerned; of all, and takes no more, when none is named."""
        self._draining = self._draining or concerned is None
        for stopping in list(self._open):
            if concerned is None or concerned(stopping.identity):
                stopping.event.set()

    async def _bodies(self, request: OperationRequest, identity: Identity, exchange: Exchange) -> AsyncGenerator[bytes, None]:
        call = await self._operations.prepare(request, identity, exchange)
        if call.operation.kind == "mutation" and exchange.scope["method"] == "GET":
            raise RequestRefused("METHOD_NOT_ALLOWED", "A mutation must be sent with POST.")
        if call.operation.kind != "subscription":
            yield (await self._operations.execute_detached(call)).body
            return
        stream = await self._operations.subscribe(call)
        if isinstance(stream, Answer):
            yield stream.body
            return
        try:
            async for body in stream:
                yield body
        finally:
            await stream.aclose()

    async def _pump(self, source: AsyncGenerator[bytes, None], frames: Frames, stopping: _Stopping, exchange: Exchange) -> None:
        gone = asyncio.ensure_future(_disconnect(exchange.receive))
        stopped = asyncio.ensure_future(stopping.event.wait())
        following: asyncio.Future[bytes] = asyncio.ensure_future(anext(source))
        try:
            await self._write(exchange, frames.opening)
            while True:
                left = self._left(stopping.identity)
                if left <= 0:
                    await self._write(exchange, frames.failed(Unauthenticated("The access token has expired.").body), last=True)
                    return
                await asyncio.wait((gone, stopped, following), timeout=min(left, self._options.stream_heartbeat), return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    return
                if stopped.done():
                    await self._write(exchange, b"", last=True)
                    return
                if not following.done():
                    await self._write(exchange, frames.heartbeat)
                    continue
                try:
                    frame = following.result()
                except StopAsyncIteration:
                    await self._write(exchange, b"", last=True)
                    return
                await self._write(exchange, frame)
                following = asyncio.ensure_future(anext(source))
        except TimeoutError:
            return  # The reader does not take what is sent: leaving without a last chunk resets the connection.
        finally:
            for waiting in (gone, stopped, following):
                waiting.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration, RequestRefused):
                await following

    def _left(self, identity: Identity) -> float:
        return float("inf") if identity.expires_at is None else identity.expires_at - self._now()

    async def _write(self, exchange: Exchange, body: bytes, *, last: bool = False) -> None:
        async with asyncio.timeout(self._options.send_timeout):
            await exchange.send({"type": "http.response.body", "body": body, "more_body": not last})


async def _framed(bodies: AsyncGenerator[bytes, None], frames: Frames) -> AsyncGenerator[bytes, None]:
    try:
        async for body in bodies:
            yield frames.item(body)
        yield frames.closing
    except RequestRefused as refusal:
        yield frames.failed(refused_answer(refusal).body)
    finally:
        await bodies.aclose()


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
