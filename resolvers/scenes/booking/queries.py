"""The root queries of searches and bookings."""

import strawberry

from domains import scenes
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.scenes.booking.types import Booking, BookingSearch


@batched(BookingSearch | None, "A search of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def booking_search(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.bookings.BookingSearch | None]:
    search_id = read_id(id)
    return [None] * len(roots) if search_id is None else await scenes.bookings.find_searches(read, [search_id] * len(roots), [viewer.id for viewer in viewers])


@batched(Booking | None, "A booking of the viewer; null when there is none of that id, or it is somebody else's.", permission=Permission.CUSTOMER)
async def booking(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[scenes.bookings.Booking | None]:
    booking_id = read_id(id)
    return (
        [None] * len(roots) if booking_id is None else await scenes.bookings.find_bookings(read, [booking_id] * len(roots), [viewer.id for viewer in viewers])
    )


@batched(Connection[Booking], "The viewer's bookings in all scenes, newest first.", permission=Permission.CUSTOMER)
async def bookings(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[scenes.bookings.Booking]]:
    return await scenes.bookings.list_bookings(read, [viewer.id for viewer in viewers], [None] * len(viewers), first, after)


@strawberry.type
class Query:
    booking_search = booking_search
    booking = booking
    bookings = bookings
