"""What an installation chooses: one frozen Settings, read from the environment once."""

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway.state_folder import state_folder
from integrations.sandbox.keys import SANDBOX_API_KEY, SANDBOX_WEBHOOK_SECRET


class Environment(StrEnum):
    """Development shows the console, takes any document, knows the sandbox, and may be sent through time. Production does none of this."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


class Settings(BaseSettings):
    """Every variable begins with SCENEBANK_, except DATABASE_URL. What is secret is shown as stars."""

    model_config = SettingsConfigDict(env_prefix="SCENEBANK_", frozen=True, extra="ignore", populate_by_name=True, env_ignore_empty=True)

    environment: Environment = Environment.PRODUCTION
    data: Path = Field(default_factory=state_folder, description="Folder of the embedded database, development keys and the PID file.")
    database_url: SecretStr | None = Field(
        default=None, validation_alias="DATABASE_URL", description="The app role's DSN; without it an embedded PostgreSQL is run."
    )
    owner_database_url: SecretStr | None = Field(default=None, description="The schema owner's DSN, for migrations; by default the app's.")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    processes: int = Field(default=1, ge=1, le=64, description="Server processes.")
    keys: SecretStr | None = Field(default=None, description="Key-encryption keys, oldest first: `name:base64,name:base64`, 32 bytes each; the last one wraps.")
    public_url: str | None = Field(default=None, description="How partners and browsers reach the server; by default http://host:port.")
    allowed_origins: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Origins, separated by commas, whose pages may open a WebSocket; * allows all."
    )
    allowed_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Names, separated by commas, by which the server may be called beside that of its public_url (production only)."
    )
    trusted_proxies: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="Addresses, separated by commas, whose X-Forwarded-For names the caller."
    )
    messenger_url: str | None = Field(default=None, description="Where one-time codes are posted to be sent; in development they are printed.")
    messenger_key: SecretStr | None = Field(default=None, description="Bearer token for the messenger.")
    partners_on_loopback: bool = Field(default=False, description="Whether partners may give addresses of this machine (development only).")
    partner_manifests: Path | None = Field(default=None, description="Folder of the partners' manifests (*.toml): adding a partner is adding a file.")
    partner_secrets: SecretStr = Field(default=SecretStr("{}"), description="Secrets or private keys of the house at its partners: JSON, by name.")
    mini_programs: SecretStr = Field(default=SecretStr("{}"), description='The house\'s mini-programs: JSON, by name {"app_id", "secret", "network"?, "url"?}.')
    sandbox_url: str | None = Field(default=None, description="Where the sandbox partners run (development only).")
    sandbox_api_key: SecretStr = SecretStr(SANDBOX_API_KEY)
    sandbox_webhook_secret: SecretStr = SecretStr(SANDBOX_WEBHOOK_SECRET)
    cost_operation_max: int = Field(default=5_000, ge=1, description="The most that one GraphQL operation may cost.")
    cost_capacity: int = Field(default=30_000, ge=1, description="A caller's full allowance; at least what one operation may cost.")
    cost_refill_per_second: int = Field(default=3_000, ge=1, description="What comes back to an allowance in a second.")
    partner_cost_capacity: int = Field(default=60_000, ge=1, description="A partner's full allowance, for all that it asks for its customers.")
    partner_cost_refill_per_second: int = Field(default=6_000, ge=1, description="What comes back to a partner's allowance in a second.")
    cost_enforced: bool = Field(default=True, description="Whether a spent allowance refuses; without it the cost is only counted and told (for load tests).")
    log_level: str = "info"
    log_format: str = Field(default="json", pattern="^(json|text)$")
    write_connections: int = Field(default=8, ge=2, le=200)
    read_connections: int = Field(default=16, ge=2, le=200)

    @model_validator(mode="after")
    def _dearest_can_be_admitted(self) -> Self:
        if self.cost_operation_max > min(self.cost_capacity, self.partner_cost_capacity):
            raise ValueError("cost_operation_max must not be above cost_capacity or partner_cost_capacity: such an operation could never be admitted")
        return self

    @model_validator(mode="after")
    def _partners_are_elsewhere(self) -> Self:
        if self.partners_on_loopback and not self.is_development:
            raise ValueError("partners_on_loopback is for development only: in production partners could have the house call its own machine")
        return self

    @field_validator("allowed_hosts", "allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return frozenset(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def is_development(self) -> bool:
        return self.environment is Environment.DEVELOPMENT

    @cached_property
    def origin(self) -> str:
        """The server's own address, without a path."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def app_dsn(self) -> str:
        """Raises RuntimeError when no database was named."""
        if self.database_url is None:
            raise RuntimeError("no database: set DATABASE_URL, or use `scenebank up`")
        return self.database_url.get_secret_value()

    @property
    def owner_dsn(self) -> str:
        """As app_dsn, for the role that owns the schema."""
        return self.owner_database_url.get_secret_value() if self.owner_database_url is not None else self.app_dsn
