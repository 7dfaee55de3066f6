"""One of the Python servers, on granian with one worker: python -m bench.gateway.server <scenebank|strawberry|floor> <port>."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces

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
    server, port = sys.argv[1:]
    Granian(
        TARGETS[server], factory=server == "scenebank", address="127.0.0.1", port=int(port), interface=Interfaces.ASGI, backlog=2048, log_enabled=False
    ).serve()
