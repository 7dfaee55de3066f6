"""The steps of searches and bookings outside a transaction: asking partners what can be booked, and to keep, change or cancel it."""

import asyncio
from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, Command
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic
from domains.scenes.events.booking import BookingStepRequested, SlotSearchRequested
from domains.scenes.queries import booking as bookings
from domains.scenes.queries import booking_search as searches
from domains.scenes.queries.booking import Booking
from domains.scenes.queries.booking_search import BookingSearch
from domains.scenes.rules.booking import BookingStep, SearchState
from domains.scenes.service.booking_end import LetGoCommand, SettleStepCommand, let_go, settle_step
from domains.scenes.service.booking_search import SettleSearchCommand, find_question, forget_searches, settle_search
from domains.scenes.service.calling import ask_partner_for

DUE_MAX = 200

OPERATIONS = {BookingStep.HOLD: "hold_slot", BookingStep.CANCEL: "cancel_booking", BookingStep.MOVE: "move_booking", BookingStep.LOOK: "ask_booking"}
"""What a partner is asked for each step."""


@job(SlotSearchRequested, urgent=True)
async def ask_for_slots(database: Database, payload: dict[str, Any]) -> None:
    """Ask the partner what can be booked. A search that has its answer is left alone."""
    async with database.reading(single=True) as read:
        (search,) = await searches.find_searches(read, [UUID(payload["search_id"])], [UUID(payload["subject_id"])])
    if search is not None and search.state is SearchState.ASKING:
        await _search(database, search)


@job(BookingStepRequested, urgent=True)
async def ask_for_step(database: Database, payload: dict[str, Any]) -> None:
    """Ask the partner to keep, change or cancel. A step that an earlier run has ended is left alone."""
    async with database.reading(single=True) as read:
        (booking,) = await bookings.find_bookings(read, [UUID(payload["booking_id"])], [UUID(payload["subject_id"])])
    if booking is not None and booking.step is not None and booking.step == payload["step"]:
        await _advance(database, booking)


@periodic("* * * * * */5")
async def ask_for_bookings(database: Database) -> None:
    """Ask for searches and steps that are due, and let go what was not paid. One that fails does not keep the others; its failure is raised at the end."""
    now = database.clock.now()
    async with database.reading() as read:
        asking = await searches.list_due_searches(read, now, DUE_MAX)
        due = await bookings.list_due_bookings(read, now, DUE_MAX)
    work = [*(_search(database, one) for one in asking), *(_advance(database, one) for one in due)]
    failures = [result for result in await asyncio.gather(*work, return_exceptions=True) if isinstance(result, Exception)]
    if failures:
        raise ExceptionGroup("bookings that could not be asked for", failures)


@periodic("17 * * * *")
async def forget_old_searches(database: Database) -> None:
    """What somebody looked for a day ago."""
    await database.write(forget_searches, Command(request_id=None, owner_id=HOUSE_ID))


async def _search(database: Database, search: BookingSearch) -> None:
    async with database.reading() as read:
        question = await find_question(read, search.id)
    # It is not written down in the log of calls: a hash of what somebody looks for could be guessed.
    asked = None if question is None else await ask_partner_for(database, search.customer_id, search.scene, "search_slots", search.id, question, noted=False)
    state, answer = ("refused", {}) if asked is None else (asked.state, asked.data)
    await database.write(settle_search, SettleSearchCommand(request_id=None, owner_id=HOUSE_ID, search_id=search.id, state=state, answer=answer))


async def _advance(database: Database, booking: Booking) -> None:
    if booking.step is None or booking.step_id is None:
        await database.write(let_go, LetGoCommand(request_id=None, owner_id=HOUSE_ID, customer_id=booking.customer_id, booking_id=booking.id))
        return
    given = {
        "reference": str(booking.id),
        "slot_id": booking.slot if booking.next_slot is None else booking.next_slot["slot"],
        "kept_minor": 0 if booking.kept is None else booking.kept.minor,
        "currency": booking.price.asset.code,
    }
    asked = await ask_partner_for(database, booking.customer_id, booking.scene, OPERATIONS[booking.step], booking.step_id, given)
    command = SettleStepCommand(
        request_id=None,
        owner_id=HOUSE_ID,
        customer_id=booking.customer_id,
        booking_id=booking.id,
        step_id=booking.step_id,
        state=asked.state,
        data=asked.data,
        reason=asked.reason,
    )
    await database.write(settle_step, command)
