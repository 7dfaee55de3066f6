"""A railway in another process, by the same code as a hospital and another manifest: searched, kept, paid, ticketed, changed, given back."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.scenes import bookings
from domains.scenes.rules.push import ORDER_CHANGED
from integrations.partners import read_manifest
from integrations.sandbox.scenes import sandbox_manifests
from tests.domains.scenes.booking_house import HOSPITAL, RAIL, booked, cancel, change, fault, find, found, guest, held, later, names, pay, settle
from tests.domains.scenes.pushing import push
from tests.domains.scenes.scene_house import Person, SceneHouse

FAULTS = ["server_error", "never_answers", "timeout_after_success", "server_error_after_success", "not_json"]
BEGUN, MORNING, NOON = 200_000, 55_300, 66_200


async def given_back(bank: SceneHouse, booking: bookings.Booking) -> int:
    """In the railway's own books."""
    found_ = await find(bank, booking)
    orders = {str(found_.order_id), str(found_.change_id)}
    return sum(one["amount_minor"] for one in (await bank.at_partner("/books", scene=RAIL))["refunds"] if one["payment_id"] in orders)


async def test_a_seat_is_found_kept_paid_and_ticketed(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    owed = await bank.owed(RAIL)
    search_id, slots = await found(bank, person, RAIL, origin="Hangzhou", destination="Suzhou")
    assert {name: (slot.title, slot.price.minor, slot.terms.change_fee_minor) for name, slot in slots.items()} == {
        "g1-08": ("Hangzhou - Suzhou", MORNING, 2_000),
        "g3-12": ("Hangzhou - Suzhou", NOON, 0),
        "k9-20": ("Hangzhou - Suzhou", 21_050, None),
    }
    booking = await held(bank, person, "g1-08", RAIL)
    assert (booking.state, await bank.balance(person)) == ("held", (BEGUN, BEGUN))
    paying = await pay(bank, person, booking)
    assert (paying.state, await bank.balance(person)) == ("paying", (BEGUN, BEGUN - MORNING))
    await settle(bank, person)
    ticketed = await find(bank, booking)
    assert (ticketed.state, ticketed.code is not None, await bank.balance(person)) == ("confirmed", True, (BEGUN - MORNING, BEGUN - MORNING))
    assert await bank.owed(RAIL) == owed + MORNING
    assert search_id


@pytest.mark.parametrize("name", FAULTS)
async def test_whatever_the_partner_does_it_is_paid_changed_and_given_back_once(bank: SceneHouse, name: str) -> None:
    person = await guest(bank, RAIL)
    booking = await held(bank, person, "g1-08", RAIL, days=5)
    paying = await pay(bank, person, booking)
    await fault(bank, booking, name, paying.order_id)
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=1))
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("confirmed", (BEGUN - MORNING, BEGUN - MORNING))
    search_id, slots = await found(bank, person, RAIL, days=6)
    changing = await change(bank, person, booking, search_id, slots["g3-12"], 2_000 + NOON - MORNING)
    await fault(bank, booking, name, changing.change_id)
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=1))
    spent = NOON + 2_000
    changed = await find(bank, booking)
    assert (changed.state, changed.slot, changed.price.minor) == ("confirmed", slots["g3-12"].id, NOON)
    assert await bank.balance(person) == (BEGUN - spent, BEGUN - spent)
    cancelling = await cancel(bank, person, changed, 0)
    await fault(bank, booking, name, cancelling.step_id)
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=1), 2)
    # All but the fee, from both payments.
    assert ((await find(bank, booking)).state, await bank.balance(person), await given_back(bank, booking)) == ("cancelled", (BEGUN - 2_000,) * 2, NOON)


