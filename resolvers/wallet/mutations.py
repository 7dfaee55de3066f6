"""The wallet's mutations: each translates its input, calls one verb and gives back its outcome."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, ledger, wallet
from domains.kernel.data_classes import C2, C3
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import field, mutation, type_of
from resolvers.ledger.problems import AccountClosed, AccountNotFound, AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import Money, MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused, UnknownCurrency
from resolvers.scalars import CurrencyCode, Instant, read_id
from resolvers.wallet.insight.mutations import Mutation as InsightMutation
from resolvers.wallet.merchant_pay_outs.mutations import Mutation as MerchantPayOutsMutation
from resolvers.wallet.merchants.mutations import Mutation as MerchantsMutation
from resolvers.wallet.money_requests.mutations import Mutation as MoneyRequestMutation
from resolvers.wallet.payees.mutations import Mutation as Payees
from resolvers.wallet.payments.mutations import Mutation as PaymentsMutation
from resolvers.wallet.problems import ChannelNotFound, NoteTooLong, RecipientNotFound, TransferTooLarge, TransferToSelf
from resolvers.wallet.promises.mutations import Mutation as Promises
from resolvers.wallet.recipients import RecipientInput
from resolvers.wallet.red_packets.mutations import Mutation as RedPacketMutation
from resolvers.wallet.risk.mutations import Mutation as RiskMutation
from resolvers.wallet.risk.problems import HeldForReview, SafetyProblem
from resolvers.wallet.standing_orders.mutations import Mutation as StandingOrders
from resolvers.wallet.types import Movement, TopUp, WalletAccount
from resolvers.wallet.withdrawals.mutations import Mutation as Withdrawals


@batched(Movement | None, "The movement as the viewer's statement shows it; null if it cannot be read just now.", name="movement")
async def movement_of_transfer(read: Read, outcomes: list[wallet.Transferred], viewers: list[Viewer]) -> list[ledger.Entry | None]:
    return await wallet.find_movements(read, [outcome.movement_id for outcome in outcomes], [viewer.id for viewer in viewers])


@batched(WalletAccount | None, "The account it left, as it stands now; null if it cannot be read just now.", name="account")
async def account_of_transfer(read: Read, outcomes: list[wallet.Transferred], viewers: list[Viewer]) -> list[ledger.Account | None]:
    return await wallet.find_wallets(read, [outcome.account_id for outcome in outcomes], [viewer.id for viewer in viewers])


@batched(WalletAccount | None, "The account; null if it cannot be read just now.", name="account")
async def opened_account(read: Read, outcomes: list[wallet.WalletOpened], viewers: list[Viewer]) -> list[ledger.Account | None]:
    return await wallet.find_wallets(read, [outcome.account_id for outcome in outcomes], [viewer.id for viewer in viewers])


@type_of(wallet.Transferred, "The money has moved.")
class Transferred:
    movement_id: strawberry.ID = field("The movement.")
    account_id: strawberry.ID = field("The wallet account it left.")
    amount: Money = field("What was sent.", C2)
    balance_after: Money = field("What the account held right after it.", C2)
    booked_at: Instant = field("When it was booked.")
    movement = movement_of_transfer
    account = account_of_transfer


@type_of(wallet.WalletOpened, "The wallet is open.")
class WalletOpened:
    account_id: strawberry.ID = field("The account.")
    account = opened_account


@strawberry.input(description="Send money to another customer.")
class TransferInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt. A repeat with the same id moves nothing twice.")
    amount: MoneyInput = strawberry.field(description="What to send.")
    to: RecipientInput = strawberry.field(description="Who receives it.")
    note: str = strawberry.field(default="", description="A few words for the recipient, 140 characters at most.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Open a wallet in one more currency.")
class OpenWalletInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    currency: CurrencyCode = strawberry.field(description="Which currency.")


@strawberry.input(description="Bring money into the wallet.")
class TopUpInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the top-up's id. A repeat charges nothing twice."
    )
    amount: MoneyInput = strawberry.field(description="What to bring in.")
    channel: str | None = strawberry.field(default=None, description="Which payment channel; null lets the bank choose.")


TransferResult = Annotated[
    Transferred
    | InsufficientFunds
    | LimitExceeded
    | TransferTooLarge
    | RecipientNotFound
    | TransferToSelf
    | SafetyProblem
    | NoteTooLong
    | HeldForReview
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("TransferResult", description="The transfer, or why it was refused."),
]

OpenWalletResult = Annotated[WalletOpened | UnknownCurrency | IdReused, strawberry.union("OpenWalletResult", description="The wallet, or why it was refused.")]

TopUpResult = Annotated[
    TopUp | ChannelNotFound | AccountNotFound | AccountClosed | AmountProblem | IdReused,
    strawberry.union("TopUpResult", description="The top-up, or why it was refused."),
]


@mutation("Send money to another customer. It is there at once, or refused.", permission=Permission.CUSTOMER)
async def transfer(info: Info, input: TransferInput) -> TransferResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = wallet.TransferCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        target_id=read_id(input.to.customer_id.value) if input.to.customer_id else None,
        target_phone=input.to.phone.value if input.to.phone else None,
        amount=amount,
        note=wallet.normal_note(input.note),
        pin=pin,
    )
    return await context.write(wallet.transfer, command)  # type: ignore[arg-type]


@mutation("Open a wallet in one more currency. Every customer has one in CNY from the start.", permission=Permission.CUSTOMER)
async def open_wallet(info: Info, input: OpenWalletInput) -> OpenWalletResult:
    command = wallet.OpenWalletCommand(request_id=input.request_id, owner_id=info.context.viewer.id, asset=input.currency)
    return await info.context.write(wallet.open_wallet, command)  # type: ignore[arg-type]


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


@strawberry.type
class Mutation(
    InsightMutation,
    MerchantPayOutsMutation,
    MerchantsMutation,
    MoneyRequestMutation,
    Payees,
    PaymentsMutation,
    Promises,
    RedPacketMutation,
    RiskMutation,
    StandingOrders,
    Withdrawals,
):
    transfer = transfer
    open_wallet = open_wallet
    top_up = top_up
