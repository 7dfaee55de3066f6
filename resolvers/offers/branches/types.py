"""Branches, their services and slots, and appointments, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import offers
from domains.kernel.data_classes import C1
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.scalars import Instant

branches = offers.branches


@strawberry.enum(description="What a field of a form holds.")
class FormFieldKind(Enum):
    TEXT = strawberry.enum_value("text", description="One line of text.")
    NUMBER = strawberry.enum_value("number", description="A number, with or without decimals.")
    DAY = strawberry.enum_value("day", description="A date, as 2026-11-30.")
    CHOICE = strawberry.enum_value("choice", description="One of the choices.")


@strawberry.enum(description="How an appointment stands.")
class AppointmentState(Enum):
    BOOKED = strawberry.enum_value("booked", description="It is to come.")
    KEPT = strawberry.enum_value("kept", description="The customer came.")
    CANCELLED = strawberry.enum_value("cancelled", description="The customer cancelled it, or the service ended.")
    EXPIRED = strawberry.enum_value("expired", description="The time went by.")


@type_of(branches.Spot, "A point on the map.")
class MapPoint:
    latitude: int = field("In millionths of a degree, north positive.")
    longitude: int = field("In millionths of a degree, east positive.")


@computed("When it opens, as 09:00.")
def opens(row: offers.branches.Opening) -> str:
    return _clock(row.opens)


@computed("When it closes, as 17:30.")
def closes(row: offers.branches.Opening) -> str:
    return _clock(row.closes)


@type_of(branches.Opening, "Open on a weekday, Asia/Shanghai.")
class BranchOpening:
    weekday: int = field("1 is Monday.")
    opens = opens
    closes = closes


@computed("What it holds.", name="kind")
def kind_of_field(row: offers.branches.FormField) -> FormFieldKind:
    return FormFieldKind[row.kind.name]


@type_of(branches.FormField, "A field of the form that may be filled in before a visit.")
class FormField:
    name: str = field("What an answer names.")
    kind = kind_of_field
    label_zh: str = field("Its Chinese label.")
    label_en: str = field("Its English label.")
    is_required: bool = field("Whether it must be answered.")
    most_characters: int = field("The longest answer.")
    choices: list[str] = field("What may be chosen.")


@type_of(branches.BranchSlot, "A time at which an appointment may begin.")
class BranchSlot:
    starts_at: Instant = field("When it begins.")
    ends_at: Instant = field("When it ends.")
    places_left: int = field("Places that are left.")


@batched(list[BranchSlot], "The slots of a business day that can still be booked, from today on.", data_class=C1, name="slots", list_size=48)
async def slots_of_service(
    read: Read, services: list[offers.branches.BranchService], viewers: list[Viewer], *, day: date
) -> list[list[offers.branches.BranchSlot]]:
    return await branches.list_branch_slots(read, [service.id for service in services], day)


@batched("Branch", "Where it is.", name="branch", data_class=C1)
async def branch_of_service(read: Read, services: list[offers.branches.BranchService], viewers: list[Viewer]) -> list[offers.branches.Branch]:
    found = await branches.find_branches(read, [service.branch_id for service in services])
    return [found[service.branch_id] for service in services]


@computed("Whether it can be had.", name="isLive")
def is_live_service(row: offers.branches.BranchService) -> bool:
    return row.state == "live"


@type_of(branches.BranchService, "What is done for customers at a branch.")
class BranchService:
    id: strawberry.ID = field("The service; as a product it is of the kind BRANCH_SERVICE.")
    code: str = field('What it is, the same at every branch: for example "new_card".')
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    slot_minutes: int = field("How long an appointment is.")
    capacity: int = field("Places in a slot.")
    days_ahead: int = field("How far ahead one may book, in days.")
    form: list[FormField] = field("What may be filled in before the visit; empty: nothing.", list_size=20)
    is_live = is_live_service
    branch = branch_of_service
    slots = slots_of_service


@batched(list[BranchService], "What is done for customers there, by code.", name="services", data_class=C1, list_size=20)
async def services_of_branch(read: Read, rows: list[offers.branches.Branch], viewers: list[Viewer]) -> list[list[offers.branches.BranchService]]:
    return await branches.list_services(read, [row.id for row in rows])


@computed("False once it is closed for good.")
def is_open(row: offers.branches.Branch) -> bool:
    return row.state == "open"


@type_of(branches.Branch, "A branch.")
class Branch:
    id: strawberry.ID = field("The branch.")
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    address: str = field("Where it is, in words.")
    spot: MapPoint = field("Where it is on the map.")
    hours: list[BranchOpening] = field("When it is open, by weekday.", list_size=7)
    closed_days: list[date] = field("Days on which it is closed all the same.")
    is_open = is_open
    metres: int | None = field("How far it is from where was asked for; null where that was not.")
    services = services_of_branch


@computed("How it stands.", name="state")
def state_of_appointment(row: offers.branches.Appointment) -> AppointmentState:
    return AppointmentState(row.state)


@batched(BranchService, "What for.", name="service", data_class=C1)
async def service_of_appointment(read: Read, appointments: list[offers.branches.Appointment], viewers: list[Viewer]) -> list[offers.branches.BranchService]:
    found = await branches.find_services(read, [one.service_id for one in appointments])
    return [found[one.service_id] for one in appointments]


@type_of(branches.Appointment, "A customer's appointment at a branch.")
class Appointment:
    id: strawberry.ID = field("The appointment.")
    starts_at: Instant = field("When it begins.")
    ends_at: Instant = field("When it ends.")
    state = state_of_appointment
    booked_at: Instant = field("When it was booked.")
    service = service_of_appointment


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
