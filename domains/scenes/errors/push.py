"""What is refused of partners' pushes: answered to the partner at the gateway's door, never to a customer."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class PushReused(Refusal):
    """The partner has used that webhook id for another message."""


@dataclass(eq=False)
class PushTypeUnknown(Refusal):
    """Partners of that kind do not push such events."""

    type: str


@dataclass(eq=False)
class PushMalformed(Refusal):
    """It is not what its type says."""

    reason: str
