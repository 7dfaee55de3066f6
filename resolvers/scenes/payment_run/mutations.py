"""The payment runs' mutations: one member of the company makes a run, another checks it."""

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
from resolvers.problems import AmountMalformed, AmountOutOfRange, IdReused, UnknownCurrency
from resolvers.scalars import read_id
from resolvers.scenes.company.problems import CompanyNotFound
from resolvers.scenes.link.problems import SceneNotFound
from resolvers.scenes.order.problems import PaymentTooLarge
from resolvers.scenes.payment_run.problems import (
    InvoicesNotPayable,
    PaymentRunEmpty,
    PaymentRunNameUsed,
    PaymentRunNotFound,
    PaymentRunNotOpen,
    PaymentRunOwn,
    RejectionReasonMalformed,
)
from resolvers.scenes.payment_run.types import PaymentRunBrought, PaymentRunChanged
from resolvers.wallet.risk.problems import SafetyProblem

companies = scenes.companies
REQUEST_ID = "Made by the app and kept before its first attempt. A repeat is answered alike."


@strawberry.input(description="An invoice to be paid.")
class InvoiceToPayInput:
    invoice: str = strawberry.field(description="The invoice's number.")
    amount: MoneyInput = strawberry.field(description="What whoever makes the run saw.")


@strawberry.input(description="Make a payment run of invoices.")
class SubmitPaymentRunInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID + " It names the run.")
    company_id: strawberry.ID = strawberry.field(description="The company.")
    invoices: list[InvoiceToPayInput] = strawberry.field(description="What is to be paid together: 1,000 invoices at most.")


@strawberry.input(description="Names a payment run.")
class PaymentRunInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    run_id: strawberry.ID = strawberry.field(description="The run.")


@strawberry.input(description="Approve a payment run, and pay it.")
class ApprovePaymentRunInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    run_id: strawberry.ID = strawberry.field(description="The run.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN of whoever approves, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Reject a payment run.")
class RejectPaymentRunInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    run_id: strawberry.ID = strawberry.field(description="The run.")
    reason: str = strawberry.field(description="Why: 140 characters at most. The company's system is told.")


SubmitPaymentRunResult = Annotated[
    PaymentRunBrought | CompanyNotFound | PaymentRunEmpty | PaymentRunNameUsed | AmountMalformed | UnknownCurrency | IdReused,
    strawberry.union("SubmitPaymentRunResult", description="The run, or why it was refused."),
]
TakeUpPaymentRunResult = Annotated[
    PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen | IdReused,
    strawberry.union("TakeUpPaymentRunResult", description="The run, or why it was refused."),
]
ApprovePaymentRunResult = Annotated[
    PaymentRunChanged
    | PaymentRunNotFound
    | PaymentRunNotOpen
    | PaymentRunOwn
    | SceneNotFound
    | InvoicesNotPayable
    | PaymentTooLarge
    | SafetyProblem
    | InsufficientFunds
    | LimitExceeded
    | AccountProblem
    | AmountOutOfRange
    | UnknownCurrency
    | IdReused,
    strawberry.union("ApprovePaymentRunResult", description="The run, which is paid, or why nothing of it was."),
]
RejectPaymentRunResult = Annotated[
    PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen | PaymentRunOwn | RejectionReasonMalformed | IdReused,
    strawberry.union("RejectPaymentRunResult", description="The run, or why it was refused."),
]
WithdrawPaymentRunResult = Annotated[
    PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen | IdReused,
    strawberry.union("WithdrawPaymentRunResult", description="The run, or why it was refused."),
]


@mutation("Make a payment run of invoices. Nothing is paid before another member of the company approves it.", permission=Permission.CUSTOMER)
async def submit_payment_run(info: Info, input: SubmitPaymentRunInput) -> SubmitPaymentRunResult:
    context = info.context
    lines = [(one.invoice, amount_of(one.amount)) for one in input.invoices]
    instructions = tuple(companies.PaymentInstruction(number, invoice, amount.asset.code, amount.minor) for number, (invoice, amount) in enumerate(lines, 1))
    command = companies.SubmitRunCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        company_id=read_id(input.company_id) or NOBODY,
        file=companies.PaymentFile(companies.FileFormat.APP, input.request_id.hex, instructions),
    )
    return await context.write(companies.submit_run, command)  # type: ignore[arg-type]


@mutation("Answer for a payment run that the company's system brought: another is to check it then.", permission=Permission.CUSTOMER)
async def take_up_payment_run(info: Info, input: PaymentRunInput) -> TakeUpPaymentRunResult:
    return await info.context.write(companies.take_up_run, _command(info, input.request_id, input.run_id))  # type: ignore[arg-type]


@mutation("Approve a payment run that another made: it is paid, all or nothing.", permission=Permission.CUSTOMER)
async def approve_payment_run(info: Info, input: ApprovePaymentRunInput) -> ApprovePaymentRunResult:
    context = info.context
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    command = companies.ApproveRunCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        run_id=read_id(input.run_id) or NOBODY,
        pin=pin,
    )
    return await context.write(companies.approve_run, command)  # type: ignore[arg-type]


@mutation("Turn down a payment run that another made: it is never paid.", permission=Permission.CUSTOMER)
async def reject_payment_run(info: Info, input: RejectPaymentRunInput) -> RejectPaymentRunResult:
    context = info.context
    command = companies.RejectRunCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        run_id=read_id(input.run_id) or NOBODY,
        reason=input.reason,
    )
    return await context.write(companies.reject_run, command)  # type: ignore[arg-type]


@mutation("Take back a payment run of one's own, or one that nobody has taken up.", permission=Permission.CUSTOMER)
async def withdraw_payment_run(info: Info, input: PaymentRunInput) -> WithdrawPaymentRunResult:
    return await info.context.write(companies.withdraw_run, _command(info, input.request_id, input.run_id))  # type: ignore[arg-type]


def _command(info: Info, request_id: UUID, run_id: strawberry.ID) -> companies.RunCommand:
    viewer = info.context.viewer
    return companies.RunCommand(request_id=request_id, owner_id=viewer.id, session_id=viewer.session_id, run_id=read_id(run_id) or NOBODY)


@strawberry.type
class Mutation:
    submit_payment_run = submit_payment_run
    take_up_payment_run = take_up_payment_run
    approve_payment_run = approve_payment_run
    reject_payment_run = reject_payment_run
    withdraw_payment_run = withdraw_payment_run
