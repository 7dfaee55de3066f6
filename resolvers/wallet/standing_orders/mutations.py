"""The standing orders' mutations."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.problems import NoteTooLong, PinProblem, RecipientNotFound, TransferTooLarge, TransferToSelf
from resolvers.wallet.recipients import RecipientInput
from resolvers.wallet.standing_orders.problems import (
    EndsBeforeStart,
    StandingOrderEnded,
    StandingOrderNotFound,
    StartsInThePast,
    TooManyStandingOrders,
)
from resolvers.wallet.standing_orders.types import Rhythm, StandingOrder


@strawberry.input(description="Create a standing order.")
class CreateStandingOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the order's id.")
    amount: MoneyInput = strawberry.field(description="What goes each time.")
    to: RecipientInput = strawberry.field(description="Who receives it.")
    rhythm: Rhythm = strawberry.field(description="How it repeats.")
    first_on: date = strawberry.field(description="The day of the first occurrence, today at the earliest.")
    ends_on: date | None = strawberry.field(default=None, description="The last day on which an occurrence may fall; null for no end.")
    note: str = strawberry.field(default="", description="A few words for the recipient, 140 characters at most.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN. It is always needed.", metadata={"data_class": C3})


@strawberry.input(description="Decide on a standing order.")
class DecideOnStandingOrderInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    id: strawberry.ID = strawberry.field(description="The standing order.")


CreateStandingOrderResult = Annotated[
    StandingOrder
    | TransferTooLarge
    | RecipientNotFound
    | TransferToSelf
    | PinProblem
    | StartsInThePast
    | EndsBeforeStart
    | TooManyStandingOrders
    | NoteTooLong
    | AmountProblem
    | IdReused,
    strawberry.union("CreateStandingOrderResult", description="The standing order, or why it was refused."),
]

PauseStandingOrderResult = Annotated[
    StandingOrder | StandingOrderNotFound | StandingOrderEnded | IdReused,
    strawberry.union("PauseStandingOrderResult", description="The standing order, or why it was refused."),
]

ResumeStandingOrderResult = Annotated[
    StandingOrder | StandingOrderNotFound | StandingOrderEnded | IdReused,
    strawberry.union("ResumeStandingOrderResult", description="The standing order, or why it was refused."),
]

StopStandingOrderResult = Annotated[
    StandingOrder | StandingOrderNotFound | StandingOrderEnded | IdReused,
    strawberry.union("StopStandingOrderResult", description="The standing order, or why it was refused."),
]


@mutation("Have a transfer go on a date, or every week or month.", permission=Permission.CUSTOMER)
async def create_standing_order(info: Info, input: CreateStandingOrderInput) -> CreateStandingOrderResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = wallet.CreateStandingOrderCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        target_id=read_id(input.to.customer_id.value) if input.to.customer_id else None,
        target_phone=input.to.phone.value if input.to.phone else None,
        amount=amount,
        note=wallet.normal_note(input.note),
        rhythm=wallet.Rhythm[input.rhythm.name],
        first_on=input.first_on,
        ends_on=input.ends_on,
        pin=pin,
    )
    return await context.write(wallet.create_standing_order, command)  # type: ignore[arg-type]


@mutation("Leave a standing order out until it is resumed.", permission=Permission.CUSTOMER)
async def pause_standing_order(info: Info, input: DecideOnStandingOrderInput) -> PauseStandingOrderResult:
    return await info.context.write(wallet.pause_standing_order, _decision(info, input))  # type: ignore[arg-type]


@mutation("Go on with a standing order. What fell into the pause is left out.", permission=Permission.CUSTOMER)
async def resume_standing_order(info: Info, input: DecideOnStandingOrderInput) -> ResumeStandingOrderResult:
    return await info.context.write(wallet.resume_standing_order, _decision(info, input))  # type: ignore[arg-type]


@mutation("End a standing order for good.", permission=Permission.CUSTOMER)
async def stop_standing_order(info: Info, input: DecideOnStandingOrderInput) -> StopStandingOrderResult:
    return await info.context.write(wallet.stop_standing_order, _decision(info, input))  # type: ignore[arg-type]


def _decision(info: Info, input: DecideOnStandingOrderInput) -> wallet.DecideOnStandingOrderCommand:
    viewer = info.context.viewer
    return wallet.DecideOnStandingOrderCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, standing_order_id=read_id(input.id) or NOBODY
    )


@strawberry.type
class Mutation:
    create_standing_order = create_standing_order
    pause_standing_order = pause_standing_order
    resume_standing_order = resume_standing_order
    stop_standing_order = stop_standing_order
