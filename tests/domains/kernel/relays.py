"""Actors of the relay's tests: two facts, a listener that writes down what it hears, and waiting."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from domains.kernel.database import Database
from domains.kernel.events import Event, Listener, PublishedEvent
from domains.kernel.jobs import Job
from domains.kernel.relay import Relay
from domains.kernel.transactions import Tx
from tests.patience import patience

HEARER = uuid4()


@dataclass(frozen=True, slots=True)
class CoinThrown(Event):
    number: int


@dataclass(frozen=True, slots=True)
class LeafFallen(Event):
    number: int


async def publish(database: Database, *numbers: int, event: type[CoinThrown] | type[LeafFallen] = CoinThrown) -> None:
    async with database.transaction() as tx:
        for number in numbers:
            tx.publish(event(HEARER, None, number))


async def numbers_by_position(database: Database) -> dict[int | None, int]:
    async with database.reading() as read:
        rows = await read.fetch("SELECT position, (payload->>'number')::int AS number FROM kernel_outbox ORDER BY position")
    return {row["position"]: row["number"] for row in rows}


class Ear:
    """A listener that writes down what it is told in its own transaction, so that an aborted telling leaves no trace."""

    def __init__(self, name: str = "test.ear", events: frozenset[str] = frozenset({"CoinThrown"}), culprits: frozenset[int] = frozenset()) -> None:
        self.name = name
        self.culprits = culprits
        self.batches: list[int] = []
        self.listener = Listener(name, events, self.listen)

    async def listen(self, tx: Tx, events: list[PublishedEvent]) -> None:
        self.batches.append(len(events))
        for event in events:
            if event.payload["number"] in self.culprits:
                raise ZeroDivisionError("Zhang San 13800138000")
            await tx.execute(
                "INSERT INTO kernel_audit (id, at, actor_id, action, detail) VALUES (gen_random_uuid(), clock_timestamp(), $1, $2, $3)",
                HEARER,
                self.name,
                {"number": event.payload["number"], "position": event.position},
            )

    async def heard(self, database: Database) -> list[int]:
        """Numbers in the order of positions."""
        async with database.reading() as read:
            rows = await read.fetch("SELECT detail FROM kernel_audit WHERE action = $1 ORDER BY (detail->>'position')::bigint, at", self.name)
        return [row["detail"]["number"] for row in rows]


def a_relay(database: Database, *ears: Ear, jobs: dict[str, Job] | None = None) -> Relay:
    return Relay(database, listeners={ear.name: ear.listener for ear in ears}, jobs=jobs or {})


async def settle(relay: Relay) -> None:
    while await relay.step():
        pass


async def until(found: Callable[[], Any]) -> Any:
    async with patience():
        while not (answer := found()):
            await asyncio.sleep(0.01)
    return answer


async def until_numbered(database: Database) -> None:
    async with patience():
        while None in await numbers_by_position(database):
            await asyncio.sleep(0.01)
