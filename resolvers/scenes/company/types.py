"""Companies as those who act for them see them, as staff do, and as their system does; and the documents that it told of."""

from datetime import date
from enum import Enum
from typing import NamedTuple

import strawberry

from domains import scenes
from domains.kernel.assets import CNY, asset_of
from domains.kernel.data_classes import C2
from domains.kernel.errors import UnknownAsset
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import CurrencyCode, Cursor, Instant
from resolvers.scenes.payment_run.types import InvoiceMismatch, PaymentRun, PaymentRunState

companies = scenes.companies
RENMINBI = CurrencyCode(CNY.code)


@strawberry.enum(description="What a customer may do for a company.")
class CompanyRole(Enum):
    OWNER = strawberry.enum_value("owner", description="Name the others, connect the company's system, make runs and check those of others.")
    MAKER = strawberry.enum_value("maker", description="Make payment runs.")
    CHECKER = strawberry.enum_value("checker", description="Approve or reject payment runs that others made.")


@strawberry.enum(description="A kind of document.")
class TradeDocumentKind(Enum):
    ORDER = strawberry.enum_value("order", description="What was ordered of a supplier.")
    DELIVERY = strawberry.enum_value("delivery", description="What was delivered of an order.")
    INVOICE = strawberry.enum_value("invoice", description="What a supplier wants for an order.")


@strawberry.enum(description="Where an invoice stands.")
class InvoiceState(Enum):
    OPEN = strawberry.enum_value("open", description="It is not paid.")
    PAID = strawberry.enum_value("paid", description="It is paid.")


class LineRow(NamedTuple):
    """A line of a document, with the price of one piece in its currency."""

    line: int
    quantity: int
    unit_price: Amount | None


@type_of(LineRow, "A line of a document. Lines are known by the order's numbers.")
class TradeDocumentLine:
    line: int = field("Its number.", C2)
    quantity: int = field("How many pieces.", C2)
    unit_price: Money | None = field("The price of one; null in a delivery.", C2)


@computed("What it is.", name="kind")
def kind_of_document(row: companies.KeptDocument) -> TradeDocumentKind:
    return TradeDocumentKind(row.kind.value)


@computed("Its number, as the company's system has it.", C2, name="number")
def number_of_document(row: companies.KeptDocument) -> str:
    return row.told.number


@computed("The supplier's number; null for a delivery.", C2, name="supplier")
def supplier_of_document(row: companies.KeptDocument) -> str | None:
    return row.told.supplier or None


@computed("The order that a delivery or an invoice is of.", C2, name="orderNumber")
def order_number(row: companies.KeptDocument) -> str | None:
    return row.told.order_number or None


@computed("Its lines.", C2, name="lines")
def lines_of_document(row: companies.KeptDocument) -> list[TradeDocumentLine]:
    asset = asset_of(row.told.currency) if row.told.currency else None
    prices = [None if asset is None else Amount(line.unit_price_minor, asset) for line in row.told.lines]
    return [LineRow(line.line, line.quantity, price) for line, price in zip(row.told.lines, prices, strict=True)]  # type: ignore[misc]


@computed("The day on which an invoice is due.", name="dueOn")
def due_on(row: companies.KeptDocument) -> date | None:
    return row.told.due_on


@computed("Where an invoice stands; null for the others.", name="state")
def state_of_invoice(row: companies.KeptDocument) -> InvoiceState | None:
    return None if row.state is None else InvoiceState(row.state.value)


@batched(list[InvoiceMismatch], "What keeps an invoice from being paid now; nothing for other documents, and for what is paid.", cost=10, list_size=8)
async def mismatches(read: Read, rows: list[companies.KeptDocument], viewers: list[Viewer]) -> list[list[companies.Mismatch]]:
    return [list(found) for found in await companies.find_mismatches(read, rows)]


@type_of(companies.KeptDocument, "A document of a company, as its system told it. It never changes; an invoice is paid once.")
class TradeDocument:
    id: strawberry.ID = field("The document.")
    kind = kind_of_document
    number = number_of_document
    supplier = supplier_of_document
    order_number = order_number
    lines = lines_of_document
    total: Money | None = field("What it comes to: of an invoice as it says itself, of an order by its lines; null for a delivery.", C2)
    due_on = due_on
    state = state_of_invoice
    movement_id: strawberry.ID | None = field("The movement that paid it.")
    received_at: Instant = field("When the bank heard of it.")
    paid_at: Instant | None = field("When it was paid.")
    mismatches = mismatches


@computed("What they may do.", name="role")
def role_of_member(row: companies.CompanyMember) -> CompanyRole:
    return CompanyRole(row.role.value)


@type_of(companies.CompanyMember, "A customer who acts for a company.")
class CompanyMember:
    customer_id: strawberry.ID = field("The customer.")
    role = role_of_member
    added_at: Instant = field("Since when.")


async def _accounts(read: Read, rows: list[companies.Company], currency: CurrencyCode) -> list[strawberry.ID | None]:
    try:
        found = await companies.accounts_of(read, rows, asset_of(currency))
    except UnknownAsset:
        return [None] * len(rows)
    return [strawberry.ID(str(found[row.id])) for row in rows]


@computed("The company.", name="id")
def id_of_office(row: companies.Office) -> strawberry.ID:
    return strawberry.ID(str(row.company.id))


