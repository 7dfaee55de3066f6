"""What is asked of searches and bookings."""

from datetime import date
from uuid import UUID

import strawberry

from domains.kernel.data_classes import C2, C3
from resolvers.money import MoneyInput

PIN = "The payment PIN, for amounts that need it."


@strawberry.input(description="Look for what can be booked.")
class SearchSlotsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the search's id.")
    scene_id: strawberry.ID = strawberry.field(description="Where.")
    topic: str | None = strawberry.field(default=None, description="One topic of the partner's; null for all.", metadata={"data_class": C2})
    origin: str | None = strawberry.field(default=None, description="From where, for a journey.", metadata={"data_class": C2})
    destination: str | None = strawberry.field(default=None, description="Where to, for a journey.", metadata={"data_class": C2})
    from_day: date = strawberry.field(description="The first day.")
    until_day: date = strawberry.field(description="The last day.")


@strawberry.input(description="Have a slot kept.")
class HoldSlotInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the booking's id.")
    search_id: strawberry.ID = strawberry.field(description="The search that found it.")
    slot_id: strawberry.ID = strawberry.field(description="The slot.")


@strawberry.input(description="Pay a booking, or its supplement.")
class PayBookingInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the order's id.")
    booking_id: strawberry.ID = strawberry.field(description="The booking.")
    amount: MoneyInput = strawberry.field(description="What the customer saw and confirmed.")
    pin: str | None = strawberry.field(default=None, description=PIN, metadata={"data_class": C3})


@strawberry.input(description="Go to another slot.")
class ChangeBookingInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the order's id where it costs something.")
    booking_id: strawberry.ID = strawberry.field(description="The booking.")
    search_id: strawberry.ID = strawberry.field(description="The search that found the other slot.")
    slot_id: strawberry.ID = strawberry.field(description="The other slot.")
    cost: MoneyInput = strawberry.field(description="What the customer saw and confirmed: the fee, and what the other slot costs more.")
    pin: str | None = strawberry.field(default=None, description=PIN, metadata={"data_class": C3})


@strawberry.input(description="Give a booking up.")
class CancelBookingInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    booking_id: strawberry.ID = strawberry.field(description="The booking.")
    kept: MoneyInput = strawberry.field(description="What the customer saw that the partner keeps.")
