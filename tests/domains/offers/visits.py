"""Branches, services and customers who visit them, made by the house's own verbs."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domains import offers
from domains.kernel.database import Database
from domains.kernel.days import SHANGHAI
from domains.offers.branches import Appointment, Branch, BranchService, Opening, Spot
from tests.domains.wallet.people import Person
from tests.staff import StaffMember, staff_member

NANJING_ROAD = Spot(31_230_416, 121_473_701)
EVERY_DAY = tuple(Opening(weekday, 9 * 60, 17 * 60) for weekday in range(1, 8))


class Desk:
    """A member of staff who looks after branches."""

    def __init__(self, database: Database, member: StaffMember) -> None:
        self.database, self.who = database, {"owner_id": member.id, "session_id": member.session_id}

    async def open(self, name_en: str = "West Nanjing Road", spot: Spot = NANJING_ROAD, **more: Any) -> Branch:
        told = {"name_zh": "南京西路支行", "name_en": name_en, "address": "上海市静安区南京西路 1 号", "spot": spot, "hours": EVERY_DAY, **more}
        return await self.database.write(offers.branches.open_branch, offers.branches.OpenBranchCommand(request_id=uuid4(), **self.who, **told))

    async def change(self, branch: Branch, **more: Any) -> Branch:
        told = {name: getattr(branch, name) for name in ("name_zh", "name_en", "address", "spot", "hours", "closed_days")} | more
        command = offers.branches.ChangeBranchCommand(request_id=uuid4(), **self.who, branch_id=branch.id, **told)
        return await self.database.write(offers.branches.change_branch, command)

    async def close(self, branch: Branch) -> Branch:
        command = offers.branches.CloseBranchCommand(request_id=uuid4(), **self.who, branch_id=branch.id)
        return await self.database.write(offers.branches.close_branch, command)

    async def serve(self, branch: Branch, code: str = "new_card", capacity: int = 2, **more: Any) -> BranchService:
        told = {"code": code, "name_zh": "办理新卡", "name_en": "New card", "slot_minutes": 30, "capacity": capacity, **more}
        command = offers.branches.SetBranchServiceCommand(request_id=uuid4(), **self.who, branch_id=branch.id, **told)
        return await self.database.write(offers.branches.set_branch_service, command)

    async def end(self, branch: Branch, code: str = "new_card") -> BranchService:
        command = offers.branches.EndBranchServiceCommand(request_id=uuid4(), **self.who, branch_id=branch.id, code=code)
        return await self.database.write(offers.branches.end_branch_service, command)


async def a_desk(database: Database) -> Desk:
    return Desk(database, await staff_member(database, "operator:branches"))


def tomorrow(database: Database) -> date:
    return database.clock.today() + timedelta(days=1)


def at(database: Database, hour: int, minute: int = 0, days: int = 1) -> datetime:
    """A time of day at the branch, so many days ahead."""
    day = database.clock.today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


async def book(database: Database, someone: Person, service: BranchService | UUID, starts_at: datetime, **more: Any) -> Appointment:
    service_id = service if isinstance(service, UUID) else service.id
    told = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "service_id": service_id, "starts_at": starts_at, **more}
    return await database.write(offers.branches.book_appointment, offers.branches.BookAppointmentCommand(**told))


async def move(database: Database, someone: Person, appointment: Appointment, starts_at: datetime) -> Appointment:
    told = {"owner_id": someone.id, "session_id": someone.session_id, "appointment_id": appointment.id, "starts_at": starts_at}
    return await database.write(offers.branches.move_appointment, offers.branches.MoveAppointmentCommand(request_id=uuid4(), **told))


async def cancel(database: Database, someone: Person, appointment: Appointment) -> Appointment:
    told = {"owner_id": someone.id, "session_id": someone.session_id, "appointment_id": appointment.id}
    return await database.write(offers.branches.cancel_appointment, offers.branches.CancelAppointmentCommand(request_id=uuid4(), **told))


async def left_by_start(database: Database, service: BranchService, day: date) -> dict[datetime, int]:
    async with database.reading() as read:
        (slots,) = await offers.branches.list_branch_slots(read, [service.id], day)
    return {slot.starts_at: slot.places_left for slot in slots}
