"""Take a queue ticket, give it back; call the next, serve or skip who was called, give a ticket another class."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.days import SHANGHAI
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Queryable, Tx
from domains.offers.errors.queue import QueueEmpty, TicketHeldAlready, TicketNotFound
from domains.offers.events.visits import TicketAdvanced, TicketCalled, TicketEnded, TicketTaken
from domains.offers.queries import appointments, queue
from domains.offers.queries.queue import Queue, Ticket
from domains.offers.rules.branches import KEPT_AFTER, KEPT_BEFORE, NAME_MOST_CHARACTERS, check_text
from domains.offers.rules.queue import TOLD_AHEAD, TicketClass, check_taking, estimate_seconds, paced, turn_of
from domains.offers.service.branches import lock_open_branch
from domains.offers.service.sessions import is_signed_in

EXPIRED_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTicketCommand(Command):
    """`owner_id` is a customer at the branch."""

    session_id: UUID = field(metadata=UNHASHED)
    branch_id: UUID
    kind: TicketClass = TicketClass.GENERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTicketCommand(Command):
    """By the customer whose it is, to give it back; by a member of staff, who served or skipped it."""

    session_id: UUID = field(metadata=UNHASHED)
    ticket_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNextCommand(Command):
    """`owner_id` is a member of staff; `counter` is where the customer is to come."""

    session_id: UUID = field(metadata=UNHASHED)
    branch_id: UUID
    counter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTicketCommand(Command):
    """`owner_id` is a member of staff who gives a ticket that waits another class."""

    session_id: UUID = field(metadata=UNHASHED)
    ticket_id: UUID
    kind: TicketClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireTicketsCommand(Command):
    """The house writes down tickets of days that are over."""


@dataclass(frozen=True, slots=True)
class TicketsExpired:
    count: int


@dataclass(frozen=True, slots=True)
class TicketStanding:
    """How a ticket stands: how many are before it, and how long that takes."""

    ahead: int
    wait_seconds: int


@composite_verb(Ticket)
async def take_ticket(tx: Tx, command: TakeTicketCommand) -> Ticket | Refusal | Unauthenticated:
    """Refuses in the order of rules/queue.py. Who comes at the time of an appointment has kept it, and has a ticket of its class."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    branch = await lock_open_branch(tx, command.branch_id)
    check_taking(command.kind, branch.hours, branch.closed_days, tx.now.astimezone(SHANGHAI))
    today = business_date(tx.now)
    line = await queue.lock_queue(tx, branch.id, today)
    await _expire(tx, branch.id)
    held = await queue.find_held(tx, branch.id, command.owner_id)
    if held is not None:
        raise TicketHeldAlready(held.number)
    kept = await appointments.lock_due_appointment(tx, command.owner_id, branch.id, tx.now - KEPT_AFTER, tx.now + KEPT_BEFORE)
    if kept is not None:
        appointments.write_appointments(tx, [kept._replace(state="kept")])
    kind = command.kind if kept is None else TicketClass.APPOINTED
    assert command.request_id is not None
    id_, number = derived_id(command.request_id, "ticket"), line.last_number + 1
    one = Ticket(id_, branch.id, today, number, kind, command.owner_id, "waiting", turn_of(kind, tx.now), tx.now)
    await queue.save_ticket(tx, one)
    await queue.set_queue(tx, branch.id, line._replace(last_number=number))
    tx.publish(TicketTaken(command.owner_id, None, one.id, branch.id))
    return one


@composite_verb(Ticket)
async def cancel_ticket(tx: Tx, command: EndTicketCommand) -> Ticket | Refusal | Unauthenticated:
    """Refuses TicketNotFound (none that is good, or somebody else's)."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one, _ = await _lock_ticket(tx, command.ticket_id, "waiting", "called")
    if one.customer_id != command.owner_id:
        raise TicketNotFound
    return await _end(tx, one, "cancelled")


@composite_verb(Ticket)
async def call_next(tx: Tx, command: CallNextCommand) -> Ticket | Refusal | Unauthenticated:
    """The ticket whose turn it is. Refuses BranchNotFound, BranchMalformed (the counter), QueueEmpty. Those after it are told how many are before them."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_text("counter", command.counter, NAME_MOST_CHARACTERS)
    branch, today = await lock_open_branch(tx, command.branch_id), business_date(tx.now)
    await queue.lock_queue(tx, branch.id, today)
    waiting = await queue.list_waiting(tx, branch.id, today, 1 + TOLD_AHEAD)
    if not waiting:
        raise QueueEmpty
    first, *others = waiting
    called = first._replace(state="called", called_at=tx.now, counter=command.counter)
    await queue.save_ticket(tx, called)
    tx.publish(TicketCalled(called.customer_id, None, called.id, branch.id))
    for ahead, other in enumerate(others):
        tx.publish(TicketAdvanced(other.customer_id, None, other.id, branch.id, ahead))
    return called


