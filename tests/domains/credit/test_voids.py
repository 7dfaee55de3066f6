"""Whatever is recorded and voided, in whatever order and however often it is computed between: the standing is that of the events that are left."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from domains import credit
from domains.credit import CountedEvent, EventKind, NewEvent, score_events
from domains.credit.queries.cards import find_scene_card
from domains.credit.queries.standings import find_standings
from domains.kernel.clock import business_date
from domains.kernel.errors import Unauthenticated
from tests.domains.credit.credit_house import NOON, CreditHouse, event
from tests.staff import staff_member


async def test_any_history_of_records_and_voids_leaves_the_score_of_what_is_left(house: CreditHouse) -> None:
    async with house.database.reading() as read:
        card = (await find_scene_card(read)).card
    for seed in range(30):
        chance = Random(seed)
        someone = await house.customer()
        told: dict[NewEvent, bool] = {}
        for _ in range(chance.randint(5, 25)):
            if told and chance.random() < 0.35:
                one = chance.choice(list(told))
                await house.void(one)
                told[one] = True
            else:
                at = NOON - timedelta(days=chance.randint(0, 800), hours=chance.randint(0, 23))
                one = event(someone, chance.choice(list(EventKind)), at, chance.choice(["wallet", "campus", "travel"]))
                await house.record(one, *chance.sample(list(told), min(2, len(told))))
                told[one] = False
            if chance.random() < 0.2:
                await house.compute()
        await house.compute()
        left = [CountedEvent(one.id, one.kind, one.scene, one.occurred_at) for one, voided in told.items() if not voided]
        wanted = score_events(card, left, business_date(NOON))
        async with house.database.reading() as read:
            found = (await find_standings(read, [someone.customer_id]))[someone.customer_id]
        assert (found.score, found.band, tuple(found.contributions), found.again_on) == (wanted.score, wanted.band, wanted.contributions, wanted.again_on), seed


async def test_a_member_of_staff_voids_an_event_and_the_act_is_audited(house: CreditHouse) -> None:
    someone, staff = await house.customer(), await staff_member(house.database, "operator:credit")
    late = event(someone, EventKind.OVERDUE, NOON)
    await house.record(late)
    named = {"owner_id": staff.id, "session_id": staff.session_id, "customer_id": someone.customer_id, "event_id": late.id, "reason": "wrong_customer"}
    done = await house.database.write(credit.void_event, credit.VoidEventCommand(request_id=uuid4(), **named))
    assert (done.customer_id, done.event_id) == (someone.customer_id, late.id)
    async with house.database.reading() as read:
        audit = await read.fetchrow("SELECT actor_id, subject_id, detail FROM kernel_audit WHERE action = 'credit.void_event'")
        facts = await read.fetch("SELECT name FROM kernel_outbox WHERE name = 'CreditEventVoided'")
    assert tuple(audit) == (staff.id, someone.customer_id, {"event_id": str(late.id), "reason": "wrong_customer"})
    assert len(facts) == 1


async def test_an_event_that_is_none_or_was_voided_is_refused_and_nothing_is_written(house: CreditHouse) -> None:
    someone, staff = await house.customer(), await staff_member(house.database, "operator:credit")
    named = {"owner_id": staff.id, "session_id": staff.session_id, "customer_id": someone.customer_id, "reason": "mistake"}
    with pytest.raises(credit.CreditEventNotFound):
        await house.database.write(credit.void_event, credit.VoidEventCommand(request_id=uuid4(), event_id=uuid4(), **named))
    with pytest.raises(Unauthenticated):
        strange = {**named, "session_id": uuid4()}
        await house.database.write(credit.void_event, credit.VoidEventCommand(request_id=uuid4(), event_id=uuid4(), **strange))
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM credit_void") == 0
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'credit.void_event'") == 0


async def test_what_is_voided_of_a_closed_customer_is_voided_of_whom_they_are(house: CreditHouse) -> None:
    closed, survivor = await house.customer(), await house.customer()
    paid = event(closed, EventKind.PAID)
    await house.record(paid)
    async with house.database.transaction() as tx:
        await credit.CreditClosing().move(tx, uuid4(), closed.customer_id, survivor.customer_id)
        await tx.execute("UPDATE customers_customer SET survivor_id = $2, closed_at = $3 WHERE id = $1", closed.customer_id, survivor.customer_id, tx.now)
    assert sorted(await house.void(paid)) == sorted([(closed.customer_id, paid.id), (survivor.customer_id, paid.id)])
