"""Admission by cost: what an operation may ask for at once, and what one customer may ask for in time."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID, uuid5

import structlog
from graphql import GraphQLSchema

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.errors import RequestRefused
from gateway.limits.buckets import Buckets, BucketsAway, LocalBuckets, Taken
from gateway.limits.cost import OperationCost, Price
from gateway.limits.documents import check_variables
from gateway.limits.options import CostOptions, DocumentLimits

POCKET_SECONDS = 60.0
"""What was taken from the bucket is void after this: it has refilled there long since."""

_ADDRESSES = UUID("6f7b6a0e-0f2d-5c3e-9d57-0c1f3a1f6f57")
_log = structlog.get_logger("gateway.limits")


class Caller(Protocol):
    """Whose allowance is used: a `resolvers.context.Viewer`."""

    @property
    def id(self) -> UUID: ...

    @property
    def address(self) -> str: ...


class Reservation:
    """What an admitted operation holds of its caller's allowance. Settle it with the answer, or give it back."""

    __slots__ = ("_pocket", "maximum", "price", "requested", "used")

    def __init__(self, pocket: _Pocket, price: Price, maximum: int) -> None:
        self._pocket = pocket
        self.price = price
        self.maximum = maximum
        self.requested = self.used = price.reads + price.objects
        """The most that the operation could cost, and what it cost."""

    @property
    def left(self) -> int:
        """What the caller has left, as far as this process knows."""
        return int(self._pocket.tokens + self._pocket.remaining)

    def settle(self, body: bytes, objects: int | None = None) -> None:
        """Give back what an answer `{"data": ..}` did not use. Where nobody has counted its objects, every one of them is one opening brace."""
        if objects is None:
            objects = max(body.count(b"{") - 2, 0)
        used = self.price.reads + objects
        if used < self.used:
            self._settle(used)

    def give_back(self) -> None:
        """Give back all: the operation did not run."""
        self._settle(0)

    def told(self) -> bytes:
        """The value of `extensions.cost`."""
        return b'{"requested":%d,"used":%d,"maximum":%d,"left":%d}' % (
            self.requested,
            self.used,
            self.maximum,
            int(self._pocket.tokens + self._pocket.remaining),
        )

    def _settle(self, used: int) -> None:
        self._pocket.tokens += self.used - used
        self.used = used


