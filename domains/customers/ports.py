"""What the domain needs from outside; the gateway wires it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from domains.kernel.commands import Command, Verb
from domains.kernel.transactions import Queryable

P = TypeVar("P")
C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741


class Messenger(Protocol):
    """Carries a short message to a phone."""

    async def send_code(self, message_id: UUID, phone: str, code: str, language: str) -> None:
        """Send a one-time code to a phone (E.164). `message_id` is the idempotency key. Raises when it is not known to be accepted."""
        ...


@dataclass(frozen=True, slots=True)
class CodeLimit:
    """At most `count` codes within `period`."""

    count: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """How many one-time codes may be asked for. Wired as a port, because a demo and a test need other figures than production."""

    phone: tuple[CodeLimit, ...] = (CodeLimit(1, timedelta(seconds=60)), CodeLimit(5, timedelta(hours=1)), CodeLimit(10, timedelta(days=1)))
    device: tuple[CodeLimit, ...] = (CodeLimit(10, timedelta(hours=1)),)
    address: tuple[CodeLimit, ...] = (CodeLimit(100, timedelta(hours=1)),)
    everywhere: tuple[CodeLimit, ...] = (CodeLimit(3000, timedelta(minutes=1)),)


class Source(Queryable, Protocol):
    """A snapshot or a transaction: something to read from, with the ports that open what was sealed."""

    now: datetime

    def port(self, port: type[P]) -> P: ...


class Write(Protocol):
    """`await write(verb, command)`: a resolver's `context.write`, or `Database.write`."""

    async def __call__(self, verb: Verb[C, O], command: C) -> O: ...
