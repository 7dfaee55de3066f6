"""What members of staff decide about loans."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from domains import loans
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.loans.applications.problems import (
    ApprovalPolicyMalformed,
    BorrowerUnfit,
    LoanApplicationNotFound,
    LoanApplicationOpen,
    LoanApplicationUndecidable,
    ReasonNeeded,
)
from resolvers.loans.applications.types import LoanApplication
from resolvers.loans.desk.types import ApprovalPolicy, LoanOfferBatch
from resolvers.loans.lines.mutations import LineChange
from resolvers.loans.lines.problems import CreditLineClosed, CreditLineNotFound
from resolvers.loans.lines.types import CreditLine
from resolvers.loans.products.problems import LoanProductClosed, LoanProductMalformed, LoanProductNotFound
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import Instant, read_id


@strawberry.input(description="Decide what was referred, or reverse what was declined.")
class DecideLoanApplicationInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    customer_id: strawberry.ID = strawberry.field(description="The applicant.")
    application_id: strawberry.ID = strawberry.field(description="The application.")
    is_approved: bool = strawberry.field(description="Whether it is lent.")
    note: str = strawberry.field(description="Why, in 500 characters at most.")


@strawberry.input(description="Decide by other rules from now on.")
class PublishApprovalPolicyInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    text: str = strawberry.field(description="All of the policy, as JSON, as it is read.")


@strawberry.input(description="Freeze a customer's line, lift it, or end it.")
class ChangeCustomersCreditLineInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    customer_id: strawberry.ID = strawberry.field(description="The customer.")
    line_id: strawberry.ID = strawberry.field(description="The line.")
    change: LineChange = strawberry.field(description="What is to become of it.")
    note: str = strawberry.field(description="Why.")


@strawberry.input(description="Offer a product to whoever is good for it.")
class StartLoanOffersInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the batch's id.")
    product_code: strawberry.ID = strawberry.field(description="The product.")
    expires_at: Instant = strawberry.field(description="Until when the offers stand: 92 days at most.")


DecideLoanApplicationResult = Annotated[
    LoanApplication | LoanApplicationNotFound | LoanApplicationUndecidable | ReasonNeeded | BorrowerUnfit | LoanApplicationOpen | IdReused,
    strawberry.union("DecideLoanApplicationResult", description="The application, or why it was refused."),
]
PublishApprovalPolicyResult = Annotated[
    ApprovalPolicy | ApprovalPolicyMalformed | IdReused,
    strawberry.union("PublishApprovalPolicyResult", description="The policy, or why it was refused."),
]
ChangeCustomersCreditLineResult = Annotated[
    CreditLine | CreditLineNotFound | CreditLineClosed | IdReused,
    strawberry.union("ChangeCustomersCreditLineResult", description="The line, or why it was refused."),
]
StartLoanOffersResult = Annotated[
    LoanOfferBatch | LoanProductNotFound | LoanProductClosed | LoanProductMalformed | IdReused,
    strawberry.union("StartLoanOffersResult", description="The batch, or why it was refused."),
]


@mutation("Decide what was referred, or reverse what was declined: both records stay.", permission=Permission.OPERATOR_LOANS)
async def decide_loan_application(info: Info, input: DecideLoanApplicationInput) -> DecideLoanApplicationResult:
    named = {"customer_id": read_id(input.customer_id) or NOBODY, "application_id": read_id(input.application_id) or NOBODY}
    command = loans.DecideCommand(**command_of(info, input.request_id), **named, is_approved=input.is_approved, note=input.note)
    return await info.context.write(loans.decide_application, command)  # type: ignore[arg-type]


@mutation("Decide by other rules from now on: decisions keep the version by which they were made.", permission=Permission.OPERATOR_LOANS)
async def publish_approval_policy(info: Info, input: PublishApprovalPolicyInput) -> PublishApprovalPolicyResult:
    command = loans.PublishPolicyCommand(**command_of(info, input.request_id), policy=loans.read_policy(input.text))
    return await info.context.write(loans.publish_approval_policy, command)  # type: ignore[arg-type]


@mutation("Freeze a customer's line, lift it, or end it.", permission=Permission.OPERATOR_LOANS)
async def change_customers_credit_line(info: Info, input: ChangeCustomersCreditLineInput) -> ChangeCustomersCreditLineResult:
    named = {"customer_id": read_id(input.customer_id) or NOBODY, "line_id": read_id(input.line_id) or NOBODY}
    state = loans.LineState[input.change.name]
    command = loans.SetCustomersLineStateCommand(**command_of(info, input.request_id), **named, state=state, note=input.note)
    return await info.context.write(loans.set_customers_line_state, command)  # type: ignore[arg-type]


@mutation("Offer a product to whoever is good for it; the batch goes on by itself.", permission=Permission.OPERATOR_LOANS)
async def start_loan_offers(info: Info, input: StartLoanOffersInput) -> StartLoanOffersResult:
    expires_at: datetime = input.expires_at
    command = loans.StartPreapprovalCommand(**command_of(info, input.request_id), product_code=str(input.product_code), expires_at=expires_at)
    return await info.context.write(loans.start_preapproval, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    decide_loan_application = decide_loan_application
    publish_approval_policy = publish_approval_policy
    change_customers_credit_line = change_customers_credit_line
    start_loan_offers = start_loan_offers
