"""Everything that can be set, read from the environment once and frozen."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from enum import StrEnum
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domains.kernel.crypto import Keyring


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SettingsWrong(Exception):
    """A setting is missing or cannot be used. The text says which, and what to do."""


class Settings(BaseSettings):
    """One frozen object for a process. Names in the environment are SCENEBANK_<NAME>, and DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="SCENEBANK_", frozen=True, extra="ignore")

    environment: Environment = Environment.PRODUCTION
    database_url: str = Field(default="", validation_alias=AliasChoices("DATABASE_URL", "SCENEBANK_DATABASE_URL"))
    database_owner_url: str = ""
    """The schema owner's login, for migrations. Empty: the same as database_url."""
    host: str = "127.0.0.1"
    port: int = 8000
    data: Path | None = None
    """Folder for the embedded database, keys, PID file and development messages."""
    keys_file: Path | None = None
    """JSON: {"current": id, "keys": {id: base64 of 32 bytes}}, oldest first."""
    allowed_origins: str = ""
    """Origins whose pages may open a WebSocket, separated by commas."""
    trusted_documents_only: bool | None = None
    """Whether only registered documents run. Unset: yes in production, no in development."""
    sandbox_url: str = ""
    """Where the sandbox partners listen (development only)."""
    channel_secret: SecretStr = SecretStr("")
    """Signs the callbacks of the sandbox channel, in the form whsec_<base64>."""
    public_url: str = ""
    """How partners reach this gateway. Empty: http://host:port."""
    log_format: str = "json"
    write_connections: int = 8
    read_connections: int = 16
    drain_seconds: float = 20.0

    @property
    def is_development(self) -> bool:
        return self.environment is Environment.DEVELOPMENT

    @property
    def owner_dsn(self) -> str:
        return self.database_owner_url or self.database_url

    @property
    def own_url(self) -> str:
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def documents_are_trusted_only(self) -> bool:
        return not self.is_development if self.trusted_documents_only is None else self.trusted_documents_only


def read_settings(**overrides: object) -> Settings:
    """The settings of this process. Raises SettingsWrong in plain words."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValueError as error:
        raise SettingsWrong(f"The environment has a setting that cannot be used: {error}") from error


def read_keyring(path: Path) -> Keyring:
    """The key-encryption keys of a file. Raises SettingsWrong."""
    try:
        content = json.loads(path.read_text())
        return Keyring({name: b64decode(key, validate=True) for name, key in content["keys"].items()}, content["current"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsWrong(f"The keys file {path} cannot be used ({type(error).__name__}). Without it sealed personal data does not open.") from error


def make_keys_file(path: Path) -> None:
    """Make a keys file with one fresh key, readable by its owner only, unless there is one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"current": "1", "keys": {"1": b64encode(secrets.token_bytes(32)).decode()}})
    unfinished = path.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    unfinished.replace(path)
