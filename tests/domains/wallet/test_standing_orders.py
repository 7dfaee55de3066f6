"""Standing orders: each occurrence once, on its day, whatever happens to the worker; and payees with their first day."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.wallet import Rhythm, StandingOrderState
from domains.wallet.jobs.standing_orders import post_due_occurrences
from domains.wallet.rules.standing_orders import number_from, occurrence_on
from domains.wallet.service.occurrence import PostOccurrenceCommand, post_occurrence
from tests.domains.wallet.people import Person, balance, count_movements, everything, fund, person

RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
TODAY = date(2026, 11, 25)
REQUESTS = frozenset({"kernel_request"})


def at(day: date, hour: int = 9) -> datetime:
    """A moment of a business day."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)


async def order(database: Database, owner: Person, target: Person | UUID, minor: int = 100, **more: Any) -> wallet.StandingOrder:
    named = {"request_id": uuid4(), "rhythm": Rhythm.MONTHLY, "first_on": TODAY, "pin": RIGHT, **more}
    target_id = target if isinstance(target, UUID) else target.id
    command = wallet.CreateStandingOrderCommand(owner_id=owner.id, session_id=owner.session_id, target_id=target_id, amount=Amount(minor, CNY), **named)
    return await database.write(wallet.create_standing_order, command)


def decision(owner: Person, standing: wallet.StandingOrder) -> wallet.DecideOnStandingOrderCommand:
    return wallet.DecideOnStandingOrderCommand(request_id=uuid4(), owner_id=owner.id, session_id=owner.session_id, standing_order_id=standing.id)


async def find(database: Database, standing: wallet.StandingOrder) -> wallet.StandingOrder:
    async with database.reading() as read:
        (found,) = await wallet.find_standing_orders(read, [standing.id], [standing.customer_id])
    assert found is not None
    return found


async def facts(database: Database, standing: wallet.StandingOrder) -> list[str]:
    async with database.reading() as read:
        rows = await read.fetch("SELECT name FROM kernel_outbox WHERE payload ->> 'standing_order_id' = $1 ORDER BY id", str(standing.id))
    return [row["name"] for row in rows]


async def run_on(database: Database, day: date) -> None:
    database.clock.freeze(at(day))
    await post_due_occurrences(database)


