"""The agreements' root queries: all of them for staff, and for a partner what it was settled itself."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.agreement.types import Agreement

agreed = scenes.agreements


@batched(Agreement | None, "An agreement; null when there is none of that id.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def agreement(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[agreed.Agreement | None]:
    agreement_id = read_id(id)
    found = None if agreement_id is None else (await agreed.find_agreements(read, [agreement_id])).get(agreement_id)
    return [found] * len(roots)


@batched(Connection[Agreement], "The agreements with partners, newest first.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def agreements(read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None) -> list[Page[agreed.Agreement]]:
    return [await agreed.list_agreements(read, first, after)] * len(roots)


@strawberry.type
class Query:
    agreement = agreement
    agreements = agreements
