"""The endpoint's limits and switches, frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EndpointOptions:
    """Defaults are those of production. Times are seconds, sizes bytes."""

    console: bool = False
    """Serve the console page to browsers (development only)."""
    allowed_origins: frozenset[str] = frozenset()
    """Origins whose pages may open a WebSocket; "*" allows all (development). A native app sends no Origin and may."""
    body_max: int = 256 * 1024
    body_timeout: float = 10.0
    batch_max: int = 0
    """Operations in one request body; below 2 an array is refused, above 10 counts as 10."""
    streams_max: int = 10_000
    """Event streams (SSE, multipart) and sockets open at once in this process, each."""
    stream_heartbeat: float = 12.0
    sse_single_connection: bool = True
    """The single connection mode of GraphQL over SSE; its reservations live in this process."""
    socket_init_timeout: float = 3.0
    socket_subscriptions_max: int = 5
    socket_operations_max: int = 32
    """Queries and mutations in flight at once on one socket."""
    socket_idle_timeout: float = 300.0
    """A socket on which nothing runs and nothing arrives is closed after this."""
    socket_ping_interval: float = 25.0
    """A socket that lets two pings pass without a word is closed."""
    send_timeout: float = 10.0
    """A reader that does not take a message within this is cut off."""
