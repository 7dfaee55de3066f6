"""The bills' mutations."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, scenes
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import read_id
from resolvers.scenes.bill.problems import BillChanged, BillNotFound, BillNotOpen
from resolvers.scenes.link.problems import SceneNotFound
from resolvers.scenes.order.problems import AlreadyOrdered, PaymentTooLarge
from resolvers.scenes.order.types import SceneOrder
from resolvers.wallet.problems import PinProblem


@strawberry.input(description="Pay a bill out of the wallet.")
class PayBillInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the order's id. A repeat pays nothing twice."
    )
    bill_id: strawberry.ID = strawberry.field(description="Which bill.")
    amount: MoneyInput = strawberry.field(description="What the customer saw and confirmed.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


PayBillResult = Annotated[
    SceneOrder
    | BillNotFound
    | BillNotOpen
    | BillChanged
    | SceneNotFound
    | PaymentTooLarge
    | AlreadyOrdered
    | InsufficientFunds
    | LimitExceeded
    | PinProblem
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("PayBillResult", description="The order that pays it, or why it was refused."),
]


@mutation(
    "Pay a bill. The money is held at once; the order ends a little later, when the partner has said so: see `sceneOrder`.", permission=Permission.CUSTOMER
)
async def pay_bill(info: Info, input: PayBillInput) -> PayBillResult:
    context = info.context
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = scenes.PayBillCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        bill_id=read_id(input.bill_id) or NOBODY,
        amount=amount,
        pin=pin,
    )
    return await context.write(scenes.pay_bill, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    pay_bill = pay_bill
