"""Payment runs, as those who act for the company see them, and as its system does."""

from enum import Enum

import strawberry

from domains import scenes
from domains.kernel.assets import asset_of
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import Instant

companies = scenes.companies


@strawberry.enum(description="Where a payment run stands.")
class PaymentRunState(Enum):
    UPLOADED = strawberry.enum_value("uploaded", description="The company's system brought it; a maker is to take it up.")
    SUBMITTED = strawberry.enum_value("submitted", description="Somebody made it; another is to check it.")
    PAID = strawberry.enum_value("paid", description="The suppliers have it.")
    REJECTED = strawberry.enum_value("rejected", description="A checker turned it down.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="It was taken back.")


@strawberry.enum(description="What a payment run was made of.")
class PaymentRunFormat(Enum):
    APP = strawberry.enum_value("app", description="Invoices chosen in the app.")
    CSV = strawberry.enum_value("csv", description="A file of comma-separated lines.")
    PAIN_001 = strawberry.enum_value("pain.001", description="A file as ISO 20022 has it.")


@strawberry.enum(description="Why a line cannot be paid.")
class PaymentFaultReason(Enum):
    INVOICE_NOT_FOUND = strawberry.enum_value("invoice_not_found", description="The company has no such invoice.")
    REPEATED = strawberry.enum_value("repeated", description="An earlier line pays it.")
    PAID = strawberry.enum_value("paid", description="It is paid.")
    AMOUNT_DIFFERS = strawberry.enum_value("amount_differs", description="The invoice says another amount or currency.")
    MISMATCHED = strawberry.enum_value("mismatched", description="Order, deliveries and invoice do not match: see `mismatches`.")
    SUPPLIER_UNKNOWN = strawberry.enum_value("supplier_unknown", description="The bank does not know whose the supplier's number is.")


@strawberry.enum(description="What of an invoice does not match its order and the deliveries.")
class MismatchReason(Enum):
    ORDER_MISSING = strawberry.enum_value("order_missing", description="There is no such order.")
    SUPPLIER_DIFFERS = strawberry.enum_value("supplier_differs", description="The order is with another supplier.")
    CURRENCY_DIFFERS = strawberry.enum_value("currency_differs", description="The order is in another currency.")
    LINE_UNKNOWN = strawberry.enum_value("line_unknown", description="The order has no such line.")
    QUANTITY_OVER_ORDERED = strawberry.enum_value("quantity_over_ordered", description="More than was ordered, less what is paid.")
    QUANTITY_OVER_DELIVERED = strawberry.enum_value("quantity_over_delivered", description="More than was delivered, less what is paid.")
    PRICE_DIFFERS = strawberry.enum_value("price_differs", description="Another price than was ordered.")
    TOTAL_DIFFERS = strawberry.enum_value("total_differs", description="Its lines come to another total.")


@computed("What.", name="reason")
def reason_of_mismatch(row: companies.Mismatch) -> MismatchReason:
    return MismatchReason(row.reason.value)


@type_of(companies.Mismatch, "Something of an invoice that does not match.")
class InvoiceMismatch:
    reason = reason_of_mismatch
    line: int | None = field("The line, where it is of one.", C2)
    expected: int | None = field("What there may be at most: pieces, or minor units of the currency.", C2)
    found: int | None = field("What the invoice says: pieces, or minor units of the currency.", C2)


@computed("Why.", name="reason")
def reason_of_fault(row: companies.PaymentFault) -> PaymentFaultReason:
    return PaymentFaultReason(row.reason.value)


@type_of(companies.PaymentFault, "Why a line of a run cannot be paid.")
class PaymentRunFault:
    line: int = field("The line, as the run has it.")
    reason = reason_of_fault
    mismatches: list[InvoiceMismatch] = field("What does not match.", C2, list_size=8)


@computed("How much.", C2, name="amount")
def instructed(row: companies.PaymentInstruction) -> Money:
    return Amount(row.amount_minor, asset_of(row.currency))  # type: ignore[return-value]


@computed("The company's own name for the transfer; null without one.", C2, name="reference")
def reference_of_instruction(row: companies.PaymentInstruction) -> str | None:
    return row.reference or None


@type_of(companies.PaymentInstruction, "An invoice that a run pays.")
class PaymentRunLine:
    line: int = field("Its place in the file, counted from 1.")
    invoice: str = field("The invoice's number.", C2)
    amount = instructed
    reference = reference_of_instruction


@type_of(companies.InvoicePayment, "An invoice that a run has paid.")
class InvoicePayment:
    line: int = field("The line, as the run has it.")
    invoice_id: strawberry.ID = field("The invoice.")
    movement_id: strawberry.ID = field("The movement that paid it.")
    amount: Money = field("How much.", C2)


@computed("Where it stands.", name="state")
def state_of_run(row: companies.PaymentRun) -> PaymentRunState:
    return PaymentRunState(row.state.value)


@computed("What it was made of.", name="format")
def format_of_run(row: companies.PaymentRun) -> PaymentRunFormat:
    return PaymentRunFormat(row.format.value)


@computed("Whether the company's system brought it.", name="isFromSystem")
def is_from_system(row: companies.PaymentRun) -> bool:
    return row.client_id is not None


@batched(list[PaymentRunFault], "What would keep it from being paid now; nothing where it may be, or has ended.", name="faults", cost=20, list_size=20)
async def faults_of_run(read: Read, rows: list[companies.PaymentRun], viewers: list[Viewer]) -> list[list[companies.PaymentFault]]:
    waiting = [row for row in rows if row.decided_at is None]
    found = dict(zip((row.id for row in waiting), await companies.find_faults(read, waiting), strict=True)) if waiting else {}
    return [list(found.get(row.id, ())) for row in rows]


@type_of(companies.PaymentRun, "Invoices that are paid together, or not at all: made by one member of the company and checked by another.")
class PaymentRun:
    id: strawberry.ID = field("The run.")
    company_id: strawberry.ID = field("The company.")
    message_id: str = field("The company's own name for it.", C2)
    format = format_of_run
    state = state_of_run
    is_from_system = is_from_system
    brought_at: Instant = field("When it came.")
    made_by: strawberry.ID | None = field("Who made it; null while nobody has taken up what the company's system brought.")
    made_at: Instant | None = field("When.")
    decided_by: strawberry.ID | None = field("Who approved, rejected or withdrew it.")
    decided_at: Instant | None = field("When.")
    reason: str | None = field("Why it was rejected.", C2)
    totals: list[Money] = field("What it comes to, in each of its currencies.", C2, list_size=2)
    instructions: list[PaymentRunLine] = field("What it pays.", C2, list_size=20)
    faults = faults_of_run
    payments: list[InvoicePayment] = field("What it has paid.", C2, list_size=20)


@computed("What became of it as pain.002: see the page on companies for partners.", C2, name="statusFile")
def status_file(row: companies.PaymentRun) -> str:
    return companies.pain_002(row.report)


@type_of(companies.PaymentRun, "What became of a payment run, as the company's system is told.")
class PaymentRunStatus:
    id: strawberry.ID = field("The run.")
    company_id: strawberry.ID = field("The company.")
    message_id: str = field("The company's own name for it.", C2)
    state = state_of_run
    status_file = status_file


@batched(PaymentRun | None, "The run; null if it cannot be read just now.", name="run")
async def run_that_changed(read: Read, outcomes: list[companies.RunChanged | companies.RunBrought], viewers: list[Viewer]) -> list[companies.PaymentRun | None]:
    found = await companies.find_runs(read, [one.run_id for one in outcomes])
    return [found.get(one.run_id) for one in outcomes]


@computed("Where it stands now.", name="state")
def state_that_was_reached(row: companies.RunChanged) -> PaymentRunState:
    return PaymentRunState(row.state.value)


@type_of(companies.RunChanged, "A payment run stands elsewhere now.")
class PaymentRunChanged:
    run_id: strawberry.ID = field("The run.")
    state = state_that_was_reached
    run = run_that_changed


@type_of(companies.RunBrought, "A payment run waits for a checker.")
class PaymentRunBrought:
    run_id: strawberry.ID = field("The run.")
    is_repeat: bool = field("Whether it was known.")
    run = run_that_changed
