"""The root query of points."""

import strawberry

from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.wallet.points import problems as _problems  # noqa: F401  (worded for the mutations of higher domains)
from resolvers.wallet.points.rows import PointsRow
from resolvers.wallet.points.types import Points


@batched(Points, "The viewer's points.", permission=Permission.CUSTOMER)
async def points(read: Read, roots: list[None], viewers: list[Viewer]) -> list[PointsRow]:
    return [PointsRow(viewer.id) for viewer in viewers]


@strawberry.type
class Query:
    points = points
