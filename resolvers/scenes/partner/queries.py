"""The partners' root queries."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C1
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.scenes.partner.types import Partner


@batched(Partner | None, "A partner; null when there is none of that id.", permission=Permission.OPERATOR_PARTNERS, data_class=C1)
async def partner(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.Partner | None]:
    partner_id = read_id(id)
    if partner_id is None:
        return [None] * len(roots)
    return await scenes.find_partners(read, [partner_id] * len(roots))


@strawberry.type
class Query:
    partner = partner
