"""Runs the schema's migrations, under the schema owner's role."""

from pathlib import Path

from alembic import command
from alembic.config import Config

HERE = Path(__file__).parent


def upgrade(owner_dsn: str, revision: str = "head") -> None:
    """Bring the schema up to a revision. Safe to repeat, and with several processes at once: they queue on an advisory lock."""
    command.upgrade(configuration(owner_dsn), revision)


def downgrade(owner_dsn: str, revision: str) -> None:
    """Take the schema back to a revision (`base` removes everything)."""
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
