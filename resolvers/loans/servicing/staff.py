"""What members of staff do to a loan that is being repaid."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, loans
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Info, Viewer, command_of
from resolvers.fields import look, mutation, type_of
from resolvers.ledger.problems import AccountClosed, AccountNotFound, AccountProblem, InsufficientFunds
from resolvers.loans.applications.problems import LoanNotFound
from resolvers.loans.rates import rate_from
from resolvers.loans.servicing.problems import (
    HardshipPlanRefused,
    LoanChangeRefused,
    LoanDayOutOfRange,
    LoanEnded,
    LoanNotWrittenOff,
    RepaymentNotFound,
    RepaymentReversedBefore,
)
from resolvers.loans.servicing.rows import ServicingDeskRow
from resolvers.loans.servicing.types import CustomersLoan, LoanServiced
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import DecimalText, read_id


@strawberry.input(description="A customer's loan, and an act on it.")
class AmendLoanInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    customer_id: strawberry.ID = strawberry.field(description="The customer.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")


@strawberry.input(description="Money of a customer's wallet that counts from an earlier day.")
class BookLoanRepaymentInput(AmendLoanInput):
    amount: MoneyInput = strawberry.field(description="How much.")
    effective_on: date = strawberry.field(description="From which day it counts.")


@strawberry.input(description="Take a payment back.")
class ReverseLoanRepaymentInput(AmendLoanInput):
    sequence: int = strawberry.field(description="The payment's number in the loan.")


@strawberry.input(description="Charge a fee.")
class ChargeLoanFeeInput(AmendLoanInput):
    amount: MoneyInput = strawberry.field(description="How much.")
    due_on: date = strawberry.field(description="It is due with the instalment in whose period this day falls.")


@strawberry.input(description="Another rate.")
class ChangeLoanRateInput(AmendLoanInput):
    rate_percent: DecimalText = strawberry.field(description="The yearly rate in percent, with at most four decimals.")
    effective_on: date = strawberry.field(description="From which day on; it may be past.")


@strawberry.input(description="Pay out more of what was agreed.")
class DisburseLoanFurtherInput(AmendLoanInput):
    amount: MoneyInput = strawberry.field(description="How much.")


@strawberry.input(description="Let nothing become later for a while.")
class PauseLoanInput(AmendLoanInput):
    until: date | None = strawberry.field(default=None, description="The day that counts again; null until it is resumed.")


@strawberry.input(description="Spread all that is owed anew.")
class GrantLoanHardshipPlanInput(AmendLoanInput):
    instalments: int = strawberry.field(description="In how many instalments from today on.")
    rate_percent: DecimalText | None = strawberry.field(default=None, description="The yearly rate in percent; null for the one that stands.")


@strawberry.input(description="Take money of a customer's wallet for a loan that was written off.")
class RecoverLoanInput(AmendLoanInput):
    amount: MoneyInput = strawberry.field(description="How much.")


BookLoanRepaymentResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | LoanDayOutOfRange | InsufficientFunds | AccountProblem | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("BookLoanRepaymentResult", description="What was booked, or why it was refused."),
]
ReverseLoanRepaymentResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | RepaymentNotFound | RepaymentReversedBefore | AccountClosed | InsufficientFunds | IdReused,
    strawberry.union("ReverseLoanRepaymentResult", description="What was taken back, or why it was refused."),
]
ChargeLoanFeeResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | LoanDayOutOfRange | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("ChargeLoanFeeResult", description="What was charged, or why it was refused."),
]
ChangeLoanRateResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | LoanDayOutOfRange | LoanChangeRefused | AmountMalformed | AccountClosed | InsufficientFunds | IdReused,
    strawberry.union("ChangeLoanRateResult", description="The loan, or why it was refused."),
]
DisburseLoanFurtherResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | LoanChangeRefused | AccountNotFound | AccountClosed | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("DisburseLoanFurtherResult", description="What was paid out, or why it was refused."),
]
PauseLoanResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | LoanDayOutOfRange | IdReused, strawberry.union("PauseLoanResult", description="The loan, or why it was refused.")
]
ResumeLoanResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | IdReused, strawberry.union("ResumeLoanResult", description="The loan, or why it was refused.")
]
GrantLoanHardshipPlanResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | HardshipPlanRefused | AmountMalformed | IdReused,
    strawberry.union("GrantLoanHardshipPlanResult", description="The loan, or why it was refused."),
]
WriteOffLoanResult = Annotated[
    LoanServiced | LoanNotFound | LoanEnded | IdReused, strawberry.union("WriteOffLoanResult", description="The loan, or why it was refused.")
]
RecoverLoanResult = Annotated[
    LoanServiced | LoanNotFound | LoanNotWrittenOff | InsufficientFunds | AccountProblem | AmountProblem | CurrencyMismatch | IdReused,
    strawberry.union("RecoverLoanResult", description="What was recovered, or why it was refused."),
]

STAFF = Permission.OPERATOR_LOANS


@mutation("Book a payment back to its day: all that came after it is counted again.", permission=STAFF)
async def book_loan_repayment(info: Info, input: BookLoanRepaymentInput) -> BookLoanRepaymentResult:
    command = loans.servicing.BookRepaymentCommand(**_of(info, input), amount=amount_of(input.amount), effective_on=input.effective_on)
    return await info.context.write(loans.servicing.book_repayment, command)  # type: ignore[arg-type]


@mutation("Take a payment back: what it paid goes into the wallet.", permission=STAFF)
async def reverse_loan_repayment(info: Info, input: ReverseLoanRepaymentInput) -> ReverseLoanRepaymentResult:
    command = loans.servicing.ReverseRepaymentCommand(**_of(info, input), sequence=input.sequence)
    return await info.context.write(loans.servicing.reverse_repayment, command)  # type: ignore[arg-type]


@mutation("Charge a fee.", permission=STAFF)
async def charge_loan_fee(info: Info, input: ChargeLoanFeeInput) -> ChargeLoanFeeResult:
    command = loans.servicing.ChargeLoanFeeCommand(**_of(info, input), amount=amount_of(input.amount), due_on=input.due_on)
    return await info.context.write(loans.servicing.charge_loan_fee, command)  # type: ignore[arg-type]


@mutation("Another rate from a day on: what is not due yet is counted anew.", permission=STAFF)
async def change_loan_rate(info: Info, input: ChangeLoanRateInput) -> ChangeLoanRateResult:
    named = {"annual_rate": rate_from(input.rate_percent), "effective_on": input.effective_on}
    command = loans.servicing.ChangeLoanRateCommand(**_of(info, input), **named)  # type: ignore[arg-type]
    return await info.context.write(loans.servicing.change_loan_rate, command)  # type: ignore[arg-type]


@mutation("Pay more of what was agreed into the customer's wallet: what is not due yet is counted anew.", permission=STAFF)
async def disburse_loan_further(info: Info, input: DisburseLoanFurtherInput) -> DisburseLoanFurtherResult:
    command = loans.servicing.DisburseFurtherCommand(**_of(info, input), amount=amount_of(input.amount))
    return await info.context.write(loans.servicing.disburse_further, command)  # type: ignore[arg-type]


@mutation("Let nothing become later for a while.", permission=STAFF)
async def pause_loan(info: Info, input: PauseLoanInput) -> PauseLoanResult:
    return await info.context.write(loans.servicing.pause_loan, loans.servicing.PauseLoanCommand(**_of(info, input), until=input.until))  # type: ignore[arg-type]


@mutation("End the pauses of a loan.", permission=STAFF)
async def resume_loan(info: Info, input: AmendLoanInput) -> ResumeLoanResult:
    return await info.context.write(loans.servicing.resume_loan, loans.servicing.ResumeLoanCommand(**_of(info, input)))  # type: ignore[arg-type]


@mutation("Spread all that is owed over new instalments from today on.", permission=STAFF)
async def grant_loan_hardship_plan(info: Info, input: GrantLoanHardshipPlanInput) -> GrantLoanHardshipPlanResult:
    rate = None if input.rate_percent is None else rate_from(input.rate_percent)
    command = loans.servicing.GrantHardshipPlanCommand(**_of(info, input), count=input.instalments, annual_rate=rate)
    return await info.context.write(loans.servicing.grant_hardship_plan, command)  # type: ignore[arg-type]


@mutation("Give up what is owed as an asset, not as a claim.", permission=STAFF)
async def write_off_loan(info: Info, input: AmendLoanInput) -> WriteOffLoanResult:
    return await info.context.write(loans.servicing.write_off_loan, loans.servicing.WriteOffLoanCommand(**_of(info, input)))  # type: ignore[arg-type]


@mutation("Take money of a customer's wallet for a loan that was written off.", permission=STAFF)
async def recover_loan(info: Info, input: RecoverLoanInput) -> RecoverLoanResult:
    command = loans.servicing.RecoverLoanCommand(**_of(info, input), amount=amount_of(input.amount))
    return await info.context.write(loans.servicing.recover_loan, command)  # type: ignore[arg-type]


def _of(info: Info, input: AmendLoanInput) -> dict[str, UUID]:
    named = {"customer_id": read_id(input.customer_id) or NOBODY, "loan_id": read_id(input.loan_id) or NOBODY}
    return {**command_of(info, input.request_id), **named}


@batched(CustomersLoan | None, "A customer's loan as it stands today; null for what is none.")
async def loan(
    read: Read, rows: list[ServicingDeskRow], viewers: list[Viewer], *, customer_id: strawberry.ID, loan_id: strawberry.ID
) -> list[loans.servicing.StaffAccount | None]:
    key = (read_id(customer_id) or NOBODY, read_id(loan_id) or NOBODY)
    found = (await loans.servicing.find_loan_accounts(read, [key])).get(key)
    return [None if found is None else loans.servicing.StaffAccount(found) for _ in rows]


@type_of(ServicingDeskRow, "What operators look at of loans that are being repaid.")
class LoanServicingDesk:
    loan = loan


@look("Loans that are being repaid. The look is written to the audit log first.", permission=STAFF)
async def loan_servicing_desk(info: Info) -> LoanServicingDesk:
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action="loans.look_at_servicing", subject_id=None, found_by="desk")
    await info.context.write(customers.record_look, looking)
    return ServicingDeskRow(str(info.context.viewer.id))  # type: ignore[return-value]


@strawberry.type
class Query:
    loan_servicing_desk = loan_servicing_desk


@strawberry.type
class Mutation:
    book_loan_repayment = book_loan_repayment
    reverse_loan_repayment = reverse_loan_repayment
    charge_loan_fee = charge_loan_fee
    change_loan_rate = change_loan_rate
    disburse_loan_further = disburse_loan_further
    pause_loan = pause_loan
    resume_loan = resume_loan
    grant_loan_hardship_plan = grant_loan_hardship_plan
    write_off_loan = write_off_loan
    recover_loan = recover_loan
