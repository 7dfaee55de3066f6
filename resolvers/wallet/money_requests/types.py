"""Requests for money and split bills, as the app sees them. Only who asks and who is asked sees a request; a bill, its maker and those who share it."""

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


@strawberry.enum(description="Where a request for money stands.")
class MoneyRequestState(Enum):
    OPEN = strawberry.enum_value("open", description="It can be paid.")
    PAID = strawberry.enum_value("paid", description="The money is with who asked.")
    DECLINED = strawberry.enum_value("declined", description="Who was asked declined.")
    CANCELLED = strawberry.enum_value("cancelled", description="Who asked called it off.")
    EXPIRED = strawberry.enum_value("expired", description="Nobody paid within seven days.")


@strawberry.enum(description="How a bill is split.")
class SplitMethod(Enum):
    EVEN = strawberry.enum_value("even", description="The same for everybody; what cannot be shared goes to those named first.")
    AMOUNTS = strawberry.enum_value("amounts", description="By amounts that its maker names.")
    ITEMS = strawberry.enum_value("items", description="By what each had.")


@strawberry.enum(description="Where a split bill stands.")
class SplitState(Enum):
    OPEN = strawberry.enum_value("open", description="Shares are to be paid.")
    SETTLED = strawberry.enum_value("settled", description="Every share is paid.")
    CLOSED = strawberry.enum_value("closed", description="No share is open, and not all are paid.")
    CANCELLED = strawberry.enum_value("cancelled", description="Its maker called off what was open; what was paid stays.")


@batched(MoneyRequestState, "Where it stands.", name="state")
async def request_state(read: Read, requests: list[wallet.MoneyRequest], viewers: list[Viewer]) -> list[MoneyRequestState]:
    return [MoneyRequestState[wallet.standing(request, read.now).name] for request in requests]


@batched(Party | None, "Who asks, masked.", name="requester")
async def requester(read: Read, requests: list[wallet.MoneyRequest], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [request.requester_id for request in requests])


@batched(Party | None, "Who is asked, masked.", name="payer")
async def payer(read: Read, requests: list[wallet.MoneyRequest], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [request.payer_id for request in requests])


@batched(bool, "Whether the viewer is the one who is asked.", name="isMine")
async def is_mine(read: Read, requests: list[wallet.MoneyRequest], viewers: list[Viewer]) -> list[bool]:
    return [request.payer_id == viewer.id for request, viewer in zip(requests, viewers, strict=True)]


@type_of(wallet.MoneyRequest, "Somebody asks somebody for money.")
class MoneyRequest:
    id: strawberry.ID = field("The request.")
    split_id: strawberry.ID | None = field("The bill that it is a share of; null for any other.")
    state = request_state
    requester = requester
    payer = payer
    is_mine = is_mine
    amount: Money = field("What is asked for.", C2)
    note: str = field("What for.", C2)
    asked_at: Instant = field("When it was asked.")
    expires_at: Instant = field("Until when it can be paid.")
    ended_at: Instant | None = field("When it was paid, declined or called off, or its expiry was written down.")


@computed("How it is split.", name="method")
def split_method(split: wallet.Split) -> SplitMethod:
    return SplitMethod[split.method.name]


@computed("Where it stands.", name="state")
def split_state(split: wallet.Split) -> SplitState:
    return SplitState[split.state.name]


@batched(Party | None, "Who paid the bill and split it, masked.", name="maker")
async def split_maker(read: Read, splits: list[wallet.Split], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [split.maker_id for split in splits])


@batched(list[MoneyRequest], "The shares that are asked for, largest first: its maker sees all of them, anybody else their own.", name="shares", list_size=50)
async def split_shares(read: Read, splits: list[wallet.Split], viewers: list[Viewer]) -> list[list[wallet.MoneyRequest]]:
    found = await wallet.list_requests_of_splits(read, [split.id for split in splits])
    return [[share for share in found[split.id] if viewer.id in (split.maker_id, share.payer_id)] for split, viewer in zip(splits, viewers, strict=True)]


@type_of(wallet.Split, "A bill that somebody paid, and splits.")
class SplitBill:
    id: strawberry.ID = field("The bill: the id that the app made.")
    method = split_method
    state = split_state
    maker = split_maker
    title: str = field("What it was for.", C2)
    total: Money = field("The whole bill.", C2)
    own: Money = field("What its maker bears.", C2)
    made_at: Instant = field("When it was split.")
    shares = split_shares
