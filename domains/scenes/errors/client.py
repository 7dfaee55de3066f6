"""What is refused of clients. The fields are OAuth's own names (RFC 7591)."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ClientMetadataMalformed(Refusal):
    """That field of the registration is not acceptable."""

    field: str


@dataclass(eq=False)
class RedirectUriMalformed(Refusal):
    """That address cannot be redirected to."""

    address: str


@dataclass(eq=False)
class ClientNotFound(Refusal):
    """There is no such client, or it was removed."""
