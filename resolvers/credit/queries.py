"""The root query on one's own credit, and the looks of staff: each commits its audit row before anything is read."""

import strawberry

from domains import credit, customers
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.credit.reviews import CreditReviews
from resolvers.credit.rows import CreditRow, ReviewsRow
from resolvers.credit.types import CreditFile
from resolvers.customers.operators import LookReason
from resolvers.fields import look
from resolvers.permissions import Permission
from resolvers.scalars import read_id


@batched(CreditFile, "The viewer's credit: the band, why, what it brings, and how much is known.", permission=Permission.CUSTOMER)
async def my_credit(read: Read, roots: list[None], viewers: list[Viewer]) -> list[CreditRow]:
    return [CreditRow(viewer.id) for viewer in viewers]


@look(
    "A customer's credit with its reasons; null for what cannot be an id. The look is written to the audit log first.",
    permission=Permission.OPERATOR_CREDIT,
)
async def customer_credit(info: Info, customer_id: strawberry.ID, reason: LookReason) -> CreditFile | None:
    subject_id = read_id(customer_id)
    if subject_id is None:
        return None
    viewer = info.context.viewer
    looking = credit.LookAtCreditCommand(
        request_id=None, owner_id=viewer.id, session_id=viewer.session_id, customer_id=subject_id, reason=customers.LookReason[reason.name].value
    )
    await info.context.write(credit.look_at_credit, looking)
    return CreditRow(subject_id)  # type: ignore[return-value]


@look("What waits for a person. The look is written to the audit log first.", permission=Permission.OPERATOR_CREDIT)
async def credit_reviews(info: Info) -> CreditReviews:
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action="credit.look_at_reviews", subject_id=None, found_by="queue")
    await info.context.write(customers.record_look, looking)
    return ReviewsRow(info.context.viewer.id)  # type: ignore[return-value]


@strawberry.type
class Query:
    my_credit = my_credit
    customer_credit = customer_credit
    credit_reviews = credit_reviews
