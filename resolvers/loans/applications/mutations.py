"""Apply, sign, take back; and give the money back within the cooling-off."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, loans
from domains.kernel.data_classes import C2, C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem, InsufficientFunds
from resolvers.loans.applications.problems import (
    BorrowerUnfit,
    CoolingOffOver,
    IncomeMalformed,
    LoanApplicationNotFound,
    LoanApplicationOpen,
    LoanNotFound,
    LoanOfferChanged,
    LoanOfferExpired,
    LoanOfferNotOpen,
)
from resolvers.loans.applications.questions import LoanAnswerInput, LoanAnswersMalformed, LoanAnswersMissing, LoanQuestionsChanged, answers_of
from resolvers.loans.applications.types import Loan, LoanApplication, Occupation
from resolvers.loans.lines.problems import CreditLineOpen
from resolvers.loans.products.problems import CountNotOffered, LoanProductClosed, LoanProductNotFound, LoanTermsChanged
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.problems import PinProblem


@strawberry.input(description="Ask for a loan or a line.")
class ApplyForLoanInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the application's id.")
    product_code: strawberry.ID = strawberry.field(description="The product.")
    version: int = strawberry.field(description="The version of its terms that was shown.")
    amount: MoneyInput = strawberry.field(description="How much.")
    instalments: int = strawberry.field(description="In how many instalments.")
    occupation: Occupation = strawberry.field(description="What the applicant does.", metadata={"data_class": C2})
    income: MoneyInput = strawberry.field(description="What the applicant earns in a month.", metadata={"data_class": C2})
    questions_version: int = strawberry.field(description="The version of `loanQuestions` that was answered.")
    answers: list[LoanAnswerInput] = strawberry.field(description="An answer to each of its questions.", metadata={"data_class": C2})


@strawberry.input(description="Do something with an application.")
class LoanApplicationInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    application_id: strawberry.ID = strawberry.field(description="The application.")


@strawberry.input(description="Sign the contract of an application.")
class SignLoanInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    application_id: strawberry.ID = strawberry.field(description="The application.")
    contract_sha256: str = strawberry.field(description="The contract that was read.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Give the money of a new loan back.")
class WithdrawLoanInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    loan_id: strawberry.ID = strawberry.field(description="The loan.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


ApplyForLoanResult = Annotated[
    LoanApplication
    | LoanProductNotFound
    | LoanProductClosed
    | LoanTermsChanged
    | CountNotOffered
    | IncomeMalformed
    | LoanQuestionsChanged
    | LoanAnswersMissing
    | LoanAnswersMalformed
    | CreditLineOpen
    | LoanApplicationOpen
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("ApplyForLoanResult", description="The application, or why it was refused."),
]
CancelLoanApplicationResult = Annotated[
    LoanApplication | LoanApplicationNotFound | LoanOfferNotOpen | IdReused,
    strawberry.union("CancelLoanApplicationResult", description="The application, which has ended, or why it was refused."),
]
AskLoanOfferAgainResult = Annotated[
    LoanApplication | LoanApplicationNotFound | LoanOfferNotOpen | LoanApplicationOpen | IdReused,
    strawberry.union("AskLoanOfferAgainResult", description="The application, which is priced anew, or why it was refused."),
]
SignLoanResult = Annotated[
    LoanApplication | LoanApplicationNotFound | LoanOfferNotOpen | LoanOfferExpired | LoanOfferChanged | BorrowerUnfit | PinProblem | IdReused,
    strawberry.union("SignLoanResult", description="The application, which is signed, or why it was refused."),
]
WithdrawLoanResult = Annotated[
    Loan | LoanNotFound | CoolingOffOver | InsufficientFunds | AccountProblem | PinProblem | IdReused,
    strawberry.union("WithdrawLoanResult", description="The loan, of which nothing is owed, or why it was refused."),
]


@mutation("Ask for a loan or a line: the answer comes by itself.", permission=Permission.CUSTOMER)
async def apply_for_loan(info: Info, input: ApplyForLoanInput) -> ApplyForLoanResult:
    amount, income = amount_of(input.amount), amount_of(input.income)
    named = {"product_code": str(input.product_code), "version": input.version, "count": input.instalments}
    told = {"amount": amount, "income": income, "occupation": loans.Occupation[input.occupation.name]}
    told |= {"questions_version": input.questions_version, "answers": answers_of(input.answers)}
    return await info.context.write(loans.apply_for_loan, loans.ApplyCommand(**command_of(info, input.request_id), **named, **told))  # type: ignore[arg-type]


@mutation("Take an application back before it is signed.", permission=Permission.CUSTOMER)
async def cancel_loan_application(info: Info, input: LoanApplicationInput) -> CancelLoanApplicationResult:
    return await info.context.write(loans.cancel_application, _command(info, input))  # type: ignore[arg-type]


@mutation("Ask again for an offer that has expired: it is priced and written anew.", permission=Permission.CUSTOMER)
async def ask_loan_offer_again(info: Info, input: LoanApplicationInput) -> AskLoanOfferAgainResult:
    return await info.context.write(loans.ask_offer_again, _command(info, input))  # type: ignore[arg-type]


@mutation("Sign a contract: the money follows by itself.", permission=Permission.CUSTOMER)
async def sign_loan(info: Info, input: SignLoanInput) -> SignLoanResult:
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"application_id": read_id(input.application_id) or NOBODY, "contract_sha256": input.contract_sha256, "pin": pin}
    return await info.context.write(loans.sign_application, loans.SignCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@mutation("Give the money of a loan back within the cooling-off: nothing else is owed.", permission=Permission.CUSTOMER)
async def withdraw_loan(info: Info, input: WithdrawLoanInput) -> WithdrawLoanResult:
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    command = loans.WithdrawLoanCommand(**command_of(info, input.request_id), loan_id=read_id(input.loan_id) or NOBODY, pin=pin)
    return await info.context.write(loans.withdraw_loan, command)  # type: ignore[arg-type]


def _command(info: Info, input: LoanApplicationInput) -> loans.ApplicationCommand:
    return loans.ApplicationCommand(**command_of(info, input.request_id), application_id=read_id(input.application_id) or NOBODY)


@strawberry.type
class Mutation:
    apply_for_loan = apply_for_loan
    cancel_loan_application = cancel_loan_application
    ask_loan_offer_again = ask_loan_offer_again
    sign_loan = sign_loan
    withdraw_loan = withdraw_loan
