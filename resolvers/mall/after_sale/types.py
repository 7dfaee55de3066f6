"""Exchanges and disputes, as customers, shops and staff see them."""

from enum import Enum

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant

SHOWN, ENTRIES_SHOWN = 2, 5
"""As many as there are taken to be when an operation's cost is counted."""


@strawberry.enum(description="How an exchange stands.")
class MallExchangeState(Enum):
    ASKED = strawberry.enum_value("asked", description="The shop waits for the old units.")
    ACCEPTED = strawberry.enum_value("accepted", description="The new units stand on a line of their own.")
    DECLINED = strawberry.enum_value("declined", description="The shop declined it: all is as it was.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="The buyer withdrew it: all is as it was.")
    EXPIRED = strawberry.enum_value("expired", description="The old units never came: all is as it was.")


@strawberry.enum(description="How a dispute stands.")
class MallDisputeState(Enum):
    OPEN = strawberry.enum_value("open", description="The shop has not answered.")
    ANSWERED = strawberry.enum_value("answered", description="It waits for a decision.")
    DECIDED = strawberry.enum_value("decided", description="Decided: until `dueAt` it can be reversed, then it is carried out.")
    CLOSED = strawberry.enum_value("closed", description="It was carried out.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="The buyer withdrew it.")


@strawberry.enum(description="What happened in a dispute.")
class MallDisputeEvent(Enum):
    OPENED = strawberry.enum_value("opened", description="The buyer opened it.")
    ADDED = strawberry.enum_value("added", description="The buyer said or showed more.")
    ANSWERED = strawberry.enum_value("answered", description="The shop said or showed something.")
    DECIDED = strawberry.enum_value("decided", description="Staff decided it.")
    REVERSED = strawberry.enum_value("reversed", description="Staff took the decision back.")
    CARRIED_OUT = strawberry.enum_value("carried_out", description="The decision was carried out.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="The buyer withdrew it.")


@computed("How it stands.", name="state")
def state_of_exchange(row: mall.after_sale.MallExchange) -> MallExchangeState:
    return MallExchangeState(row.state.value)


@type_of(mall.after_sale.MallExchange, "Units of a line that are to be exchanged for another variant.")
class MallExchange:
    id: strawberry.ID = field("The exchange.")
    order_id: strawberry.ID = field("The order.")
    number: int = field("Which line.")
    units: int = field("How many units.")
    variant_id: strawberry.ID = field("For what.")
    added: Money = field("What was paid for the difference.", C2)
    given_back: Money = field("What is given back for the difference, when it is accepted.", C2)
    payment_id: strawberry.ID | None = field("The payment of the difference.")
    state = state_of_exchange
    reason: str = field("What the shop says.", C2)
    asked_at: Instant = field("When it was asked for.")
    until: Instant = field("Until when the shop can have the old units back.")
    ended_at: Instant | None = field("When it ended.")


@computed("What happened.", name="event")
def event_of_entry(row: mall.after_sale.DisputeEntry) -> MallDisputeEvent:
    return MallDisputeEvent(row.event.value)


@type_of(mall.after_sale.DisputeEntry, "A line of a dispute's log. Nothing in it is changed or removed.")
class MallDisputeEntry:
    number: int = field("Which line, from 1 on.")
    event = event_of_entry
    by_role: str = field('Who: "buyer", "shop", "staff" or "house".')
    text: str = field("What was said.", C2)
    media: list[str] = field("What was shown.", C2, list_size=3)
    amount: Money | None = field("How much was asked, decided, or carried out.", C2)
    at: Instant = field("When.")


@computed("How it stands.", name="state")
def state_of_dispute(row: mall.after_sale.MallDispute) -> MallDisputeState:
    return MallDisputeState(row.state.value)


@batched(list[MallDisputeEntry] | None, "Its log; null if it cannot be read just now.", name="entries", list_size=ENTRIES_SHOWN, data_class=C2)
async def entries_of_dispute(read: Read, disputes: list[mall.after_sale.MallDispute], viewers: list[Viewer]) -> list[list[mall.after_sale.DisputeEntry]]:
    return await mall.after_sale.list_entries(read, disputes)


@type_of(mall.after_sale.MallDispute, "A customer disputes an order.")
class MallDispute:
    id: strawberry.ID = field("The dispute.")
    order_id: strawberry.ID = field("The order.")
    shop_id: strawberry.ID = field("The shop.")
    state = state_of_dispute
    asked: Money = field("What the buyer asks.", C2)
    decided: Money | None = field("What was decided, which may be nothing.", C2)
    refunded: Money = field("What went back when it was carried out.", C2)
    opened_at: Instant = field("When it was opened.")
    due_at: Instant | None = field("Until when a decision can be reversed.")
    entries = entries_of_dispute
