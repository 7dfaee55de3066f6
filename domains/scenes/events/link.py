"""What became of links. `subject_id` is the customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PartnerLinked(Event):
    """The house may speak for the customer there from now on."""

    link_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class PartnerUnlinked(Event):
    """It may not any more, because the customer said so."""

    link_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class PartnerLinkLost(Event):
    """It may not any more, because the partner takes its tokens no longer."""

    link_id: UUID
    scene: str


@dataclass(frozen=True, slots=True)
class PartnerAsked(Event):
    """The customer wants to know now what is new there."""

    link_id: UUID
    scene: str