@composite_verb(Ticket)
async def serve_ticket(tx: Tx, command: EndTicketCommand) -> Ticket | Refusal | Unauthenticated:
    """Who was called was served; how long that took counts for the estimate. Refuses TicketNotFound (none that was called)."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one, line = await _lock_ticket(tx, command.ticket_id, "called")
    assert one.called_at is not None
    seconds = int((tx.now - one.called_at).total_seconds())
    await queue.set_queue(tx, one.branch_id, line._replace(pace_seconds=paced(line.pace_seconds, seconds)))
    return await _end(tx, one, "served")


@composite_verb(Ticket)
async def skip_ticket(tx: Tx, command: EndTicketCommand) -> Ticket | Refusal | Unauthenticated:
    """Who was called did not come. Refuses TicketNotFound (none that was called)."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one, _ = await _lock_ticket(tx, command.ticket_id, "called")
    return await _end(tx, one, "skipped")


@composite_verb(Ticket)
async def class_ticket(tx: Tx, command: ClassTicketCommand) -> Ticket | Refusal | Unauthenticated:
    """Its turn is that of the class from when it was taken. Refuses TicketNotFound (none that waits). The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    one, _ = await _lock_ticket(tx, command.ticket_id, "waiting")
    classed = one._replace(kind=command.kind, turn_at=turn_of(command.kind, one.taken_at))
    await queue.save_ticket(tx, classed)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.class_ticket", one.id, {"from": one.kind.value, "to": command.kind.value})
    return classed


@composite_verb(TicketsExpired)
async def expire_tickets(tx: Tx, command: ExpireTicketsCommand) -> TicketsExpired:
    """Write down some tickets of days that are over."""
    return TicketsExpired(await _expire(tx, None))


async def list_own_tickets(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[Ticket]]:
    """The tickets of each customer that are good today. One statement."""
    return await queue.list_held(source, customer_ids, business_date(source.now))


async def list_standings(source: Queryable, ticket_ids: Sequence[UUID]) -> list[TicketStanding | None]:
    """How each ticket stands; None of one that waits no more. One statement."""
    found = await queue.find_standing_tickets(source, ticket_ids)
    told = [found.get(id_) for id_ in ticket_ids]
    return [None if one is None else TicketStanding(one.ahead, estimate_seconds(one.ahead, one.pace_seconds, one.counters)) for one in told]


async def _lock_ticket(tx: Tx, ticket_id: UUID, *states: str) -> tuple[Ticket, Queue]:
    """A ticket of today in one of those states, with its queue held. Raises TicketNotFound."""
    today = business_date(tx.now)
    seen = (await queue.find_tickets(tx, [ticket_id])).get(ticket_id)
    if seen is None or seen.day != today:
        raise TicketNotFound
    line = await queue.lock_queue(tx, seen.branch_id, today)
    one = (await queue.find_tickets(tx, [ticket_id]))[ticket_id]
    if one.state not in states:
        raise TicketNotFound
    return one, line


async def _end(tx: Tx, one: Ticket, state: str) -> Ticket:
    ended = one._replace(state=state, ended_at=tx.now)
    await queue.save_ticket(tx, ended)
    tx.publish(TicketEnded(one.customer_id, None, one.id, one.branch_id, state))
    return ended


async def _expire(tx: Tx, branch_id: UUID | None) -> int:
    expired = await queue.expire_tickets(tx, business_date(tx.now), branch_id, EXPIRED_MOST)
    for one in expired:
        tx.publish(TicketEnded(one.customer_id, None, one.id, one.branch_id, "expired"))
    return len(expired)
