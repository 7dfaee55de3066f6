"""Runs the schema's migrations, under the schema owner's role."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config

from migrations.partitions import make_partitions

HERE = Path(__file__).parent

TURN = 0x5CE0EBA0
"""Key of the advisory lock under which one process after the other migrates a database."""


def upgrade(owner_dsn: str, revision: str = "head") -> None:
    """Bring the schema up to a revision, and make the months ahead. Safe to repeat, and with several processes at once: they queue on an advisory lock."""
    with _turn(owner_dsn):
        command.upgrade(configuration(owner_dsn), revision)
        make_partitions(owner_dsn)


def make_months(owner_dsn: str) -> list[str]:
    """Make this month's partitions and those of the months ahead, where they are missing (see partitions.py). Their names."""
    with _turn(owner_dsn):
        return make_partitions(owner_dsn)


def downgrade(owner_dsn: str, revision: str) -> None:
    """Take the schema back to a revision (`base` removes everything)."""
    with _turn(owner_dsn):
        command.downgrade(configuration(owner_dsn), revision)


def check(owner_dsn: str) -> None:
    """Raises alembic.util.CommandError when the models and the migrated schema differ."""
    command.check(configuration(owner_dsn))


def configuration(owner_dsn: str) -> Config:
    """Alembic's configuration without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = "postgresql+psycopg://" + owner_dsn.split("://", 1)[1]
    return config


@contextmanager
def _turn(owner_dsn: str) -> Iterator[None]:
    # On a connection of its own, outside any transaction: it lasts over all of the migrations, and ends with the process at the latest.
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (TURN,))
        yield
