"""Credit is told of bills: paid in time, paid too late, open though due; and of none that its partner withdrew or that the house heard of too late."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

import domains.scenes.listeners  # noqa: F401  registers what the scenes hear
from domains import scenes
from domains.kernel.clock import business_date
from domains.kernel.money import Amount
from domains.scenes.jobs.bill import tell_of_overdue
from domains.scenes.rules.bill import OVERDUE_AFTER, is_overdue, overdue_span
from tests.domains.credit.telling import counted, tell_credit
from tests.domains.scenes.scene_house import WATER, Person, SceneHouse, with_bill

DUE = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("found", "today", "overdue"),
    [
        (DUE, DUE + OVERDUE_AFTER, False),
        (DUE, DUE + OVERDUE_AFTER + timedelta(days=1), True),
        (DUE + timedelta(days=1), DUE + timedelta(days=30), False),
        (DUE - timedelta(days=20), DUE, False),
    ],
)
def test_a_bill_is_overdue_a_week_after_its_day_where_the_house_knew_of_it_in_time(found: date, today: date, overdue: bool) -> None:
    assert is_overdue(DUE, found, today) is overdue


def test_a_bill_is_looked_for_on_each_of_four_days_after_it_became_overdue() -> None:
    seen = [days for days in range(30) if (span := overdue_span(DUE + timedelta(days=days)))[0] <= DUE <= span[1]]
    assert seen == [8, 9, 10, 11]


async def test_a_bill_paid_in_time_counts_once(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    await bank.pay(person, bill)
    await bank.run_jobs(person)
    for _ in range(2):
        await tell_credit(bank.database, "scenes", person.id)
    assert await counted(bank.database, person.id) == [("paid", WATER)]


async def test_a_bill_that_stays_open_is_told_of_once_and_paying_it_then_does_not_make_it_good(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    await _due(bank, person, bill, days_ago=8)
    for _ in range(2):
        await tell_of_overdue(bank.database)
    assert await counted(bank.database, person.id) == [("overdue", WATER)]
    await bank.pay(person, (await bank.bills(person))["2"])
    await bank.run_jobs(person)
    await tell_credit(bank.database, "scenes", person.id)
    assert await counted(bank.database, person.id) == [("overdue", WATER)]


async def test_a_bill_paid_too_late_before_the_job_saw_it_is_told_of_as_overdue(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    await _due(bank, person, bill, days_ago=8)
    await bank.pay(person, (await bank.bills(person))["2"])
    await bank.run_jobs(person)
    await tell_credit(bank.database, "scenes", person.id)
    assert await counted(bank.database, person.id) == [("overdue", WATER)]


async def test_a_bill_that_its_partner_withdrew_is_held_against_nobody(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    await _due(bank, person, bill, days_ago=8)
    await tell_of_overdue(bank.database)
    assert await counted(bank.database, person.id) == [("overdue", WATER)]
    await bank.database.write(scenes.take_bills, scenes.TakeBillsCommand(request_id=None, owner_id=person.id, link_id=bill.link_id, listed=[]))
    assert await counted(bank.database, person.id) == []


async def test_a_bill_that_was_refunded_was_not_paid(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    order = await bank.pay(person, bill)
    await bank.run_jobs(person)
    await tell_credit(bank.database, "scenes", person.id)
    async with bank.database.transaction() as tx:
        tx.publish(scenes.SceneOrderRefunded(person.id, None, uuid4(), order.id, WATER, "bill", uuid4(), 1, "CNY"))
    await tell_credit(bank.database, "scenes", person.id)
    assert await counted(bank.database, person.id) == []


async def _due(bank: SceneHouse, person: Person, bill: scenes.Bill, days_ago: int) -> None:
    """It was listed two weeks before it was due, and its day is that long ago."""
    due_on = business_date(bank.database.clock.now()) - timedelta(days=days_ago)
    statement = "UPDATE scenes_bill SET due_on = $3, found_at = $4 WHERE customer_id = $1 AND id = $2"
    async with bank.database.transaction() as tx:
        await tx.execute(statement, person.id, bill.id, due_on, tx.now - timedelta(days=22))
    assert (await bank.bills(person))["2"].amount == Amount(5_180, bill.amount.asset)
