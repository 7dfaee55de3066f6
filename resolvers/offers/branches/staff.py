"""What members of staff do with branches: open, change and close them, and say what is done there."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.offers.branches.problems import BranchMalformed, BranchNotFound, BranchServiceNotFound
from resolvers.offers.branches.queries import MapPointInput
from resolvers.offers.branches.types import Branch, BranchService, FormFieldKind
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id

branches = offers.branches


@strawberry.input(description="Open on a weekday, Asia/Shanghai.")
class BranchOpeningInput:
    weekday: int = strawberry.field(description="1 is Monday.")
    opens: str = strawberry.field(description="As 09:00.")
    closes: str = strawberry.field(description="As 17:30; 24:00 is the end of the day.")


@strawberry.input(description="What a branch is.")
class BranchInput:
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    address: str = strawberry.field(description="Where it is, in words.")
    spot: MapPointInput = strawberry.field(description="Where it is on the map.")
    hours: list[BranchOpeningInput] = strawberry.field(description="When it is open, 21 at most.")
    closed_days: list[date] = strawberry.field(default_factory=list, description="Days on which it is closed all the same, 60 at most.")


@strawberry.input(description="Open a branch.")
class OpenBranchInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch: BranchInput = strawberry.field(description="The branch.")


@strawberry.input(description="Change a branch.")
class ChangeBranchInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch_id: strawberry.ID = strawberry.field(description="The branch.")
    branch: BranchInput = strawberry.field(description="All of it, as it is to be.")


@strawberry.input(description="Close a branch for good.")
class CloseBranchInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch_id: strawberry.ID = strawberry.field(description="The branch.")


@strawberry.input(description="A field of a form.")
class FormFieldInput:
    name: str = strawberry.field(description="Letters and digits, 30 at most.")
    kind: FormFieldKind = strawberry.field(description="What it holds.")
    label_zh: str = strawberry.field(description="Its Chinese label.")
    label_en: str = strawberry.field(description="Its English label.")
    is_required: bool = strawberry.field(default=True, description="Whether it must be answered.")
    most_characters: int = strawberry.field(default=200, description="The longest answer, 200 at most.")
    choices: list[str] = strawberry.field(default_factory=list, description="What may be chosen, 20 at most.")


@strawberry.input(description="Offer a service at a branch, or change how.")
class SetBranchServiceInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch_id: strawberry.ID = strawberry.field(description="The branch.")
    code: str = strawberry.field(description="What it is: small letters, the same at every branch. A branch has one service of each code.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    slot_minutes: int = strawberry.field(description="How long an appointment is, 5 to 240.")
    capacity: int = strawberry.field(description="Places in a slot, 1 to 100.")
    days_ahead: int = strawberry.field(default=14, description="How far ahead one may book, 1 to 90.")
    form: list[FormFieldInput] = strawberry.field(default_factory=list, description="What may be filled in before the visit, 20 fields at most.")


@strawberry.input(description="Offer a service no more.")
class EndBranchServiceInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch_id: strawberry.ID = strawberry.field(description="The branch.")
    code: str = strawberry.field(description="The service.")


OpenBranchResult = Annotated[Branch | BranchMalformed | IdReused, strawberry.union("OpenBranchResult", description="The branch, or why it was refused.")]
ChangeBranchResult = Annotated[
    Branch | BranchNotFound | BranchMalformed | IdReused, strawberry.union("ChangeBranchResult", description="The branch, or why it was refused.")
]
CloseBranchResult = Annotated[Branch | BranchNotFound | IdReused, strawberry.union("CloseBranchResult", description="The branch, or why it was refused.")]
SetBranchServiceResult = Annotated[
    BranchService | BranchNotFound | BranchMalformed | IdReused,
    strawberry.union("SetBranchServiceResult", description="The service, or why it was refused."),
]
EndBranchServiceResult = Annotated[
    BranchService | BranchNotFound | BranchServiceNotFound | IdReused,
    strawberry.union("EndBranchServiceResult", description="The service, or why it was refused."),
]


@mutation("Open a branch. Written to the audit log.", permission=Permission.OPERATOR_BRANCHES)
async def open_branch(info: Info, input: OpenBranchInput) -> OpenBranchResult:
    viewer = info.context.viewer
    command = branches.OpenBranchCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, **_told(input.branch))
    return await info.context.write(branches.open_branch, command)  # type: ignore[arg-type]


@mutation("Change a branch. Written to the audit log.", permission=Permission.OPERATOR_BRANCHES)
async def change_branch(info: Info, input: ChangeBranchInput) -> ChangeBranchResult:
    viewer, branch_id = info.context.viewer, read_id(input.branch_id) or NOBODY
    who = {"request_id": input.request_id, "owner_id": viewer.id, "session_id": viewer.session_id}
    return await info.context.write(branches.change_branch, branches.ChangeBranchCommand(**who, branch_id=branch_id, **_told(input.branch)))  # type: ignore


@mutation("Close a branch for good, with its services. Written to the audit log.", permission=Permission.OPERATOR_BRANCHES)
async def close_branch(info: Info, input: CloseBranchInput) -> CloseBranchResult:
    viewer, branch_id = info.context.viewer, read_id(input.branch_id) or NOBODY
    command = branches.CloseBranchCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, branch_id=branch_id)
    return await info.context.write(branches.close_branch, command)  # type: ignore[arg-type]


@mutation("Offer a service at a branch, or change how. Written to the audit log.", permission=Permission.OPERATOR_BRANCHES)
async def set_branch_service(info: Info, input: SetBranchServiceInput) -> SetBranchServiceResult:
    viewer = info.context.viewer
    command = branches.SetBranchServiceCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        branch_id=read_id(input.branch_id) or NOBODY,
        code=input.code,
        name_zh=input.name_zh,
        name_en=input.name_en,
        slot_minutes=input.slot_minutes,
        capacity=input.capacity,
        days_ahead=input.days_ahead,
        form=tuple(map(_field, input.form)),
    )
    return await info.context.write(branches.set_branch_service, command)  # type: ignore[arg-type]


@mutation("Offer a service no more; what was booked is cancelled. Written to the audit log.", permission=Permission.OPERATOR_BRANCHES)
async def end_branch_service(info: Info, input: EndBranchServiceInput) -> EndBranchServiceResult:
    viewer, branch_id = info.context.viewer, read_id(input.branch_id) or NOBODY
    who = {"request_id": input.request_id, "owner_id": viewer.id, "session_id": viewer.session_id}
    return await info.context.write(branches.end_branch_service, branches.EndBranchServiceCommand(**who, branch_id=branch_id, code=input.code))  # type: ignore


def _told(branch: BranchInput) -> dict[str, Any]:
    openings = tuple(branches.Opening(one.weekday, _minutes(one.opens), _minutes(one.closes)) for one in branch.hours)
    spot = branches.Spot(branch.spot.latitude, branch.spot.longitude)
    names = {"name_zh": branch.name_zh, "name_en": branch.name_en, "address": branch.address}
    return {**names, "spot": spot, "hours": openings, "closed_days": tuple(branch.closed_days)}


def _minutes(text: str) -> int:
    """The minute of the day; -1, which no branch can have, for what is no time."""
    hour, _, minute = text.partition(":")
    if len(text) != 5 or not (text.isascii() and hour.isdigit() and minute.isdigit()) or int(minute) > 59:
        return -1
    return int(hour) * 60 + int(minute)


def _field(one: FormFieldInput) -> offers.branches.FormField:
    kind = branches.FieldKind[one.kind.name]
    return branches.FormField(one.name, kind, one.label_zh, one.label_en, one.is_required, one.most_characters, tuple(one.choices))


@strawberry.type
class Mutation:
    open_branch = open_branch
    change_branch = change_branch
    close_branch = close_branch
    set_branch_service = set_branch_service
    end_branch_service = end_branch_service
