"""A hospital in another process: faults, races, strangers, and what is told to nobody."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import scenes
from domains.kernel.errors import IdReused, InvalidInput, Refusal
from domains.scenes import bookings
from domains.scenes.jobs.booking import forget_old_searches
from tests.domains.scenes.booking_house import (
    DEPOSIT,
    HOSPITAL,
    booked,
    cancel,
    fault,
    find,
    found,
    guest,
    hold,
    later,
    names,
    pay,
    pay_supplement,
    settle,
    visit,
)
from tests.domains.scenes.booking_house import search as ask
from tests.domains.scenes.scene_house import WATER, SceneHouse

FAULTS = ["server_error", "unavailable", "never_answers", "timeout_after_success", "server_error_after_success", "unknown_status", "not_json"]
BEGUN = 200_000


@pytest.mark.parametrize("name", FAULTS)
async def test_whatever_the_partner_does_a_slot_is_kept_paid_and_given_up_once(bank: SceneHouse, name: str) -> None:
    person = await guest(bank)
    search_id, slots = await found(bank, person)
    booking = await hold(bank, person, search_id, slots["mind-14"])
    await fault(bank, booking, name, booking.step_id)
    await settle(bank, person)
    await later(bank, person, timedelta(seconds=40))
    assert (await find(bank, booking)).state == "held"
    paying = await pay(bank, person, booking)
    await fault(bank, booking, name, paying.order_id)
    await settle(bank, person)
    await later(bank, person, timedelta(seconds=40))
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("confirmed", (BEGUN, BEGUN - DEPOSIT))
    cancelling = await cancel(bank, person, booking, 0)
    await fault(bank, booking, name, cancelling.step_id)
    await settle(bank, person)
    await later(bank, person, timedelta(seconds=40), 2)
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("cancelled", (BEGUN, BEGUN))
    assert len(await bank.payments_of(person, HOSPITAL)) == 1


async def test_a_partner_that_never_keeps_the_slot_is_given_up(bank: SceneHouse) -> None:
    person = await guest(bank)
    search_id, slots = await found(bank, person)
    booking = await hold(bank, person, search_id, slots["internal-14"])
    await fault(bank, booking, "unavailable", booking.step_id, 9)
    await later(bank, person, timedelta(minutes=11))
    ended = await find(bank, booking)
    assert (ended.state, ended.reason, await bank.balance(person)) == ("refused", "expired", (BEGUN, BEGUN))


async def test_a_slot_that_is_gone_is_refused_and_costs_nothing(bank: SceneHouse) -> None:
    person = await guest(bank)
    search_id, slots = await found(bank, person)
    await bank.at_partner("/slots", {"slot_id": slots["mind-09"].id, "left": 0}, HOSPITAL)
    booking = await hold(bank, person, search_id, slots["mind-09"])
    await settle(bank, person)
    await bank.at_partner("/slots", {"slot_id": slots["mind-09"].id, "left": 30}, HOSPITAL)
    ended = await find(bank, booking)
    assert (ended.state, ended.reason, await bank.balance(person)) == ("refused", "slot_gone", (BEGUN, BEGUN))
    with pytest.raises(bookings.BookingNotOpen):
        await pay(bank, person, booking)


async def test_of_two_who_want_the_last_slot_one_has_it(bank: SceneHouse) -> None:
    first, second = await guest(bank), await guest(bank)
    searched = [await found(bank, one, days=13) for one in (first, second)]
    slot = searched[0][1]["internal-09"]
    await bank.at_partner("/slots", {"slot_id": slot.id, "left": 1}, HOSPITAL)
    made = await asyncio.gather(*(hold(bank, one, search_id, slot) for one, (search_id, _) in zip((first, second), searched, strict=True)))
    await asyncio.gather(*(settle(bank, one) for one in (first, second)))
    ended = [await find(bank, one) for one in made]
    assert sorted(one.state.value for one in ended) == ["held", "refused"]
    winner = next(one for one in ended if one.state == "held")
    assert {one.reason for one in ended if one.state == "refused"} == {"slot_gone"}
    person = first if winner.customer_id == first.id else second
    await pay(bank, person, winner)
    await settle(bank, person)
    assert (await find(bank, winner)).state == "confirmed"


async def test_repeats_are_one_and_ids_are_nobody_elses(bank: SceneHouse) -> None:
    person, stranger = await guest(bank), await guest(bank)
    search_id, slots = await found(bank, person)
    id_, pay_id = uuid4(), uuid4()
    made = await asyncio.gather(*(hold(bank, person, search_id, slots["internal-09"], id_) for _ in range(4)))
    assert len({one.id for one in made}) == 1
    await asyncio.gather(*(settle(bank, person) for _ in range(4)))
    booking = await find(bank, made[0])
    paid = await asyncio.gather(*(pay(bank, person, booking, id_=pay_id) for _ in range(4)))
    assert ({one.order_id for one in paid}, await bank.balance(person)) == ({pay_id}, (BEGUN, BEGUN - DEPOSIT))
    await asyncio.gather(*(settle(bank, person) for _ in range(4)))
    attempts: list[tuple[type[Refusal], object]] = [
        (IdReused, hold(bank, person, search_id, slots["internal-14"], id_)),
        (IdReused, pay(bank, stranger, booking, id_=pay_id)),
        (bookings.SearchNotFound, hold(bank, stranger, search_id, slots["internal-09"])),
        (bookings.BookingNotFound, pay(bank, stranger, booking)),
        (bookings.BookingNotFound, cancel(bank, stranger, booking, 0)),
        (bookings.BookingNotFound, pay_supplement(bank, stranger, booking, 1)),
        (bookings.SlotNotFound, hold(bank, person, search_id, "elsewhere")),
        (bookings.BookingNotOpen, pay(bank, person, booking)),
        (scenes.SceneNotFound, ask(bank, person, WATER)),
        (scenes.LinkNotFound, ask(bank, await bank.person())),
    ]
    for refusal, attempt in attempts:
        with pytest.raises(refusal):
            await attempt  # type: ignore[misc]
    assert ((await find(bank, booking)).state, await bank.balance(stranger)) == ("confirmed", (BEGUN, BEGUN))


async def test_two_who_cancel_at_once_cancel_once_and_no_link_ends_meanwhile(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    answers = await asyncio.gather(*(cancel(bank, person, booking, 0) for _ in range(4)), return_exceptions=True)
    assert names(answers) == ["BookingNotOpen"] * 3 + ["done"]
    link = await bank.find_link_of(person, HOSPITAL)
    with pytest.raises(scenes.LinkBusy):
        await bank.unlink(person, link)
    await settle(bank, person)
    await later(bank, person, timedelta(seconds=5))
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("cancelled", (BEGUN, BEGUN))
    await bank.unlink(person, link)


async def test_what_somebody_seeks_a_doctor_for_stands_nowhere_in_the_clear(bank: SceneHouse, capsys: pytest.CaptureFixture[str]) -> None:
    person = await guest(bank)
    booking = await booked(bank, person, "mind-09", topic="mind")
    await visit(bank, booking, "attended", 2_000)
    await later(bank, person, timedelta(days=4))
    async with bank.database.reading() as read:
        tables = [row["name"] for row in await read.fetch("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'")]
        dumped = {name: str([dict(row) for row in await read.fetch(f"SELECT * FROM {name}")]) for name in tables if name.startswith(("scenes_", "kernel_"))}
        (details,) = await bookings.find_booking_details(read, [booking])
    said = capsys.readouterr()
    assert "harbour-hospital" in said.out
    dumped["logs"] = said.out + said.err
    assert len(dumped) > 20
    assert [(name, word) for name, text in dumped.items() for word in ("Psychiatry", "心理", "Lin Jing", "林静", "Clinic") if word in text] == []
    assert details == bookings.BookingDetails("心理科 Psychiatry", "林静 Lin Jing", "门诊楼三层 Clinic, floor 3")


@pytest.mark.parametrize("more", [{"topic": "x" * 81}, {"origin": "a\nb"}, {"from_day": date(2027, 1, 2)}, {"until_day": date(2027, 2, 2)}])
async def test_a_question_that_no_partner_is_bothered_with(bank: SceneHouse, more: dict[str, Any]) -> None:
    person = await guest(bank)
    days = {"from_day": date(2027, 1, 1), "until_day": date(2027, 1, 1)}
    with pytest.raises(InvalidInput):
        await bank.database.write(bookings.search_slots, bookings.SearchSlotsCommand(request_id=uuid4(), owner_id=person.id, scene=HOSPITAL, **days | more))
    assert await bank.facts(person, "SlotSearchRequested") == []


async def test_what_somebody_looked_for_is_forgotten_after_a_day(bank: SceneHouse) -> None:
    person = await guest(bank)
    search_id, slots = await found(bank, person)
    bank.database.clock.advance(timedelta(minutes=31))
    with pytest.raises(bookings.SearchNotFound):
        await hold(bank, person, search_id, slots["internal-09"])
    bank.database.clock.advance(timedelta(days=1))
    await forget_old_searches(bank.database)
    async with bank.database.reading() as read:
        assert await bookings.find_searches(read, [search_id], [person.id]) == [None]


async def test_a_partner_that_does_not_answer_a_search_has_failed_it(bank: SceneHouse) -> None:
    person = await guest(bank)
    await bank.at_partner("/faults", {"fault": "server_error", "count": 3, "payment_id": "search"}, HOSPITAL)
    asked = await ask(bank, person)
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=5))
    async with bank.database.reading() as read:
        (ended,) = await bookings.find_searches(read, [asked.id], [person.id])
        (answer,) = await bookings.find_found_slots(read, [asked.id])
    assert ended is not None and (ended.state, list(answer.slots)) == ("failed", [])
    await bank.sandbox.send("DELETE", f"/scenes/{HOSPITAL}/faults")
