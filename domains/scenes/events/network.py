"""What became of friends and cards at outside networks. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class FriendsAgreed(Event):
    """Friends who agreed too may find the customer, and be found."""

    link_id: UUID
    consent_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class FriendsWithdrawn(Event):
    """They may not any more."""

    link_id: UUID
    consent_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class CardShared(Event):
    """The network is to be told."""

    card_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class CardPosted(Event):
    """It is there."""

    card_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class CardRefused(Event):
    """The network does not take it."""

    card_id: UUID
    scene: str
    reason: str
