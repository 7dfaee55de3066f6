"""The root queries on applications and loans."""

import strawberry

from domains import loans
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.loans.applications.types import Loan, LoanApplication
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@batched(Connection[LoanApplication], "The viewer's applications, newest first.", permission=Permission.CUSTOMER)
async def loan_applications(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[loans.Application]]:
    return await loans.list_applications(read, [viewer.id for viewer in viewers], first, after)


@batched(LoanApplication | None, "An application of the viewer; null for what is none.", permission=Permission.CUSTOMER)
async def loan_application(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[loans.Application | None]:
    application_id = read_id(id) or NOBODY
    found = await loans.find_applications(read, [(viewer.id, application_id) for viewer in viewers])
    return [found.get((viewer.id, application_id)) for viewer in viewers]


@batched(Connection[Loan], "The viewer's loans, newest first.", permission=Permission.CUSTOMER)
async def my_loans(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[loans.Loan]]:
    return await loans.list_loans(read, [viewer.id for viewer in viewers], first, after)


@batched(Loan | None, "A loan of the viewer; null for what is none.", permission=Permission.CUSTOMER)
async def loan(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[loans.Loan | None]:
    loan_id = read_id(id) or NOBODY
    found = await loans.find_loans(read, [(viewer.id, loan_id) for viewer in viewers])
    return [found.get((viewer.id, loan_id)) for viewer in viewers]


@strawberry.type
class Query:
    loan_applications = loan_applications
    loan_application = loan_application
    my_loans = my_loans
    loan = loan
