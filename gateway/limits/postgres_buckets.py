"""Buckets in the house's own database: the default where several processes serve."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg

from domains.kernel import bucket_queries
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from gateway.limits.buckets import BucketsAway, Taken

TAKE_SECONDS = 2.0
"""A database that is slower than this counts as away: a request is not kept waiting for its limit."""


class PostgresBuckets:
    """Implements `Buckets` over an UNLOGGED table: one statement for each chunk that is taken, no wait for the disk."""

    def __init__(self, database: Database, capacity: int, refill_per_second: int) -> None:
        self._database = database
        self._capacity = capacity
        self._refill_per_second = refill_per_second

    async def take(self, key: UUID, least: int, most: int) -> Taken:
        """Up to `most`, or nothing where not even `least` is there. Raises BucketsAway."""
        try:
            async with asyncio.timeout(TAKE_SECONDS), self._database.transaction() as tx:
                taken = await bucket_queries.take(tx, key, least, most, capacity=self._capacity, refill_per_second=self._refill_per_second)
        except Exception as error:
            if is_lost(error) or isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError):
                raise BucketsAway from error
            raise
        return Taken(*taken)
