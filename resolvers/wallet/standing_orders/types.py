"""Standing orders, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant


@strawberry.enum(description="How a standing order repeats.")
class Rhythm(Enum):
    ONCE = strawberry.enum_value("once", description="On its first day alone.")
    WEEKLY = strawberry.enum_value("weekly", description="Every week from its first day on.")
    MONTHLY = strawberry.enum_value("monthly", description="Every month on the day of the first; in a month without it, on the last day.")


@strawberry.enum(description="Where a standing order stands.")
class StandingOrderState(Enum):
    ACTIVE = strawberry.enum_value("active", description="Its next occurrence will be posted.")
    PAUSED = strawberry.enum_value("paused", description="It is left out until it is resumed.")
    STOPPED = strawberry.enum_value("stopped", description="Its owner stopped it, or three refusals in a row did.")
    FINISHED = strawberry.enum_value("finished", description="Nothing is left of it to do.")


@computed("How it repeats.")
def rhythm(row: wallet.StandingOrder) -> Rhythm:
    return Rhythm(row.rhythm.value)


@computed("Where it stands.", name="state")
def standing_order_state(row: wallet.StandingOrder) -> StandingOrderState:
    return StandingOrderState(row.state.value)


@batched(Party | None, "Who receives it, masked; null for a customer who was erased.", name="target")
async def target_of_standing_order(read: Read, orders: list[wallet.StandingOrder], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [order.target_id for order in orders])


@type_of(wallet.StandingOrder, "A transfer that goes on a date, or every week or month.")
class StandingOrder:
    id: strawberry.ID = field("The standing order: the id that the app made.")
    state = standing_order_state
    amount: Money = field("What goes each time.", C2)
    note: str = field("What is written to each transfer; empty where nothing is.", C2)
    target = target_of_standing_order
    rhythm = rhythm
    first_on: date = field("The day of the first occurrence.")
    ends_on: date | None = field("The last day on which an occurrence may fall; null for no end.")
    next_on: date = field("The day of the occurrence that comes next, or came last of one that has ended.")
    try_on: date = field("When that one is tried: later than its day after it was refused.")
    failures: int = field("How often in a row it was refused. The third time stops the order.")
    reason: str | None = field("Why it was last refused, for example InsufficientFunds; null once it went well.")
    created_at: Instant = field("When it was created.")
    ended_at: Instant | None = field("When it was stopped or finished.")
