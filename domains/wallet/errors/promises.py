"""What is refused of promised transfers."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PromiseNotFound(Refusal):
    """No such promised transfer, or not one that this customer may decide on: the two are not told apart."""


@dataclass(eq=False)
class PromiseEnded(Refusal):
    """It has gone, or has come back: `state` says which."""

    state: str
