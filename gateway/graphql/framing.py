"""How one answer is written inside a streamed HTTP response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# A part ends with the boundary that opens the next one, so that a reader need not wait for the next event to see this one.
_OPENING = b"--graphql"
_PART = b"\r\ncontent-type: application/json\r\n\r\n"
_BETWEEN = b"\r\n--graphql"
_END = b"--\r\n"
_COMPLETE = b"event: complete\ndata: \n\n"


@dataclass(frozen=True, slots=True)
class Frames:
    """The bytes of a stream's parts. `failed` is an answer that ends the stream, with whatever closes it."""

    headers: tuple[tuple[bytes, bytes], ...]
    opening: bytes
    item: Callable[[bytes], bytes]
    failed: Callable[[bytes], bytes]
    heartbeat: bytes
    closing: bytes


def event(body: bytes) -> bytes:
    """A `next` event of GraphQL over SSE. JSON holds no raw line break, so one data line carries it."""
    return b"event: next\ndata: " + body + b"\n\n"


def _part(body: bytes) -> bytes:
    return _PART + b'{"payload":' + body + b"}" + _BETWEEN


def _failed_part(body: bytes) -> bytes:
    # Errors of the transport stand beside an empty payload: `body` is {"errors": [...]}.
    return _PART + b'{"payload":null,' + body[1:] + _BETWEEN + _END


EVENT_STREAM_FRAMES = Frames(
    headers=((b"content-type", b"text/event-stream; charset=utf-8"),),
    opening=b":\n\n",
    item=event,
    failed=lambda body: event(body) + _COMPLETE,
    heartbeat=b":\n\n",
    closing=_COMPLETE,
)
MULTIPART_FRAMES = Frames(
    headers=((b"content-type", b'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'),),
    opening=_OPENING,
    item=_part,
    failed=_failed_part,
    heartbeat=_PART + b"{}" + _BETWEEN,
    closing=_END,
)
