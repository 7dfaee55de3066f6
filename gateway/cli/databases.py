"""Which database a command means: the one named in the environment, else the embedded one that runs in the data folder."""

from pathlib import Path

from pydantic import SecretStr

from gateway.cli.failures import CommandFailed
from gateway.embedded import Addresses, find_running
from gateway.keyring import DEVELOPMENT_KEYS_FILE
from gateway.settings import Environment, Settings

POSTGRESQL_FOLDER = "postgresql"
"""Within the data folder."""


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
    return named


def with_addresses(settings: Settings, addresses: Addresses) -> Settings:
    """The settings on that embedded database."""
    named = {"database_url": SecretStr(addresses.app_dsn), "owner_database_url": SecretStr(addresses.owner_dsn)}
    return settings.model_copy(update=named)
