"""The subscriptions hub: live facts soon, replay without hole or repeat, slow readers and lost connections told plainly."""

import asyncio
import gc
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from domains.kernel.database import Database
from domains.kernel.errors import ResumeExpired, SubscriberTooSlow
from domains.kernel.events import Event
from domains.kernel.relay import Relay
from gateway import hub as hub_module
from gateway.hub import QUEUE_MAX, REPLAY_MAX, Hub, Subscription
from tests.patience import patience

Dsn = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PennySpent(Event):
    number: int


@dataclass(frozen=True, slots=True)
class PennyFound(Event):
    number: int


SPENT, BOTH = frozenset({"PennySpent"}), frozenset({"PennySpent", "PennyFound"})


@pytest_asyncio.fixture
async def relay(fresh_database: Database) -> Relay:
    return Relay(fresh_database, listeners={}, jobs={})


@pytest_asyncio.fixture
async def hub(fresh_database: Database, fresh_dsn: Dsn, relay: Relay) -> AsyncIterator[Hub]:
    opened = Hub(fresh_database, fresh_dsn("scenebank_app"))
    await opened.start()
    yield opened
    await opened.drain()


async def publish(database: Database, *events: Event) -> None:
    async with database.transaction() as tx:
        for event in events:
            tx.publish(event)


async def settle(relay: Relay) -> None:
    while await relay.step():
        pass


async def read(subscription: Subscription, count: int) -> list[tuple[int, int]]:
    async with patience():
        events = [await anext(subscription) for _ in range(count)]
    return [(event.position, event.payload["number"]) for event in events]


async def is_silent(subscription: Subscription) -> bool:
    try:
        await asyncio.wait_for(anext(subscription), 0.2)
    except TimeoutError:
        return True
    return False


