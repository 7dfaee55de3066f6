"""The purchases' mutations."""

from typing import Annotated

import strawberry

from domains import customers, scenes
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountOutOfRange, AmountProblem, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.scenes.instalment.types import InstalmentPlan
from resolvers.scenes.link.problems import SceneNotFound
from resolvers.scenes.order.problems import AlreadyOrdered, PaymentTooLarge
from resolvers.scenes.order.types import SceneOrder
from resolvers.scenes.purchase.inputs import AgreeInstalmentsInput, PayInstalmentInput, PayPurchaseInput, RefundPurchaseInput
from resolvers.scenes.purchase.problems import (
    InstalmentNotDue,
    InstalmentOfferNotFound,
    PurchaseChanged,
    PurchaseNotFound,
    PurchaseNotOpen,
    PurchaseNotPaid,
    PurchasePartBusy,
    SceneRefundTooLarge,
)
from resolvers.scenes.purchase.types import Purchase
from resolvers.wallet.problems import PinProblem

PayPurchaseResult = Annotated[
    SceneOrder
    | PurchaseNotFound
    | PurchaseNotOpen
    | PurchaseChanged
    | SceneNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("PayPurchaseResult", description="The order that pays it, or why it was refused."),
]
AgreeInstalmentsResult = Annotated[
    InstalmentPlan
    | PurchaseNotFound
    | PurchaseNotOpen
    | InstalmentOfferNotFound
    | PurchaseChanged
    | SceneNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("AgreeInstalmentsResult", description="The plan, whose first part is being paid, or why it was refused."),
]
PayInstalmentResult = Annotated[
    SceneOrder
    | InstalmentNotDue
    | SceneNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountOutOfRange
    | UnknownCurrency
    | IdReused,
    strawberry.union("PayInstalmentResult", description="The order that pays it, or why it was refused."),
]
RefundPurchaseResult = Annotated[
    Purchase | PurchaseNotFound | SceneNotFound | PurchasePartBusy | PurchaseNotPaid | SceneRefundTooLarge | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("RefundPurchaseResult", description="The purchase, with what is to come back, or why it was refused."),
]


@mutation(
    "Pay a purchase at once. The money is held; the order ends a little later, when the shop has said so: see `sceneOrder`.", permission=Permission.CUSTOMER
)
async def pay_purchase(info: Info, input: PayPurchaseInput) -> PayPurchaseResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = scenes.shops.PayPurchaseCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        purchase_id=read_id(input.purchase_id) or NOBODY,
        amount=amount,
        pin=pin,
    )
    return await context.write(scenes.shops.pay_purchase, command)  # type: ignore[arg-type]


@mutation(
    "Pay a purchase by instalments, agreed to with the PIN. The first part is held at once; the others are collected on their days.",
    permission=Permission.CUSTOMER,
)
async def agree_instalments(info: Info, input: AgreeInstalmentsInput) -> AgreeInstalmentsResult:
    context = info.context
    total = amount_of(input.total)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = scenes.shops.AgreeInstalmentsCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        purchase_id=read_id(input.purchase_id) or NOBODY,
        code=input.offer,
        total=total,
        pin=pin,
    )
    return await context.write(scenes.shops.agree_instalments, command)  # type: ignore[arg-type]


@mutation("Pay one part of a plan by hand: early, or after it was held back.", permission=Permission.CUSTOMER)
async def pay_instalment(info: Info, input: PayInstalmentInput) -> PayInstalmentResult:
    context = info.context
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = scenes.shops.PayInstalmentCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        plan_id=read_id(input.plan_id) or NOBODY,
        number=input.number,
        pin=pin,
    )
    return await context.write(scenes.shops.pay_instalment, command)  # type: ignore[arg-type]


@mutation("Ask the shop for money back, in part or in full. It is back when the shop has said so: see `refunds`.", permission=Permission.CUSTOMER)
async def refund_purchase(info: Info, input: RefundPurchaseInput) -> RefundPurchaseResult:
    context = info.context
    command = scenes.shops.RefundPurchaseCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        purchase_id=read_id(input.purchase_id) or NOBODY,
        amount=None if input.amount is None else amount_of(input.amount),
    )
    return await context.write(scenes.shops.refund_purchase, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    pay_purchase = pay_purchase
    agree_instalments = agree_instalments
    pay_instalment = pay_instalment
    refund_purchase = refund_purchase
