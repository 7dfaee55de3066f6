"""The root query of insight."""

import strawberry

from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.wallet.insight.rows import InsightRow
from resolvers.wallet.insight.types import Insight


@batched(Insight, "Where the viewer's money comes from and goes.", permission=Permission.CUSTOMER)
async def insight(read: Read, roots: list[None], viewers: list[Viewer]) -> list[InsightRow]:
    return [InsightRow(viewer.id) for viewer in viewers]


@strawberry.type
class Query:
    insight = insight
