"""Book, move and cancel an appointment."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.offers.branches.problems import AlreadyBooked, AppointmentNotFound, AppointmentsTooMany, BranchServiceNotFound, SlotFull, SlotNotOffered
from resolvers.offers.branches.types import Appointment
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import Instant, read_id


@strawberry.input(description="Book an appointment.")
class BookAppointmentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    service_id: strawberry.ID = strawberry.field(description="The service.")
    starts_at: Instant = strawberry.field(description="When: the beginning of a slot.")


@strawberry.input(description="Come at another time.")
class MoveAppointmentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    appointment_id: strawberry.ID = strawberry.field(description="The appointment.")
    starts_at: Instant = strawberry.field(description="When: the beginning of another slot of the same service.")


@strawberry.input(description="Do not come.")
class CancelAppointmentInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    appointment_id: strawberry.ID = strawberry.field(description="The appointment.")


BookAppointmentResult = Annotated[
    Appointment | BranchServiceNotFound | SlotNotOffered | AlreadyBooked | AppointmentsTooMany | SlotFull | IdReused,
    strawberry.union("BookAppointmentResult", description="The appointment, or why it was refused."),
]
MoveAppointmentResult = Annotated[
    Appointment | AppointmentNotFound | BranchServiceNotFound | SlotNotOffered | AlreadyBooked | SlotFull | IdReused,
    strawberry.union("MoveAppointmentResult", description="The appointment at its new time, or why it stays where it was."),
]
CancelAppointmentResult = Annotated[
    Appointment | AppointmentNotFound | IdReused, strawberry.union("CancelAppointmentResult", description="The appointment, or why it was refused.")
]


@mutation("Book an appointment at a branch.", permission=Permission.CUSTOMER)
async def book_appointment(info: Info, input: BookAppointmentInput) -> BookAppointmentResult:
    command = offers.branches.BookAppointmentCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        session_id=info.context.viewer.session_id,
        service_id=read_id(input.service_id) or NOBODY,
        starts_at=input.starts_at,
    )
    return await info.context.write(offers.branches.book_appointment, command)  # type: ignore[arg-type]


@mutation("Move an appointment to another time.", permission=Permission.CUSTOMER)
async def move_appointment(info: Info, input: MoveAppointmentInput) -> MoveAppointmentResult:
    command = offers.branches.MoveAppointmentCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        session_id=info.context.viewer.session_id,
        appointment_id=read_id(input.appointment_id) or NOBODY,
        starts_at=input.starts_at,
    )
    return await info.context.write(offers.branches.move_appointment, command)  # type: ignore[arg-type]


@mutation("Cancel an appointment; its place is free again.", permission=Permission.CUSTOMER)
async def cancel_appointment(info: Info, input: CancelAppointmentInput) -> CancelAppointmentResult:
    command = offers.branches.CancelAppointmentCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        session_id=info.context.viewer.session_id,
        appointment_id=read_id(input.appointment_id) or NOBODY,
    )
    return await info.context.write(offers.branches.cancel_appointment, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    book_appointment = book_appointment
    move_appointment = move_appointment
    cancel_appointment = cancel_appointment
