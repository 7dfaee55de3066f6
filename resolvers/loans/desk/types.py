"""The desk of the operators of loans."""

import strawberry

from domains import loans
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.fields import computed, field, type_of
from resolvers.loans.applications.types import LoanApplication, LoanDecision
from resolvers.loans.desk.rows import DeskRow
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant, read_id

DECLINED_MOST = 50


@batched(list[LoanDecision], "All decisions on it, in order: a reversal stands beside what it reversed.", data_class=C2)
async def decisions(read: Read, rows: list[loans.Application], viewers: list[Viewer]) -> list[list[loans.Decision]]:
    found = await loans.list_decisions(read, [(one.customer_id, one.id) for one in rows])
    return [found[one.customer_id, one.id] for one in rows]


@computed("The application.", C2, name="application")
def application_of_case(row: loans.Application) -> LoanApplication:
    return row  # type: ignore[return-value]


@type_of(loans.Application, "An application as staff see it.")
class LoanCase:
    customer_id: strawberry.ID = field("The applicant.")
    application = application_of_case
    decisions = decisions


@type_of(loans.Batch, "A batch of offers that are made before anybody asks.")
class LoanOfferBatch:
    id: strawberry.ID = field("The batch.")
    product_code: str = field("The product.")
    expires_at: Instant = field("Until when its offers stand.")
    offered: int = field("How many customers have an offer of it.")
    refused: int = field("How many have none; the reasons are kept for each.")
    is_done: bool = field("Whether all customers were looked at.")
    started_at: Instant = field("When it began.")


@type_of(loans.PublishedPolicy, "The rules and the scorecard by which is decided.")
class ApprovalPolicy:
    version: int = field("0 for what a house begins with.")
    text: str = field("All of it, as JSON.")


@batched(Connection[LoanCase], "What waits for staff, the last referred first.", data_class=C2)
async def referred(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[loans.Application]]:
    found = await loans.list_referred(read, first, after)
    return [found for _ in rows]


@batched(list[LoanCase], "A customer's declined applications, the last declined first: a human can reverse them.", data_class=C2)
async def declined(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, customer_id: strawberry.ID) -> list[list[loans.Application]]:
    found = await loans.list_declined(read, read_id(customer_id) or NOBODY, DECLINED_MOST)
    return [found for _ in rows]


@batched(LoanCase | None, "An application; null for what is none.", data_class=C2)
async def case(
    read: Read, rows: list[DeskRow], viewers: list[Viewer], *, customer_id: strawberry.ID, application_id: strawberry.ID
) -> list[loans.Application | None]:
    key = (read_id(customer_id) or NOBODY, read_id(application_id) or NOBODY)
    found = (await loans.find_applications(read, [key])).get(key)
    return [found for _ in rows]


@batched(LoanOfferBatch | None, "A batch of offers; null for what is none.")
async def offer_batch(read: Read, rows: list[DeskRow], viewers: list[Viewer], *, id: strawberry.ID) -> list[loans.Batch | None]:
    batch_id = read_id(id) or NOBODY
    found = (await loans.find_batches(read, [batch_id])).get(batch_id)
    return [found for _ in rows]


@batched(ApprovalPolicy, "The policy by which is decided now.")
async def policy(read: Read, rows: list[DeskRow], viewers: list[Viewer]) -> list[loans.PublishedPolicy]:
    found = await loans.find_policy(read)
    return [found for _ in rows]


@type_of(DeskRow, "What the operators of loans look at.")
class LoanDesk:
    referred = referred
    declined = declined
    case = case
    offer_batch = offer_batch
    policy = policy
