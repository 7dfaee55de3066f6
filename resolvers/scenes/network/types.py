"""Friends and cards of outside networks, as the app sees them."""

from enum import Enum

import strawberry

from domains import scenes
from domains.customers import PartyRow
from domains.kernel.data_classes import C2
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="How far a card has come.")
class CardState(Enum):
    PENDING = strawberry.enum_value("pending", description="The network has not said yet that it has it. It is asked again until it does.")
    POSTED = strawberry.enum_value("posted", description="It is there.")
    REFUSED = strawberry.enum_value("refused", description="The network does not take it.")


CARD_STATES = {
    scenes.networks.CardState.REQUESTED: CardState.PENDING,
    scenes.networks.CardState.PENDING: CardState.PENDING,
    scenes.networks.CardState.POSTED: CardState.POSTED,
    scenes.networks.CardState.REFUSED: CardState.REFUSED,
}


@computed("How far it has come.", name="state")
def card_state(row: scenes.networks.Card) -> CardState:
    return CARD_STATES[row.state]


@computed("Which scene: see `scene`.", name="sceneId")
def scene_of_card(row: scenes.networks.Card) -> strawberry.ID:
    return strawberry.ID(row.scene)


@type_of(scenes.networks.Card, "A card that a customer posts at a network.")
class SharedCard:
    id: strawberry.ID = field("The card: the id that the app made.")
    scene_id = scene_of_card
    state = card_state
    words: str = field("What it says.", C2)
    address: str = field("Where it leads: the customer's own code, so that what comes of it is told.", C2)
    likes: int = field("How many like it, as the network last counted.")
    counted_at: Instant | None = field("When the network last had another count; null while it never had.")
    reason: str | None = field("The network's code for its refusal; null unless it refused.")
    requested_at: Instant = field("When it was asked for.")


@strawberry.enum(description="Where a consent to be found by friends stands.")
class FriendConsentState(Enum):
    ACTIVE = strawberry.enum_value("active", description="Friends who agreed too are shown, and are shown the customer.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="Nobody is.")


@computed("Where it stands.", name="state")
def friend_consent_state(row: scenes.networks.FriendConsent) -> FriendConsentState:
    return FriendConsentState(row.state.value)


@type_of(scenes.networks.FriendConsent, "A customer's consent to be found by friends of a network who agreed too, and to find them.")
class FriendConsent:
    id: strawberry.ID = field("The consent: the id that the app made.")
    link_id: strawberry.ID = field("The account there.")
    state = friend_consent_state
    agreed_at: Instant = field("Since when.")
    ended_at: Instant | None = field("When it was withdrawn.")


@type_of(PartyRow, "A friend at a network who is a customer too, and agreed to be found.", name="SceneFriend")
class SceneFriend:
    id: strawberry.ID = field("The customer.", C2)
    masked_name: str | None = field("The name, masked; null where none was given.", C2)
