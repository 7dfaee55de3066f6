"""Facts in the past tense: written to the outbox with the act they tell of, heard by higher domains after the commit."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from domains.kernel.commands import domain_of, plain


@dataclass(frozen=True, slots=True)
class Event:
    """A fact. Subclasses carry ids and amounts, never personal data.

    It belongs to the stream of its subject (a customer), and to the counterpart's if there is one."""

    subject_id: UUID
    counterpart_id: UUID | None

    def payload(self) -> str:
        """The fact as JSON text."""
        return orjson.dumps(self, default=plain).decode()


@dataclass(frozen=True, slots=True)
class PublishedEvent:
    """A fact as the outbox gives it back: `position` counts commits, without gaps, and is the cursor of subscriptions."""

    position: int
    name: str
    subject_id: UUID
    counterpart_id: UUID | None
    payload: dict[str, Any]


Listen = Callable[[Any, list[PublishedEvent]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Listener:
    """What a domain does when a lower domain's facts arrive: one call for all that arrived together, in one transaction with its cursor."""

    name: str
    events: frozenset[str]
    listen: Listen


LISTENERS: dict[str, Listener] = {}
"""Filled as the domains' listeners.py are imported."""


URGENT_JOBS: dict[str, tuple[str, ...]] = {}
"""By the name of a fact the jobs that its own transaction queues. Filled as the domains' jobs are imported."""


def listener(*events: type[Event]) -> Callable[[Listen], Listen]:
    """Register `async def name(tx, events)` for those facts. It must bear being told twice only where it reaches outside the transaction."""

    def register(listen: Listen) -> Listen:
        name = f"{domain_of(listen)}.{listen.__name__}"
        LISTENERS[name] = Listener(name, frozenset(event.__name__ for event in events), listen)
        return listen

    return register
