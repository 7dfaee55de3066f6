"""What is refused of friends and cards of outside networks."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class FriendConsentStands(Refusal):
    """The customer has agreed already."""


@dataclass(eq=False)
class FriendConsentNotFound(Refusal):
    """The customer has no such consent."""


@dataclass(eq=False)
class CardMalformed(Refusal):
    """The words cannot be shown, or are too many."""

    most_characters: int


@dataclass(eq=False)
class ShareNotFound(Refusal):
    """The customer has no such code to share."""
