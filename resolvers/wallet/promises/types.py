"""Promised transfers, as the app sees them."""

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


@strawberry.enum(description="What makes a promised transfer go.")
class PromiseKind(Enum):
    ON_ACCEPTANCE = strawberry.enum_value("on_acceptance", description="The receiver accepts it within 24 hours, or it flows back.")
    IN_TWO_HOURS = strawberry.enum_value("in_two_hours", description="It goes two hours later, unless the sender calls it back.")
    IN_ONE_DAY = strawberry.enum_value("in_one_day", description="It goes 24 hours later, unless the sender calls it back.")


@strawberry.enum(description="Where a promised transfer stands.")
class PromiseState(Enum):
    WAITING = strawberry.enum_value("waiting", description="The money is set aside.")
    POSTED = strawberry.enum_value("posted", description="The money has moved.")
    RETURNED = strawberry.enum_value("returned", description="The money is the sender's again.")


@strawberry.enum(description="Why a promised transfer came back.")
class ReturnReason(Enum):
    DECLINED = strawberry.enum_value("declined", description="The receiver did not want it.")
    CALLED_BACK = strawberry.enum_value("called_back", description="The sender took it back.")
    EXPIRED = strawberry.enum_value("expired", description="Nobody accepted it in time.")
    REFUSED = strawberry.enum_value("refused", description="When its time had come it could not go.")


@computed("What makes it go.", name="kind")
def promise_kind(row: wallet.Promise) -> PromiseKind:
    return PromiseKind(row.kind.value)


@computed("Where it stands.", name="state")
def promise_state(row: wallet.Promise) -> PromiseState:
    return PromiseState(row.state.value)


@computed("Why it came back; null unless it did.")
def return_reason(row: wallet.Promise) -> ReturnReason | None:
    return None if row.reason is None else ReturnReason(row.reason)


@batched(bool, "Whether the viewer sends it, and does not receive it.")
async def is_outgoing(read: Read, promises: list[wallet.Promise], viewers: list[Viewer]) -> list[bool]:
    return [promise.customer_id == viewer.id for promise, viewer in zip(promises, viewers, strict=True)]


@batched(Party | None, "Who is on the other side, masked; null for a phone that nobody has registered yet.", name="counterparty")
async def promise_counterparty(read: Read, promises: list[wallet.Promise], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    others = [one.target_id if one.customer_id == viewer.id else one.customer_id for one, viewer in zip(promises, viewers, strict=True)]
    return await customers.list_parties(read, others)


@type_of(wallet.Promise, "A transfer that is set aside and goes later, or comes back.")
class PromisedTransfer:
    id: strawberry.ID = field("The promised transfer: the id that the sender's app made.")
    kind = promise_kind
    state = promise_state
    return_reason = return_reason
    amount: Money = field("What was promised.", C2)
    note: str = field("What the sender wrote to it; empty where nothing was.", C2)
    is_outgoing = is_outgoing
    counterparty = promise_counterparty
    masked_phone: str | None = field("The phone that it was sent to, masked, where nobody had registered it; else null.", C2)
    placed_at: Instant = field("When it was promised.")
    due_at: Instant = field("When it goes by itself, or flows back.")
    ended_at: Instant | None = field("When it went, or came back.")
