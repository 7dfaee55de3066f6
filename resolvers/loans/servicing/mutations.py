"""Repay a loan, end it early, promise to pay."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, loans
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds
from resolvers.loans.applications.problems import LoanNotFound
from resolvers.loans.servicing.problems import EarlyPaymentTooSmall, LoanEnded, PayOffChanged, PromiseRefused
from resolvers.loans.servicing.types import EarlyChoice, LoanCollection, LoanServiced
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountProblem, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.wallet.problems import PinProblem


@strawberry.input(description="Pay on a loan out of the wallet.")
class RepayLoanInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")
    amount: MoneyInput = strawberry.field(description="How much.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="End a loan for the total that was quoted today.")
class PayLoanOffInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")
    total: MoneyInput = strawberry.field(description="The total, as it was quoted.")
    quoted_on: date = strawberry.field(description="The day of the quote.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Pay a part of a loan before it is due.")
class PayLoanEarlyInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")
    amount: MoneyInput = strawberry.field(description="How much; the fee that was quoted is taken on top.")
    choice: EarlyChoice = strawberry.field(description="What it does.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Promise to pay what is due by a day.")
class PromiseLoanPaymentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")
    amount: MoneyInput = strawberry.field(description="How much: at least what is due.")
    promised_on: date = strawberry.field(description="By when, two weeks from today at most.")


@strawberry.input(description="Have what is due taken out of the wallet, or pay it by hand.")
class SetLoanAutoDebitInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")
    is_on: bool = strawberry.field(description="Whether it is taken.")


RepayLoanResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | InsufficientFunds | AccountProblem | PinProblem | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("RepayLoanResult", description="What was paid, or why it was refused."),
]
PayLoanOffResult = Annotated[
    LoanServiced
    | LoanNotFound
    | LoanEnded
    | PayOffChanged
    | InsufficientFunds
    | AccountProblem
    | PinProblem
    | AmountMalformed
    | CurrencyMismatch
    | UnknownCurrency
    | IdReused,
    strawberry.union("PayLoanOffResult", description="What was paid, or why it was refused."),
]
PayLoanEarlyResult = Annotated[
    LoanServiced
    | LoanNotFound
    | LoanEnded
    | EarlyPaymentTooSmall
    | InsufficientFunds
    | AccountProblem
    | PinProblem
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("PayLoanEarlyResult", description="What was paid, or why it was refused."),
]
PromiseLoanPaymentResult = Annotated[
    LoanCollection | LoanNotFound | LoanEnded | PromiseRefused | AmountMalformed | CurrencyMismatch | UnknownCurrency | IdReused,
    strawberry.union("PromiseLoanPaymentResult", description="The promise, or why it was refused."),
]
SetLoanAutoDebitResult = Annotated[
    LoanCollection | LoanNotFound | LoanEnded | IdReused,
    strawberry.union("SetLoanAutoDebitResult", description="How what is due is paid, or why it was refused."),
]


@mutation("Pay on a loan: what is past due first, then what is due, then in advance.", permission=Permission.CUSTOMER)
async def repay_loan(info: Info, input: RepayLoanInput) -> RepayLoanResult:
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"loan_id": read_id(input.loan_id) or NOBODY, "amount": amount, "pin": pin}
    return await info.context.write(loans.servicing.repay, loans.servicing.RepayCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("End a loan for the total that was quoted today.", permission=Permission.CUSTOMER)
async def pay_loan_off(info: Info, input: PayLoanOffInput) -> PayLoanOffResult:
    total = amount_of(input.total)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"loan_id": read_id(input.loan_id) or NOBODY, "total": total, "quoted_on": input.quoted_on, "pin": pin}
    return await info.context.write(loans.servicing.pay_loan_off, loans.servicing.PayOffCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("Pay a part of a loan before it is due.", permission=Permission.CUSTOMER)
async def pay_loan_early(info: Info, input: PayLoanEarlyInput) -> PayLoanEarlyResult:
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"loan_id": read_id(input.loan_id) or NOBODY, "amount": amount, "choice": input.choice.name.lower(), "pin": pin}
    return await info.context.write(loans.servicing.pay_early, loans.servicing.PayEarlyCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("Promise to pay what is due by a day: until then nobody is reminded.", permission=Permission.CUSTOMER)
async def promise_loan_payment(info: Info, input: PromiseLoanPaymentInput) -> PromiseLoanPaymentResult:
    named = {"loan_id": read_id(input.loan_id) or NOBODY, "amount": amount_of(input.amount), "promised_on": input.promised_on}
    command = loans.servicing.PromiseToPayCommand(**command_of(info, input.request_id), **named)  # type: ignore[arg-type]
    return await info.context.write(loans.servicing.promise_to_pay, command)  # type: ignore[arg-type]


@mutation("Have what is due taken out of the wallet, or pay it by hand.", permission=Permission.CUSTOMER)
async def set_loan_auto_debit(info: Info, input: SetLoanAutoDebitInput) -> SetLoanAutoDebitResult:
    command = loans.servicing.SetAutoDebitCommand(**command_of(info, input.request_id), loan_id=read_id(input.loan_id) or NOBODY, is_on=input.is_on)
    return await info.context.write(loans.servicing.set_auto_debit, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    repay_loan = repay_loan
    pay_loan_off = pay_loan_off
    pay_loan_early = pay_loan_early
    promise_loan_payment = promise_loan_payment
    set_loan_auto_debit = set_loan_auto_debit
