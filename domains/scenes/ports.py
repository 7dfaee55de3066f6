"""What the scenes need from outside; the gateway wires it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol
from uuid import UUID

from domains.scenes.rules.scene import Scene, SceneKind

CallState = Literal["done", "pending", "refused", "absent", "unauthorized", "unknown"]
"""`done`: it was, and here is what came of it. `pending`: taken, and not ended. `refused`: an explicit no, nothing was and will be done. `absent`: the partner
does not know the call. `unauthorized`: it does not accept the token. `unknown`: whatever else; never a yes, never a no."""


class CallAnswer(Protocol):
    """How a call stands at its partner. `reason` is its code for a refusal, or why nothing is known."""

    @property
    def state(self) -> CallState: ...

    @property
    def data(self) -> Mapping[str, Any]: ...

    @property
    def reason(self) -> str | None: ...


class GrantAnswer(Protocol):
    """What a partner gave for a code or a refresh token. `refused`: it said no, or what it said cannot be believed."""

    @property
    def state(self) -> Literal["granted", "refused", "unknown"]: ...

    @property
    def reason(self) -> str | None: ...

    @property
    def subject(self) -> str | None: ...

    @property
    def access_token(self) -> str | None: ...

    @property
    def refresh_token(self) -> str | None: ...

    @property
    def expires_in_seconds(self) -> int | None: ...


class PartnerConnector(Protocol):
    """A partner, as the house calls it. No method raises for what the partner does."""

    async def authorization_address(self, *, state: str, nonce: str, verifier: str, redirect_uri: str) -> str | None:
        """Where the customer signs in at the partner; None when it cannot be told now."""
        ...

    async def redeem(self, *, code: str, issuer: str | None, nonce: str, verifier: str, redirect_uri: str) -> GrantAnswer:
        """Tokens for the code that came back."""
        ...

    async def refresh(self, refresh_token: str, subject: str) -> GrantAnswer:
        """Newer tokens of the same account."""
        ...

    async def revoke(self, token: str) -> bool:
        """Whether the token holds no more."""
        ...

    async def call(self, operation: str, call_id: UUID, token: str | None, given: Mapping[str, Any]) -> CallAnswer:
        """Ask the partner for something; what costs money, once for the call's id, whatever is repeated."""
        ...


class ScenePartner(NamedTuple):
    """A scene and who is called for it."""

    scene: Scene
    connector: PartnerConnector


class ScenePartners:
    """The partners that are wired, by their scene. `origin` is where the house hears from browsers that come back."""

    def __init__(self, partners: Iterable[ScenePartner] = (), origin: str = "") -> None:
        self._by_id = {partner.scene.id: partner for partner in partners}
        self.origin = origin

    @property
    def scenes(self) -> Sequence[Scene]:
        return [partner.scene for partner in self._by_id.values()]

    @property
    def callback_address(self) -> str:
        """Where partners send customers back to."""
        return f"{self.origin}/partners/links/callback"

    def find(self, scene_id: str) -> ScenePartner | None:
        """The partner of that scene, if it is wired."""
        return self._by_id.get(scene_id)

    def of_kind(self, kind: SceneKind) -> Sequence[Scene]:
        return [scene for scene in self.scenes if scene.kind is kind]


@dataclass(frozen=True, slots=True)
class PartnerAddresses:
    """Which addresses partners may give. On loopback only in development, where partners are processes of this machine."""

    may_be_loopback: bool = False
