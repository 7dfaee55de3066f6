"""Answers that keep coming over HTTP: server-sent events (distinct connections mode) and multipart subscriptions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from gateway.graphql import negotiation
from gateway.graphql.documents import OperationRequest
from gateway.graphql.errors import RequestRefused, Unauthenticated
from gateway.graphql.framing import EVENT_STREAM_FRAMES, MULTIPART_FRAMES, Frames
from gateway.graphql.operations import Operations, refused_answer
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Identity, Receive, Scope, Send


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

    async def serve(
        self, request: OperationRequest, identity: Identity, scope: Scope, receive: Receive, send: Send, media_type: str | None, request_id: bytes
    ) -> None:
        """Streams the operation's answers until it ends, the client goes, the token expires or the endpoint drains."""
        frames = MULTIPART_FRAMES if media_type == negotiation.MULTIPART else EVENT_STREAM_FRAMES
        bodies = self._bodies(request, identity, scope, request_id)
        await self.send_frames(_framed(bodies, frames), frames, identity, receive, send, request_id)

    async def send_frames(
        self, source: AsyncGenerator[bytes, None], frames: Frames, identity: Identity, receive: Receive, send: Send, request_id: bytes
    ) -> None:
        """Sends what the source yields as the body of one response, with heartbeats while it is silent."""
        if self._draining or len(self._open) >= self._options.streams_max:
            await source.aclose()
            raise RequestRefused("UNAVAILABLE", "No further stream is taken here at the moment.", retryable=True)
        stopping = _Stopping(identity)
        self._open.add(stopping)
        try:
            headers = [*frames.headers, (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no"), (b"x-request-id", request_id)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await self._pump(source, frames, stopping, receive, send)
        finally:
            self._open.discard(stopping)
            await source.aclose()

    def stop(self, concerned: Callable[[Identity], bool] | None = None) -> None:
        """Ends the streams of the identities concerned; of all, and takes no more, when none is named."""
        self._draining = self._draining or concerned is None
        for stopping in list(self._open):
            if concerned is None or concerned(stopping.identity):
                stopping.event.set()

    async def _bodies(self, request: OperationRequest, identity: Identity, scope: Scope, request_id: bytes) -> AsyncGenerator[bytes, None]:
        operation = self._operations.prepare(request, identity)
        if operation.kind == "mutation" and scope["method"] == "GET":
            raise RequestRefused("METHOD_NOT_ALLOWED", "A mutation must be sent with POST.")
        if operation.kind != "subscription":
            yield (await self._operations.execute_detached(operation, request, identity, scope, request_id.decode())).body
            return
        stream = await self._operations.subscribe(operation, request, identity, scope, request_id.decode())
        if isinstance(stream, Answer):
            yield stream.body
            return
        try:
            async for body in stream:
                yield body
        finally:
            await stream.aclose()

    async def _pump(self, source: AsyncGenerator[bytes, None], frames: Frames, stopping: _Stopping, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_disconnect(receive))
        stopped = asyncio.ensure_future(stopping.event.wait())
        following: asyncio.Future[bytes] = asyncio.ensure_future(anext(source))
        try:
            await self._write(send, frames.opening)
            while True:
                left = self._left(stopping.identity)
                if left <= 0:
                    await self._write(send, frames.failed(Unauthenticated("The access token has expired.").body), last=True)
                    return
                await asyncio.wait((gone, stopped, following), timeout=min(left, self._options.stream_heartbeat), return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    return
                if stopped.done():
                    await self._write(send, b"", last=True)
                    return
                if not following.done():
                    await self._write(send, frames.heartbeat)
                    continue
                try:
                    frame = following.result()
                except StopAsyncIteration:
                    await self._write(send, b"", last=True)
                    return
                await self._write(send, frame)
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

    async def _write(self, send: Send, body: bytes, *, last: bool = False) -> None:
        async with asyncio.timeout(self._options.send_timeout):
            await send({"type": "http.response.body", "body": body, "more_body": not last})


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
