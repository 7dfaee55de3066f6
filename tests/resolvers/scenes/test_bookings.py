"""Bookings in the app's language, as the app asks: searched, kept, paid, settled, supplemented, changed, given up; and nobody else's shown."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from domains import customers
from domains.kernel.clock import business_date
from gateway.embedded import Instance
from tests.domains.scenes.booking_house import HOSPITAL, RAIL, guest, later, settle
from tests.domains.scenes.scene_house import Person, SceneHouse, scene_house
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers.scenes.test_utilities import App

PIN = "926415"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "resolvers_bookings") as dsn:
        async with scene_house(dsn, sandbox) as opened:
            yield opened


async def searched(bank: SceneHouse, person: Person, app: App, scene: str, days: int = 3, **more: Any) -> tuple[str, dict[str, Any]]:
    """The search's id, and its slots by topic and hour."""
    day = (business_date(bank.database.clock.now()) + timedelta(days=days)).isoformat()
    asked = await app.tell("SearchSlots", sceneId=scene, fromDay=day, untilDay=day, **more)
    assert (asked["__typename"], asked["state"]) == ("BookingSearch", "ASKING")
    assert (await app.ask("BookingSearch", id=asked["id"]))["found"] is None
    await settle(bank, person)
    answer = await app.ask("BookingSearch", id=asked["id"])
    assert answer["state"] == "FOUND"
    return asked["id"], {f"{slot['topic']}-{slot['id'][-4:-2]}": slot for slot in answer["found"]["slots"]}


async def booked(bank: SceneHouse, person: Person, app: App, scene: str, name: str, **more: Any) -> dict[str, Any]:
    search_id, slots = await searched(bank, person, app, scene, **more)
    asked = await app.tell("HoldSlot", searchId=search_id, slotId=slots[name]["id"])
    assert (asked["__typename"], asked["state"], asked["keptIfCancelled"]) == ("Booking", "ASKED", None)
    await settle(bank, person)
    held = await app.ask("Booking", id=asked["id"])
    assert (held["state"], held["keptIfCancelled"]["amount"], held["order"]) == ("HELD", "0.00", None)
    await customers.set_pin(bank.database.write, person.id, person.session_id, PIN)
    paying = await app.tell("PayBooking", bookingId=asked["id"], amount=held["price"], pin=PIN)
    assert (paying["__typename"], paying["state"]) == ("Booking", "PAYING")
    await settle(bank, person)
    confirmed: dict[str, Any] = await app.ask("Booking", id=asked["id"])
    assert confirmed["state"] == "CONFIRMED"
    return confirmed


async def test_an_appointment_from_search_to_supplement(bank: SceneHouse) -> None:
    person = await guest(bank)
    app = App(bank, person)
    (scene,) = await app.ask("Scenes", kind="MEDICAL")
    assert (scene["__typename"], scene["title"], scene["capabilities"]) == ("BookingScene", "Harbour Hospital", ["book", "cancel", "search"])
    booking = await booked(bank, person, app, HOSPITAL, "mind-09", topic="mind")
    assert booking["details"] == {"title": "心理科 Psychiatry", "provider": "林静 Lin Jing", "place": "门诊楼三层 Clinic, floor 3"}
    assert (booking["order"]["state"], booking["order"]["paid"], booking["changeFee"]) == ("PENDING", None, None)
    assert booking["terms"] == {"paysAtOnce": False, "freeUntilHours": 24, "keptPercent": 50, "noShowPercent": 100}
    await bank.at_partner("/visits", {"booking_id": booking["id"], "outcome": "attended", "total_minor": 6_000}, HOSPITAL)
    await later(bank, person, timedelta(days=4))
    settled = await app.ask("Booking", id=booking["id"])
    assert (settled["state"], settled["supplement"]["amount"], settled["kept"]["amount"]) == ("SETTLED", "9.99", "50.01")
    assert (settled["order"]["paid"]["amount"], settled["order"]["amount"]["amount"]) == ("50.01", "50.01")
    refused = await app.tell("PayBookingSupplement", bookingId=booking["id"], amount={"amount": "9.98", "currency": "CNY"})
    assert (refused["__typename"], refused["amount"]["amount"], refused["message"]) == (
        "BookingAmountChanged",
        "9.99",
        "The amount is 9.99 CNY. Please confirm that one.",
    )
    paid = await app.tell("PayBookingSupplement", bookingId=booking["id"], amount=settled["supplement"])
    await settle(bank, person)
    assert (await app.ask("SceneOrder", id=paid["supplementId"]))["state"] == "PAID"
    assert await bank.balance(person) == (194_000, 194_000)


async def test_a_seat_changed_and_given_up(bank: SceneHouse) -> None:
    person = await guest(bank, RAIL)
    app = App(bank, person)
    booking = await booked(bank, person, app, RAIL, "g1-08", days=5)
    search_id, slots = await searched(bank, person, app, RAIL, days=6)
    other = {"bookingId": booking["id"], "searchId": search_id, "slotId": slots["g3-12"]["id"]}
    refused = await app.tell("ChangeBooking", **other, cost=booking["changeFee"], pin=PIN)
    assert (refused["__typename"], refused["amount"]["amount"]) == ("BookingAmountChanged", "129.00")
    assert (await app.tell("ChangeBooking", **other, cost=refused["amount"], pin=PIN))["state"] == "CHANGING"
    await settle(bank, person)
    changed = await app.ask("Booking", id=booking["id"])
    assert (changed["state"], changed["price"]["amount"], changed["details"]["provider"], changed["changeFee"]) == ("CONFIRMED", "662.00", "G3", None)
    assert (await app.tell("CancelBooking", bookingId=booking["id"], kept=changed["keptIfCancelled"]))["state"] == "CANCELLING"
    await settle(bank, person)
    (ended,) = (await app.ask("BookingScene", id=RAIL))["bookings"]["nodes"]
    assert (ended["state"], ended["kept"]["amount"], ended["endedAt"] is not None) == ("CANCELLED", "0.00", True)
    assert await bank.balance(person) == (198_000, 198_000)


async def test_nothing_of_somebody_else_is_shown_or_done(bank: SceneHouse) -> None:
    person, stranger = await guest(bank), await guest(bank)
    mine, theirs = App(bank, person), App(bank, stranger)
    booking = await booked(bank, person, mine, HOSPITAL, "internal-14")
    search_id, slots = await searched(bank, person, mine, HOSPITAL)
    assert await theirs.ask("Booking", id=booking["id"]) is None
    assert await theirs.ask("BookingSearch", id=search_id) is None
    assert (await theirs.ask("Bookings"))["nodes"] == []
    nothing = {"amount": "0.00", "currency": "CNY"}
    for name, values, refusal in (
        ("HoldSlot", {"searchId": search_id, "slotId": slots["mind-09"]["id"]}, "SearchNotFound"),
        ("PayBooking", {"bookingId": booking["id"], "amount": booking["price"]}, "BookingNotFound"),
        ("PayBookingSupplement", {"bookingId": booking["id"], "amount": booking["price"]}, "BookingNotFound"),
        ("CancelBooking", {"bookingId": booking["id"], "kept": nothing}, "BookingNotFound"),
        ("ChangeBooking", {"bookingId": booking["id"], "searchId": search_id, "slotId": "x", "cost": nothing}, "BookingNotFound"),
    ):
        assert (await theirs.tell(name, **values))["__typename"] == refusal
    assert (await mine.ask("Booking", id=booking["id"]))["state"] == "CONFIRMED"
    assert await bank.balance(stranger) == (200_000, 200_000)