async def test_a_share_is_kept_of_who_cancels_late(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    owed = await bank.owed(RAIL)
    booking = await booked(bank, person, "k9-20", RAIL, days=1)
    with pytest.raises(bookings.BookingChanged) as refused:
        await cancel(bank, person, booking, 0)
    assert refused.value.amount.minor == 4_210
    answers = await asyncio.gather(*(cancel(bank, person, booking, 4_210) for _ in range(4)), return_exceptions=True)
    assert names(answers) == ["BookingNotOpen"] * 3 + ["done"]
    await settle(bank, person)
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("cancelled", (BEGUN - 4_210, BEGUN - 4_210))
    assert (await bank.owed(RAIL), await given_back(bank, booking)) == (owed + 4_210, 21_050 - 4_210)


async def test_what_costs_nothing_to_change_moves_no_money_and_happens_once(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    booking = await booked(bank, person, "g3-12", RAIL, days=5)
    search_id, slots = await found(bank, person, RAIL, days=7)
    changing = await change(bank, person, booking, search_id, slots["g1-08"], 0)
    await fault(bank, booking, "timeout_after_success", changing.step_id)
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=1))
    changed = await find(bank, booking)
    assert (changed.state, changed.slot, changed.price.minor, await bank.balance(person)) == ("confirmed", slots["g1-08"].id, MORNING, (BEGUN - NOON,) * 2)
    async with bank.database.reading() as read:
        (details,) = await bookings.find_booking_details(read, [changed])
    assert details is not None and details.provider == "G1"
    with pytest.raises(bookings.BookingNotChangeable):
        await change(bank, person, changed, search_id, slots["g3-12"], 2_000 + NOON - MORNING)


async def test_a_change_that_is_refused_leaves_ticket_and_money(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    booking = await booked(bank, person, "g1-08", RAIL, days=5)
    search_id, slots = await found(bank, person, RAIL, days=8)
    await bank.at_partner("/slots", {"slot_id": slots["g1-08"].id, "left": 0}, RAIL)
    await change(bank, person, booking, search_id, slots["g1-08"], 2_000)
    with pytest.raises(bookings.BookingNotOpen):
        await cancel(bank, person, booking, 0)
    await settle(bank, person)
    await bank.at_partner("/slots", {"slot_id": slots["g1-08"].id, "left": 30}, RAIL)
    stands = await find(bank, booking)
    assert (stands.state, stands.reason, stands.slot, await bank.balance(person)) == ("confirmed", "slot_gone", booking.slot, (BEGUN - MORNING,) * 2)
    # It may be tried again: nothing was changed.
    await change(bank, person, booking, search_id, slots["g1-08"], 2_000)
    await settle(bank, person)
    assert ((await find(bank, booking)).slot, await bank.balance(person)) == (slots["g1-08"].id, (BEGUN - MORNING - 2_000,) * 2)


async def test_what_cannot_be_changed_is_refused(bank: SceneHouse) -> None:
    person, stranger, patient = await guest(bank, RAIL), await guest(bank, RAIL), await guest(bank)
    night, morning = await booked(bank, person, "k9-20", RAIL, days=5), await booked(bank, person, "g1-08", RAIL, days=5)
    visit = await booked(bank, patient)
    search_id, slots = await found(bank, person, RAIL, days=6)
    theirs, _ = await found(bank, stranger, RAIL, days=6)
    clinic, doctors = await found(bank, patient, HOSPITAL)
    before = await bank.balance(person)
    attempts: list[tuple[type[Refusal], Awaitable[bookings.Booking]]] = [
        (bookings.BookingNotChangeable, change(bank, person, night, search_id, slots["g1-08"], 0)),
        (bookings.BookingNotChangeable, change(bank, patient, visit, clinic, doctors["mind-09"], 0)),
        (bookings.BookingChanged, change(bank, person, morning, search_id, slots["g3-12"], 2_000)),
        (bookings.SearchNotFound, change(bank, person, morning, theirs, slots["g3-12"], 12_900)),
        (bookings.BookingNotFound, change(bank, stranger, morning, theirs, slots["g3-12"], 12_900)),
        (bookings.SlotNotFound, change(bank, patient, visit, clinic, slots["g3-12"], 12_900)),
    ]
    for refusal, attempt in attempts:
        with pytest.raises(refusal):
            await attempt
    assert await bank.balance(person) == before


async def test_two_who_change_and_cancel_at_once_do_one(bank: SceneHouse) -> None:
    person: Person = await guest(bank, RAIL)
    booking = await booked(bank, person, "g1-08", RAIL, days=5)
    search_id, slots = await found(bank, person, RAIL, days=6)
    answers = await asyncio.gather(*(change(bank, person, booking, search_id, slots["g1-08"], 2_000), cancel(bank, person, booking, 0)), return_exceptions=True)
    assert names(list(answers)) == ["BookingNotOpen", "done"]
    await settle(bank, person)
    ended = await find(bank, booking)
    assert (ended.state.value, (await bank.balance(person))[0]) in {("confirmed", BEGUN - MORNING - 2_000), ("cancelled", BEGUN)}


async def call_off(bank: SceneHouse, booking: bookings.Booking) -> None:
    """The railway runs no such train."""
    await bank.at_partner("/visits", {"booking_id": str(booking.id), "outcome": "cancelled_by_partner"}, RAIL)


async def test_what_the_railway_calls_off_is_given_back_whole_once_it_has_said_so(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    owed = await bank.owed(RAIL)
    # On the eve, when a fifth is kept of who gives up; and changed before, for a fee.
    booking = await booked(bank, person, "g1-08", RAIL, days=1)
    search_id, slots = await found(bank, person, RAIL, days=1)
    changing = await change(bank, person, booking, search_id, slots["g3-12"], 2_000 + NOON - MORNING)
    await settle(bank, person)
    assert await bank.balance(person) == (BEGUN - NOON - 2_000,) * 2
    # It says something of it, and nothing has changed: the ticket stands.
    for order_id in (booking.order_id, changing.change_id):
        assert await push(bank, RAIL, scenes.SceneKind.TRAVEL, ORDER_CHANGED, order_id=str(order_id)) == "done"
        await settle(bank, person)
        stands = await find(bank, booking)
        assert (stands.state, stands.step, await bank.balance(person)) == ("confirmed", None, (BEGUN - NOON - 2_000,) * 2)
    await call_off(bank, booking)
    await fault(bank, booking, "server_error", str(booking.id))
    assert await push(bank, RAIL, scenes.SceneKind.TRAVEL, ORDER_CHANGED, order_id=str(booking.order_id)) == "done"
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=1), 2)
    ended = await find(bank, booking)
    assert (ended.state, ended.reason, ended.kept, await bank.balance(person)) == ("cancelled", "cancelled_by_partner", Amount(0, CNY), (BEGUN, BEGUN))
    assert (await bank.owed(RAIL), await given_back(bank, booking)) == (owed, NOON + 2_000)
    # Said again, nothing is given back again.
    assert await push(bank, RAIL, scenes.SceneKind.TRAVEL, ORDER_CHANGED, order_id=str(booking.order_id)) == "done"
    await later(bank, person, timedelta(minutes=1))
    assert await bank.balance(person) == (BEGUN, BEGUN)


