"""`scenebank doctor`: looks at a set-up and says in plain words what is wrong with it, and what to do."""

import os
import platform
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import psycopg
from rich.console import Console
from rich.text import Text

from gateway.cli.databases import NEXT_MONTH_IS_MADE, database_folder, with_addresses
from gateway.embedded import EmbeddedPostgresError, find_binaries, find_running
from gateway.keyring import KeysUnusable, open_keyring
from gateway.settings import Settings

STALE = timedelta(seconds=10)
"""Facts that wait longer for their number mean that no worker runs."""


class Finding(NamedTuple):
    """One look: well or not, and a sentence that says what to do where it is not."""

    is_well: bool
    text: str


def run_doctor(settings: Settings) -> int:
    """Print every finding; 1 when something is wrong."""
    console = Console()
    is_well = True
    for finding in examine(settings):
        is_well = is_well and finding.is_well
        console.print(Text.assemble(("✓ ", "green") if finding.is_well else ("✗ ", "bold red"), finding.text))
    console.print("All is well." if is_well else "Mend what is marked ✗ from the top: later lines may follow from earlier ones.")
    return 0 if is_well else 1


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, the basic things first."""
    yield Finding(sys.version_info >= (3, 11), f"Python {platform.python_version()}" + ("" if sys.version_info >= (3, 11) else ": 3.11 or later is needed."))
    yield _data_folder(settings)
    yield _keys(settings)
    yield from _database(settings)
    yield _port(settings)
    if not settings.is_development and settings.messenger_url is None:
        yield Finding(False, "No messenger: set SCENEBANK_MESSENGER_URL, else no one-time code reaches anybody.")


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data
    parent = next(one for one in (folder, *folder.parents) if one.exists())
    if os.access(parent, os.W_OK | os.X_OK):
        return Finding(True, f"The data folder is {folder}.")
    return Finding(False, f"The data folder {folder} cannot be written by this user. Choose another with --data or SCENEBANK_DATA.")


def _keys(settings: Settings) -> Finding:
    try:
        keyring = open_keyring(settings)
    except (KeysUnusable, OSError) as problem:
        return Finding(False, str(problem))
    return Finding(True, f"Key-encryption keys are there; {keyring.current!r} wraps new data keys.")


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.database_url is None:
        try:
            binaries = find_binaries()
            running = find_running(database_folder(settings))
        except EmbeddedPostgresError as problem:
            yield Finding(False, str(problem))
            return
        yield Finding(True, f"PostgreSQL {binaries.version} would be run from {binaries.folder}.")
        if running is None:
            yield Finding(False, f"No database runs in {settings.data}. Start `scenebank up`, or set DATABASE_URL.")
            return
        settings = with_addresses(settings, running)
    try:
        with psycopg.connect(settings.app_dsn, connect_timeout=5) as connection:
            for look in (_version, _schema, _rights, _months, _worker):
                yield _looked(look, connection)
    except psycopg.OperationalError as problem:
        yield Finding(False, f"The database does not answer: {str(problem).strip()}. Is it running, and are host, port and password right?")


Connection = psycopg.Connection[tuple[object, ...]]


def _looked(look: Callable[[Connection], Finding], connection: Connection) -> Finding:
    try:
        return look(connection)
    except psycopg.Error as problem:
        connection.rollback()
        return Finding(False, f"The database could not be looked at: {str(problem).strip()}")


def _version(connection: Connection) -> Finding:
    major = connection.info.server_version // 10_000
    supported = 15 <= major <= 18
    return Finding(supported, f"The database is PostgreSQL {major}." if supported else f"PostgreSQL {major} is not supported: 15 to 18 are.")


def _schema(connection: Connection) -> Finding:
    from alembic.script import ScriptDirectory

    import migrations

    head = ScriptDirectory.from_config(migrations.configuration("postgresql://")).get_current_head()
    found = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
    if found is None or not found[0]:
        return Finding(False, "The database has no schema yet. Run `scenebank migrate`.")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    at = row[0] if row is not None else None
    return Finding(at == head, f"The schema is at {at}." if at == head else f"The schema is at {at}, this release needs {head}. Run `scenebank migrate`.")


def _rights(connection: Connection) -> Finding:
    row = connection.execute(
        "SELECT has_table_privilege('ledger_movement', 'UPDATE, DELETE, TRUNCATE'), has_schema_privilege('public', 'CREATE'), current_user"
    ).fetchone()
    if row is None or row[0] or row[1]:
        return Finding(False, "The app's role may change movements or the schema. Give it a role of its own: see docs/decisions.")
    return Finding(True, f"The role {row[2]} can change neither the schema nor a movement.")


def _months(connection: Connection) -> Finding:
    if connection.execute(NEXT_MONTH_IS_MADE).fetchone() != (True,):
        return Finding(False, "Next month has no partitions. Run `scenebank partitions`, and let a schedule run it every day.")
    astray = connection.execute("SELECT EXISTS (SELECT FROM ledger_movement_p_default) OR EXISTS (SELECT FROM ledger_entry_p_default)").fetchone()
    if astray == (True,):
        return Finding(False, "Movements stand in the default partition: their month was not made in time. Run `scenebank partitions` in a quiet hour.")
    return Finding(True, "This month and the next have their partitions.")


def _worker(connection: Connection) -> Finding:
    row = connection.execute("SELECT min(created_at) FROM kernel_outbox WHERE position IS NULL").fetchone()
    oldest = row[0] if row is not None else None
    if isinstance(oldest, datetime) and datetime.now(UTC) - oldest > STALE:
        return Finding(False, f"Facts wait since {oldest:%Y-%m-%d %H:%M:%S} UTC: no worker runs. Start `scenebank worker`.")
    return Finding(True, "No fact waits for a worker.")


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.settimeout(1)
        is_taken = probe.connect_ex((settings.host, settings.port)) == 0
    if not is_taken:
        return Finding(True, f"Port {settings.port} on {settings.host} is free.")
    try:
        import httpx

        answer = httpx.get(f"http://{settings.host}:{settings.port}/livez", timeout=2, trust_env=False).json()
    except (ValueError, httpx.HTTPError):
        answer = None
    if answer == {"status": "alive"}:
        return Finding(True, f"A server of Scenebank answers on port {settings.port}.")
    return Finding(False, f"Port {settings.port} on {settings.host} is taken by another program. Give another one with --port or SCENEBANK_PORT.")
