"""One of the Python servers, on the production server with one process (plain Strawberry on uvicorn as it comes): python -m bench.gateway.server <scenebank|strawberry|floor> <port>."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn

from gateway.connection import Connection

FOLDER = Path(__file__).parent
TARGETS = {
    "scenebank": "bench.gateway.server:create_scenebank",
    "strawberry": "bench.gateway.plain_strawberry:app",
    "floor": "bench.gateway.floor:app",
}


def document(name: str) -> tuple[str, str]:
    """A document's id and its text."""
    text = (FOLDER / f"{name}.graphql").read_text()
    return sha256(text.encode()).hexdigest(), text


def create_scenebank() -> Any:
    """The production application over the benchmark's schema: token check, trusted documents, limits, cost, metrics and logs as in production."""
    from bench.gateway.house import build_schema
    from gateway.app import Application
    from gateway.observability import configure_logging
    from gateway.settings import Settings

    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    return Application(settings, schema=build_schema, trusted=dict(document(name) for name in ("home", "catalogue")))


if __name__ == "__main__":
    name, port = sys.argv[1:]
    uvicorn.run(
        TARGETS[name],
        factory=name == "scenebank",
        port=int(port),
        http="httptools" if name == "strawberry" else Connection,
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=2048,
    )
