"""Which database a command means: the one named in the environment, else the embedded one that runs in the data folder."""

from importlib.util import find_spec
from pathlib import Path

import psycopg
from pydantic import SecretStr

from gateway.cli.failures import CommandFailed
from gateway.embedded import Addresses, find_running
from gateway.keyring import DEVELOPMENT_KEYS_FILE
from gateway.settings import Environment, Settings

POSTGRESQL_FOLDER = "postgresql"
"""Within the data folder."""

SANDBOX_FILE = "sandbox-url"
"""Within the data folder: where the sandbox runs that `scenebank up` started last, so that commands know the scenes of its partners."""

NEXT_MONTH_IS_MADE = """
SELECT to_regclass('ledger_entry_p_' || to_char(now() AT TIME ZONE 'Asia/Shanghai' + interval '1 month', 'YYYY_MM')) IS NOT NULL
"""
"""The last table of migrations/partitions.py: where it has its month, all have."""


def database_folder(settings: Settings) -> Path:
    return settings.data / POSTGRESQL_FOLDER


def with_database(settings: Settings) -> Settings:
    """The settings with their database named. Raises CommandFailed when there is none."""
    if settings.database_url is not None:
        return settings
    addresses = find_running(database_folder(settings))
    if addresses is None:
        raise CommandFailed(f"No database: none runs in {settings.data}. Start `scenebank up` first, or set DATABASE_URL.")
    named = with_addresses(settings, addresses)
    if "environment" not in settings.model_fields_set and (settings.data / DEVELOPMENT_KEYS_FILE).exists():
        # The folder of a `scenebank up` in development says what it is.
        named = named.model_copy(update={"environment": Environment.DEVELOPMENT})
    if named.is_development and named.sandbox_url is None and (file := settings.data / SANDBOX_FILE).exists():
        named = named.model_copy(update={"sandbox_url": file.read_text().strip()})
    return named


def is_schema_current(owner_dsn: str) -> bool:
    """Whether the newest migration ran here and next month has its partitions. Asked without loading what runs migrations, which takes a second."""
    spec = find_spec("migrations")
    if spec is None or spec.submodule_search_locations is None:
        return False
    newest = max(file.stem for file in Path(spec.submodule_search_locations[0]).glob("versions/[0-9]*.py"))
    with psycopg.connect(owner_dsn, connect_timeout=5) as connection:
        (is_there,) = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone() or (False,)
        if not is_there or connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(newest,)]:
            return False
        return connection.execute(NEXT_MONTH_IS_MADE).fetchone() == (True,)


def with_addresses(settings: Settings, addresses: Addresses) -> Settings:
    """The settings on that embedded database."""
    named = {"database_url": SecretStr(addresses.app_dsn), "owner_database_url": SecretStr(addresses.owner_dsn)}
    return settings.model_copy(update=named)
