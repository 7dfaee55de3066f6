"""Forms filled in before a visit and queue tickets, as the app sees them."""

from enum import Enum

import strawberry

from domains import offers
from domains.kernel.data_classes import C1, C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.offers.branches.types import Branch, BranchService, FormField
from resolvers.scalars import Instant

branches = offers.branches


@strawberry.enum(description="How a form stands.")
class PrefillState(Enum):
    WAITING = strawberry.enum_value("waiting", description="It may be opened at the counter.")
    OPENED = strawberry.enum_value("opened", description="It was opened.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="The customer took it back.")
    EXPIRED = strawberry.enum_value("expired", description="Nobody opened it in time.")


@strawberry.enum(description="For whom a queue ticket is.")
class TicketClass(Enum):
    GENERAL = strawberry.enum_value("general", description="For anybody.")
    BUSINESS = strawberry.enum_value("business", description="For a business.")
    APPOINTED = strawberry.enum_value("appointed", description="For who has an appointment; given with it.")
    ELDERLY = strawberry.enum_value("elderly", description="For the elderly.")
    ASSISTED = strawberry.enum_value("assisted", description="For who needs help.")
    VIP = strawberry.enum_value("vip", description="Given by members of staff.")


@strawberry.enum(description="How a queue ticket stands.")
class TicketState(Enum):
    WAITING = strawberry.enum_value("waiting", description="It waits.")
    CALLED = strawberry.enum_value("called", description="It was called.")
    SERVED = strawberry.enum_value("served", description="It was served.")
    SKIPPED = strawberry.enum_value("skipped", description="It was called, and nobody came.")
    CANCELLED = strawberry.enum_value("cancelled", description="It was given back.")
    EXPIRED = strawberry.enum_value("expired", description="Its day is over.")


@computed("How it stands.", name="state")
def state_of_prefill(row: offers.branches.Prefill) -> PrefillState:
    return PrefillState(row.state)


@batched(str, "What its code says: a link to show at the counter. It opens the form once.", name="address")
async def address_of_prefill(read: Read, rows: list[offers.branches.Prefill], viewers: list[Viewer]) -> list[str]:
    return branches.visit_addresses(read, list(rows))


@batched(BranchService, "What for.", name="service", data_class=C1)
async def service_of_prefill(read: Read, rows: list[offers.branches.Prefill], viewers: list[Viewer]) -> list[offers.branches.BranchService]:
    found = await branches.find_services(read, [row.service_id for row in rows])
    return [found[row.service_id] for row in rows]


@type_of(branches.Prefill, "A form that was filled in before a visit. Its answers are shown at the counter alone.")
class Prefill:
    id: strawberry.ID = field("The form.")
    state = state_of_prefill
    made_at: Instant = field("When it was filled in.")
    expires_at: Instant = field("Until when it may be opened.")
    address = address_of_prefill
    service = service_of_prefill


@type_of(branches.Answer, "What was said to a field of a form.")
class FormAnswer:
    asked: FormField = field("The field.")
    text: str = field("What was said.", C2)


@batched(list[FormAnswer], "The answers, in the form's order; for whoever opened it, for a few minutes.", name="answers", list_size=20)
async def answers_of_opening(read: Read, openings: list[offers.branches.PrefillOpening], viewers: list[Viewer]) -> list[list[offers.branches.Answer]]:
    return await branches.read_answers(read, [(one.prefill_id, viewer.id) for one, viewer in zip(openings, viewers, strict=True)])


@batched(BranchService | None, "What for.", name="service", data_class=C1)
async def service_of_opening(read: Read, openings: list[offers.branches.PrefillOpening], viewers: list[Viewer]) -> list[offers.branches.BranchService | None]:
    found = await branches.find_services(read, [one.service_id for one in openings])
    return [found.get(one.service_id) for one in openings]


@type_of(branches.PrefillOpening, "The form was opened, and the look is written down.")
class PrefillOpening:
    prefill_id: strawberry.ID = field("The form.")
    customer_id: strawberry.ID = field("Whose it is.")
    service = service_of_opening
    answers = answers_of_opening


@computed("For whom it is.", name="kind")
def class_of_ticket(row: offers.branches.Ticket) -> TicketClass:
    return TicketClass[row.kind.name]


@computed("How it stands.", name="state")
def state_of_ticket(row: offers.branches.Ticket) -> TicketState:
    return TicketState(row.state)


@batched(str, "What its code says: a link that shows the ticket to its holder alone.", name="address")
async def address_of_ticket(read: Read, rows: list[offers.branches.Ticket], viewers: list[Viewer]) -> list[str]:
    return branches.visit_addresses(read, list(rows))


@type_of(branches.TicketStanding, "How a ticket stands in its queue.")
class TicketStanding:
    ahead: int = field("How many are before it.")
    wait_seconds: int = field("How long that takes, as things go.")


@batched(TicketStanding | None, "How it stands; null once it waits no more.", name="standing", data_class=C1)
async def standing_of_ticket(read: Read, rows: list[offers.branches.Ticket], viewers: list[Viewer]) -> list[offers.branches.TicketStanding | None]:
    return await branches.list_standings(read, [row.id for row in rows])


@batched(Branch | None, "Where.", name="branch", data_class=C1)
async def branch_of_ticket(read: Read, rows: list[offers.branches.Ticket], viewers: list[Viewer]) -> list[offers.branches.Branch | None]:
    found = await branches.find_branches(read, [row.branch_id for row in rows])
    return [found.get(row.branch_id) for row in rows]


@type_of(branches.Ticket, "A queue ticket at a branch, good for its day.")
class QueueTicket:
    id: strawberry.ID = field("The ticket.")
    number: int = field("What is called.")
    kind = class_of_ticket
    state = state_of_ticket
    taken_at: Instant = field("When it was taken.")
    called_at: Instant | None = field("When it was called.")
    counter: str | None = field("Where to come.")
    address = address_of_ticket
    standing = standing_of_ticket
    branch = branch_of_ticket
