"""The promised transfers' root queries."""

import strawberry

from domains import wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.wallet.promises.types import PromisedTransfer


@batched(
    PromisedTransfer | None,
    "A promised transfer that the viewer sends or may receive; null when there is none of that id, or it is somebody else's.",
    permission=Permission.CUSTOMER,
)
async def promised_transfer(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.Promise | None]:
    promise_id = read_id(id)
    if promise_id is None:
        return [None] * len(roots)
    return await wallet.find_promises(read, [promise_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Connection[PromisedTransfer], "What the viewer promised, and what was promised to the viewer, newest first.", permission=Permission.CUSTOMER)
async def promised_transfers(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.Promise]]:
    return await wallet.list_promises(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    promised_transfer = promised_transfer
    promised_transfers = promised_transfers
