"""What is refused on the way from a request to a token. The gateway has OAuth's own error for each."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class RequestNotOpen(Refusal):
    """No such request waits for an answer in this browser: unknown, another client's, expired, opened elsewhere, or decided."""


@dataclass(eq=False)
class CodeInvalid(Refusal):
    """No such code, or it is another client's, expired, or for another address or key."""


@dataclass(eq=False)
class VerifierMismatch(Refusal):
    """The code verifier is not the one of the challenge."""


@dataclass(eq=False)
class CodeReplayed(Refusal):
    """The code was used before: what it gave holds no more."""

    family_id: UUID


@dataclass(eq=False)
class AssertionReplayed(Refusal):
    """It was shown before: the one at that place among those that came."""

    place: int


@dataclass(eq=False)
class RefreshTokenInvalid(Refusal):
    """No such refresh token, or it is another client's, expired, revoked, or bound to another key."""


@dataclass(eq=False)
class PartnerTokenReused(Refusal):
    """A refresh token came that had been given for a newer one: the family holds no more."""

    family_id: UUID


@dataclass(eq=False)
class ScopeTooWide(Refusal):
    """More was asked for than was granted."""


@dataclass(eq=False)
class DeviceCodeInvalid(Refusal):
    """No such device code, or it is another client's, used, or bound to another key."""


@dataclass(eq=False)
class DeviceCodeExpired(Refusal):
    """Nobody answered in time."""


@dataclass(eq=False)
class DevicePending(Refusal):
    """The customer has not answered yet. `is_too_soon`: it was asked again before its interval was over, which is longer from now on."""

    is_too_soon: bool


@dataclass(eq=False)
class DeviceDenied(Refusal):
    """The customer said no."""
