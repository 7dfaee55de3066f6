"""The promised transfers' mutations."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountClosed, AccountFrozen, AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.problems import NoteTooLong, RecipientNotFound, TransferTooLarge, TransferToSelf
from resolvers.wallet.promises.problems import PromiseEnded, PromiseNotFound
from resolvers.wallet.promises.types import PromisedTransfer, PromiseKind
from resolvers.wallet.recipients import RecipientInput
from resolvers.wallet.risk.problems import SafetyProblem


@strawberry.input(description="Promise a transfer.")
class PromiseTransferInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the promised transfer's id. A repeat sets nothing aside twice."
    )
    amount: MoneyInput = strawberry.field(description="What to send.")
    to: RecipientInput = strawberry.field(description="Who receives it. One on acceptance may name a phone that nobody has registered yet.")
    kind: PromiseKind = strawberry.field(description="What makes it go.")
    note: str = strawberry.field(default="", description="A few words for the recipient, 140 characters at most.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Decide on a promised transfer.")
class DecideOnPromiseInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    id: strawberry.ID = strawberry.field(description="The promised transfer.")


PromiseTransferResult = Annotated[
    PromisedTransfer
    | InsufficientFunds
    | LimitExceeded
    | TransferTooLarge
    | RecipientNotFound
    | TransferToSelf
    | SafetyProblem
    | NoteTooLong
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("PromiseTransferResult", description="The promised transfer, or why it was refused."),
]

AcceptTransferResult = Annotated[
    PromisedTransfer | PromiseNotFound | PromiseEnded | AccountFrozen | AccountClosed | IdReused,
    strawberry.union("AcceptTransferResult", description="The transfer, or why it was refused."),
]

DeclineTransferResult = Annotated[
    PromisedTransfer | PromiseNotFound | PromiseEnded | IdReused,
    strawberry.union("DeclineTransferResult", description="The transfer, or why it was refused."),
]

CallBackTransferResult = Annotated[
    PromisedTransfer | PromiseNotFound | PromiseEnded | IdReused,
    strawberry.union("CallBackTransferResult", description="The transfer, or why it was refused."),
]


@mutation(
    "Set money aside for somebody who has to accept it (also for a phone that nobody has registered yet), or who gets it later.",
    permission=Permission.CUSTOMER,
)
async def promise_transfer(info: Info, input: PromiseTransferInput) -> PromiseTransferResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = wallet.PromiseTransferCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        target_id=read_id(input.to.customer_id.value) if input.to.customer_id else None,
        target_phone=input.to.phone.value if input.to.phone else None,
        amount=amount,
        note=wallet.normal_note(input.note),
        kind=wallet.PromiseKind[input.kind.name],
        pin=pin,
    )
    return await context.write(wallet.promise_transfer, command)  # type: ignore[arg-type]


@mutation("Accept a transfer that was promised to the viewer. The money is there at once.", permission=Permission.CUSTOMER)
async def accept_transfer(info: Info, input: DecideOnPromiseInput) -> AcceptTransferResult:
    return await info.context.write(wallet.accept_transfer, _decision(info, input))  # type: ignore[arg-type]


@mutation("Decline a transfer that was promised to the viewer. It flows back.", permission=Permission.CUSTOMER)
async def decline_transfer(info: Info, input: DecideOnPromiseInput) -> DeclineTransferResult:
    return await info.context.write(wallet.decline_transfer, _decision(info, input))  # type: ignore[arg-type]


@mutation("Call back a transfer that the viewer promised, before it goes.", permission=Permission.CUSTOMER)
async def call_back_transfer(info: Info, input: DecideOnPromiseInput) -> CallBackTransferResult:
    return await info.context.write(wallet.call_back_transfer, _decision(info, input))  # type: ignore[arg-type]


def _decision(info: Info, input: DecideOnPromiseInput) -> wallet.DecideOnPromiseCommand:
    viewer = info.context.viewer
    return wallet.DecideOnPromiseCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, promise_id=read_id(input.id) or NOBODY)


@strawberry.type
class Mutation:
    promise_transfer = promise_transfer
    accept_transfer = accept_transfer
    decline_transfer = decline_transfer
    call_back_transfer = call_back_transfer
