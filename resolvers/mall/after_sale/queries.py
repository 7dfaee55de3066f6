"""The root query on disputes, and what an order tells of its time after the sale."""

import strawberry

from domains import mall
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.mall.after_sale.types import MallDispute, MallDisputeState
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor


@batched(Connection[MallDispute], "Disputes that stand so, for staff, newest first.", permission=Permission.OPERATOR_MERCHANTS, data_class=C2)
async def mall_disputes(
    read: Read, roots: list[None], viewers: list[Viewer], *, state: MallDisputeState = MallDisputeState.ANSWERED, first: int = 20, after: Cursor | None = None
) -> list[Page[mall.after_sale.MallDispute]]:
    page = await mall.after_sale.list_of_state(read, mall.after_sale.DisputeState[state.name], first, after)
    return [page for _ in roots]


@strawberry.type
class Query:
    mall_disputes = mall_disputes
