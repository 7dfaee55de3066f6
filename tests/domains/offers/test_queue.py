"""Queue tickets: called by class and age, so that nobody waits for ever; one for each person at a branch."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import offers
from domains.kernel.database import Database
from domains.offers.branches import (
    Branch,
    BranchClosedNow,
    Opening,
    QueueEmpty,
    Ticket,
    TicketClass,
    TicketClassNotGiven,
    TicketHeldAlready,
    TicketNotFound,
)
from domains.offers.jobs.visits import end_due_tickets
from domains.offers.rules.queue import HEAD_START_MOST, HEAD_STARTS, PACE_SECONDS, estimate_seconds, paced, turn_of
from tests.domains.offers.visits import Desk, a_desk, book
from tests.domains.wallet.people import Person, everything, person

ALWAYS = tuple(Opening(weekday, 0, 24 * 60) for weekday in range(1, 8))
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
ARRIVALS = st.lists(st.tuples(st.integers(0, 7_200), st.sampled_from(TicketClass)), min_size=1, max_size=60)


@given(arrivals=ARRIVALS, visit=st.integers(1, 1_800))
def test_a_ticket_is_called_after_those_before_it_and_those_of_a_quarter_of_an_hour_whatever_comes_later(
    arrivals: list[tuple[int, TicketClass]], visit: int
) -> None:
    tickets = [(NOON + timedelta(seconds=second), class_, number) for number, (second, class_) in enumerate(sorted(arrivals))]
    waiting, called, now, coming = [], [], NOON, list(tickets)
    while waiting or coming:
        while coming and coming[0][0] <= now:
            waiting.append(coming.pop(0))
        if waiting:
            first = min(waiting, key=lambda one: (turn_of(one[1], one[0]), one[2]))
            waiting.remove(first)
            called.append((first, now))
        now += timedelta(seconds=visit)
    for place, (ticket, called_at) in enumerate(called):
        before = [one for one, _ in called[:place]]
        assert all(one[0] <= ticket[0] + HEAD_START_MOST for one in before)
        bound = sum(one[0] <= ticket[0] + HEAD_START_MOST for one in tickets)
        assert called_at <= ticket[0] + timedelta(seconds=visit) * (bound + 1)


def test_a_class_is_ahead_by_its_start_and_no_more() -> None:
    assert {class_: NOON - turn_of(class_, NOON) for class_ in TicketClass} == HEAD_STARTS
    assert timedelta(minutes=15) == HEAD_START_MOST
    assert turn_of(TicketClass.GENERAL, NOON) < turn_of(TicketClass.VIP, NOON + timedelta(minutes=15, seconds=1))


def test_the_estimate_is_of_those_before_over_the_counters_that_call() -> None:
    assert [estimate_seconds(*one) for one in ((0, 300, 1), (3, 300, 0), (3, 300, 2), (4, 300, 2))] == [0, 900, 450, 600]
    assert [paced(300, seconds) for seconds in (300, 0, 10_000, -5)] == [300, 262, 712, 262]


async def take(database: Database, someone: Person, branch: Branch, kind: TicketClass = TicketClass.GENERAL) -> Ticket:
    command = offers.branches.TakeTicketCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, branch_id=branch.id, kind=kind)
    return await database.write(offers.branches.take_ticket, command)


async def give_back(database: Database, someone: Person, ticket: Ticket) -> Ticket:
    command = offers.branches.EndTicketCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, ticket_id=ticket.id)
    return await database.write(offers.branches.cancel_ticket, command)


async def call(desk: Desk, branch: Branch, counter: str = "3 号窗口") -> Ticket:
    command = offers.branches.CallNextCommand(request_id=uuid4(), **desk.who, branch_id=branch.id, counter=counter)
    return await desk.database.write(offers.branches.call_next, command)


async def end(desk: Desk, verb: Any, ticket: Ticket) -> Ticket:
    return await desk.database.write(verb, offers.branches.EndTicketCommand(request_id=uuid4(), **desk.who, ticket_id=ticket.id))


async def standing(database: Database, ticket: Ticket) -> tuple[int, int] | None:
    async with database.reading() as read:
        (one,) = await offers.branches.list_standings(read, [ticket.id])
    return None if one is None else (one.ahead, one.wait_seconds)


async def test_classes_go_first_and_age_counts(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(NOON)
    desk = await a_desk(database)
    branch = await desk.open(hours=ALWAYS)
    people = [await person(database) for _ in range(4)]
    early = await take(database, people[0], branch)
    database.clock.advance(timedelta(minutes=11))
    general, elderly = await take(database, people[1], branch), await take(database, people[2], branch, TicketClass.ELDERLY)
    vip = await take(database, people[3], branch)
    command = offers.branches.ClassTicketCommand(request_id=uuid4(), **desk.who, ticket_id=vip.id, kind=TicketClass.VIP)
    await database.write(offers.branches.class_ticket, command)
    assert [one.number for one in (early, general, elderly, vip)] == [1, 2, 3, 4]
    assert [await standing(database, one) for one in (vip, early, elderly, general)] == [(ahead, ahead * PACE_SECONDS) for ahead in range(4)]
    called = [await call(desk, branch) for _ in range(4)]
    assert [one.id for one in called] == [vip.id, early.id, elderly.id, general.id]
    assert (called[0].counter, await standing(database, general)) == ("3 号窗口", None)
    with pytest.raises(QueueEmpty):
        await call(desk, branch)


async def test_one_person_has_one_ticket_at_a_branch_and_numbers_are_given_once(database: Database) -> None:
    desk = await a_desk(database)
    branch, other = await desk.open(hours=ALWAYS), await desk.open(hours=ALWAYS)
    people = [await person(database) for _ in range(4)]
    told = await asyncio.gather(*(take(database, one, branch) for one in people for _ in range(4)), return_exceptions=True)
    taken = [one for one in told if isinstance(one, Ticket)]
    assert (len(taken), sorted(one.number for one in taken), {type(one) for one in told}) == (4, [1, 2, 3, 4], {Ticket, TicketHeldAlready})
    assert (await take(database, people[0], other)).number == 1
    mine = next(one for one in taken if one.customer_id == people[0].id)
    with pytest.raises(TicketNotFound):
        await give_back(database, people[1], mine)
    await give_back(database, people[0], mine)
    assert (await take(database, people[0], branch)).number == 5


async def test_two_counters_never_call_the_same_ticket(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open(hours=ALWAYS)
    for _ in range(6):
        await take(database, await person(database), branch)
    told = await asyncio.gather(*(call(desk, branch, str(counter)) for counter in range(10)), return_exceptions=True)
    called = [one for one in told if isinstance(one, Ticket)]
    assert (len(called), len({one.id for one in called}), sum(isinstance(one, QueueEmpty) for one in told)) == (6, 6, 4)


async def test_who_was_called_is_served_or_skipped_once_and_the_next_are_told(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open(hours=ALWAYS)
    people = [await person(database) for _ in range(3)]
    tickets = [await take(database, one, branch) for one in people]
    with pytest.raises(TicketNotFound):
        await end(desk, offers.branches.serve_ticket, tickets[0])
    one, two = await call(desk, branch), await call(desk, branch)
    assert (await end(desk, offers.branches.serve_ticket, one)).state == "served"
    assert (await end(desk, offers.branches.skip_ticket, two)).state == "skipped"
    for verb in (offers.branches.serve_ticket, offers.branches.skip_ticket):
        with pytest.raises(TicketNotFound):
            await end(desk, verb, one)
    async with database.reading() as read:
        facts = await read.fetch("SELECT name, payload->>'ahead' AS ahead FROM kernel_outbox WHERE subject_id = $1 ORDER BY id", people[2].id)
        assert await offers.branches.list_own_tickets(read, [people[0].id, people[2].id]) == [[], [tickets[2]]]
    assert [tuple(fact) for fact in facts if fact["name"].startswith("Ticket")] == [("TicketTaken", None), ("TicketAdvanced", "1"), ("TicketAdvanced", "0")]


async def test_who_comes_for_an_appointment_has_a_ticket_of_its_class(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(NOON)
    desk = await a_desk(database)
    branch = await desk.open(hours=ALWAYS)
    service, someone = await desk.serve(branch), await person(database)
    booked = await book(database, someone, service, NOON + timedelta(minutes=30))
    assert (await take(database, someone, branch)).kind is TicketClass.APPOINTED
    async with database.reading() as read:
        (page,) = await offers.branches.list_appointments(read, [someone.id], 10, None)
    assert [(one.id, one.state) for one in page.items] == [(booked.id, "kept")]


async def test_numbers_begin_anew_each_day_and_yesterdays_tickets_are_over(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(NOON)
    desk = await a_desk(database)
    branch = await desk.open(hours=ALWAYS)
    one, other = await person(database), await person(database)
    old, left = await take(database, one, branch), await take(database, other, branch)
    database.clock.advance(timedelta(days=1))
    assert ((await take(database, one, branch)).number, await standing(database, left)) == (1, None)
    with pytest.raises(TicketNotFound):
        await give_back(database, other, left)
    await end_due_tickets(database)
    async with database.reading() as read:
        found = await offers.branches.find_tickets(read, [old.id, left.id])
    assert {ticket.state for ticket in found.values()} == {"expired"}


async def test_what_breaks_a_rule_is_refused_and_changes_nothing(database: Database) -> None:
    desk = await a_desk(database)
    branch, shut, someone = await desk.open(hours=ALWAYS), await desk.open(hours=ALWAYS, closed_days=(database.clock.today(),)), await person(database)
    refused: list[tuple[type[Exception], Any]] = [
        (TicketClassNotGiven, lambda: take(database, someone, branch, TicketClass.VIP)),
        (BranchClosedNow, lambda: take(database, someone, shut)),
        (offers.branches.BranchNotFound, lambda: take(database, someone, branch._replace(id=uuid4()))),
        (QueueEmpty, lambda: call(desk, branch)),
        (offers.branches.BranchMalformed, lambda: call(desk, branch, "")),
    ]
    before = await everything(database, but=frozenset({"kernel_request"}))
    for refusal, attempt in refused:
        with pytest.raises(refusal):
            await attempt()
    assert await everything(database, but=frozenset({"kernel_request"})) == before
