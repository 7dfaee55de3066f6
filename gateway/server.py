"""The server: uvicorn with our connections, one process or several, stopping without cutting anybody off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from gateway.connection import KEEP_ALIVE_SECONDS, Connection

SOCKET_MESSAGE_MAX = 1024 * 1024
"""A larger WebSocket message never reaches the application, which has a smaller limit of its own and says so."""


def server_config(application: Any, *, drain_seconds: float, **options: Any) -> uvicorn.Config:
    """How an ASGI application is served. `options` are uvicorn's: host, port, workers, factory."""
    settings: dict[str, Any] = {
        "http": Connection,
        "ws": "websockets-sansio",
        "ws_max_size": SOCKET_MESSAGE_MAX,
        "ws_ping_interval": None,
        "ws_per_message_deflate": False,
        "lifespan": "on",
        "log_config": None,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "timeout_graceful_shutdown": round(drain_seconds),
    }
    return uvicorn.Config(application, **settings | options)


def serve(config: uvicorn.Config) -> None:
    """Serve until SIGTERM or SIGINT. Raises SystemExit where the application does not start."""
    if config.workers > 1:
        Multiprocess(config, [config.bind_socket()]).run()
    else:
        StoppingServer(config).run()


class StoppingServer(uvicorn.Server):
    """Ends with status 0 when it was asked to stop: uvicorn's own then raises the signal a second time."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()


@asynccontextmanager
async def serving(application: Any, port: int, **options: Any) -> AsyncIterator[None]:
    """Serve on this loop for the length of a block, leaving signals to others: for tests."""
    server = StoppingServer(server_config(application, drain_seconds=2, port=port, **options))
    running = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.wait([running], timeout=0.01)
        if running.done():
            running.result()
            raise RuntimeError("the application did not start")
    try:
        yield
    finally:
        server.should_exit = True
        await running
