"""The relay: positions in the order of commits without a gap, each fact told once, culprits parked, one lead."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from domains.kernel import relay as relay_module
from domains.kernel import relay_queries
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from domains.kernel.events import Listener, PublishedEvent
from domains.kernel.jobs import Job
from domains.kernel.queries import JOB_QUEUE
from domains.kernel.relay import Relay, relay_until_idle
from domains.kernel.transactions import Tx
from tests.domains.kernel.relays import HEARER, Ear, LeafFallen, a_relay, numbers_by_position, publish, settle, until, until_numbered

Dsn = Callable[[str], str]


async def test_a_row_that_commits_later_gets_a_later_position_even_with_a_lower_id(fresh_database: Database) -> None:
    relay = a_relay(fresh_database)
    statement_sent, may_commit = asyncio.Event(), asyncio.Event()

    async def commit_late() -> None:
        async with fresh_database.transaction() as tx:
            await tx.execute("INSERT INTO kernel_outbox (name, subject_id, payload, created_at) VALUES ('CoinThrown', $1, '{\"number\": 1}', now())", HEARER)
            statement_sent.set()
            await may_commit.wait()

    late = asyncio.create_task(commit_late())
    await statement_sent.wait()
    await publish(fresh_database, 2)
    await settle(relay)
    may_commit.set()
    await late
    await settle(relay)
    assert await numbers_by_position(fresh_database) == {1: 2, 2: 1}


async def test_many_writers_with_delays_get_gapless_positions_that_never_appear_behind_a_reader(fresh_dsn: Dsn, fresh_database: Database) -> None:
    writers, rows = 12, 40
    ear = Ear()
    relays = [a_relay(fresh_database, ear) for _ in range(2)]
    done = asyncio.Event()
    seen: list[int] = []

    async def write(seed: int) -> None:
        chance = random.Random(seed)
        connection = await asyncpg.connect(fresh_dsn("scenebank_app"))
        for row in range(rows):
            async with connection.transaction():
                await connection.execute(
                    "INSERT INTO kernel_outbox (name, subject_id, payload, created_at) VALUES ('CoinThrown', $1, $2::text::jsonb, now())",
                    HEARER,
                    f'{{"number": {seed * rows + row}}}',
                )
                await asyncio.sleep(chance.choice((0, 0, 0.002, 0.02)))
        await connection.close()

    async def read_on() -> None:
        while not done.is_set() or seen[-1] < writers * rows:
            async with fresh_database.reading(single=True) as read:
                found = await read.fetch("SELECT position FROM kernel_outbox WHERE position > $1 ORDER BY position", seen[-1] if seen else 0)
            seen.extend(row["position"] for row in found)
            await asyncio.sleep(0)

    async def relay_on(relay: Relay) -> None:
        while not done.is_set():
            await relay.step()
        await settle(relay)

    reader, *steppers = [asyncio.create_task(read_on()), *(asyncio.create_task(relay_on(relay)) for relay in relays)]
    await asyncio.gather(*(write(seed) for seed in range(writers)))
    done.set()
    await asyncio.wait_for(asyncio.gather(reader, *steppers), 20)
    assert seen == list(range(1, writers * rows + 1))
    by_position = await numbers_by_position(fresh_database)
    assert list(by_position) == seen
    assert await ear.heard(fresh_database) == list(by_position.values())
    assert sorted(by_position.values()) == list(range(writers * rows))
    for seed in range(writers):
        own = [number for number in by_position.values() if number // rows == seed]
        assert own == sorted(own), "what one writer committed in order keeps its order"


async def test_a_listener_hears_only_what_it_wants_and_its_cursor_passes_the_rest(fresh_database: Database) -> None:
    coins, leaves = Ear("test.coins"), Ear("test.leaves", frozenset({"LeafFallen"}))
    await publish(fresh_database, 1, 2)
    await publish(fresh_database, 3, event=LeafFallen)
    await publish(fresh_database, 4)
    await settle(a_relay(fresh_database, coins, leaves))
    assert await coins.heard(fresh_database) == [1, 2, 4]
    assert await leaves.heard(fresh_database) == [3]
    async with fresh_database.reading() as read:
        assert set((await relay_queries.list_cursors(read, ["test.coins", "test.leaves", "jobs", "relay"])).values()) == {4}


async def test_a_listener_new_to_the_database_hears_everything_that_is_kept(fresh_database: Database) -> None:
    await publish(fresh_database, *range(2200))
    await settle(a_relay(fresh_database))
    late = Ear("test.late")
    await settle(a_relay(fresh_database, late))
    assert await late.heard(fresh_database) == list(range(2200))
    assert late.batches == [1000, 1000, 200]


async def test_a_culprit_is_parked_without_its_words_and_all_others_are_told_once(fresh_database: Database) -> None:
    ear = Ear(culprits=frozenset({17, 18, 63}))
    await publish(fresh_database, *range(64))
    relay = a_relay(fresh_database, ear)
    await settle(relay)
    assert await ear.heard(fresh_database) == [number for number in range(64) if number not in ear.culprits]
    async with fresh_database.reading() as read:
        parked = await read.fetch("SELECT listener, position, reason FROM kernel_parked_event ORDER BY position")
        assert await relay_queries.list_cursors(read, ["test.ear"]) == {"test.ear": 64}
    assert [(row["listener"], row["position"]) for row in parked] == [("test.ear", 18), ("test.ear", 19), ("test.ear", 64)]
    assert all(row["reason"].startswith("ZeroDivisionError at domains/kernel/relays.py:") for row in parked)
    assert relay.parked == [tuple(row) for row in parked]


async def test_a_lost_database_parks_nothing_and_the_facts_are_told_again(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay_module, "RETRY_SECONDS", 0.05)
    ear = Ear()
    failures = [ConnectionResetError(), Unavailable(), asyncpg.DeadlockDetectedError("x")]

    async def listen(tx: Tx, events: list[PublishedEvent]) -> None:
        if failures:
            raise failures.pop()
        await ear.listen(tx, events)

    await publish(fresh_database, 1, 2)
    listeners = {"test.ear": Listener("test.ear", frozenset({"CoinThrown"}), listen)}
    await relay_until_idle(fresh_database, listeners=listeners, jobs={})
    assert failures == []
    assert await ear.heard(fresh_database) == [1, 2]
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_parked_event") == 0


async def test_one_listener_in_trouble_holds_up_no_other(fresh_database: Database) -> None:
    ear = Ear()

    async def fail(tx: Tx, events: list[PublishedEvent]) -> None:
        raise ConnectionResetError

    relay = Relay(fresh_database, listeners={"test.down": Listener("test.down", frozenset({"CoinThrown"}), fail), ear.name: ear.listener}, jobs={})
    await publish(fresh_database, 1)
    await settle(relay)
    assert relay.is_waiting
    assert await ear.heard(fresh_database) == [1]


async def test_what_a_listener_publishes_is_told_in_its_turn(fresh_database: Database) -> None:
    ear = Ear("test.leaves", frozenset({"LeafFallen"}))

    async def answer(tx: Tx, events: list[PublishedEvent]) -> None:
        for event in events:
            tx.publish(LeafFallen(HEARER, None, event.payload["number"] * 10))

    await publish(fresh_database, 1, 2)
    listeners = {"test.answer": Listener("test.answer", frozenset({"CoinThrown"}), answer), ear.name: ear.listener}
    await relay_until_idle(fresh_database, listeners=listeners, jobs={})
    assert await ear.heard(fresh_database) == [10, 20]


async def test_each_job_is_enqueued_once_for_each_fact_it_wants(fresh_database: Database) -> None:
    async def run(database: Database, payload: dict[str, Any]) -> None:
        raise AssertionError

    jobs = {name: Job(name, frozenset({"CoinThrown"}), run, 3, 1) for name in ("test.first", "test.second")}
    await publish(fresh_database, 5, 6)
    await publish(fresh_database, 7, event=LeafFallen)
    relays = [a_relay(fresh_database, jobs=jobs) for _ in range(3)]
    await asyncio.gather(*(settle(relay) for relay in relays))
    async with fresh_database.reading() as read:
        rows = await read.fetch("SELECT task_name, queue_name, args, lock, queueing_lock FROM procrastinate_jobs ORDER BY id")
    assert [(row["task_name"], row["args"]["position"], row["args"]["payload"]["number"]) for row in rows] == [
        ("test.first", 1, 5), ("test.second", 1, 5), ("test.first", 2, 6), ("test.second", 2, 6),
    ]  # fmt: skip
    assert {(row["queue_name"], row["lock"], row["queueing_lock"]) for row in rows} == {(JOB_QUEUE, None, None)}


async def test_relay_until_idle_runs_jobs_here_and_a_job_that_raised_is_due_again_at_the_next_call(fresh_database: Database) -> None:
    runs: list[int] = []

    async def run(database: Database, payload: dict[str, Any]) -> None:
        runs.append(payload["number"])
        if payload["number"] == 1 and runs.count(1) == 1:
            raise Unavailable("the partner is away")
        if payload["number"] == 2:
            await publish(database, 3)

    jobs = {"test.run": Job("test.run", frozenset({"CoinThrown"}), run, 3, 1)}
    await publish(fresh_database, 1, 2)
    with pytest.raises(ExceptionGroup) as raised:
        await relay_until_idle(fresh_database, listeners={}, jobs=jobs)
    assert [type(error) for error in raised.value.exceptions] == [Unavailable]
    assert runs == [1, 2, 3]
    await relay_until_idle(fresh_database, listeners={}, jobs=jobs)
    assert runs == [1, 2, 3, 1]
    await relay_until_idle(fresh_database, listeners={}, jobs=jobs)
    assert runs == [1, 2, 3, 1]


async def test_relay_until_idle_tells_of_a_parked_fact(fresh_database: Database) -> None:
    ear = Ear(culprits=frozenset({1}))
    await publish(fresh_database, 1)
    with pytest.raises(ExceptionGroup) as raised:
        await relay_until_idle(fresh_database, listeners={ear.name: ear.listener}, jobs={})
    assert "test.ear could not take the event at 1: ZeroDivisionError" in str(raised.value.exceptions[0])


async def test_of_two_relays_one_leads_and_the_other_takes_over_when_its_connection_dies(fresh_dsn: Dsn, fresh_database: Database) -> None:
    relays, stops = [a_relay(fresh_database) for _ in range(2)], [asyncio.Event(), asyncio.Event()]
    tasks = [asyncio.create_task(relay.run(fresh_dsn("scenebank_app"), stop)) for relay, stop in zip(relays, stops, strict=True)]
    first = await until(lambda: next((relay for relay in relays if relay.leading), None))
    second = relays[1 - relays.index(first)]
    await asyncio.sleep(0.7)
    assert not second.leading

    superuser = await asyncpg.connect(fresh_dsn("postgres"))
    held = "locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    assert len(await superuser.fetch(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {held}")) == 1
    await superuser.close()
    await until(lambda: second.leading)
    await publish(fresh_database, 1)
    await until_numbered(fresh_database)
    assert not first.leading

    stops[relays.index(second)].set()
    await until(lambda: first.leading)
    stops[relays.index(first)].set()
    await asyncio.wait_for(asyncio.gather(*tasks), 5)
