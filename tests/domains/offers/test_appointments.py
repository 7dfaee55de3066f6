"""Appointments: every place of a slot is taken once, whoever races; moved, cancelled, expired."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import offers
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from domains.offers.branches import AlreadyBooked, Appointment, AppointmentNotFound, AppointmentsTooMany, BranchServiceNotFound, SlotFull, SlotNotOffered
from domains.offers.jobs.visits import end_due_appointments
from tests.domains.offers.visits import a_desk, at, book, cancel, left_by_start, move, tomorrow
from tests.domains.wallet.people import everything, person


async def taken(database: Database, service_id: Any) -> dict[str, int]:
    async with database.reading() as read:
        rows = await read.fetch("SELECT state, count(*) AS n FROM offers_appointment WHERE service_id = $1 GROUP BY state", service_id)
        booked = await read.fetchval("SELECT coalesce(sum(booked), 0) FROM offers_appointment_slot WHERE service_id = $1", service_id)
    return {"places": booked, **{row["state"]: row["n"] for row in rows}}


async def test_a_slot_of_eight_places_takes_eight_of_forty_who_race(database: Database) -> None:
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(), capacity=8)
    people = [await person(database) for _ in range(40)]
    told = await asyncio.gather(*(book(database, one, service, at(database, 10)) for one in people), return_exceptions=True)
    assert sum(isinstance(one, Appointment) for one in told) == 8
    assert {type(one) for one in told} == {Appointment, SlotFull}
    assert await taken(database, service.id) == {"places": 8, "booked": 8}
    slots = await left_by_start(database, service, tomorrow(database))
    assert (len(slots), slots[at(database, 10)], slots[at(database, 10, 30)]) == (16, 0, 8)


async def test_one_person_has_one_appointment_for_a_service_at_a_time(database: Database) -> None:
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(), capacity=8)
    someone = await person(database)
    told = await asyncio.gather(*(book(database, someone, service, at(database, 9)) for _ in range(16)), return_exceptions=True)
    assert [type(one) for one in told].count(Appointment) == 1
    assert [type(one) for one in told].count(AlreadyBooked) == 15
    assert await taken(database, service.id) == {"places": 1, "booked": 1}


async def test_a_repeat_books_nothing_twice(database: Database) -> None:
    desk = await a_desk(database)
    service = await desk.serve(await desk.open())
    someone, request_id = await person(database), uuid4()
    told = await asyncio.gather(*(book(database, someone, service, at(database, 9), request_id=request_id) for _ in range(8)))
    assert len(set(told)) == 1
    assert await taken(database, service.id) == {"places": 1, "booked": 1}


async def test_a_move_gives_the_place_back_and_a_full_slot_leaves_it_where_it_was(database: Database) -> None:
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(), capacity=1)
    one, other = await person(database), await person(database)
    mine, theirs = await book(database, one, service, at(database, 9)), await book(database, other, service, at(database, 10))
    with pytest.raises(SlotFull):
        await move(database, one, mine, at(database, 10))
    with pytest.raises(AlreadyBooked):
        await move(database, one, mine, at(database, 9))
    with pytest.raises(SlotNotOffered):
        await move(database, one, mine, at(database, 8))
    with pytest.raises(AppointmentNotFound):
        await move(database, one, theirs, at(database, 11))
    moved = await move(database, one, mine, at(database, 11))
    assert (moved.id, moved.starts_at, moved.ends_at) == (mine.id, at(database, 11), at(database, 11, 30))
    left = await left_by_start(database, service, tomorrow(database))
    assert [left[at(database, hour)] for hour in (9, 10, 11)] == [1, 0, 0]
    assert await taken(database, service.id) == {"places": 2, "booked": 2}


async def test_moves_that_cross_neither_lock_up_nor_lose_a_place(database: Database) -> None:
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(), capacity=8)
    people = [await person(database) for _ in range(8)]
    booked = [await book(database, one, service, at(database, 9 + place % 2)) for place, one in enumerate(people)]
    await asyncio.gather(*(move(database, one, mine, at(database, 10 - place % 2)) for place, (one, mine) in enumerate(zip(people, booked, strict=True))))
    left = await left_by_start(database, service, tomorrow(database))
    assert [left[at(database, hour)] for hour in (9, 10)] == [4, 4]


async def test_a_cancelled_place_is_free_again_and_is_given_back_once(database: Database) -> None:
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(), capacity=1)
    one, other = await person(database), await person(database)
    mine = await book(database, one, service, at(database, 9))
    with pytest.raises(AppointmentNotFound):
        await cancel(database, other, mine)
    told = await asyncio.gather(*(cancel(database, one, mine) for _ in range(8)), return_exceptions=True)
    assert [type(one) for one in told].count(Appointment) == 1
    assert await taken(database, service.id) == {"places": 0, "cancelled": 1}
    assert (await book(database, other, service, at(database, 9))).state == "booked"


async def test_what_breaks_a_rule_is_refused_and_changes_nothing(database: Database) -> None:
    desk = await a_desk(database)
    branch = await desk.open()
    service, ended = await desk.serve(branch, capacity=8), await desk.serve(branch, "cash")
    await desk.end(branch, "cash")
    someone, other = await person(database), await person(database)
    for hour in range(9, 14):
        await book(database, someone, service, at(database, hour))
    before = await everything(database, but=frozenset({"kernel_request"}))
    refused: list[tuple[type[Exception], Any]] = [
        (AppointmentsTooMany, lambda: book(database, someone, service, at(database, 14))),
        (AlreadyBooked, lambda: book(database, someone, service, at(database, 9))),
        (BranchServiceNotFound, lambda: book(database, other, ended, at(database, 9))),
        (BranchServiceNotFound, lambda: book(database, other, uuid4(), at(database, 9))),
        (SlotNotOffered, lambda: book(database, other, service, at(database, 9, 10))),
        (SlotNotOffered, lambda: book(database, other, service, at(database, 9, days=-1))),
        (SlotNotOffered, lambda: book(database, other, service, at(database, 9, days=15))),
        (Unauthenticated, lambda: book(database, other, service, at(database, 9), session_id=someone.session_id)),
    ]
    for refusal, attempt in refused:
        with pytest.raises(refusal):
            await attempt()
    assert await everything(database, but=frozenset({"kernel_request"})) == before


async def test_what_is_over_expires_and_what_is_offered_no_more_is_cancelled(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(database.clock.now())
    desk = await a_desk(database)
    branch = await desk.open()
    service, cash = await desk.serve(branch), await desk.serve(branch, "cash")
    someone = await person(database)
    soon, late = await book(database, someone, service, at(database, 9)), await book(database, someone, cash, at(database, 9, days=3))
    await desk.end(branch, "cash")
    await end_due_appointments(database)
    database.clock.advance(timedelta(days=2))
    await end_due_appointments(database)
    async with database.reading() as read:
        (page,) = await offers.branches.list_appointments(read, [someone.id], 10, None)
    assert {one.id: one.state for one in page.items} == {soon.id: "expired", late.id: "cancelled"}
    assert await taken(database, cash.id) == {"places": 0, "cancelled": 1}
    with pytest.raises(AppointmentNotFound):
        await cancel(database, someone, soon)
