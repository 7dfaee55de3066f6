"""Pay, let oneself be charged, charge and refund: each mutation translates its input and calls one verb."""

from typing import Annotated

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Info, Viewer
from resolvers.fields import field, mutation, type_of
from resolvers.ledger.problems import AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import Money, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import Instant, read_id
from resolvers.wallet.merchant_pay_outs.problems import MerchantClosed
from resolvers.wallet.merchants.problems import MerchantNameMalformed, MerchantNotFound, OrderEnded
from resolvers.wallet.payments.inputs import (
    ChargePaymentCodeInput,
    EnrolPaymentCodesInput,
    PayInput,
    PayTogetherInput,
    RefundInput,
    fundings_of,
    purchase_of,
)
from resolvers.wallet.payments.problems import (
    AmountNotOurs,
    AmountRequired,
    CodeMalformed,
    CodeNotFound,
    PaymentCodeRefused,
    PaymentDuplicated,
    PaymentNotFound,
    RefundTooLarge,
    TillProblem,
    TipRefused,
    TooManyPayments,
)
from resolvers.wallet.payments.types import Payment, PaymentCodesEnrolled, Refund
from resolvers.wallet.problems import NoteTooLong
from resolvers.wallet.risk.problems import RefusedForSafety


@batched(Payment | None, "The payment as it stands; null if it cannot be read just now.", name="payment")
async def payment_that_was_made(read: Read, outcomes: list[wallet.Paid], viewers: list[Viewer]) -> list[wallet.Payment | None]:
    return await wallet.find_payments(read, [outcome.payment_id for outcome in outcomes], [viewer.id for viewer in viewers])


@type_of(wallet.Paid, "The merchant was paid.")
class Paid:
    payment_id: strawberry.ID = field("The payment.")
    amount: Money = field("What was paid, with the tip.", C2)
    tip: Money = field("The tip.", C2)
    balance_after: Money | None = field("What the viewer's account held right after it, where the money came from one.", C2)
    paid_at: Instant = field("When.")
    payment = payment_that_was_made


@type_of(wallet.PaidTogether, "All of the merchants were paid.")
class PaidTogether:
    payments: list[Paid] = field("The payments, in the order in which they were named.", list_size=20)
    total: Money = field("What they come to.", C2)


@type_of(wallet.CodeCharged, "The customer paid, or was asked to confirm: then the order says how it ends.")
class CodeCharged:
    payment_id: strawberry.ID | None = field("The payment, if it was made at once.")
    order_id: strawberry.ID | None = field("The order that the customer was asked to confirm with the PIN.")


PayResult = Annotated[
    Paid
    | CodeMalformed
    | CodeNotFound
    | OrderEnded
    | AmountRequired
    | AmountNotOurs
    | TipRefused
    | TooManyPayments
    | PaymentDuplicated
    | TillProblem
    | IdReused,
    strawberry.union("PayResult", description="The payment, or why it was refused."),
]

PayTogetherResult = Annotated[
    PaidTogether
    | CodeMalformed
    | CodeNotFound
    | OrderEnded
    | AmountRequired
    | AmountNotOurs
    | TipRefused
    | TooManyPayments
    | PaymentDuplicated
    | TillProblem
    | IdReused,
    strawberry.union("PayTogetherResult", description="The payments, or why none was made."),
]

EnrolPaymentCodesResult = Annotated[PaymentCodesEnrolled | IdReused, strawberry.union("EnrolPaymentCodesResult", description="What the app needs for codes.")]

ChargePaymentCodeResult = Annotated[
    CodeCharged
    | MerchantNotFound
    | MerchantNameMalformed
    | PaymentCodeRefused
    | RefusedForSafety
    | InsufficientFunds
    | LimitExceeded
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("ChargePaymentCodeResult", description="The charge, or why it was refused."),
]

RefundPaymentResult = Annotated[
    Refund | PaymentNotFound | MerchantClosed | RefundTooLarge | NoteTooLong | InsufficientFunds | AccountProblem | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("RefundPaymentResult", description="The refund, or why it was refused."),
]


@mutation("Pay a merchant by its code or order. It is there at once, or refused.", permission=Permission.CUSTOMER)
async def pay(info: Info, input: PayInput) -> PayResult:
    viewer = info.context.viewer
    purchase, fundings = purchase_of(input.purchase), fundings_of(input.fundings)
    pin = await customers.prove_pin(info.context.write, viewer.id, input.pin)
    command = wallet.PayCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, purchase=purchase, fundings=fundings, pin=pin)
    return await info.context.write(wallet.pay, command)  # type: ignore[arg-type]


@mutation("Pay several merchants in one confirmation. All of them are paid, or none is.", permission=Permission.CUSTOMER)
async def pay_together(info: Info, input: PayTogetherInput) -> PayTogetherResult:
    viewer = info.context.viewer
    purchases, fundings = tuple(purchase_of(one) for one in input.purchases), fundings_of(input.fundings)
    pin = await customers.prove_pin(info.context.write, viewer.id, input.pin)
    command = wallet.PayTogetherCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, purchases=purchases, fundings=fundings, pin=pin
    )
    return await info.context.write(wallet.pay_together, command)  # type: ignore[arg-type]


@mutation("Let this session show payment codes. Doing so again changes nothing.", permission=Permission.CUSTOMER)
async def enrol_payment_codes(info: Info, input: EnrolPaymentCodesInput) -> EnrolPaymentCodesResult:
    viewer = info.context.viewer
    command = wallet.EnrolCodesCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id)
    return await info.context.write(wallet.enrol_payment_codes, command)  # type: ignore[arg-type]


@mutation("Charge a customer's payment code, as one who acts for a merchant. Above the limit the customer confirms.", permission=Permission.CUSTOMER)
async def charge_payment_code(info: Info, input: ChargePaymentCodeInput) -> ChargePaymentCodeResult:
    viewer = info.context.viewer
    command = wallet.ChargeCodeCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        shop_id=read_id(input.shop_id) or NOBODY,
        code=input.code,
        amount=amount_of(input.amount),
        reference=wallet.normal_note(input.reference),
    )
    return await info.context.write(wallet.charge_payment_code, command)  # type: ignore[arg-type]


@mutation("Give back a payment, or a part of it, as one who acts for the merchant that was paid.", permission=Permission.CUSTOMER)
async def refund_payment(info: Info, input: RefundInput) -> RefundPaymentResult:
    viewer = info.context.viewer
    command = wallet.RefundCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        payment_id=read_id(input.payment_id) or NOBODY,
        amount=amount_of(input.amount),
        reason=wallet.normal_note(input.reason),
    )
    return await info.context.write(wallet.refund_payment, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    pay = pay
    pay_together = pay_together
    enrol_payment_codes = enrol_payment_codes
    charge_payment_code = charge_payment_code
    refund_payment = refund_payment
