"""Standing orders judged when their day has come: what is refused counts as a failure with notice, what staff are to look at waits."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domains import ledger, wallet
from domains.kernel.database import Database
from domains.wallet import RiskConditions, RiskOutcome, StandingOrderState
from domains.wallet.jobs.standing_orders import post_due_occurrences
from tests.domains.wallet.people import Person, balance, person
from tests.domains.wallet.risks import decided, end, publish, spendable
from tests.domains.wallet.test_standing_orders import TODAY, at, decision, facts, find, order, run_on

OF_ORDERS = RiskConditions(scene=wallet.Scene.STANDING_ORDER)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(at(TODAY))
    return fresh_database


async def held(house: Database) -> tuple[Person, Person, wallet.StandingOrder, UUID]:
    """An occurrence of 50 yuan that staff are to look at."""
    sender, target = await person(house, 20_000), await person(house)
    standing = await order(house, sender, target, 5_000, note="房租")
    await publish(house, ("look", RiskOutcome.REVIEW, OF_ORDERS))
    await run_on(house, TODAY)
    async with house.reading() as read:
        (review,) = (await wallet.list_held(read, 5, None)).items
    assert (review.scene, review.customer_id, review.counterparty_id, review.standing_order_id) == ("standing_order", sender.id, target.id, standing.id)
    return sender, target, standing, review.id


async def test_an_occurrence_is_judged_as_a_transfer_is_and_its_pin_was_proved(house: Database) -> None:
    sender, target = await person(house, 20_000), await person(house)
    standing = await order(house, sender, target, 5_000)
    await publish(house, ("sure", RiskOutcome.PIN, OF_ORDERS))
    await run_on(house, TODAY)
    (one,) = await decided(house, sender)
    assert (one.scene, one.outcome, one.granted, one.counterparty_id) == ("standing_order", RiskOutcome.PIN, True, target.id)
    assert (await balance(house, target), (await find(house, standing)).number, await wallet.verify_risk(house)) == (5_000, 1, [])


@pytest.mark.parametrize(("outcome", "reason"), [(RiskOutcome.REFUSE, "RefusedForSafety"), (RiskOutcome.CODE, "FreshSignInNeeded")])
async def test_a_refusal_is_a_failure_with_notice_and_the_third_ends_it(house: Database, outcome: RiskOutcome, reason: str) -> None:
    sender, target = await person(house, 20_000), await person(house)
    standing = await order(house, sender, target, 5_000)
    await publish(house, ("never", outcome, OF_ORDERS))
    for day in range(3):
        house.clock.freeze(at(TODAY + timedelta(days=day), 20))
        await post_due_occurrences(house)
        assert (await find(house, standing)).reason == reason
    ended = await find(house, standing)
    assert (ended.state, ended.failures, await balance(house, target)) == (StandingOrderState.STOPPED, 3, 0)
    assert await facts(house, standing) == ["StandingOrderCreated", *["OccurrenceRefused"] * 3, "StandingOrderChanged"]
    assert [(one.outcome, one.granted) for one in await decided(house, sender)] == [(outcome, False)] * 3


async def test_an_occurrence_under_review_waits_and_goes_when_staff_let_it(house: Database) -> None:
    sender, target, standing, act_id = await held(house)
    assert (await balance(house, target), await spendable(house, sender)) == (0, 15_000)
    waiting = await find(house, standing)
    assert (waiting.state, waiting.reason, waiting.number, waiting.failures) == (StandingOrderState.ACTIVE, "HeldForReview", 0, 0)
    await run_on(house, TODAY)
    assert await spendable(house, sender) == 15_000
    released = await end(house, act_id, release=True)
    assert (released.state, await balance(house, target), await spendable(house, sender)) == ("released", 5_000, 15_000)
    after = await find(house, standing)
    assert (after.number, after.next_on, after.reason) == (1, date(2026, 12, 25), None)
    assert await facts(house, standing) == ["StandingOrderCreated", "OccurrencePosted"]
    async with house.reading() as read:
        assert released.movement_id is not None and await wallet.find_notes(read, [released.movement_id]) == {released.movement_id: "房租"}
        assert await read.fetchval("SELECT first_paid_at FROM wallet_payee WHERE customer_id = $1", sender.id) == at(TODAY)
    assert await wallet.verify_risk(house) == []


async def test_what_staff_refuse_is_a_failure_and_is_tried_again_the_next_day(house: Database) -> None:
    sender, target, standing, act_id = await held(house)
    await end(house, act_id, release=False)
    refused = await find(house, standing)
    assert (refused.reason, refused.failures, refused.try_on) == ("RefusedForSafety", 1, TODAY + timedelta(days=1))
    assert (await spendable(house, sender), await facts(house, standing)) == (20_000, ["StandingOrderCreated", "OccurrenceRefused"])
    await publish(house, replaces=2)
    await run_on(house, TODAY + timedelta(days=1))
    assert (await balance(house, target), (await find(house, standing)).number, await wallet.verify_risk(house)) == (5_000, 1, [])


async def test_what_nobody_decides_counts_as_a_failure_and_the_third_ends_it(house: Database) -> None:
    sender, target, standing, _ = await held(house)
    for day in range(1, 7):
        await run_on(house, TODAY + timedelta(days=day))
        # A review's day is over when the next day's run comes; the day after that it is tried again.
        assert await spendable(house, sender) == (15_000 if day in (2, 4) else 20_000)
    ended = await find(house, standing)
    assert (ended.state, ended.failures, ended.reason, await balance(house, target)) == (StandingOrderState.STOPPED, 3, "ReviewEnded", 0)
    assert await facts(house, standing) == ["StandingOrderCreated", *["OccurrenceRefused"] * 3, "StandingOrderChanged"]


async def test_an_order_that_its_owner_stopped_does_not_go_when_staff_let_it(house: Database) -> None:
    sender, target, standing, act_id = await held(house)
    await house.write(wallet.stop_standing_order, decision(sender, standing))
    assert (await end(house, act_id, release=True)).state == "refused"
    assert (await balance(house, target), await spendable(house, sender), (await find(house, standing)).state) == (0, 20_000, StandingOrderState.STOPPED)


async def test_an_occurrence_counts_with_what_else_goes_to_the_same_counterparty(house: Database) -> None:
    sender, target = await person(house, 1_000_000), await person(house)
    async with house.transaction() as tx:
        await tx.execute("INSERT INTO wallet_payee VALUES ($1, $2, '', NULL, $3)", sender.id, target.id, at(TODAY - timedelta(days=2)))
    orders = [await order(house, sender, target, 180_000) for _ in range(3)]
    await run_on(house, TODAY)
    ended = [await find(house, one) for one in orders]
    assert sorted((one.number, one.reason) for one in ended) == [(0, ledger.LimitExceeded.__name__), (1, None), (1, None)]
    assert await balance(house, target) == 360_000
