"""Draw from a line, freeze and close it, and take what is offered."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, loans
from domains.kernel.data_classes import C2, C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.ledger.problems import AccountProblem
from resolvers.loans.applications.problems import BorrowerUnfit, IncomeMalformed, LoanApplicationOpen, LoanProfileNeeded
from resolvers.loans.applications.types import Loan, LoanApplication, Occupation
from resolvers.loans.lines.problems import (
    CreditLineClosed,
    CreditLineExpired,
    CreditLineFrozen,
    CreditLineInsufficient,
    CreditLineNotFound,
    CreditLineOpen,
    LoanCostsChanged,
    StandingOfferEnded,
    StandingOfferNotFound,
)
from resolvers.loans.lines.types import CreditLine
from resolvers.loans.products.problems import CountNotOffered, LoanProductClosed, LoanProductNotFound, LoanTermsChanged
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, CurrencyMismatch, IdReused
from resolvers.scalars import read_id
from resolvers.wallet.problems import PinProblem


@strawberry.enum(description="What is to become of a line.")
class LineChange(Enum):
    ACTIVE = strawberry.enum_value("active", description="Lift what froze it.")
    FROZEN = strawberry.enum_value("frozen", description="Nothing is drawn until it is lifted.")
    CLOSED = strawberry.enum_value("closed", description="It ends, for good.")


@strawberry.input(description="Draw from a line into the wallet.")
class DrawFromLineInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the loan's id.")
    line_id: strawberry.ID = strawberry.field(description="The line.")
    amount: MoneyInput = strawberry.field(description="How much.")
    instalments: int = strawberry.field(description="In how many instalments it is repaid.")
    total: MoneyInput = strawberry.field(description="All that is to be repaid, as it was shown.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN: always needed.", metadata={"data_class": C3})


@strawberry.input(description="Freeze a line, lift it, or end it.")
class ChangeCreditLineInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    line_id: strawberry.ID = strawberry.field(description="The line.")
    change: LineChange = strawberry.field(description="What is to become of it.")


@strawberry.input(description="Take what is offered.")
class AcceptLoanOfferInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the application's id.")
    offer_id: strawberry.ID = strawberry.field(description="The standing offer.")
    amount: MoneyInput = strawberry.field(description="How much of it.")
    instalments: int = strawberry.field(description="In how many instalments.")
    occupation: Occupation | None = strawberry.field(
        default=None, description="What the applicant does, where it was never told or has changed; with the income.", metadata={"data_class": C2}
    )
    income: MoneyInput | None = strawberry.field(
        default=None, description="What the applicant earns in a month; with the occupation.", metadata={"data_class": C2}
    )


DrawFromLineResult = Annotated[
    Loan
    | CreditLineNotFound
    | CreditLineFrozen
    | CreditLineExpired
    | CreditLineClosed
    | CreditLineInsufficient
    | CountNotOffered
    | LoanCostsChanged
    | BorrowerUnfit
    | AccountProblem
    | PinProblem
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("DrawFromLineResult", description="The loan, or why it was refused."),
]
ChangeCreditLineResult = Annotated[
    CreditLine | CreditLineNotFound | CreditLineClosed | CreditLineFrozen | IdReused,
    strawberry.union("ChangeCreditLineResult", description="The line, or why it was refused."),
]
AcceptLoanOfferResult = Annotated[
    LoanApplication
    | StandingOfferNotFound
    | StandingOfferEnded
    | LoanProductNotFound
    | LoanProductClosed
    | LoanTermsChanged
    | CountNotOffered
    | CreditLineOpen
    | LoanProfileNeeded
    | IncomeMalformed
    | BorrowerUnfit
    | LoanApplicationOpen
    | AmountProblem
    | CurrencyMismatch
    | IdReused,
    strawberry.union("AcceptLoanOfferResult", description="The application, or why it was refused."),
]


@mutation("Draw from a line into the wallet.", permission=Permission.CUSTOMER)
async def draw_from_line(info: Info, input: DrawFromLineInput) -> DrawFromLineResult:
    told = {"amount": amount_of(input.amount), "total": amount_of(input.total), "count": input.instalments}
    pin = await customers.prove_pin(info.context.write, info.context.viewer.id, input.pin)
    named = {"line_id": read_id(input.line_id) or NOBODY, "pin": pin}
    return await info.context.write(loans.draw_from_line, loans.DrawCommand(**command_of(info, input.request_id), **named, **told))  # type: ignore[arg-type]


@mutation("Freeze a line, lift it, or end it.", permission=Permission.CUSTOMER)
async def change_credit_line(info: Info, input: ChangeCreditLineInput) -> ChangeCreditLineResult:
    state = loans.LineState[input.change.name]
    command = loans.SetLineStateCommand(**command_of(info, input.request_id), line_id=read_id(input.line_id) or NOBODY, state=state)
    return await info.context.write(loans.set_line_state, command)  # type: ignore[arg-type]


@mutation("Take what is offered: the hard rules are asked again, and the contract follows.", permission=Permission.CUSTOMER)
async def accept_loan_offer(info: Info, input: AcceptLoanOfferInput) -> AcceptLoanOfferResult:
    named = {"preapproval_id": read_id(input.offer_id) or NOBODY, "amount": amount_of(input.amount), "count": input.instalments}
    named |= {
        "occupation": None if input.occupation is None else loans.Occupation[input.occupation.name],
        "income": None if input.income is None else amount_of(input.income),
    }
    return await info.context.write(loans.accept_preapproval, loans.AcceptPreapprovalCommand(**command_of(info, input.request_id), **named))  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    draw_from_line = draw_from_line
    change_credit_line = change_credit_line
    accept_loan_offer = accept_loan_offer
