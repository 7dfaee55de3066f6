"""Standing consents to pay bills, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant


@strawberry.enum(description="Where a standing consent to pay bills stands.")
class AutoPayState(Enum):
    ACTIVE = strawberry.enum_value("active", description="Bills are paid three days before they are due.")
    STOPPED = strawberry.enum_value("stopped", description="They are not any more.")


@computed("Where it stands.", name="state")
def auto_pay_state(row: scenes.AutoPay) -> AutoPayState:
    return AutoPayState(row.state.value)


@batched(date | None, "When the next open bill is due; null where none is known.", name="nextDueOn")
async def next_due_on(read: Read, consents: list[scenes.AutoPay], viewers: list[Viewer]) -> list[date | None]:
    return await scenes.find_next_due(read, [consent.link_id for consent in consents])


@type_of(scenes.AutoPay, "A standing consent to pay the bills of a link.")
class AutoPay:
    id: strawberry.ID = field("The consent: the id that the app made.")
    link_id: strawberry.ID = field("The link whose bills are paid.")
    cap: Money = field("A bill above it is left to the customer.", C2)
    state = auto_pay_state
    next_due_on = next_due_on
    created_at: Instant = field("Since when.")
    ended_at: Instant | None = field("When it was stopped.")
