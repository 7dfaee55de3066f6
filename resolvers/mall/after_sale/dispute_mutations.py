"""Dispute an order, answer, and decide."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import mall
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.mall.after_sale.problems import DisputeEnded, DisputeMalformed, DisputeNotFound, DisputeOpen
from resolvers.mall.after_sale.types import MallDispute
from resolvers.mall.orders.problems import MallOrderEnded, MallOrderNotFound
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.wallet.payments.problems import RefundTooLarge


@strawberry.input(description="Dispute an order.")
class OpenMallDisputeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    order_id: strawberry.ID = strawberry.field(description="The order.")
    asked: MoneyInput = strawberry.field(description="How much of it is to go back.")
    text: str = strawberry.field(description="What is wrong, 2,000 characters at most.")
    media: list[str] = strawberry.field(default_factory=list, description="Addresses of pictures and films that show it, nine at most.")


@strawberry.input(description="Say and show something in a dispute.")
class TellMallDisputeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    dispute_id: strawberry.ID = strawberry.field(description="The dispute.")
    text: str = strawberry.field(description="What there is to say, 2,000 characters at most.")
    media: list[str] = strawberry.field(default_factory=list, description="Addresses of pictures and films that show it, nine at most.")


@strawberry.input(description="A dispute.")
class MallDisputeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    dispute_id: strawberry.ID = strawberry.field(description="The dispute.")


@strawberry.input(description="Decide a dispute.")
class DecideMallDisputeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    dispute_id: strawberry.ID = strawberry.field(description="The dispute.")
    amount: MoneyInput = strawberry.field(description="How much goes back, which may be nothing.")
    text: str = strawberry.field(description="Why; both read it.")


@strawberry.input(description="Take a decision back.")
class ReverseMallDisputeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    dispute_id: strawberry.ID = strawberry.field(description="The dispute.")
    text: str = strawberry.field(description="Why; both read it.")


OpenMallDisputeResult = Annotated[
    MallDispute
    | MallOrderNotFound
    | MallOrderEnded
    | DisputeOpen
    | DisputeMalformed
    | AmountMalformed
    | UnknownCurrency
    | CurrencyMismatch
    | RefundTooLarge
    | IdReused,
    strawberry.union("OpenMallDisputeResult", description="The dispute, or why it was refused."),
]
TellMallDisputeResult = Annotated[
    MallDispute | DisputeNotFound | DisputeEnded | DisputeMalformed | IdReused,
    strawberry.union("TellMallDisputeResult", description="The dispute, or why it was refused."),
]
WithdrawMallDisputeResult = Annotated[
    MallDispute | DisputeNotFound | DisputeEnded | IdReused, strawberry.union("WithdrawMallDisputeResult", description="The dispute, or why it was refused.")
]
DecideMallDisputeResult = Annotated[
    MallDispute | DisputeNotFound | DisputeEnded | DisputeMalformed | AmountMalformed | UnknownCurrency | CurrencyMismatch | RefundTooLarge | IdReused,
    strawberry.union("DecideMallDisputeResult", description="The dispute, or why it was refused."),
]
ReverseMallDisputeResult = Annotated[
    MallDispute | DisputeNotFound | DisputeEnded | DisputeMalformed | IdReused,
    strawberry.union("ReverseMallDisputeResult", description="The dispute, or why it was refused."),
]


@mutation("Dispute an order of the viewer's.", permission=Permission.CUSTOMER)
async def open_mall_dispute(info: Info, input: OpenMallDisputeInput) -> OpenMallDisputeResult:
    command = mall.after_sale.OpenDisputeCommand(
        **command_of(info, input.request_id),
        order_id=read_id(input.order_id) or NOBODY,
        asked=amount_of(input.asked),
        text=input.text,
        media=tuple(input.media),
    )
    return await info.context.write(mall.after_sale.open_dispute, command)  # type: ignore[arg-type]


@mutation("Say and show something in a dispute of the viewer's, or of a shop that they act for.", permission=Permission.CUSTOMER)
async def tell_mall_dispute(info: Info, input: TellMallDisputeInput) -> TellMallDisputeResult:
    named = {**command_of(info, input.request_id), "dispute_id": read_id(input.dispute_id) or NOBODY}
    command = mall.after_sale.TellDisputeCommand(**named, text=input.text, media=tuple(input.media))
    return await info.context.write(mall.after_sale.tell_dispute, command)  # type: ignore[arg-type]


@mutation("There is nothing to dispute any more.", permission=Permission.CUSTOMER)
async def withdraw_mall_dispute(info: Info, input: MallDisputeInput) -> WithdrawMallDisputeResult:
    command = mall.after_sale.WithdrawDisputeCommand(**command_of(info, input.request_id), dispute_id=read_id(input.dispute_id) or NOBODY)
    return await info.context.write(mall.after_sale.withdraw_dispute, command)  # type: ignore[arg-type]


@mutation("Decide how much of a disputed order goes back, three days from now.", permission=Permission.OPERATOR_MERCHANTS)
async def decide_mall_dispute(info: Info, input: DecideMallDisputeInput) -> DecideMallDisputeResult:
    named = {**command_of(info, input.request_id), "dispute_id": read_id(input.dispute_id) or NOBODY}
    command = mall.after_sale.DecideDisputeCommand(**named, amount=amount_of(input.amount), text=input.text)
    return await info.context.write(mall.after_sale.decide_dispute, command)  # type: ignore[arg-type]


@mutation("Take a decision back that was not carried out.", permission=Permission.OPERATOR_MERCHANTS)
async def reverse_mall_dispute(info: Info, input: ReverseMallDisputeInput) -> ReverseMallDisputeResult:
    named = {**command_of(info, input.request_id), "dispute_id": read_id(input.dispute_id) or NOBODY}
    command = mall.after_sale.ReverseDisputeCommand(**named, text=input.text)
    return await info.context.write(mall.after_sale.reverse_dispute, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    open_mall_dispute = open_mall_dispute
    tell_mall_dispute = tell_mall_dispute
    withdraw_mall_dispute = withdraw_mall_dispute
    decide_mall_dispute = decide_mall_dispute
    reverse_mall_dispute = reverse_mall_dispute
