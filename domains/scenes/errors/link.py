"""What is refused of links."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class SceneNotFound(Refusal):
    """There is no such scene, or it cannot do that."""


@dataclass(eq=False)
class AlreadyLinked(Refusal):
    """An account there is linked: unlink it first."""


@dataclass(eq=False)
class LinkNotFound(Refusal):
    """The customer has no such link, or it does not stand."""


@dataclass(eq=False)
class LinkProofWrong(Refusal):
    """The proof is not the one that the browser was told when it came back."""


@dataclass(eq=False)
class LinkBusy(Refusal):
    """Payments over this link, instalments, or refunds have not ended."""

    open_orders: int


@dataclass(eq=False)
class LinkAnswerRefused(Refusal):
    """What came back from the partner is not believed. `reason` names the check."""

    reason: str
