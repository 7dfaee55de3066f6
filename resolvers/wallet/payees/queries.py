"""The payees' root queries."""

import strawberry

from domains import wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor
from resolvers.wallet.payees.types import Payee


@batched(Connection[Payee], "Whom the viewer keeps to pay again, last saved first.", permission=Permission.CUSTOMER)
async def payees(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[wallet.Payee]]:
    return await wallet.list_payees(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    payees = payees
