"""The root queries on branches and appointments."""

import strawberry

from domains import offers
from domains.kernel.data_classes import C1
from domains.kernel.errors import InvalidInput
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.offers.branches.types import Appointment, Branch, BranchService
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id


@strawberry.input(description="A point on the map.")
class MapPointInput:
    latitude: int = strawberry.field(description="In millionths of a degree, north positive.")
    longitude: int = strawberry.field(description="In millionths of a degree, east positive.")


@batched(
    Connection[Branch], "Open branches near a point, nearest first; with a service's code, those that have it.", permission=Permission.PUBLIC, data_class=C1
)
async def branches(
    read: Read,
    roots: list[None],
    viewers: list[Viewer],
    *,
    near: MapPointInput,
    service: str | None = None,
    radius_metres: int = 20_000,
    first: int = 20,
    after: Cursor | None = None,
) -> list[Page[offers.branches.Branch]]:
    spot = offers.branches.Spot(near.latitude, near.longitude)
    if abs(spot.latitude) > offers.branches.LATITUDE_MOST or abs(spot.longitude) > offers.branches.LONGITUDE_MOST:
        raise InvalidInput("near", "a point on the map, in millionths of a degree")
    return [await offers.branches.list_nearest(read, spot, radius_metres, service, first, after)] * len(roots)


@batched(Branch | None, "The branch of that id; null if there is none.", permission=Permission.PUBLIC, data_class=C1)
async def branch(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[offers.branches.Branch | None]:
    branch_id = read_id(id)
    found = {} if branch_id is None else await offers.branches.find_branches(read, [branch_id])
    return [found.get(branch_id) if branch_id else None] * len(roots)


@batched(BranchService | None, "The service of that id; null if there is none.", permission=Permission.PUBLIC, data_class=C1)
async def branch_service(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[offers.branches.BranchService | None]:
    service_id = read_id(id)
    found = {} if service_id is None else await offers.branches.find_services(read, [service_id])
    return [found.get(service_id) if service_id else None] * len(roots)


@batched(Connection[Appointment], "The viewer's appointments, what was booked last first.", permission=Permission.CUSTOMER)
async def appointments(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[offers.branches.Appointment]]:
    return await offers.branches.list_appointments(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    branches = branches
    branch = branch
    branch_service = branch_service
    appointments = appointments
