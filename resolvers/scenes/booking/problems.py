"""The refusals of searches and bookings, worded."""

from domains import scenes
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.money import Money
from resolvers.problems import Problem, problem


@problem(
    scenes.bookings.SearchNotFound,
    zh="查询结果已过期, 请重新查询。",
    en="What was found is out of date. Please search again.",
    description="No search of that id, it is somebody else's, or what it found is too old to be booked.",
)
class SearchNotFound(Problem):
    pass


@problem(
    scenes.bookings.SlotNotFound,
    zh="找不到该时段, 或该时段不可预订。",
    en="There is no such slot, or it cannot be booked.",
    description="The search found no such slot, or its time is past or too far ahead.",
)
class SlotNotFound(Problem):
    pass


@problem(scenes.bookings.BookingNotFound, zh="找不到该预订。", en="There is no such booking.", description="No booking of that id, or it is somebody else's.")
class BookingNotFound(Problem):
    pass


@problem(
    scenes.bookings.BookingNotOpen, zh="该预订当前不能这样操作。", en="That cannot be done with the booking as it stands.", description="Not as it stands."
)
class BookingNotOpen(Problem):
    state: str = field("Where it stands, or expired (not paid in time), or begun (its time has come).", C1)


@problem(
    scenes.bookings.BookingChanged,
    zh="金额为 {amount}, 请确认。",
    en="The amount is {amount}. Please confirm that one.",
    description="It is another amount than the customer confirmed.",
)
class BookingAmountChanged(Problem):
    amount: Money = field("What it is now.", C2)


@problem(
    scenes.bookings.BookingNotChangeable,
    zh="该预订不可改期。",
    en="The booking cannot be changed.",
    description="Its terms know of no change, or it was changed before.",
)
class BookingNotChangeable(Problem):
    pass
