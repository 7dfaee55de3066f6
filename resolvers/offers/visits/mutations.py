"""Fill in a form, take it back; take a queue ticket, give it back. And at the counter: open a form, call, serve, skip."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.offers.branches.problems import BranchMalformed, BranchNotFound, BranchServiceNotFound
from resolvers.offers.visits.problems import (
    BranchClosedNow,
    FormMalformed,
    PrefillExpired,
    PrefillOpenedAlready,
    PrefillsTooMany,
    PrefillUnknown,
    QueueEmpty,
    TicketClassNotGiven,
    TicketHeldAlready,
    TicketNotFound,
)
from resolvers.offers.visits.types import Prefill, PrefillOpening, QueueTicket, TicketClass
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id

branches = offers.branches


@strawberry.input(description="An answer to a field of a form.")
class FormAnswerInput:
    name: str = strawberry.field(description="The field's name.")
    text: str = strawberry.field(description="What is said.")


@strawberry.input(description="Fill in a form before a visit.")
class FillInFormInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    service_id: strawberry.ID = strawberry.field(description="The service.")
    answers: list[FormAnswerInput] = strawberry.field(description="The answers.")


@strawberry.input(description="Take a form back; it is erased.")
class WithdrawPrefillInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    prefill_id: strawberry.ID = strawberry.field(description="The form.")


@strawberry.input(description="Take a queue ticket.")
class TakeTicketInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch_id: strawberry.ID = strawberry.field(description="The branch.")
    kind: TicketClass = strawberry.field(default=TicketClass.GENERAL, description="For whom.")


@strawberry.input(description="Name a queue ticket.")
class TicketInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")


@strawberry.input(description="Open a form at the counter.")
class OpenPrefillInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description="What the customer shows.", metadata={"data_class": C3})


@strawberry.input(description="Call the next ticket.")
class CallNextInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    branch_id: strawberry.ID = strawberry.field(description="The branch.")
    counter: str = strawberry.field(description="Where the customer is to come.")


@strawberry.input(description="Give a ticket another class.")
class ClassTicketInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    kind: TicketClass = strawberry.field(description="For whom it is.")


FillInFormResult = Annotated[
    Prefill | BranchServiceNotFound | FormMalformed | PrefillsTooMany | IdReused,
    strawberry.union("FillInFormResult", description="The form, or why it was refused."),
]
WithdrawPrefillResult = Annotated[
    Prefill | PrefillUnknown | PrefillOpenedAlready | PrefillExpired | IdReused,
    strawberry.union("WithdrawPrefillResult", description="The form, or why it was refused."),
]
TakeTicketResult = Annotated[
    QueueTicket | BranchNotFound | TicketClassNotGiven | BranchClosedNow | TicketHeldAlready | IdReused,
    strawberry.union("TakeTicketResult", description="The ticket, or why it was refused."),
]
CancelTicketResult = Annotated[
    QueueTicket | TicketNotFound | IdReused, strawberry.union("CancelTicketResult", description="The ticket, or why it was refused.")
]
OpenPrefillResult = Annotated[
    PrefillOpening | PrefillUnknown | PrefillOpenedAlready | PrefillExpired | IdReused,
    strawberry.union("OpenPrefillResult", description="The form, or why it was refused."),
]
CallNextResult = Annotated[
    QueueTicket | BranchNotFound | BranchMalformed | QueueEmpty | IdReused,
    strawberry.union("CallNextResult", description="The ticket that was called, or why none was."),
]
ServeTicketResult = Annotated[QueueTicket | TicketNotFound | IdReused, strawberry.union("ServeTicketResult", description="The ticket, or why it was refused.")]
SkipTicketResult = Annotated[QueueTicket | TicketNotFound | IdReused, strawberry.union("SkipTicketResult", description="The ticket, or why it was refused.")]
ClassTicketResult = Annotated[QueueTicket | TicketNotFound | IdReused, strawberry.union("ClassTicketResult", description="The ticket, or why it was refused.")]


@mutation("Fill in a form before a visit. It is sealed, and waits 24 hours to be opened at the counter.", permission=Permission.CUSTOMER)
async def fill_in_form(info: Info, input: FillInFormInput) -> FillInFormResult:
    answers = tuple((one.name, one.text) for one in input.answers)
    command = branches.FillInFormCommand(**command_of(info, input.request_id), service_id=read_id(input.service_id) or NOBODY, answers=answers)
    return await info.context.write(branches.fill_in_form, command)  # type: ignore[arg-type]


@mutation("Take a form back; its answers are erased.", permission=Permission.CUSTOMER)
async def withdraw_prefill(info: Info, input: WithdrawPrefillInput) -> WithdrawPrefillResult:
    command = branches.WithdrawPrefillCommand(**command_of(info, input.request_id), prefill_id=read_id(input.prefill_id) or NOBODY)
    return await info.context.write(branches.withdraw_prefill, command)  # type: ignore[arg-type]


@mutation("Take a queue ticket at a branch that is open.", permission=Permission.CUSTOMER)
async def take_ticket(info: Info, input: TakeTicketInput) -> TakeTicketResult:
    kind = branches.TicketClass[input.kind.name]
    command = branches.TakeTicketCommand(**command_of(info, input.request_id), branch_id=read_id(input.branch_id) or NOBODY, kind=kind)
    return await info.context.write(branches.take_ticket, command)  # type: ignore[arg-type]


@mutation("Give a queue ticket back.", permission=Permission.CUSTOMER)
async def cancel_ticket(info: Info, input: TicketInput) -> CancelTicketResult:
    return await info.context.write(branches.cancel_ticket, _named(info, input))  # type: ignore[arg-type]


@mutation("Open the form that a customer shows the code of: once. Written to the audit log first.", permission=Permission.OPERATOR_BRANCHES)
async def open_prefill(info: Info, input: OpenPrefillInput) -> OpenPrefillResult:
    command = branches.OpenPrefillCommand(**command_of(info, input.request_id), code=input.code)
    return await info.context.write(branches.open_prefill, command)  # type: ignore[arg-type]


@mutation("Call the ticket whose turn it is.", permission=Permission.OPERATOR_BRANCHES)
async def call_next(info: Info, input: CallNextInput) -> CallNextResult:
    command = branches.CallNextCommand(**command_of(info, input.request_id), branch_id=read_id(input.branch_id) or NOBODY, counter=input.counter)
    return await info.context.write(branches.call_next, command)  # type: ignore[arg-type]


@mutation("Who was called was served.", permission=Permission.OPERATOR_BRANCHES)
async def serve_ticket(info: Info, input: TicketInput) -> ServeTicketResult:
    return await info.context.write(branches.serve_ticket, _named(info, input))  # type: ignore[arg-type]


@mutation("Who was called did not come.", permission=Permission.OPERATOR_BRANCHES)
async def skip_ticket(info: Info, input: TicketInput) -> SkipTicketResult:
    return await info.context.write(branches.skip_ticket, _named(info, input))  # type: ignore[arg-type]


@mutation("Give a ticket that waits another class. Written to the audit log.", permission=Permission.OPERATOR_BRANCHES)
async def class_ticket(info: Info, input: ClassTicketInput) -> ClassTicketResult:
    kind = branches.TicketClass[input.kind.name]
    command = branches.ClassTicketCommand(**command_of(info, input.request_id), ticket_id=read_id(input.ticket_id) or NOBODY, kind=kind)
    return await info.context.write(branches.class_ticket, command)  # type: ignore[arg-type]


def _named(info: Info, input_: TicketInput) -> offers.branches.EndTicketCommand:
    return branches.EndTicketCommand(**command_of(info, input_.request_id), ticket_id=read_id(input_.ticket_id) or NOBODY)


@strawberry.type
class Mutation:
    fill_in_form = fill_in_form
    withdraw_prefill = withdraw_prefill
    take_ticket = take_ticket
    cancel_ticket = cancel_ticket
    open_prefill = open_prefill
    call_next = call_next
    serve_ticket = serve_ticket
    skip_ticket = skip_ticket
    class_ticket = class_ticket