@pytest.mark.parametrize(
    ("first_on", "rhythm", "days"),
    [
        (date(2026, 1, 31), Rhythm.MONTHLY, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        (date(2027, 11, 30), Rhythm.MONTHLY, ["2027-11-30", "2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]),
        (date(2026, 12, 15), Rhythm.MONTHLY, ["2026-12-15", "2027-01-15", "2027-02-15"]),
        (date(2026, 12, 28), Rhythm.WEEKLY, ["2026-12-28", "2027-01-04", "2027-01-11"]),
    ],
)
def test_occurrences_fall_on_their_days(first_on: date, rhythm: Rhythm, days: list[str]) -> None:
    assert [occurrence_on(first_on, rhythm, number).isoformat() for number in range(len(days))] == days


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.sampled_from([Rhythm.WEEKLY, Rhythm.MONTHLY]), st.integers(0, 30), st.integers(0, 2000))
def test_what_is_resumed_goes_on_with_the_first_occurrence_that_is_not_past(first_on: date, rhythm: Rhythm, number: int, later: int) -> None:
    today = first_on + timedelta(days=later)
    found = number_from(first_on, rhythm, number, today)
    assert found >= number and occurrence_on(first_on, rhythm, found) >= today
    assert found == number or occurrence_on(first_on, rhythm, found - 1) < today


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.integers(0, 60))
def test_a_monthly_order_falls_once_in_each_month_and_on_its_last_day_at_the_latest(first_on: date, number: int) -> None:
    one, next_one = occurrence_on(first_on, Rhythm.MONTHLY, number), occurrence_on(first_on, Rhythm.MONTHLY, number + 1)
    assert (next_one.year * 12 + next_one.month) - (one.year * 12 + one.month) == 1
    assert one.day == first_on.day or (one + timedelta(days=1)).day == 1


async def test_a_monthly_order_posts_on_its_days_with_its_note_and_then_finishes(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target, first_on=date(2026, 11, 30), ends_on=date(2027, 1, 30), note="房租")
    await post_due_occurrences(database)
    assert await balance(database, target) == 0
    seen = []
    for day in (date(2026, 11, 30), date(2026, 12, 29), date(2026, 12, 30), date(2027, 1, 30), date(2027, 2, 28)):
        await run_on(database, day)
        seen.append(await balance(database, target))
    assert seen == [100, 100, 200, 300, 300]
    ended = await find(database, standing)
    assert (ended.state, ended.failures) == (StandingOrderState.FINISHED, 0)
    assert await facts(database, standing) == ["StandingOrderCreated", *["OccurrencePosted"] * 3, "StandingOrderChanged"]
    async with database.reading() as read:
        (entries,) = await ledger.list_entries(read, [target.account_id], [2**62], 5)
        assert {entry.kind for entry in entries} == {"standing_order"}
        assert set((await wallet.find_notes(read, [entry.movement_id for entry in entries])).values()) == {"房租"}


async def test_an_occurrence_posts_once_whatever_happens(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target, rhythm=Rhythm.WEEKLY)
    again = PostOccurrenceCommand(request_id=None, owner_id=HOUSE_ID, standing_order_id=standing.id, due_on=TODAY)
    await asyncio.gather(*(database.write(post_occurrence, again) for _ in range(8)), *(post_due_occurrences(database) for _ in range(4)))
    assert (await balance(database, target), await count_movements(database, target)) == (100, 1)
    await database.write(post_occurrence, again)
    assert (await find(database, standing)).next_on == TODAY + timedelta(weeks=1)


async def test_what_a_worker_was_away_for_is_made_up_for_each_once(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target, rhythm=Rhythm.WEEKLY)
    database.clock.freeze(at(TODAY + timedelta(weeks=3)))
    for _ in range(6):
        await post_due_occurrences(database)
    assert (await balance(database, target), (await find(database, standing)).next_on) == (400, TODAY + timedelta(weeks=4))


async def test_an_order_for_one_day_goes_once(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target, rhythm=Rhythm.ONCE, first_on=TODAY + timedelta(days=3))
    for day in range(6):
        await run_on(database, TODAY + timedelta(days=day))
    assert (await balance(database, target), (await find(database, standing)).state) == (100, StandingOrderState.FINISHED)


async def test_a_refused_occurrence_is_tried_daily_and_the_third_refusal_stops_the_order(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database), await person(database)
    standing = await order(database, owner, target)
    tried = []
    for day in range(5):
        for _ in range(2):
            await run_on(database, TODAY + timedelta(days=day))
        found = await find(database, standing)
        tried.append((found.failures, found.state))
    active, stopped = StandingOrderState.ACTIVE, StandingOrderState.STOPPED
    assert tried == [(1, active), (2, active), (3, stopped), (3, stopped), (3, stopped)]
    assert (found.reason, found.next_on, await balance(database, target)) == ("InsufficientFunds", TODAY, 0)
    assert await facts(database, standing) == ["StandingOrderCreated", *["OccurrenceRefused"] * 3, "StandingOrderChanged"]


async def test_money_that_comes_in_time_saves_the_occurrence_and_its_rhythm(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database), await person(database)
    standing = await order(database, owner, target)
    await run_on(database, TODAY)
    await fund(database, owner, 1_000)
    await run_on(database, TODAY)
    assert await balance(database, target) == 0
    await run_on(database, TODAY + timedelta(days=1))
    found = await find(database, standing)
    assert (await balance(database, target), found.failures, found.reason, found.next_on) == (100, 0, None, date(2026, 12, 25))


async def test_what_falls_into_a_pause_is_left_out(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target, rhythm=Rhythm.WEEKLY)
    for _ in range(2):
        assert (await database.write(wallet.pause_standing_order, decision(owner, standing))).state is StandingOrderState.PAUSED
    await run_on(database, TODAY + timedelta(weeks=2, days=1))
    owner = await signed_in(database, owner)
    resumed = await database.write(wallet.resume_standing_order, decision(owner, standing))
    assert (resumed.state, resumed.next_on) == (StandingOrderState.ACTIVE, TODAY + timedelta(weeks=3))
    await run_on(database, TODAY + timedelta(weeks=3))
    assert await balance(database, target) == 100
    assert await facts(database, standing) == ["StandingOrderCreated", "StandingOrderChanged", "StandingOrderChanged", "OccurrencePosted"]


async def test_a_paused_order_whose_days_are_over_is_finished_when_resumed(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target, rhythm=Rhythm.ONCE)
    await database.write(wallet.pause_standing_order, decision(owner, standing))
    database.clock.advance(timedelta(days=2))
    assert (await database.write(wallet.resume_standing_order, decision(owner, standing))).state is StandingOrderState.FINISHED
    await post_due_occurrences(database)
    assert await balance(database, target) == 0


async def test_a_stopped_order_stays_so_and_strangers_change_nothing(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target = await person(database, 1_000), await person(database)
    standing = await order(database, owner, target)
    with pytest.raises(wallet.StandingOrderNotFound):
        await database.write(wallet.stop_standing_order, decision(target, standing))
    gone = Person(owner.id, uuid4(), owner.phone, owner.account_id)
    with pytest.raises(Unauthenticated):
        await database.write(wallet.stop_standing_order, decision(gone, standing))
    assert (await database.write(wallet.stop_standing_order, decision(owner, standing))).state is StandingOrderState.STOPPED
    for verb in (wallet.pause_standing_order, wallet.resume_standing_order, wallet.stop_standing_order):
        with pytest.raises(wallet.StandingOrderEnded) as told:
            await database.write(verb, decision(owner, standing))
        assert told.value.state == "stopped"
    await post_due_occurrences(database)
    assert await balance(database, target) == 0


async def test_stopping_and_posting_at_once_leave_no_half(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    for _ in range(5):
        owner, target = await person(database, 1_000), await person(database)
        standing = await order(database, owner, target)
        await asyncio.gather(post_due_occurrences(database), database.write(wallet.stop_standing_order, decision(owner, standing)))
        found = await find(database, standing)
        assert (found.state, found.number) == (StandingOrderState.STOPPED, await count_movements(database, target))


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"minor": 200_001}, wallet.TransferTooLarge),
        ({"pin": customers.PinProof(customers.PinVerdict.ABSENT)}, wallet.PinRequired),
        ({"pin": customers.PinProof(customers.PinVerdict.WRONG, 3)}, customers.PinWrong),
        ({"first_on": TODAY - timedelta(days=1)}, wallet.StartsInThePast),
        ({"ends_on": TODAY - timedelta(days=1)}, wallet.EndsBeforeStart),
        ({"target": UUID(int=7)}, wallet.RecipientNotFound),
        ({"note": "x" * 141}, wallet.NoteTooLong),
    ],
)
async def test_an_order_that_breaks_a_rule_changes_nothing(fresh_database: Database, more: dict[str, Any], refusal: type[Refusal]) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target, id_ = await person(database, 1_000), await person(database), uuid4()
    before = await everything(database, but=REQUESTS)
    for _ in range(2):
        with pytest.raises(refusal):
            await order(
                database,
                owner,
                more.get("target", target),
                more.get("minor", 100),
                request_id=id_,
                **{k: v for k, v in more.items() if k not in ("target", "minor")},
            )
    assert await everything(database, but=REQUESTS) == before


async def test_no_more_than_fifty_stand_at_a_time_and_a_repeat_is_one(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(at(TODAY))
    owner, target, id_ = await person(database, 1_000), await person(database), uuid4()
    answers = await asyncio.gather(*(order(database, owner, target, request_id=id_) for _ in range(4)))
    assert set(answers) == {answers[0]}
    with pytest.raises(IdReused):
        await order(database, owner, target, 101, request_id=id_)
    made = await asyncio.gather(*(order(database, owner, target) for _ in range(52)), return_exceptions=True)
    assert sum(isinstance(one, wallet.StandingOrder) for one in made) == 49
    assert sum(isinstance(one, wallet.TooManyStandingOrders) for one in made) == 3
    async with database.reading() as read:
        (page,) = await wallet.list_standing_orders(read, [owner.id], 50, None)
    assert (len(page.items), page.has_next) == (50, False)


async def signed_in(database: Database, someone: Person) -> Person:
    """With a session that stands now."""
    made = await customers.make_development_customer(database, someone.phone)
    return Person(someone.id, made.session_id, someone.phone, someone.account_id)
