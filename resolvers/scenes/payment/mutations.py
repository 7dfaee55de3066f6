"""The partners' mutations of money."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from domains.kernel.errors import Forbidden
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import read_id
from resolvers.scenes.consent.problems import (
    CapExceeded,
    ConsentExhausted,
    ConsentExpired,
    ConsentLacksAccount,
    ConsentLacksScope,
    ConsentNotFound,
    ConsentRevoked,
    PaymentNotAgreed,
)
from resolvers.scenes.partner.problems import PartnerNotFound
from resolvers.scenes.payment.problems import (
    PartnerOrderIdMalformed,
    PartnerOrderPaid,
    PartnerPayeeNotFound,
    PayerAccountUnavailable,
    PayerFundsInsufficient,
    PayerLimitReached,
)
from resolvers.scenes.payment.types import PartnerPayee, PaymentInitiation


@strawberry.input(description="Have the customer of the token pay for an order, within what the customer consented to.")
class InitiatePaymentInput:
    request_id: UUID = strawberry.field(
        description="Made by the partner and kept before its first attempt; it becomes the payment's id. A repeat with the same id pays nothing twice."
    )
    order_id: str = strawberry.field(description="The partner's order: 1 to 64 letters, digits and . _ : / -. An order is paid once, whatever the ids.")
    payee_id: strawberry.ID = strawberry.field(description="Who is paid: a payee that the bank has registered for the partner.")
    amount: MoneyInput = strawberry.field(description="How much.")


InitiatePaymentResult = Annotated[
    PaymentInitiation
    | ConsentNotFound
    | ConsentRevoked
    | ConsentExpired
    | ConsentExhausted
    | ConsentLacksScope
    | ConsentLacksAccount
    | CapExceeded
    | PaymentNotAgreed
    | PartnerPayeeNotFound
    | PartnerOrderPaid
    | PartnerOrderIdMalformed
    | PayerFundsInsufficient
    | PayerLimitReached
    | PayerAccountUnavailable
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("InitiatePaymentResult", description="The payment, or why it was refused."),
]


@mutation("Have the customer pay for an order of the partner's. It is there at once, or refused.", permission=Permission.PARTNER)
async def initiate_payment(info: Info, input: InitiatePaymentInput) -> InitiatePaymentResult:
    partner = info.context.viewer.partner
    if partner is None or partner.consent_id is None:
        raise Forbidden
    command = scenes.InitiatePaymentCommand(
        request_id=input.request_id,
        owner_id=partner.partner_id,
        consent_id=partner.consent_id,
        order_id=input.order_id,
        payee_id=read_id(input.payee_id) or NOBODY,
        amount=amount_of(input.amount),
    )
    return await info.context.write(scenes.initiate_payment, command)  # type: ignore[arg-type]


@strawberry.input(description="Let a partner have money paid at a till.")
class RegisterPartnerPayeeInput:
    request_id: UUID = strawberry.field(description="Made by the caller and kept before its first attempt; it becomes the payee's id.")
    partner_id: strawberry.ID = strawberry.field(description="The partner.")
    code_id: strawberry.ID = strawberry.field(description="The printed code of the till.")


RegisterPartnerPayeeResult = Annotated[
    PartnerPayee | PartnerNotFound | PartnerPayeeNotFound | IdReused,
    strawberry.union("RegisterPartnerPayeeResult", description="The payee, or why it was refused."),
]


@mutation("Let a partner have money paid at the till of a printed code.", permission=Permission.OPERATOR_PARTNERS)
async def register_partner_payee(info: Info, input: RegisterPartnerPayeeInput) -> RegisterPartnerPayeeResult:
    command = scenes.RegisterPayeeCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        partner_id=read_id(input.partner_id) or NOBODY,
        payee_id=input.request_id,
        code_id=read_id(input.code_id) or NOBODY,
    )
    return await info.context.write(scenes.register_payee, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    initiate_payment = initiate_payment
    register_partner_payee = register_partner_payee
