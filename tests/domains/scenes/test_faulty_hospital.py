"""Many bookings at a hospital of which three calls in ten fail: none is paid twice, none is lost, and nothing stays unknown."""

import asyncio
from collections import Counter
from datetime import timedelta

from domains import scenes
from domains.scenes import bookings
from domains.scenes.jobs.booking import ask_for_bookings
from domains.scenes.jobs.order import ask_for_orders
from tests.domains.scenes.booking_house import HOSPITAL, cancel, find, found, guest, hold, pay, visit
from tests.domains.scenes.scene_house import Person, SceneHouse

BEGUN, PEOPLE = 200_000, 24
ON_THE_WAY = {"asked", "paying", "cancelling"}

Made = list[tuple[Person, bookings.Booking]]


async def until_quiet(bank: SceneHouse, made: Made) -> Made:
    """The worker asks by the clock until no booking waits for the partner."""
    for _ in range(150):
        bank.database.clock.advance(timedelta(seconds=5))
        await ask_for_bookings(bank.database)
        await ask_for_orders(bank.database)
        now = [(person, await find(bank, booking)) for person, booking in made]
        if not any(booking.state in ON_THE_WAY for _, booking in now):
            return now
        # The breaker lets nothing through for a while.
        await asyncio.sleep(0.05)
    raise AssertionError(Counter(booking.state for _, booking in now))


async def test_nothing_is_paid_twice_nothing_is_lost_and_every_unknown_is_resolved(bank: SceneHouse) -> None:
    people = [await guest(bank) for _ in range(PEOPLE)]
    searched = [await found(bank, person, days=9) for person in people]
    owed = await bank.owed(HOSPITAL)
    await bank.at_partner("/faults", {"share_percent": 30, "seed": 11}, HOSPITAL)
    made: Made = [
        (person, await hold(bank, person, search_id, slots["internal-09" if number % 2 else "mind-14"]))
        for number, (person, (search_id, slots)) in enumerate(zip(people, searched, strict=True))
    ]
    kept = [(person, booking) for person, booking in await until_quiet(bank, made) if booking.state == "held"]
    paid = await until_quiet(bank, [(person, await pay(bank, person, booking)) for person, booking in kept])
    confirmed = [(person, booking) for person, booking in paid if booking.state == "confirmed"]
    assert len(confirmed) > PEOPLE // 2
    leaving, coming = confirmed[::2], confirmed[1::2]
    await until_quiet(bank, [(person, await cancel(bank, person, booking, 0)) for person, booking in leaving])
    for _, booking in coming:
        await visit(bank, booking, "attended", 3_000)
    bank.database.clock.advance(timedelta(days=10))
    await bank.sandbox.set_clock(bank.database.clock.now())
    for _ in range(40):
        bank.database.clock.advance(timedelta(minutes=15))
        await ask_for_orders(bank.database)
        await asyncio.sleep(0.05)
        if all([(await find(bank, booking)).state == "settled" for _, booking in coming]):
            break
    await bank.sandbox.send("DELETE", f"/scenes/{HOSPITAL}/faults")
    assert {(await find(bank, booking)).state for _, booking in leaving} == {"cancelled"}
    assert {(await find(bank, booking)).state for _, booking in coming} == {"settled"}
    spent = {person.id: 3_000 for person, _ in coming}
    for person in people:
        left = BEGUN - spent.get(person.id, 0)
        assert await bank.balance(person) == (left, left)
    assert await bank.owed(HOSPITAL) == owed + 3_000 * len(coming)
    taken = Counter(one["subject"] for one in (await bank.at_partner("/books", scene=HOSPITAL))["payments"])
    assert {taken[str(booking.id)] for _, booking in confirmed} == {1}
    async with bank.database.reading() as read:
        logged = await scenes.find_calls(read, [booking.order_id for _, booking in confirmed if booking.order_id is not None])
    assert {(call.state, call.outcome) for call in logged.values()} <= {("answered", "done"), ("answered", "refused")}
    assert len(logged) == len(confirmed)
