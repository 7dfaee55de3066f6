"""Topping up in the app's language. `top_up` is a field of Mutation, `top_up_of_viewer` of Query."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import ledger, wallet
from domains.kernel.models import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import computed, field, mutation, type_of
from resolvers.money import Money, MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountOutOfRange, IdReused, Problem, UnknownCurrency, problem
from resolvers.scalars import Instant, read_id
from resolvers.wallet.problems import AccountClosed, AccountNotFound
from resolvers.wallet.types import WalletAccount


@problem(
    wallet.ChannelNotFound,
    zh="该充值渠道不可用。",
    en="This payment channel is not available.",
    description="No payment channel of that name takes money in.",
)
class ChannelNotFound(Problem):
    pass


@strawberry.enum(description="How far a top-up has come.")
class TopUpState(Enum):
    PENDING = strawberry.enum_value("pending", description="The channel has not said yet how it ended. It is asked again until it does.")
    POSTED = strawberry.enum_value("posted", description="The money is in the wallet.")
    REFUSED = strawberry.enum_value("refused", description="The channel took nothing.")
    IN_REVIEW = strawberry.enum_value("in_review", description="The channel and the bank do not agree; the bank's staff look into it.")


STATES = {
    "requested": TopUpState.PENDING,
    "pending": TopUpState.PENDING,
    "posted": TopUpState.POSTED,
    "refused": TopUpState.REFUSED,
    "mismatch": TopUpState.IN_REVIEW,
}


@computed("How far it has come.")
def state(row: wallet.TopUp) -> TopUpState:
    return STATES[row.state]


@computed('The channel\'s code for its refusal, for example "insufficient_funds"; null unless it was refused.')
def refusal_code(row: wallet.TopUp) -> str | None:
    return row.reason if row.state == "refused" else None


@batched(WalletAccount | None, "The account it goes to; null if it cannot be read just now.")
async def topped_up_account(read: Read, top_ups: list[wallet.TopUp], viewers: list[Viewer]) -> list[ledger.Account | None]:
    return await wallet.find_wallets(read, [one.account_id for one in top_ups], [viewer.id for viewer in viewers])


@type_of(wallet.TopUp, "Money on its way into the wallet through a payment channel.")
class TopUp:
    id: strawberry.ID = field("The top-up: the id that the app made.")
    state = state
    amount: Money = field("What was asked for.", C2)
    channel: str = field("The payment channel.")
    reference: str | None = field("The channel's own reference, once it is known.")
    refusal_code = refusal_code
    requested_at: Instant = field("When it was asked for.")
    settled_at: Instant | None = field("When it ended.")
    account = topped_up_account


@strawberry.input(description="Bring money into the wallet.")
class TopUpInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the top-up's id. A repeat charges nothing twice."
    )
    amount: MoneyInput = strawberry.field(description="What to bring in.")
    channel: str | None = strawberry.field(default=None, description="Which payment channel; null lets the bank choose.")


TopUpResult = Annotated[
    TopUp | ChannelNotFound | AccountNotFound | AccountClosed | AmountMalformed | AmountOutOfRange | UnknownCurrency | IdReused,
    strawberry.union("TopUpResult", description="The top-up, or why it was refused."),
]


@mutation(
    "Bring money into the wallet through a payment channel. It is taken up at once and ends a little later: see `topUp` and `walletChanged`.",
    permission=Permission.CUSTOMER,
)
async def top_up(info: Info, input: TopUpInput) -> TopUpResult:
    viewer = info.context.viewer
    command = wallet.RequestTopUpCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, amount=amount_of(input.amount), channel=input.channel
    )
    return await info.context.write(wallet.request_top_up, command)  # type: ignore[arg-type]


@batched(TopUp | None, "A top-up of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER, name="topUp")
async def top_up_of_viewer(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.TopUp | None]:
    top_up_id = read_id(id)
    if top_up_id is None:
        return [None] * len(roots)
    return await wallet.find_top_ups(read, [top_up_id] * len(roots), [viewer.id for viewer in viewers])
