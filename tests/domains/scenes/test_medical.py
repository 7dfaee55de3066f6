"""A hospital in another process: slots found and kept, a deposit held and settled for what the visit cost or the rule keeps, whatever goes wrong."""

import asyncio
from datetime import timedelta

import pytest

from domains import scenes
from domains.scenes import bookings
from domains.scenes.jobs.booking import ask_for_step
from tests.domains.scenes.booking_house import (
    DEPOSIT,
    HOSPITAL,
    booked,
    cancel,
    fault,
    find,
    found,
    guest,
    held,
    later,
    names,
    pay,
    pay_supplement,
    settle,
    visit,
)
from tests.domains.scenes.scene_house import Person, SceneHouse

FAULTS = ["server_error", "unavailable", "never_answers", "timeout_after_success", "server_error_after_success", "unknown_status", "not_json"]
BEGUN = 200_000


async def money(bank: SceneHouse, person: Person, booking: bookings.Booking) -> tuple[int, int, int]:
    """Posted and available here, and what the hospital's order captured."""
    order = await order_of(bank, booking)
    return (*(await bank.balance(person)), 0 if order is None or order.paid is None else order.paid.minor)


async def order_of(bank: SceneHouse, booking: bookings.Booking) -> scenes.Order | None:
    seen = await find(bank, booking)
    if seen.order_id is None:
        return None
    async with bank.database.reading(single=True) as read:
        (order,) = await scenes.find_orders(read, [seen.order_id], [seen.customer_id])
    return order


async def test_departments_doctors_and_slots_are_found(bank: SceneHouse) -> None:
    person = await guest(bank)
    search_id, slots = await found(bank, person)
    assert sorted(slots) == ["internal-09", "internal-14", "mind-09", "mind-14"]
    slot = slots["mind-09"]
    assert (slot.title, slot.provider, slot.price.minor) == ("心理科 Psychiatry", "林静 Lin Jing", DEPOSIT)
    assert slot.terms == bookings.BookingTerms(False, 24, 50, 100, None)
    async with bank.database.reading() as read:
        (answer,) = await bookings.find_found_slots(read, [search_id])
    assert [topic.id for topic in answer.topics] == ["internal", "mind"]
    _, only = await found(bank, person, topic="mind")
    assert sorted(only) == ["mind-09", "mind-14"]


async def test_a_deposit_is_held_until_the_visit_and_the_partner_is_left_alone_until_then(bank: SceneHouse) -> None:
    person = await guest(bank)
    owed = await bank.owed(HOSPITAL)
    booking = await held(bank, person)
    assert (booking.state, await bank.balance(person)) == ("held", (BEGUN, BEGUN))
    await pay(bank, person, booking)
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("paying", (BEGUN, BEGUN - DEPOSIT))
    await settle(bank, person)
    confirmed, order = await find(bank, booking), await order_of(bank, booking)
    assert order is not None
    assert (confirmed.state, confirmed.code is not None, order.state, order.ask_at) == ("confirmed", True, "pending", booking.starts_at)
    assert (await bank.balance(person), await bank.owed(HOSPITAL)) == ((BEGUN, BEGUN - DEPOSIT), owed)
    assert (await bank.facts(person))[-2:] == ["SceneOrderRequested", "SceneBookingConfirmed"]


@pytest.mark.parametrize(("total", "taken", "supplement"), [(3_000, 3_000, 0), (DEPOSIT, DEPOSIT, 0), (1, 1, 0), (8_000, DEPOSIT, 2_999)])
async def test_a_visit_is_settled_for_what_it_cost(bank: SceneHouse, total: int, taken: int, supplement: int) -> None:
    person = await guest(bank)
    owed = await bank.owed(HOSPITAL)
    booking = await booked(bank, person)
    await visit(bank, booking, "attended", total)
    await later(bank, person, timedelta(days=4))
    ended = await find(bank, booking)
    assert (ended.state, ended.supplement and ended.supplement.minor) == ("settled", supplement)
    assert await money(bank, person, booking) == (BEGUN - taken, BEGUN - taken, taken)
    assert await bank.owed(HOSPITAL) == owed + taken
    assert await bank.facts(person, "SceneOrderPaid", "SceneBookingEnded") == ["SceneBookingEnded", "SceneOrderPaid"]


