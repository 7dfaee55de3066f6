"""Credit is told of visits: who came when called, and who did not come."""

from datetime import timedelta

import domains.offers.listeners  # noqa: F401  registers what offers hear
from domains import offers
from domains.kernel.database import Database
from domains.offers.jobs.visits import end_due_appointments, end_due_tickets
from tests.domains.credit.telling import counted, tell_credit
from tests.domains.offers.test_appointments import at
from tests.domains.offers.test_queue import ALWAYS, call, end, give_back, take
from tests.domains.offers.visits import a_desk, book
from tests.domains.wallet.people import person


async def test_who_was_served_kept_their_word_and_who_was_skipped_did_not(fresh_database: Database) -> None:
    desk = await a_desk(fresh_database)
    branch = await desk.open(hours=ALWAYS)
    comes, stays_away, leaves = [await person(fresh_database) for _ in range(3)]
    for one in (comes, stays_away):
        await take(fresh_database, one, branch)
    await give_back(fresh_database, leaves, await take(fresh_database, leaves, branch))
    await end(desk, offers.branches.serve_ticket, await call(desk, branch))
    await end(desk, offers.branches.skip_ticket, await call(desk, branch))
    for one in (comes, stays_away, leaves, comes):
        await tell_credit(fresh_database, "offers", one.id)
    assert [await counted(fresh_database, one.id) for one in (comes, stays_away, leaves)] == [[("visited", "branch")], [("missed_visit", "branch")], []]


async def test_a_ticket_that_nobody_called_says_nothing(fresh_database: Database) -> None:
    desk = await a_desk(fresh_database)
    branch, waits = await desk.open(hours=ALWAYS), await person(fresh_database)
    await take(fresh_database, waits, branch)
    fresh_database.clock.advance(timedelta(days=2))
    await end_due_tickets(fresh_database)
    await tell_credit(fresh_database, "offers", waits.id)
    assert await counted(fresh_database, waits.id) == []


async def test_an_appointment_to_which_nobody_came_is_a_visit_missed(fresh_database: Database) -> None:
    fresh_database.clock.freeze(fresh_database.clock.now())
    desk = await a_desk(fresh_database)
    service, someone = await desk.serve(await desk.open()), await person(fresh_database)
    await book(fresh_database, someone, service, at(fresh_database, 9))
    fresh_database.clock.advance(timedelta(days=2))
    await end_due_appointments(fresh_database)
    for _ in range(2):
        await tell_credit(fresh_database, "offers", someone.id)
    assert await counted(fresh_database, someone.id) == [("missed_visit", "branch")]
