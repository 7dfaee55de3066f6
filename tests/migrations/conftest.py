"""Both ends of the range of servers that the schema is written for, each with an empty database for every test that asks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

import migrations
from gateway.embedded import Binaries, Instance, find_binaries, start

MEMORY = Path("/dev/shm")

_names = count(1)


class Empty(NamedTuple):
    """A database of its own, entered as each of the three roles."""

    admin_dsn: str
    owner_dsn: str
    app_dsn: str


@pytest.fixture(scope="session")
def newest_server() -> Iterator[Instance]:
    """PostgreSQL 18, from the wheel."""
    with _running(find_binaries(("wheel",))) as instance:
        assert instance.version.startswith("18.")
        yield instance


@pytest.fixture(scope="session")
def oldest_server() -> Iterator[Instance]:
    """PostgreSQL 15, Debian's."""
    with _running(find_binaries(folder=Path("/usr/lib/postgresql/15/bin"))) as instance:
        assert instance.version.startswith("15.")
        yield instance


@pytest.fixture(params=["oldest_server", "newest_server"])
def server(request: pytest.FixtureRequest) -> Instance:
    chosen = request.getfixturevalue(request.param)
    assert isinstance(chosen, Instance)
    return chosen


@pytest.fixture
def empty(server: Instance) -> Iterator[Empty]:
    """A database in which no migration has run."""
    name = f"empty_{next(_names)}"
    server.create_database(name)
    yield Empty(server.dsn(database=name), server.dsn("scenebank_owner", name), server.dsn("scenebank_app", name))
    with psycopg.connect(server.dsn(database="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def upgraded(empty: Empty) -> Empty:
    """The same with the whole schema."""
    migrations.upgrade(empty.owner_dsn)
    return empty


@contextmanager
def _running(binaries: Binaries) -> Iterator[Instance]:
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None, prefix="scenebank-migrations-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=binaries, fast_unsafe=True) as instance:
            yield instance
