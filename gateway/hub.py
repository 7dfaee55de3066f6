"""The subscriptions hub: reads each new fact once for the whole process and hands it to those who listen."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import UUID
from weakref import WeakSet

import structlog

from domains.kernel import queries, relay_queries
from domains.kernel.committer import is_lost
from domains.kernel.database import Database
from domains.kernel.errors import ResumeExpired, SubscriberTooSlow, Unavailable, reason_of
from domains.kernel.events import PublishedEvent
from domains.kernel.listening import OUTBOX_CHANNEL, keep_listening, sleep_until

READ_MAX = 1000
"""Facts read in one statement."""

POLL_SECONDS = 1.0
"""Between two looks at the outbox when no notification comes."""

QUEUE_MAX = 256
"""Facts that wait for one subscriber."""

REPLAY_MAX = 1000
REPLAY_AGE = timedelta(hours=24)

_log = structlog.get_logger("gateway.hub")


class Subscription(AsyncIterator[PublishedEvent]):
    """Facts of one subject: first those replayed, then those that happen. For one reader; once nobody holds it, the hub forgets it."""

    def __init__(self, hub: "Hub", subject_id: UUID, names: frozenset[str], since: int | None) -> None:
        self._hub = hub
        self._subject_id = subject_id
        self._names = names
        self._since = since
        self._last = 0
        self._replayed: deque[PublishedEvent] = deque()
        self._waiting: deque[PublishedEvent] = deque()
        self._stirred = asyncio.Event()
        self._end: Exception | None = None

    async def __anext__(self) -> PublishedEvent:
        """The next fact, in the order of positions. Raises ResumeExpired, SubscriberTooSlow, Unavailable; ends when the hub drains."""
        if self._since is not None:
            since, self._since = self._since, None
            await self._replay(since)
        while True:
            if self._replayed:
                return self._replayed.popleft()
            while self._waiting:
                event = self._waiting.popleft()
                if event.position > self._last:
                    return event
            if self._end is not None:
                raise self._end
            self._stirred.clear()
            await self._stirred.wait()

    def __del__(self) -> None:
        self._hub.forget(self._subject_id, self)

    async def aclose(self) -> None:
        """Stop listening."""
        self.end(StopAsyncIteration())

    def offer(self, event: PublishedEvent) -> None:
        """Take one fact, without waiting. A subscriber that lags by more than QUEUE_MAX is ended."""
        if event.name not in self._names or self._end is not None:
            return
        if len(self._waiting) >= QUEUE_MAX:
            self.end(SubscriberTooSlow())
            return
        self._waiting.append(event)
        self._stirred.set()

    def end(self, reason: Exception) -> None:
        """Make the iterator raise `reason` next, whatever still waits: the client resumes by its cursor."""
        self._hub.forget(self._subject_id, self)
        self._end = self._end or reason
        self._waiting.clear()
        self._replayed.clear()
        self._stirred.set()

    async def _replay(self, since: int) -> None:
        # This subscription is known to the hub already, so what the hub reads after this look waits in line; what both see is dropped by position.
        try:
            self._last, events = await self._hub.replay(self._subject_id, self._names, since)
        except Exception as error:
            self.end(error)
            raise
        if self._end is None:
            self._replayed.extend(events)


class Hub:
    """One for each gateway process. `listen` is what resolvers are given as `context.listen`."""

    def __init__(self, database: Database, dsn: str) -> None:
        self._database = database
        self._dsn = dsn
        self._position = 0
        self._subscriptions: defaultdict[UUID, WeakSet[Subscription]] = defaultdict(WeakSet)
        self._heard = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._drained = False

    async def start(self) -> None:
        """Follow the outbox from its present end. Raises when the database is away."""
        async with self._database.reading(single=True) as read:
            self._position = await queries.latest_position(read)
        self._tasks = [
            asyncio.create_task(keep_listening(self._dsn, OUTBOX_CHANNEL, lambda _: self._heard.set()), name="hub listens"),
            asyncio.create_task(self._follow(), name="hub follows"),
        ]

    async def drain(self) -> None:
        """End every iterator, and those asked for later, and let the connections go."""
        self._drained = True
        for subscriptions in list(self._subscriptions.values()):
            for subscription in list(subscriptions):
                subscription.end(StopAsyncIteration())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def listen(self, subject_id: UUID, names: frozenset[str], since: int | None) -> Subscription:
        """Facts of those names about one subject (or with it as counterpart): from now on, or after the position `since` without a hole or a repeat.

        ResumeExpired is raised at the first step when more than REPLAY_MAX facts or some older than REPLAY_AGE are missed, or when what is missed may
        have been pruned; SubscriberTooSlow when the reader lags."""
        subscription = Subscription(self, subject_id, names, since)
        if self._drained:
            subscription.end(StopAsyncIteration())
        else:
            self._subscriptions[subject_id].add(subscription)
        return subscription

    @property
    def subscriber_count(self) -> int:
        return sum(len(subscriptions) for subscriptions in self._subscriptions.values())

    def forget(self, subject_id: UUID, subscription: Subscription) -> None:
        """Hand no more facts to a subscription."""
        subscriptions = self._subscriptions.get(subject_id)
        if subscriptions is not None:
            subscriptions.discard(subscription)
            if not subscriptions:
                del self._subscriptions[subject_id]

    async def replay(self, subject_id: UUID, names: frozenset[str], since: int) -> tuple[int, list[PublishedEvent]]:
        """The position up to which was looked, and what the subject missed after `since`. Raises ResumeExpired, Unavailable."""
        try:
            async with self._database.reading() as read:
                last = await queries.latest_position(read)
                oldest = await relay_queries.oldest_position(read)
                rows = await relay_queries.replay(read, subject_id, sorted(names), since, REPLAY_MAX + 1)
                too_old = bool(rows) and rows[0]["created_at"] < read.now - REPLAY_AGE
        except Exception as error:
            if is_lost(error):
                raise Unavailable("the database is away") from error
            raise
        if since > last or since < oldest - 1 or len(rows) > REPLAY_MAX or too_old:
            raise ResumeExpired
        return last, [PublishedEvent(*row[:5]) for row in rows]

    async def _follow(self) -> None:
        while True:
            await sleep_until(self._heard, POLL_SECONDS)
            self._heard.clear()
            try:
                await self._read_on()
            except Exception as error:  # noqa: BLE001  subscribers wait until the database is back
                _log.warning("hub interrupted", reason=reason_of(error))
                await asyncio.sleep(POLL_SECONDS)

    async def _read_on(self) -> None:
        while True:
            async with self._database.reading(single=True) as read:
                if not self._subscriptions:
                    latest = await queries.latest_position(read)
                    # Whoever came while we looked wants what happened meanwhile.
                    if not self._subscriptions:
                        self._position = latest
                        return
                rows = await queries.list_events(read, self._position, READ_MAX)
            self._hand_out([PublishedEvent(*row) for row in rows])
            if len(rows) < READ_MAX:
                return

    def _hand_out(self, events: Sequence[PublishedEvent]) -> None:
        for event in events:
            for id_ in {event.subject_id, event.counterpart_id}:
                for subscription in list(self._subscriptions.get(id_, ())) if id_ is not None else ():
                    subscription.offer(event)
            self._position = event.position