async def test_who_gives_up_a_train_that_was_called_off_gets_all_of_it_back(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    booking = await booked(bank, person, "k9-20", RAIL, days=1)
    await call_off(bank, booking)
    await cancel(bank, person, booking, 4_210)
    await settle(bank, person)
    await later(bank, person, timedelta(minutes=1), 2)
    ended = await find(bank, booking)
    assert (ended.state, ended.kept, await bank.balance(person)) == ("cancelled", Amount(0, CNY), (BEGUN, BEGUN))


async def test_a_strangers_word_on_a_ticket_asks_nothing(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    booking = await booked(bank, person, "k9-20", RAIL)
    assert await push(bank, HOSPITAL, scenes.SceneKind.MEDICAL, ORDER_CHANGED, order_id=str(booking.order_id)) == "refused"
    assert (await find(bank, booking)).step is None


async def test_another_amount_than_the_price_is_a_mismatch_and_the_money_stays_held(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    booking = await held(bank, person, "g1-08", RAIL)
    paying = await pay(bank, person, booking)
    await fault(bank, booking, "other_amount", paying.order_id)
    await settle(bank, person)
    assert ((await find(bank, booking)).state, await bank.balance(person)) == ("review", (BEGUN, BEGUN - MORNING))


async def test_a_new_partner_takes_a_manifest_and_no_code(bank: SceneHouse) -> None:
    person = await guest(bank, "third-clinic")
    booking = await booked(bank, person, "internal-09", "third-clinic")
    assert (booking.state, booking.scene, await bank.balance(person)) == ("confirmed", "third-clinic", (BEGUN, BEGUN - 5_001))
    # It was not given the capability.
    with pytest.raises(scenes.SceneNotFound):
        await cancel(bank, person, booking, 0)
    assert (await find(bank, booking)).state == "confirmed"


async def test_a_railway_and_a_hospital_differ_in_their_manifests_alone() -> None:
    hospital, rail = (read_manifest(sandbox_manifests("http://127.0.0.1:8790")[name], {name: "hush"}, may_be_loopback=True) for name in (HOSPITAL, RAIL))
    assert (hospital.kind, rail.kind) == ("medical", "travel")
    assert rail.capabilities - hospital.capabilities == {"change"}
