"""The operators' root query on loans. It commits its audit row before anything is read."""

import strawberry

from domains import customers
from resolvers.context import Info
from resolvers.fields import look
from resolvers.loans.desk.rows import DeskRow
from resolvers.loans.desk.types import LoanDesk
from resolvers.permissions import Permission


@look("Applications, offers and the policy of loans. The look is written to the audit log first.", permission=Permission.OPERATOR_LOANS)
async def loan_desk(info: Info) -> LoanDesk:
    looking = customers.RecordLook(request_id=None, owner_id=info.context.viewer.id, action="loans.look_at_desk", subject_id=None, found_by="desk")
    await info.context.write(customers.record_look, looking)
    return DeskRow(str(info.context.viewer.id))  # type: ignore[return-value]


@strawberry.type
class Query:
    loan_desk = loan_desk
