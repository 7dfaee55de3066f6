"""Mutations on requests for money and split bills."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C3
from domains.kernel.errors import AssetMismatch
from resolvers.context import Info
from resolvers.fields import field, mutation, type_of
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.money_requests.problems import (
    MoneyRequestEnded,
    MoneyRequestNotFound,
    ReminderTooSoon,
    SplitEnded,
    SplitNotFound,
    SplitPartiesWrong,
    SplitShareEmpty,
    SplitUnbalanced,
)
from resolvers.wallet.money_requests.types import MoneyRequest, SplitBill, SplitMethod
from resolvers.wallet.problems import NoteTooLong, RecipientNotFound, TransferTooLarge, TransferToSelf
from resolvers.wallet.risk.problems import SafetyProblem

NOBODYS_ID = UUID(int=0)
"""What an id that cannot be one is read as: nothing is found under it."""

KEPT_ID = "Made by the app and kept before its first attempt."


@type_of(wallet.PaidRequest, "It is paid.")
class MoneyRequestPaid:
    request: MoneyRequest = field("The request.")
    movement_id: strawberry.ID = field("The movement that paid it.")


@strawberry.input(description="Who is asked: named by phone or by id.", one_of=True)
class PayerInput:
    phone: strawberry.Maybe[str] = strawberry.field(description="The payer's phone number.")
    customer_id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="The payer's customer id.")


@strawberry.input(description="Ask a customer for money.")
class RequestMoneyInput:
    request_id: UUID = strawberry.field(description=KEPT_ID + " It becomes the request's id.")
    amount: MoneyInput = strawberry.field(description="What to ask for.")
    payer: PayerInput = strawberry.field(description="Whom to ask.")
    note: str = strawberry.field(default="", description="What for, 140 characters at most.")


@strawberry.input(description="Pay what was asked for.")
class PayMoneyRequestInput:
    request_id: UUID = strawberry.field(description=KEPT_ID)
    id: strawberry.ID = strawberry.field(description="Which request for money.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Decline, call off, or remind of a request for money.")
class MoneyRequestInput:
    request_id: UUID = strawberry.field(description=KEPT_ID)
    id: strawberry.ID = strawberry.field(description="Which request for money.")


@strawberry.input(description="What one of them bears, where a bill is split by amounts.")
class SplitPartInput:
    customer_id: strawberry.ID = strawberry.field(description="Who.")
    amount: MoneyInput = strawberry.field(description="How much.")


@strawberry.input(description="A line of a bill, shared evenly by those who had it.")
class SplitItemInput:
    amount: MoneyInput = strawberry.field(description="What it cost.")
    customer_ids: list[strawberry.ID] = strawberry.field(description="Who had it.")


@strawberry.input(description="Split a bill. `parties` say who shares it evenly, `amounts` who bears what, `items` who had what (with `parties` as everybody).")
class SplitBillInput:
    request_id: UUID = strawberry.field(description=KEPT_ID + " It becomes the bill's id.")
    method: SplitMethod = strawberry.field(description="How it is split.")
    total: MoneyInput = strawberry.field(description="The whole bill.")
    parties: list[strawberry.ID] = strawberry.field(default_factory=list, description="Who shares it, the viewer among them or not: 50 at most.")
    amounts: list[SplitPartInput] = strawberry.field(default_factory=list, description="Who bears what, for a bill by amounts.")
    items: list[SplitItemInput] = strawberry.field(default_factory=list, description="The lines, for a bill by items: 100 at most.")
    title: str = strawberry.field(default="", description="What it was for, 140 characters at most.")


@strawberry.input(description="Call off what is open of a bill.")
class CancelSplitInput:
    request_id: UUID = strawberry.field(description=KEPT_ID)
    id: strawberry.ID = strawberry.field(description="Which bill.")


RequestMoneyResult = Annotated[
    MoneyRequest | RecipientNotFound | TransferToSelf | NoteTooLong | AmountProblem | IdReused,
    strawberry.union("RequestMoneyResult", description="The request, or why it was refused."),
]

PayMoneyRequestResult = Annotated[
    MoneyRequestPaid
    | MoneyRequestNotFound
    | MoneyRequestEnded
    | InsufficientFunds
    | LimitExceeded
    | TransferTooLarge
    | SafetyProblem
    | AccountProblem
    | IdReused,
    strawberry.union("PayMoneyRequestResult", description="The payment, or why it was refused."),
]

DeclineMoneyRequestResult = Annotated[
    MoneyRequest | MoneyRequestNotFound | MoneyRequestEnded | IdReused,
    strawberry.union("DeclineMoneyRequestResult", description="The request, or why it was refused."),
]

CancelMoneyRequestResult = Annotated[
    MoneyRequest | MoneyRequestNotFound | MoneyRequestEnded | IdReused,
    strawberry.union("CancelMoneyRequestResult", description="The request, or why it was refused."),
]

RemindOfMoneyRequestResult = Annotated[
    MoneyRequest | MoneyRequestNotFound | MoneyRequestEnded | ReminderTooSoon | IdReused,
    strawberry.union("RemindOfMoneyRequestResult", description="The request, or why it was refused."),
]

SplitBillResult = Annotated[
    SplitBill | SplitPartiesWrong | SplitUnbalanced | SplitShareEmpty | NoteTooLong | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("SplitBillResult", description="The bill, or why it was refused."),
]

CancelSplitResult = Annotated[
    SplitBill | SplitNotFound | SplitEnded | IdReused, strawberry.union("CancelSplitResult", description="The bill, or why it was refused.")
]


@mutation("Ask a customer for money. It can be paid for seven days.", permission=Permission.CUSTOMER)
async def request_money(info: Info, input: RequestMoneyInput) -> RequestMoneyResult:
    viewer, payer = info.context.viewer, input.payer
    command = wallet.RequestMoneyCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        payer_id=read_id(payer.customer_id.value) if payer.customer_id else None,
        payer_phone=payer.phone.value if payer.phone else None,
        amount=amount_of(input.amount),
        note=wallet.normal_note(input.note),
    )
    return await info.context.write(wallet.request_money, command)  # type: ignore[arg-type]


@mutation("Pay what was asked for, once. Who pays again is told the same.", permission=Permission.CUSTOMER)
async def pay_money_request(info: Info, input: PayMoneyRequestInput) -> PayMoneyRequestResult:
    context = info.context
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = wallet.PayMoneyRequestCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        money_request_id=read_id(input.id) or NOBODYS_ID,
        pin=pin,
    )
    return await context.write(wallet.pay_money_request, command)  # type: ignore[arg-type]


@mutation("Decline to pay what was asked for.", permission=Permission.CUSTOMER)
async def decline_money_request(info: Info, input: MoneyRequestInput) -> DeclineMoneyRequestResult:
    return await info.context.write(wallet.decline_money_request, _about(info, input))  # type: ignore[arg-type]


@mutation("Call off what the viewer asked for.", permission=Permission.CUSTOMER)
async def cancel_money_request(info: Info, input: MoneyRequestInput) -> CancelMoneyRequestResult:
    return await info.context.write(wallet.cancel_money_request, _about(info, input))  # type: ignore[arg-type]


@mutation("Remind of what the viewer asked for, every twelve hours at most.", permission=Permission.CUSTOMER)
async def remind_of_money_request(info: Info, input: MoneyRequestInput) -> RemindOfMoneyRequestResult:
    return await info.context.write(wallet.remind_of_money_request, _about(info, input))  # type: ignore[arg-type]


@mutation("Split a bill that the viewer paid: the others are asked for their shares, and it settles itself as they pay.", permission=Permission.CUSTOMER)
async def split_bill(info: Info, input: SplitBillInput) -> SplitBillResult:
    viewer, total = info.context.viewer, amount_of(input.total)
    by_amounts = input.method is SplitMethod.AMOUNTS
    named = [part.customer_id for part in input.amounts] if by_amounts else input.parties
    command = wallet.SplitBillCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        method=wallet.SplitMethod[input.method.name],
        total=total,
        party_ids=tuple(read_id(id_) or NOBODYS_ID for id_ in named),
        amounts_minor=tuple(_minor_of(part.amount, total.asset.code) for part in input.amounts) if by_amounts else (),
        items=tuple(
            wallet.BillItem(_minor_of(item.amount, total.asset.code), tuple(read_id(id_) or NOBODYS_ID for id_ in item.customer_ids)) for item in input.items
        ),
        title=wallet.normal_note(input.title),
    )
    return await info.context.write(wallet.split_bill, command)  # type: ignore[arg-type]


@mutation("Call off what is open of a bill. What was paid stays with its maker.", permission=Permission.CUSTOMER)
async def cancel_split(info: Info, input: CancelSplitInput) -> CancelSplitResult:
    viewer = info.context.viewer
    command = wallet.CancelSplitCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, split_id=read_id(input.id) or NOBODYS_ID)
    return await info.context.write(wallet.cancel_split, command)  # type: ignore[arg-type]


def _about(info: Info, input: MoneyRequestInput) -> wallet.EndMoneyRequestCommand:
    viewer = info.context.viewer
    return wallet.EndMoneyRequestCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, money_request_id=read_id(input.id) or NOBODYS_ID
    )


def _minor_of(money: MoneyInput, code: str) -> int:
    """A part in the bill's currency. Raises AssetMismatch for another."""
    amount = amount_of(money)
    if amount.asset.code != code:
        raise AssetMismatch(code, amount.asset.code)
    return amount.minor


@strawberry.type
class Mutation:
    request_money = request_money
    pay_money_request = pay_money_request
    decline_money_request = decline_money_request
    cancel_money_request = cancel_money_request
    remind_of_money_request = remind_of_money_request
    split_bill = split_bill
    cancel_split = cancel_split
