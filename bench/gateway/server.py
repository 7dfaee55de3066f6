"""One of the Python servers, in one process: ours and the floor on the production connection, plain Strawberry on uvicorn as it comes.

python -m bench.gateway.server <scenebank|strawberry|floor|house|house_uncompiled|home_floor> <port>
"""

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
    "house": "bench.gateway.server:create_house",
    "house_uncompiled": "bench.gateway.server:create_uncompiled_house",
    "home_floor": "bench.gateway.home_floor:app",
}


def document(name: str, *, ours: bool = False) -> tuple[str, str]:
    """A document's id and its text. In our schema the benchmark's fields stand among the app's own, under longer names."""
    text = (FOLDER / f"{name}.graphql").read_text()
    if ours:
        text = text.replace(f" {name} {{", f" {name}: bench{name.title()} {{")
    return sha256(text.encode()).hexdigest(), text


def create_scenebank() -> Any:
    """The production application over the benchmark's schema: token check, trusted documents, limits, cost, metrics and logs as in production."""
    # Imported here: the other servers have no use for it.
    from bench.gateway.house import build_schema
    from gateway.app import Application

    documents = dict(document(name, ours=True) for name in ("home", "catalogue"))
    return Application(*_settings_and_costs(), schema=build_schema, trusted=documents)


def create_house() -> Any:
    """The production application as it is, for the app's own documents."""
    from gateway.app import Application

    return Application(*_settings_and_costs())


def create_uncompiled_house() -> Any:
    """The same on graphql-core, with parsed and validated documents kept: what the engine is there for."""
    from gateway.app import Application
    from gateway.graphql import GraphQLCoreExecutor

    class Uncompiled(Application):
        def _executor(self, schema: Any, masker: Any, _database: Any) -> Any:
            return GraphQLCoreExecutor(schema, masker)

    return Uncompiled(*_settings_and_costs())


def _settings_and_costs() -> tuple[Any, Any]:
    from gateway.limits import CostOptions
    from gateway.log_lines import configure_logging
    from gateway.settings import Settings

    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    # 64 customers stand for thousands, so they may do what thousands may.
    return settings, CostOptions(capacity=3_000_000, refill_per_second=300_000, chunk=300_000)


if __name__ == "__main__":
    name, port = sys.argv[1:]
    uvicorn.run(
        TARGETS[name],
        factory=":create_" in TARGETS[name],
        port=int(port),
        http="httptools" if name == "strawberry" else Connection,
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=2048,
    )
