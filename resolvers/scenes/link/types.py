"""Links to partners, as the app sees them."""

from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="How far linking an account at a partner has come.")
class LinkState(Enum):
    STARTED = strawberry.enum_value("started", description="The customer has yet to open `address`.")
    AWAY = strawberry.enum_value("away", description="The customer is at the partner.")
    TO_CONFIRM = strawberry.enum_value(
        "to_confirm", description="The partner agreed: `confirmLink` with the proof that the browser came back with is the last step."
    )
    LINKED = strawberry.enum_value("linked", description="The bank may speak for the customer there.")
    FAILED = strawberry.enum_value("failed", description="It came to nothing.")
    LOST = strawberry.enum_value("lost", description="The partner ended it.")
    UNLINKED = strawberry.enum_value("unlinked", description="The customer ended it.")


LINK_STATES = {
    scenes.LinkState.STARTED: LinkState.STARTED,
    scenes.LinkState.OPENED: LinkState.AWAY,
    scenes.LinkState.RETURNED: LinkState.AWAY,
    scenes.LinkState.AUTHORIZED: LinkState.TO_CONFIRM,
    scenes.LinkState.LINKED: LinkState.LINKED,
    scenes.LinkState.FAILED: LinkState.FAILED,
    scenes.LinkState.LOST: LinkState.LOST,
    scenes.LinkState.UNLINKED: LinkState.UNLINKED,
}


@computed("How far it has come.", name="state")
def link_state(row: scenes.Link) -> LinkState:
    return LINK_STATES[row.state]


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_link(row: scenes.Link) -> strawberry.ID:
    return strawberry.ID(row.scene)


@batched(str | None, "What the customer opens in a browser, once; null as soon as it was opened, and to everybody else.", data_class=C2, name="address")
async def address_of_link(read: Read, links: list[scenes.Link], viewers: list[Viewer]) -> list[str | None]:
    return [scenes.link_address(read, link) if link.customer_id == viewer.id else None for link, viewer in zip(links, viewers, strict=True)]


@type_of(scenes.Link, "A customer's account at a partner.")
class Link:
    id: strawberry.ID = field("The link: the id that the app made.")
    scene_id = scene_of_link
    state = link_state
    address = address_of_link
    reason: str | None = field("Why it failed or was lost: the name of a check; null otherwise.")
    started_at: Instant = field("When the customer began.")
    expires_at: Instant = field("Until when it must be confirmed.")
    linked_at: Instant | None = field("Since when it stands, or stood.")
    ended_at: Instant | None = field("When it ended.")
    heard_at: Instant | None = field("When the partner last told what is new there.")
