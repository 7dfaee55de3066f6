"""Applications, decisions and loans, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import loans
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.loans.products.types import LoanProduct
from resolvers.loans.rates import percent_text
from resolvers.loans.reasons import LoanWords
from resolvers.loans.types import LoanSchedule
from resolvers.loans.wording import reason_of
from resolvers.money import Money
from resolvers.scalars import DecimalText, Instant


@strawberry.enum(description="Where an application stands.")
class LoanApplicationState(Enum):
    SUBMITTED = strawberry.enum_value("submitted", description="It is being assessed.")
    REFERRED = strawberry.enum_value("referred", description="A member of staff looks at it.")
    APPROVED = strawberry.enum_value("approved", description="It is being priced.")
    PRICED = strawberry.enum_value("priced", description="Its contract is being written.")
    OFFERED = strawberry.enum_value("offered", description="The contract can be read and signed.")
    SIGNED = strawberry.enum_value("signed", description="The money is on its way.")
    DISBURSED = strawberry.enum_value("disbursed", description="The money, or the line, is there.")
    DECLINED = strawberry.enum_value("declined", description="It was declined; `reasons` say why.")
    CANCELLED = strawberry.enum_value("cancelled", description="The applicant took it back.")
    EXPIRED = strawberry.enum_value("expired", description="The offer was not signed in time; it can be asked for again.")
    FAILED = strawberry.enum_value("failed", description="The money could not be paid out; nothing is owed.")


@strawberry.enum(description="What the applicant does.")
class Occupation(Enum):
    EMPLOYED = strawberry.enum_value("employed", description="Works for somebody.")
    SELF_EMPLOYED = strawberry.enum_value("self_employed", description="Works for themselves.")
    RETIRED = strawberry.enum_value("retired", description="Worked before.")
    STUDENT = strawberry.enum_value("student", description="Studies: nothing is lent.")
    NONE = strawberry.enum_value("none", description="None of these.")


@strawberry.enum(description="What a decision says.")
class LoanOutcome(Enum):
    APPROVE = strawberry.enum_value("approve", description="It is lent.")
    REFER = strawberry.enum_value("refer", description="A member of staff decides.")
    DECLINE = strawberry.enum_value("decline", description="It is not lent.")


@strawberry.enum(description="Where a loan stands.")
class LoanStanding(Enum):
    ACTIVE = strawberry.enum_value("active", description="Something is owed.")
    CLOSED = strawberry.enum_value("closed", description="It was repaid.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="The money was given back within the cooling-off.")
    WRITTEN_OFF = strawberry.enum_value("written_off", description="It is still owed, and no longer counted on.")


@computed("Where it stands.", name="state")
def state_of_application(row: loans.Application) -> LoanApplicationState:
    return LoanApplicationState(row.state.value)


@computed("What was asked for.", C2, name="amount")
def amount_of_application(row: loans.Application) -> Money:
    return row.money(row.amount_minor)  # type: ignore[return-value]


@computed("The yearly rate in percent, simple; null before it is priced.", C2, name="ratePercent")
def rate_of_application(row: loans.Application) -> DecimalText | None:
    return None if row.annual_rate is None else percent_text(row.annual_rate)


@computed("The yearly rate with all costs in it, in percent: to be shown before anything is signed. Null before it is priced.", C2)
def apr_percent(row: loans.Application) -> DecimalText | None:
    return None if row.apr is None else percent_text(row.apr)


@computed("The fee, due with the first instalment; null before it is priced.", C2, name="fee")
def fee_of_application(row: loans.Application) -> Money | None:
    return row.money(row.fee_minor)  # type: ignore[return-value]


@computed("All that is to be repaid, to be shown before anything is signed; null before it is priced.", C2, name="total")
def total_of_application(row: loans.Application) -> Money | None:
    return row.money(row.total_minor)  # type: ignore[return-value]


@computed("How it would be repaid; null before it is priced. Of a line: as if all of it were drawn on that day.", C2, name="schedule")
def schedule_of_application(row: loans.Application) -> LoanSchedule | None:
    return None if row.terms is None else loans.quote_schedule(row.terms, row.asset)  # type: ignore[return-value]


@computed("Why it was declined, referred or failed, the gravest first; empty otherwise. Questions follow `answers`.", C2, name="reasons")
def reasons_of_application(row: loans.Application) -> list[LoanWords]:
    return [reason_of(code) for code in row.reasons]  # type: ignore[misc]


@computed("Where the contract is to be read, with the same token: a path of this server. Null before it is offered.")
def contract_path(row: loans.Application) -> str | None:
    return None if row.contract_sha256 is None else f"/contracts/{row.id}.pdf"


@batched(LoanProduct | None, "The product, by the terms that it is lent by now.", name="product")
async def product_of_application(read: Read, applications: list[loans.Application], viewers: list[Viewer]) -> list[loans.LoanProduct | None]:
    found = await loans.find_products(read, {one.product_code for one in applications})
    return [found.get(one.product_code) for one in applications]


@type_of(loans.Application, "An application for a loan or a line.")
class LoanApplication:
    id: strawberry.ID = field("The application: the id that the app made.")
    product = product_of_application
    product_version: int = field("The version of the product's terms that it keeps.")
    amount = amount_of_application
    instalments: int = field("In how many instalments.")
    state = state_of_application
    reasons = reasons_of_application
    rate_percent = rate_of_application
    apr_percent = apr_percent
    fee = fee_of_application
    total = total_of_application
    schedule = schedule_of_application
    contract_sha256: str | None = field("SHA-256 of the contract: it is named by whoever signs. Null before it is offered.")
    contract_path = contract_path
    offered_until: Instant | None = field("Until when it can be signed; null before it is offered.")
    opened_id: strawberry.ID | None = field("The loan or line that came of it; null before.")
    applied_at: Instant = field("When it was applied for.")


@computed("What it says.", name="outcome")
def outcome_of_decision(row: loans.Decision) -> LoanOutcome:
    return LoanOutcome(row.outcome.value)


@computed("Why, the gravest first.", C2, name="reasons")
def reasons_of_decision(row: loans.Decision) -> list[LoanWords]:
    return [reason_of(code) for code in row.reasons]  # type: ignore[misc]


@type_of(loans.Decision, "One decision on an application. A reversal is a further one: none is changed.")
class LoanDecision:
    number: int = field("From 1 on.")
    outcome = outcome_of_decision
    reasons = reasons_of_decision
    note: str = field("What the member of staff wrote.", C2)
    band: str | None = field("The applicant's band at that time; null for none.", C2)
    band_version: int | None = field("By which version of the rules of bands; null for no band.")
    answers_band: str | None = field("The band of what was answered; null where it was not looked at.", C2)
    card_version: int | None = field("By which version of the questions' card; null where it was not looked at.")
    policy_version: int = field("By which version of the policy.")
    decided_by: strawberry.ID = field("The member of staff, or the house itself.")
    decided_at: Instant = field("When.")


@computed("Where it stands.", name="state")
def state_of_loan(row: loans.Loan) -> LoanStanding:
    return LoanStanding(row.state.value)


@computed("What was lent.", C2, name="principal")
def principal_of_loan(row: loans.Loan) -> Money:
    return Amount(row.terms.principal_minor, row.asset)  # type: ignore[return-value]


@computed("What is owed of the principal.", C2)
def principal_owed(row: loans.Loan) -> Money:
    return row.amount(row.principal_minor)  # type: ignore[return-value]


@computed("What is owed in all, with the interest through `foldedThrough`.", C2)
def owed(row: loans.Loan) -> Money:
    return row.amount(row.owed_minor)  # type: ignore[return-value]


@computed("The yearly rate in percent, simple.", C2, name="ratePercent")
def rate_of_loan(row: loans.Loan) -> DecimalText:
    return percent_text(row.terms.annual_rate)


@computed("How it was agreed to be repaid.", C2, name="schedule")
def schedule_of_loan(row: loans.Loan) -> LoanSchedule:
    return loans.quote_schedule(row.terms, row.asset)  # type: ignore[return-value]


@type_of(loans.Loan, "A loan of the viewer.")
class Loan:
    id: strawberry.ID = field("The loan.")
    product_code: str = field("Its product.")
    product_version: int = field("The version of the product's terms that it keeps for life.")
    state = state_of_loan
    principal = principal_of_loan
    principal_owed = principal_owed
    owed = owed
    rate_percent = rate_of_loan
    schedule = schedule_of_loan
    opened_on: date = field("Since when interest runs.")
    next_due_on: date | None = field("When the next instalment is due; null where none is.")
    days_past_due: int = field("How late it is.", C2)
    line_id: strawberry.ID | None = field("The line that it was drawn from; null for none.")
    payment_id: strawberry.ID | None = field("The purchase that it paid; null for none.")
    folded_through: date = field("The day through which this stands.")