async def test_a_supplement_is_a_payment_that_the_customer_confirms(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    with pytest.raises(bookings.BookingNotOpen):
        await pay_supplement(bank, person, booking, 1)
    await visit(bank, booking, "attended", 8_000)
    await later(bank, person, timedelta(days=4))
    assert await bank.balance(person) == (BEGUN - DEPOSIT, BEGUN - DEPOSIT)
    with pytest.raises(bookings.BookingChanged):
        await pay_supplement(bank, person, booking, 3_000)
    answers = await asyncio.gather(*(pay_supplement(bank, person, booking, 2_999) for _ in range(4)), return_exceptions=True)
    assert names(answers) == ["BookingNotOpen"] * 3 + ["done"]
    await settle(bank, person)
    assert await bank.balance(person) == (BEGUN - 8_000, BEGUN - 8_000)
    assert sum(one["amount_minor"] for one in await bank.payments_of(person, HOSPITAL)) == DEPOSIT + 2_999


async def test_it_is_cancelled_for_nothing_in_time_and_for_a_share_later(bank: SceneHouse) -> None:
    person = await guest(bank)
    early, late = await booked(bank, person, "internal-09"), await booked(bank, person, "internal-14")
    assert (await cancel(bank, person, early, 0)).state == "cancelling"
    await settle(bank, person)
    await later(bank, person, timedelta(seconds=5))
    assert ((await find(bank, early)).state, await money(bank, person, early)) == ("cancelled", (BEGUN, BEGUN - DEPOSIT, 0))
    bank.database.clock.advance(late.starts_at - timedelta(hours=23) - bank.database.clock.now())
    await later(bank, person, timedelta(seconds=5))
    with pytest.raises(bookings.BookingChanged) as refused:
        await cancel(bank, person, late, 0)
    assert refused.value.amount.minor == 2_500
    await cancel(bank, person, late, 2_500)
    await settle(bank, person)
    await later(bank, person, timedelta(seconds=5))
    assert ((await find(bank, late)).state, await money(bank, person, late)) == ("cancelled", (BEGUN - 2_500, BEGUN - 2_500, 2_500))


async def test_who_does_not_come_pays_what_was_declared_and_cannot_cancel_any_more(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    await later(bank, person, booking.starts_at - bank.database.clock.now())
    with pytest.raises(bookings.BookingNotOpen) as refused:
        await cancel(bank, person, booking, 0)
    assert refused.value.state == "begun"
    await visit(bank, booking, "no_show")
    await later(bank, person, timedelta(minutes=16))
    assert ((await find(bank, booking)).state, await money(bank, person, booking)) == ("missed", (BEGUN - DEPOSIT, BEGUN - DEPOSIT, DEPOSIT))


async def test_a_no_show_before_its_time_is_not_believed(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    await visit(bank, booking, "no_show")
    async with bank.database.transaction() as tx:
        await tx.execute("UPDATE scenes_order SET ask_at = now() WHERE id = $1", booking.order_id)
    await later(bank, person, timedelta(minutes=1))
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("review", (BEGUN, BEGUN - DEPOSIT))
    assert "SceneOrderMismatched" in await bank.facts(person)


async def test_more_than_the_rule_keeps_is_not_given(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    await cancel(bank, person, booking, 0)
    await ask_for_step(bank.database, {"booking_id": str(booking.id), "subject_id": str(person.id), "step": "cancel"})
    await visit(bank, booking, "no_show")
    await later(bank, person, timedelta(minutes=1))
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("review", (BEGUN, BEGUN - DEPOSIT))


async def test_what_the_hospital_cancels_is_given_back(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    await visit(bank, booking, "cancelled_by_partner")
    await later(bank, person, timedelta(days=4))
    ended = await find(bank, booking)
    assert (ended.state, ended.reason, await money(bank, person, booking)) == ("cancelled", "cancelled_by_partner", (BEGUN, BEGUN, 0))


async def test_a_slot_that_is_not_paid_in_time_is_let_go(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await held(bank, person)
    await later(bank, person, timedelta(minutes=15))
    ended = await find(bank, booking)
    assert (ended.state, ended.reason) == ("refused", "expired")
    with pytest.raises(bookings.BookingNotOpen):
        await pay(bank, person, booking)


async def test_what_the_partner_does_not_take_can_be_paid_again(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await held(bank, person)
    paying = await pay(bank, person, booking)
    await fault(bank, booking, "refuse", paying.order_id)
    await settle(bank, person)
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("held", (BEGUN, BEGUN))
    await pay(bank, person, booking)
    await settle(bank, person)
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("confirmed", (BEGUN, BEGUN - DEPOSIT))


async def test_a_cancellation_that_is_refused_leaves_it_as_it_was(bank: SceneHouse) -> None:
    person = await guest(bank)
    booking = await booked(bank, person)
    cancelling = await cancel(bank, person, booking, 0)
    await fault(bank, booking, "refuse", cancelling.step_id)
    await settle(bank, person)
    stands = await find(bank, booking)
    assert (stands.state, stands.reason, stands.kept, await bank.balance(person)) == ("confirmed", "not_cancellable", None, (BEGUN, BEGUN - DEPOSIT))
    await visit(bank, booking, "attended", 100)
    await later(bank, person, timedelta(days=4))
    assert await bank.balance(person) == (BEGUN - 100, BEGUN - 100)
