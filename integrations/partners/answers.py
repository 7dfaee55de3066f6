"""What comes of asking a partner, in the house's words. The domains' ports are of the same shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CallState = Literal["done", "pending", "refused", "absent", "unauthorized", "unknown"]
"""`done`: it was, and here is what came of it. `pending`: taken, and not ended. `refused`: an explicit no, nothing was and will be done. `absent`: the partner
does not know the call. `unauthorized`: it does not accept the token. `unknown`: whatever else; never a yes, never a no."""

GrantState = Literal["granted", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """How a call stands at its partner. `reason` is its code for a refusal, or why nothing is known."""

    state: CallState
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class GrantAnswer:
    """What a partner gave for a code or a refresh token. `refused` when it said no, or when what it said cannot be believed; `reason` names the check."""

    state: GrantState
    reason: str | None = None
    subject: str | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    expires_in_seconds: int | None = None

    def __repr__(self) -> str:
        return f"GrantAnswer({self.state}, {self.reason})"
