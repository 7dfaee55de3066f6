"""One HTTP request and its way back, or one socket's handshake: what the server hands over, with its headers read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gateway.graphql.negotiation import Accepted, accepted
from gateway.graphql.ports import Receive, Scope, Send
from gateway.graphql.request_ids import bind_request_id

Headers = Sequence[tuple[bytes, bytes]]

_NO_STORE = (b"cache-control", b"no-store")


class Exchange(NamedTuple):
    """`accepts` is what the Accept header allows; `request_id` is bound to the logs and told in every answer."""

    scope: Scope
    receive: Receive
    send: Send
    headers: dict[bytes, bytes]
    accepts: Accepted
    request_id: bytes

    async def answer(self, status: int, body: bytes, headers: Headers) -> None:
        """Sends a whole response."""
        length = (b"content-length", b"%d" % len(body))
        complete = [*headers, length, _NO_STORE, (b"x-request-id", self.request_id)]
        await self.send({"type": "http.response.start", "status": status, "headers": complete})
        await self.send({"type": "http.response.body", "body": body})

    async def begin(self, headers: Headers) -> None:
        """Starts a response whose body follows piece by piece."""
        complete = [*headers, _NO_STORE, (b"x-accel-buffering", b"no"), (b"x-request-id", self.request_id)]
        await self.send({"type": "http.response.start", "status": 200, "headers": complete})


def open_exchange(scope: Scope, receive: Receive, send: Send) -> Exchange:
    """Reads the headers of a request."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return Exchange(scope, receive, send, headers, accepted(headers.get(b"accept")), bind_request_id(headers.get(b"x-request-id")))
