"""Partners, as staff see them."""

from enum import Enum

import strawberry

from domains import scenes
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant


@strawberry.enum(description="How a partner stands.")
class PartnerState(Enum):
    ACTIVE = strawberry.enum_value("active", description="The bank works with it.")
    SUSPENDED = strawberry.enum_value("suspended", description="None of its clients gets or uses a token.")


@computed("How it stands.", name="state")
def partner_state(row: scenes.Partner) -> PartnerState:
    return PartnerState(row.state)


@type_of(scenes.Partner, "A company that the bank works with.")
class Partner:
    id: strawberry.ID = field("The partner.")
    name: str = field("What it is called.")
    state = partner_state
    created_at: Instant = field("Since when.")
