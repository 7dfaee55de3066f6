"""One HTTP request and its way back, or one socket's handshake: what the server hands over, with its headers read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gateway.graphql.negotiation import Accepted, accepted
from gateway.graphql.ports import WHOLE, Receive, Scope, Send, WholeRequest
from gateway.graphql.request_ids import bind_request_id

Headers = Sequence[tuple[bytes, bytes]]

_NO_STORE = (b"cache-control", b"no-store")

JSON_HEADERS = ((b"content-type", b"application/json; charset=utf-8"),)
RESPONSE_JSON_HEADERS = ((b"content-type", b"application/graphql-response+json; charset=utf-8"),)

_LINES = {headers: b"".join(b"%b: %b\r\n" % header for header in (*headers, _NO_STORE)) for headers in (JSON_HEADERS, RESPONSE_JSON_HEADERS)}
"""The header lines that most answers have in common."""


class Exchange(NamedTuple):
    """`accepts` is what the Accept header allows; `request_id` is bound to the logs and told in every answer."""

    scope: Scope
    receive: Receive
    send: Send
    headers: dict[bytes, bytes]
    accepts: Accepted
    request_id: bytes
    whole: WholeRequest | None

    async def answer(self, status: int, body: bytes, headers: Headers) -> None:
        """Sends a whole response."""
        if self.whole is not None and headers in _LINES:
            lines = b"%bcontent-length: %d\r\nx-request-id: %b\r\n" % (_LINES[headers], len(body), self.request_id)
            if self.whole.answer(status, lines, body):
                return
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
    extensions = scope.get("extensions")
    whole = extensions.get(WHOLE) if extensions is not None else None
    return Exchange(scope, receive, send, headers, accepted(headers.get(b"accept")), bind_request_id(headers.get(b"x-request-id")), whole)