class CostGate:
    """Admits operations. Costs nothing but memory look-ups while the caller's pocket, a chunk taken from the bucket, lasts."""

    def __init__(
        self,
        schema: GraphQLSchema,
        options: CostOptions | None = None,
        buckets: Buckets | None = None,
        *,
        limits: DocumentLimits | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Without `buckets` the allowance is this process's own. `limits` bound lists in variables."""
        self._schema = schema
        self.options = options or CostOptions()
        if self.options.operation_max > self.options.capacity:
            raise ValueError("an operation of the highest cost could never be admitted")
        self._limits = limits or DocumentLimits()
        self._now = now
        self._local = LocalBuckets(self.options.capacity, self.options.refill_per_second, keys_max=self.options.viewers_max, now=now)
        self._buckets = buckets or self._local
        self._pockets: OrderedDict[int, _Pocket] = OrderedDict()
        self.too_dear = 0
        """Operations over the maximum."""
        self.refused = 0
        """Callers whose allowance was spent, told to wait."""
        self.delayed = 0
        """Events of subscriptions that waited for allowance."""
        self.away = 0
        """How often the shared buckets did not answer."""

    async def admit(self, operation: PreparedOperation, variables: Mapping[str, Any] | None, viewer: Caller) -> Reservation:
        """What the operation holds while it runs. Raises `RequestRefused`: TOO_COMPLEX, or RATE_LIMITED with `retryAfterSeconds`."""
        while (reservation := self.admit_at_once(operation, variables, viewer)) is None:
            await self._fill(self._pocket(viewer), self._priced(operation, variables).total)
        return reservation

    def admit_at_once(self, operation: PreparedOperation, variables: Mapping[str, Any] | None, viewer: Caller) -> Reservation | None:
        """As `admit`, where the caller's pocket holds enough; None where the bucket must be asked. Most requests are spared a coroutine by it."""
        price = self._priced(operation, variables)
        pocket = self._pocket(viewer)
        total = price.reads + price.objects
        if pocket.tokens < total or pocket.void_at < self._now():
            return None
        pocket.tokens -= total
        return Reservation(pocket, price, self.options.operation_max)

    async def take(self, cost: int, viewer: Caller) -> None:
        """Take so much, the maximum of an operation at most, for what is no operation. Raises `RequestRefused` RATE_LIMITED."""
        cost, pocket = min(cost, self.options.operation_max), self._pocket(viewer)
        while pocket.tokens < cost or pocket.void_at < self._now():
            await self._fill(pocket, cost)
        pocket.tokens -= cost

    def _priced(self, operation: PreparedOperation, variables: Mapping[str, Any] | None) -> Price:
        if variables:
            check_variables(variables, self._limits)
        cost = operation.cost
        if cost is None:
            cost = operation.cost = OperationCost(self._schema, operation)
        price: Price = cost.requested(variables)
        total = price.reads + price.objects
        maximum = self.options.operation_max
        if total > maximum:
            self.too_dear += 1
            message = f"The operation could cost {total}; at most {maximum} is allowed. Ask for shorter lists or fewer fields."
            raise RequestRefused("TOO_COMPLEX", message, well_formed=True, what="cost", maximum=maximum, requested=total)
        return price

    async def admit_in_time(self, operation: PreparedOperation, variables: Mapping[str, Any] | None, viewer: Caller) -> Reservation:
        """As `admit`, for what goes on by itself: where the allowance is spent it waits until there is enough."""
        while True:
            try:
                return await self.admit(operation, variables, viewer)
            except RequestRefused as refusal:
                wait = refusal.errors[0]["extensions"].get("retryAfterSeconds")
                if wait is None:
                    raise
                self.delayed += 1
                await asyncio.sleep(wait)

    def _pocket(self, viewer: Caller) -> _Pocket:
        # By number: the hash of a UUID is a function of Python's, and is asked for at each step.
        number = viewer.id.int or uuid5(_ADDRESSES, viewer.address).int
        pocket = self._pockets.get(number)
        if pocket is None:
            pocket = self._pockets[number] = _Pocket(UUID(int=number))
            if len(self._pockets) > self.options.viewers_max:
                self._pockets.popitem(last=False)
        else:
            self._pockets.move_to_end(number)
        return pocket

    async def _fill(self, pocket: _Pocket, total: int) -> None:
        async with pocket.lock:
            now = self._now()
            if pocket.void_at < now:
                pocket.tokens, pocket.void_at = 0, now + POCKET_SECONDS
            least = total - pocket.tokens
            if least <= 0:
                return
            taken = await self._take(pocket.key, least, max(least, self.options.chunk))
            pocket.remaining = taken.remaining
            if not taken.granted and not self.options.enforced:
                taken = Taken(least, 0.0)
            if not taken.granted:
                self.refused += 1
                wait = max(1, math.ceil((least - taken.remaining) / self.options.refill_per_second))
                message = f"Too many requests. Try again in {wait} seconds."
                raise RequestRefused("RATE_LIMITED", message, headers=((b"retry-after", b"%d" % wait),), retryAfterSeconds=wait)
            pocket.tokens += taken.granted
            pocket.void_at = now + POCKET_SECONDS

    async def _take(self, key: UUID, least: int, most: int) -> Taken:
        try:
            return await self._buckets.take(key, least, most)
        except BucketsAway as error:
            # Serving goes on: this process alone then limits what it serves.
            self.away += 1
            _log.warning("buckets_away", cause=repr(error.__cause__))
            return await self._local.take(key, least, most)


class _Pocket:
    """What this process took from one caller's bucket and has not spent."""

    __slots__ = ("key", "lock", "remaining", "tokens", "void_at")

    def __init__(self, key: UUID) -> None:
        self.key = key
        self.lock = asyncio.Lock()
        self.tokens = 0
        self.remaining = 0.0
        self.void_at = 0.0