async def test_a_subscriber_hears_its_subject_as_subject_and_as_counterpart_and_nobody_else(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me, other = uuid4(), uuid4()
    mine, theirs = hub.listen(me, BOTH, None), hub.listen(other, SPENT, None)
    await publish(
        fresh_database, PennySpent(me, None, 1), PennySpent(other, me, 2), PennyFound(other, None, 3), PennySpent(me, me, 4), PennyFound(me, other, 5)
    )
    await settle(relay)
    assert await read(mine, 4) == [(1, 1), (2, 2), (4, 4), (5, 5)]
    assert await read(theirs, 1) == [(2, 2)]
    assert await is_silent(mine)
    assert await is_silent(theirs)


async def test_since_a_cursor_the_missed_facts_come_first_and_the_live_ones_after(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me = uuid4()
    await publish(fresh_database, *(PennySpent(me, None, number) for number in range(5)), PennyFound(me, None, 5))
    await settle(relay)
    subscription = hub.listen(me, SPENT, 2)
    assert await read(subscription, 3) == [(3, 2), (4, 3), (5, 4)]
    await publish(fresh_database, PennySpent(me, None, 6))
    await settle(relay)
    assert await read(subscription, 1) == [(7, 6)]


async def test_without_a_cursor_nothing_from_before_is_told(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me = uuid4()
    await publish(fresh_database, PennySpent(me, None, 1))
    await settle(relay)
    await until(lambda: hub._position == 1)
    subscription = hub.listen(me, SPENT, None)
    await publish(fresh_database, PennySpent(me, None, 2))
    await settle(relay)
    assert await read(subscription, 1) == [(2, 2)]


async def test_subscribers_that_come_and_go_during_thousands_of_writes_see_no_hole_and_no_repeat(
    fresh_dsn: Dsn, fresh_database: Database, relay: Relay, hub: Hub
) -> None:
    subjects = [uuid4() for _ in range(4)]
    writers, rounds, stop = 4, 150, asyncio.Event()
    leading = asyncio.create_task(relay.run(fresh_dsn("scenebank_app"), stop))

    async def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(rounds):
            facts = [PennySpent(chance.choice(subjects), chance.choice((None, *subjects)), 0) for _ in range(chance.randint(1, 8))]
            await publish(fresh_database, *facts)
            await asyncio.sleep(chance.choice((0, 0.003)))

    async def follow(subject_id: UUID, seed: int) -> list[int]:
        chance, seen = random.Random(seed), [0]
        while not (stop.is_set() and seen[-1] == ends[subject_id]):
            subscription = hub.listen(subject_id, SPENT, seen[-1])
            for _ in range(chance.randint(1, 60)):
                try:
                    seen.append((await asyncio.wait_for(anext(subscription), 0.3)).position)
                except TimeoutError:
                    break
            await subscription.aclose()
            await asyncio.sleep(chance.choice((0, 0.01)))
        return seen[1:]

    ends: dict[UUID, int] = {}
    followers = [asyncio.create_task(follow(subject_id, seed)) for seed, subject_id in enumerate(subjects * 2)]
    await asyncio.gather(*(write(seed) for seed in range(writers)))
    expected = await positions_by_subject(fresh_database, subjects)
    ends.update({subject_id: positions[-1] for subject_id, positions in expected.items()})
    stop.set()
    heard = await asyncio.wait_for(asyncio.gather(*followers), 20)
    await leading
    assert sum(len(positions) for positions in expected.values()) > 2000
    for subject_id, positions in zip(subjects * 2, heard, strict=True):
        assert positions == expected[subject_id]
    assert hub.subscriber_count == 0


async def positions_by_subject(database: Database, subjects: list[UUID]) -> dict[UUID, list[int]]:
    async with patience():
        while True:
            async with database.reading() as snapshot:
                rows = await snapshot.fetch("SELECT position, subject_id, counterpart_id FROM kernel_outbox ORDER BY position")
            if all(row["position"] for row in rows):
                return {id_: [row["position"] for row in rows if id_ in (row["subject_id"], row["counterpart_id"])] for id_ in subjects}
            await asyncio.sleep(0.05)


async def test_more_missed_facts_than_the_bound_expire_the_cursor_and_others_facts_do_not_count(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me, other = uuid4(), uuid4()
    await publish(fresh_database, *(PennySpent(other, None, 0) for _ in range(REPLAY_MAX)), *(PennySpent(me, None, 0) for _ in range(REPLAY_MAX + 1)))
    await settle(relay)
    with pytest.raises(ResumeExpired):
        await read(hub.listen(me, SPENT, 0), 1)
    assert len(await read(hub.listen(me, SPENT, REPLAY_MAX + 1), REPLAY_MAX)) == REPLAY_MAX


async def test_facts_missed_for_more_than_a_day_expire_the_cursor(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me = uuid4()
    await publish(fresh_database, PennySpent(me, None, 1))
    await settle(relay)
    fresh_database.clock.advance(timedelta(hours=23, minutes=59))
    assert await read(hub.listen(me, SPENT, 0), 1) == [(1, 1)]
    fresh_database.clock.advance(timedelta(minutes=2))
    with pytest.raises(ResumeExpired):
        await read(hub.listen(me, SPENT, 0), 1)
    assert await is_silent(hub.listen(me, SPENT, 1)), "nothing was missed, so an old cursor is good"


async def test_a_cursor_from_the_future_or_from_what_was_pruned_is_expired(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me = uuid4()
    await publish(fresh_database, *(PennySpent(me, None, number) for number in range(4)))
    await settle(relay)
    async with fresh_database.transaction() as tx:
        await tx.execute("DELETE FROM kernel_outbox WHERE position <= 2")
    for since in (5, 1, 0):
        with pytest.raises(ResumeExpired):
            await read(hub.listen(me, SPENT, since), 1)
    assert await read(hub.listen(me, SPENT, 2), 2) == [(3, 2), (4, 3)]


async def test_a_subscriber_that_does_not_read_is_ended_and_resumes_by_its_cursor(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me = uuid4()
    slow, brisk = hub.listen(me, SPENT, None), hub.listen(me, SPENT, None)
    await publish(fresh_database, PennySpent(me, None, 0))
    await settle(relay)
    assert await read(slow, 1) == await read(brisk, 1) == [(1, 0)]
    for _ in range(2):
        await publish(fresh_database, *(PennySpent(me, None, 0) for _ in range(QUEUE_MAX // 2 + 1)))
        await settle(relay)
        assert len(await read(brisk, QUEUE_MAX // 2 + 1)) == QUEUE_MAX // 2 + 1
    for _ in range(2):
        with pytest.raises(SubscriberTooSlow):
            await anext(slow)
    assert hub.subscriber_count == 1
    resumed = await read(hub.listen(me, SPENT, 1), QUEUE_MAX + 2)
    assert [position for position, _ in resumed] == list(range(2, QUEUE_MAX + 4))


async def test_after_its_connection_was_terminated_the_hub_hears_again_soon(
    fresh_dsn: Dsn, fresh_database: Database, relay: Relay, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "POLL_SECONDS", 60.0)
    me = uuid4()
    subscription = hub.listen(me, SPENT, None)
    superuser = await asyncpg.connect(fresh_dsn("postgres"))
    await until_listening(superuser)
    terminated = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'scenebank listen%' AND datname = current_database()"
    assert len(await superuser.fetch(terminated)) == 1
    await publish(fresh_database, PennySpent(me, None, 1))
    await settle(relay)
    assert await read(subscription, 1) == [(1, 1)]
    await until_listening(superuser)
    await publish(fresh_database, PennySpent(me, None, 2))
    await settle(relay)
    assert await read(subscription, 1) == [(2, 2)]
    await superuser.close()


async def test_when_no_notification_comes_a_fact_is_told_within_the_poll(fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me = uuid4()
    subscription = hub.listen(me, SPENT, None)
    await publish(fresh_database, PennySpent(me, None, 1))
    async with fresh_database.transaction() as tx:
        await tx.execute("UPDATE kernel_outbox SET position = 1")
    assert await read(subscription, 1) == [(1, 1)]


async def test_draining_ends_every_iterator_and_refuses_new_ones(hub: Hub) -> None:
    waiting = asyncio.create_task(anext(hub.listen(uuid4(), SPENT, None), "ended"))
    await asyncio.sleep(0)
    await hub.drain()
    assert await asyncio.wait_for(waiting, 1) == "ended"
    assert await anext(hub.listen(uuid4(), SPENT, None), "ended") == "ended"


async def test_a_subscription_that_nobody_holds_is_forgotten(hub: Hub) -> None:
    hub.listen(uuid4(), SPENT, None)
    gc.collect()
    assert hub.subscriber_count == 0
    assert not hub._subscriptions


async def test_a_leading_relay_wakes_the_subscriber_at_each_commit(fresh_dsn: Dsn, fresh_database: Database, relay: Relay, hub: Hub) -> None:
    me, stop = uuid4(), asyncio.Event()
    leading = asyncio.create_task(relay.run(fresh_dsn("scenebank_app"), stop))
    await until(lambda: relay.leading)
    subscription = hub.listen(me, SPENT, None)
    chance = random.Random(1)
    for number in range(1, 13):
        await asyncio.sleep(chance.uniform(0.05, 0.3))
        await publish(fresh_database, PennySpent(me, None, number))
        assert await read(subscription, 1) == [(number, number)]
    stop.set()
    await leading


async def until(found: Callable[[], object]) -> None:
    async with patience():
        while not found():
            await asyncio.sleep(0.01)


async def until_listening(superuser: "asyncpg.Connection[asyncpg.Record]") -> None:
    async with patience():
        while not await superuser.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'scenebank listen%' AND datname = current_database() AND query LIKE 'LISTEN%'"
        ):
            await asyncio.sleep(0.02)