@computed("The scene whose partner runs its system: see `scene`.", name="sceneId")
def scene_of_office(row: companies.Office) -> strawberry.ID:
    return strawberry.ID(row.company.scene)


@computed("Its number at that partner.", C2, name="number")
def number_of_office(row: companies.Office) -> str:
    return row.company.number


@computed("Whether its system is let in.", name="isConnected")
def is_connected_of_office(row: companies.Office) -> bool:
    return row.company.is_connected


@computed("What the viewer may do for it.", name="role")
def role_of_office(row: companies.Office) -> CompanyRole:
    return CompanyRole(row.role.value)


@batched(strawberry.ID | None, "The account of its money in that currency, as payment files name it; null for what is no currency.", name="accountId")
async def account_of_office(
    read: Read, rows: list[companies.Office], viewers: list[Viewer], *, currency: CurrencyCode = RENMINBI
) -> list[strawberry.ID | None]:
    return await _accounts(read, [row.company for row in rows], currency)


@batched(list[CompanyMember], "Who acts for it.", name="members", list_size=20)
async def members_of_office(read: Read, rows: list[companies.Office], viewers: list[Viewer]) -> list[list[companies.CompanyMember]]:
    return await companies.list_members(read, [row.company.id for row in rows])


@batched(Connection[TradeDocument], "Its documents, of one kind or all, newest first.", name="documents")
async def documents_of_office(
    read: Read,
    rows: list[companies.Office],
    viewers: list[Viewer],
    *,
    kind: TradeDocumentKind | None = None,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[companies.KeptDocument]]:
    asked = None if kind is None else companies.TradeKind(str(kind.value))
    keys = [(row.company.customer_id, row.company.scene) for row in rows]
    return await companies.list_documents(read, keys, [asked] * len(rows), first, after)


@batched(Connection[PaymentRun], "Its payment runs, in one state or all, newest first.", name="paymentRuns")
async def runs_of_office(
    read: Read,
    rows: list[companies.Office],
    viewers: list[Viewer],
    *,
    state: PaymentRunState | None = None,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[companies.PaymentRun]]:
    asked = None if state is None else companies.RunState(str(state.value))
    return await companies.list_runs(read, [row.company.id for row in rows], [asked] * len(rows), first, after)


@type_of(companies.Office, "A company that the viewer acts for.")
class Company:
    id = id_of_office
    scene_id = scene_of_office
    number = number_of_office
    role = role_of_office
    is_connected = is_connected_of_office
    account_id = account_of_office
    members = members_of_office
    documents = documents_of_office
    payment_runs = runs_of_office


@computed("The scene whose partner runs its system: see `scene`.", name="sceneId")
def scene_of_company(row: companies.Company) -> strawberry.ID:
    return strawberry.ID(row.scene)


@batched(list[CompanyMember], "Who acts for it.", name="members", list_size=20)
async def members_of_company(read: Read, rows: list[companies.Company], viewers: list[Viewer]) -> list[list[companies.CompanyMember]]:
    return await companies.list_members(read, [row.id for row in rows])


@type_of(companies.Company, "Whose a company's number at a partner is, as staff bound it.")
class CompanyBinding:
    id: strawberry.ID = field("The company.")
    scene_id = scene_of_company
    number: str = field("Its number at that partner.", C2)
    customer_id: strawberry.ID = field("The customer whose it is.")
    merchant_id: strawberry.ID | None = field("The merchant whose balance its money is; null where it is the customer's wallet.")
    is_connected: bool = field("Whether its system is let in.")
    bound_by: strawberry.ID = field("Who of the staff bound it.")
    bound_at: Instant = field("When.")
    members = members_of_company


@batched(strawberry.ID | None, "The account of its money in that currency, as payment files name it; null for what is no currency.", name="accountId")
async def account_of_company(
    read: Read, rows: list[companies.Company], viewers: list[Viewer], *, currency: CurrencyCode = RENMINBI
) -> list[strawberry.ID | None]:
    return await _accounts(read, rows, currency)


@type_of(companies.Company, "A company that lets the partner's system in.")
class ConnectedCompany:
    id: strawberry.ID = field("The company: files are brought and fetched under it.")
    scene_id = scene_of_company
    number: str = field("Its number at the partner.", C2)
    account_id = account_of_company


@batched(Company | None, "The company; null if it cannot be read just now.", name="company")
async def company_that_was_connected(read: Read, rows: list[companies.Company], viewers: list[Viewer]) -> list[companies.Office | None]:
    return await companies.find_offices(read, [viewer.id for viewer in viewers], [row.id for row in rows])


@type_of(companies.Company, "Whether the company's system is let in.")
class CompanyConnected:
    is_connected: bool = field("Whether it is.")
    company = company_that_was_connected


@computed("What they may do now; null: nothing.", name="role")
def role_that_was_set(row: companies.CompanyMemberSet) -> CompanyRole | None:
    return None if row.role is None else CompanyRole(row.role.value)


@type_of(companies.CompanyMemberSet, "What a customer may do for the company was set.")
class CompanyMemberSet:
    company_id: strawberry.ID = field("The company.")
    customer_id: strawberry.ID = field("The customer.")
    role = role_that_was_set
