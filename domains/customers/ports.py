"""What the domain needs from outside; the gateway wires it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from domains.kernel.commands import Command, Verb
from domains.kernel.transactions import Queryable, Tx

P = TypeVar("P")
C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741


class Messenger(Protocol):
    """Carries a short message to a phone."""

    async def send_code(self, message_id: UUID, phone: str, code: str, language: str) -> None:
        """Send a one-time code to a phone (E.164). `message_id` is the idempotency key. Raises when it is not known to be accepted."""
        ...

    async def send_notice(self, message_id: UUID, phone: str, notice: str, data: Mapping[str, str], language: str) -> None:
        """Send a notice by its name, with what it says, as `send_code` sends a code."""
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


class SessionAnswer(Protocol):
    """What a network says to a sign-in code. `outcome`: ok, code_invalid, code_used, busy, forged (the user info is not what it signed) or away."""

    @property
    def outcome(self) -> str: ...

    @property
    def open_id(self) -> str:
        """The user, as this one mini-program knows them; empty unless ok."""
        ...

    @property
    def union_id(self) -> str | None:
        """The user, as all of the house's apps at that network know them."""
        ...


class PhoneAnswer(Protocol):
    """What a network says to a phone code. `outcome` as above; `phone` in E.164 form, empty unless ok."""

    @property
    def outcome(self) -> str: ...

    @property
    def phone(self) -> str: ...


class MiniProgram(Protocol):
    """One mini-program of the house at its network. Neither call raises for what the network does. A session key never comes this far."""

    @property
    def app_id(self) -> str: ...

    @property
    def network(self) -> str:
        """Within which union ids are the same."""
        ...

    async def exchange_code(self, code: str, raw_data: str | None, signature: str | None) -> SessionAnswer: ...

    async def exchange_phone_code(self, code: str) -> PhoneAnswer: ...


@dataclass(frozen=True, slots=True)
class MiniPrograms:
    """The mini-programs of the house, by the name that the app knows."""

    by_name: Mapping[str, MiniProgram]


class ClosingPart(Protocol):
    """What a domain has to say, and to do, when a customer is found to be another one. Both run in the closing's transaction."""

    async def list_open(self, tx: Tx, customer_id: UUID) -> Sequence[str]:
        """What of the customer is open and would be lost, by kind."""
        ...

    async def move(self, tx: Tx, merger_id: UUID, closed_id: UUID, survivor_id: UUID) -> None:
        """Give the survivor what is theirs. What was moved before is not moved again; what has come since is."""
        ...


@dataclass(frozen=True, slots=True)
class ClosingParts:
    """Every domain that holds something for customers: nobody is closed without asking each."""

    parts: tuple[ClosingPart, ...]


class Source(Queryable, Protocol):
    """A snapshot or a transaction: something to read from, with the ports that open what was sealed."""

    now: datetime

    def port(self, port: type[P]) -> P: ...


class Write(Protocol):
    """`await write(verb, command)`: a resolver's `context.write`, or `Database.write`."""

    async def __call__(self, verb: Verb[C, O], command: C) -> O: ...
