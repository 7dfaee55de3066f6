"""Payments that a partner initiated, as the partner sees them."""

from enum import Enum

import strawberry

from domains import scenes, wallet
from domains.kernel.data_classes import C1, C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant
from resolvers.wallet.merchants.types import Merchant


@strawberry.enum(description="Where a payment that a partner initiated stands.")
class PaymentInitiationState(Enum):
    PAID = strawberry.enum_value("paid", description="The money has moved.")
    PARTLY_REFUNDED = strawberry.enum_value("partly_refunded", description="A part of it went back.")
    REFUNDED = strawberry.enum_value("refunded", description="All of it went back.")


async def _refunded(read: Read, rows: list[scenes.Initiation]) -> list[Amount | None]:
    found = await wallet.find_any_payments(read, [row.payment_id for row in rows])
    return [None if (payment := found.get(row.payment_id)) is None else payment.refunded for row in rows]


@batched(PaymentInitiationState | None, "Where it stands; null if it cannot be read just now.", data_class=C1, name="state")
async def initiation_state(read: Read, rows: list[scenes.Initiation], viewers: list[Viewer]) -> list[PaymentInitiationState | None]:
    refunds = await _refunded(read, rows)
    return [
        None if refunded is None else PaymentInitiationState(scenes.initiation_state(row.amount, refunded).value)
        for row, refunded in zip(rows, refunds, strict=True)
    ]


@batched(Money | None, "What went back of it; null if it cannot be read just now.", name="refunded")
async def refunded_of_initiation(read: Read, rows: list[scenes.Initiation], viewers: list[Viewer]) -> list[Amount | None]:
    return await _refunded(read, rows)


@type_of(scenes.Initiation, "A payment that the partner initiated and that was made.")
class PaymentInitiation:
    id: strawberry.ID = field("The payment: the id that the partner made.")
    order_id: str = field("The partner's order.")
    payee_id: strawberry.ID = field("Who was paid, as the partner names it.")
    amount: Money = field("What was paid.", C2)
    refunded = refunded_of_initiation
    state = initiation_state
    initiated_at: Instant = field("When.")


@batched(Merchant | None, "The merchant that is paid; null if it cannot be read just now.", data_class=C1, name="merchant")
async def merchant_of_payee(read: Read, payees: list[scenes.Payee], viewers: list[Viewer]) -> list[wallet.Merchant | None]:
    found = await wallet.find_merchants(read, [payee.merchant_id for payee in payees])
    return [found.get(payee.merchant_id) for payee in payees]


@type_of(scenes.Payee, "Whom a partner may have paid: the till of a printed code.")
class PartnerPayee:
    id: strawberry.ID = field("How the partner names it.")
    partner_id: strawberry.ID = field("The partner.")
    code_id: strawberry.ID = field("The printed code at whose till it is paid.")
    merchant = merchant_of_payee
