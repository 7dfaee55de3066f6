"""Buckets in Redis, by `redis.asyncio`: where the database is not to be asked for them."""

from __future__ import annotations

from uuid import UUID

from redis.asyncio import BlockingConnectionPool, Redis
from redis.exceptions import RedisError

from gateway.limits.buckets import BucketsAway, Taken

_TAKE = """
local capacity, refill, least, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local kept = redis.call('HMGET', KEYS[1], 'remaining', 'at')
local remaining, at = tonumber(kept[1]) or capacity, tonumber(kept[2]) or now
remaining = math.min(capacity, remaining + math.max(0, now - at) * refill)
local granted = 0
if remaining >= least then granted = math.min(most, math.floor(remaining)) end
remaining = remaining - granted
redis.call('HSET', KEYS[1], 'remaining', string.format('%.6f', remaining), 'at', string.format('%.6f', math.max(now, at)))
redis.call('PEXPIRE', KEYS[1], math.ceil(capacity / refill * 1000) + 1000)
return {granted, string.format('%.6f', remaining)}
"""


def open_redis(url: str, *, connections: int = 32, timeout: float = 1.0) -> Redis:
    """A client whose callers wait for a free connection instead of failing."""
    pool = BlockingConnectionPool.from_url(url, max_connections=connections, timeout=timeout, socket_timeout=timeout, socket_connect_timeout=timeout)
    return Redis(connection_pool=pool)


class RedisBuckets:
    """Implements `Buckets`: one script for each chunk that is taken. A bucket expires when it is full again."""

    def __init__(self, redis: Redis, capacity: int, refill_per_second: int, *, prefix: str = "scenebank:bucket:") -> None:
        self._prefix = prefix
        self._capacity = capacity
        self._refill_per_second = refill_per_second
        self._script = redis.register_script(_TAKE)

    async def take(self, key: UUID, least: int, most: int) -> Taken:
        """Up to `most`, or nothing where not even `least` is there. Raises BucketsAway."""
        arguments = [self._capacity, self._refill_per_second, least, most]
        try:
            granted, remaining = await self._script(keys=[f"{self._prefix}{key}"], args=arguments)
        except (TimeoutError, RedisError, OSError) as error:
            raise BucketsAway from error
        return Taken(int(granted), float(remaining))
