"""Where a customer's allowance is kept: the port, and the bucket of one process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple, Protocol
from uuid import UUID


class Taken(NamedTuple):
    """What was granted (0 when not even the least was there), and what remains in the bucket."""

    granted: int
    remaining: float


class BucketsAway(Exception):
    """The place where buckets are kept does not answer."""


class Buckets(Protocol):
    """Allowances that refill with time, `capacity` at most."""

    async def take(self, key: UUID, least: int, most: int) -> Taken:
        """Up to `most`, or nothing where not even `least` is there. Raises BucketsAway."""
        ...


class LocalBuckets:
    """Buckets of one process: all that a single process needs, and what is left to others while the shared ones are away."""

    def __init__(self, capacity: int, refill_per_second: int, *, keys_max: int = 50_000, now: Callable[[], float] = time.monotonic) -> None:
        """Beyond `keys_max` the bucket that was used longest ago is forgotten, which fills it."""
        self._capacity = capacity
        self._refill_per_second = refill_per_second
        self._keys_max = keys_max
        self._now = now
        self._filled: OrderedDict[UUID, tuple[float, float]] = OrderedDict()

    async def take(self, key: UUID, least: int, most: int) -> Taken:
        """Up to `most`, or nothing where not even `least` is there."""
        now = self._now()
        remaining, at = self._filled.get(key, (float(self._capacity), now))
        remaining = min(self._capacity, remaining + max(0.0, now - at) * self._refill_per_second)
        granted = min(most, int(remaining)) if remaining >= least else 0
        self._filled[key] = (remaining - granted, now)
        self._filled.move_to_end(key)
        if len(self._filled) > self._keys_max:
            self._filled.popitem(last=False)
        return Taken(granted, remaining - granted)
