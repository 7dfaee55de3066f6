"""The bucket, the same in one process, in PostgreSQL and in Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from fakeredis import FakeAsyncRedis
from redis.asyncio import BlockingConnectionPool

from domains.kernel import bucket_queries
from domains.kernel.clock import Clock
from domains.kernel.committer import CommitUnknown
from domains.kernel.database import Database
from gateway.limits import Buckets, BucketsAway, LocalBuckets, PostgresBuckets
from gateway.limits.redis_buckets import RedisBuckets, open_redis

CAPACITY, REFILL = 100, 10
Pass = Callable[[float], Awaitable[None]]


@pytest.fixture(params=["local", "postgres", "redis"])
async def kept(request: pytest.FixtureRequest, database: Database, clock: Clock) -> AsyncIterator[tuple[Buckets, Pass]]:
    """Buckets, and a way to let time pass for them."""
    if request.param == "local":
        at = [0.0]

        async def later(seconds: float) -> None:
            at[0] += seconds

        yield LocalBuckets(CAPACITY, REFILL, now=lambda: at[0]), later
    elif request.param == "postgres":

        async def move(seconds: float) -> None:
            clock.freeze(clock.now() + timedelta(seconds=seconds))

        await move(0)
        yield PostgresBuckets(database, CAPACITY, REFILL), move
    else:
        redis = FakeAsyncRedis()
        yield RedisBuckets(redis, CAPACITY, REFILL), asyncio.sleep
        await redis.aclose()


async def test_a_bucket_nobody_used_is_full_and_gives_what_is_asked(kept: tuple[Buckets, Pass]) -> None:
    buckets, _ = kept
    key = uuid4()
    assert await buckets.take(key, 10, 30) == (30, pytest.approx(70))
    assert (await buckets.take(uuid4(), 10, 30)).remaining == pytest.approx(70)


async def test_less_than_was_wanted_is_given_but_never_less_than_the_least(kept: tuple[Buckets, Pass]) -> None:
    buckets, _ = kept
    key = uuid4()
    await buckets.take(key, 95, 95)
    refused = await buckets.take(key, 50, 60)
    assert refused.granted == 0
    assert refused.remaining == pytest.approx(5, abs=1)
    assert (await buckets.take(key, 1, 60)).granted in (5, 6)


async def test_a_bucket_refills_with_time_and_not_beyond_full(kept: tuple[Buckets, Pass]) -> None:
    buckets, later = kept
    key = uuid4()
    await buckets.take(key, 100, 100)
    assert (await buckets.take(key, 30, 30)).granted == 0
    await later(0.5)
    taken = await buckets.take(key, 4, 4)
    assert taken.granted == 4
    assert taken.remaining == pytest.approx(1, abs=1)


async def test_takers_at_once_never_get_more_than_there_is(kept: tuple[Buckets, Pass]) -> None:
    buckets, _ = kept
    key = uuid4()
    granted = [taken.granted for taken in await asyncio.gather(*(buckets.take(key, 15, 15) for _ in range(20)))]
    assert sorted(granted, reverse=True)[:6] == [15] * 6
    assert sum(granted) in (90, 105)


async def test_a_full_bucket_stays_full(database: Database, clock: Clock) -> None:
    buckets = PostgresBuckets(database, CAPACITY, REFILL)
    key = uuid4()
    clock.freeze(clock.now())
    await buckets.take(key, 10, 10)
    clock.freeze(clock.now() + timedelta(days=1))
    assert await buckets.take(key, 0, 0) == (0, 100)


async def test_a_clock_that_runs_behind_takes_nothing_back(database: Database, clock: Clock) -> None:
    buckets = PostgresBuckets(database, CAPACITY, REFILL)
    key = uuid4()
    now = clock.now()
    clock.freeze(now)
    await buckets.take(key, 50, 50)
    clock.freeze(now - timedelta(minutes=1))
    assert (await buckets.take(key, 0, 0)).remaining == 50
    clock.freeze(now + timedelta(seconds=1))
    assert (await buckets.take(key, 0, 0)).remaining == 60


async def test_buckets_that_are_full_again_are_forgotten(database: Database, clock: Clock) -> None:
    buckets = PostgresBuckets(database, CAPACITY, REFILL)
    old, fresh = uuid4(), uuid4()
    clock.freeze(clock.now())
    await buckets.take(old, 1, 1)
    clock.freeze(clock.now() + timedelta(minutes=2))
    await buckets.take(fresh, 1, 1)
    async with database.transaction() as tx:
        await bucket_queries.prune(tx, tx.now - timedelta(minutes=1))
    async with database.reading() as read:
        rows = await read.fetch("SELECT key FROM kernel_bucket WHERE key = ANY($1::uuid[])", [old, fresh])
        logged = await read.fetchval("SELECT relpersistence::text FROM pg_class WHERE relname = 'kernel_bucket'")
    assert [row["key"] for row in rows] == [fresh]
    assert logged == "u"


async def test_a_database_that_is_gone_is_told_as_away(fresh_database: Database) -> None:
    buckets = PostgresBuckets(fresh_database, CAPACITY, REFILL)
    await fresh_database.close()
    with pytest.raises(BucketsAway):
        await buckets.take(uuid4(), 1, 1)


async def test_an_answer_to_commit_that_never_came_is_told_as_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def lose(connection: object) -> None:
        raise CommitUnknown

    monkeypatch.setattr("domains.kernel.database._commit", lose)
    with pytest.raises(BucketsAway):
        await PostgresBuckets(database, CAPACITY, REFILL).take(uuid4(), 1, 1)


async def test_a_redis_that_is_gone_is_told_as_away() -> None:
    redis = open_redis("redis://127.0.0.1:1", timeout=0.2)
    with pytest.raises(BucketsAway):
        await RedisBuckets(redis, CAPACITY, REFILL).take(uuid4(), 1, 1)
    await redis.aclose()


async def test_callers_wait_for_a_free_connection_instead_of_failing() -> None:
    redis = open_redis("redis://127.0.0.1:1", connections=3, timeout=0.5)
    pool = redis.connection_pool
    assert isinstance(pool, BlockingConnectionPool)
    assert (pool.max_connections, pool.timeout) == (3, 0.5)
    await redis.aclose()
