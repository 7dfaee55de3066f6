"""What a caller asks for: commands, the verbs that carry them out, and how both are written down for repeats."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from domains.kernel.errors import Refusal

C = TypeVar("C", bound="Command")
O = TypeVar("O")  # noqa: E741  (O for outcome, beside C for command)

UNHASHED = {"hashed": False}
"""Field metadata: not part of what makes two commands the same (secrets, the session a repeat came through)."""

HOUSE_ID = UUID("5ce0eba0-0000-8000-8000-000000000000")
"""Owner of the commands that the house gives itself in jobs and listeners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`request_id` is made by the client and kept before its first attempt; None only for verbs that move neither money nor stock.
    `owner_id` is the customer, operator, partner or the house; an id belongs to the owner that used it first."""

    request_id: UUID | None = field(metadata=UNHASHED)
    owner_id: UUID = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class Verb(Generic[C, O]):
    """One way to change the house. `batched` verbs take whatever arrived together; others are composite and run alone.

    A batched verb returns one outcome or Refusal per command, in order. A composite verb returns its outcome; a Refusal that it *raises* undoes what it
    wrote, one that it *returns* keeps it (a counted attempt). Either way the refusal is stored as the outcome of its id. Another exception in the place of
    an outcome (Unauthenticated) is told and not stored: the id stays free."""

    name: str
    run: Callable[[Any, list[C]], Awaitable[Sequence[O | Exception]]]
    outcome: type[O]
    batched: bool
    group_max: int = 256


def batched_verb(outcome: type[O], *, group_max: int = 256) -> Callable[[Callable[[Any, list[C]], Awaitable[Sequence[O | Exception]]]], Verb[C, O]]:
    """Declare a verb that takes a group of commands in one transaction."""

    def declare(run: Callable[[Any, list[C]], Awaitable[Sequence[O | Exception]]]) -> Verb[C, O]:
        return Verb(_verb_name(run), run, outcome, batched=True, group_max=group_max)

    return declare


def composite_verb(outcome: type[O]) -> Callable[[Callable[[Any, C], Awaitable[O | Exception]]], Verb[C, O]]:
    """Declare a verb that runs alone in its transaction."""

    def declare(run: Callable[[Any, C], Awaitable[O | Exception]]) -> Verb[C, O]:
        async def run_alone(tx: Any, commands: list[C]) -> Sequence[O | Exception]:
            (command,) = commands
            return [await run(tx, command)]

        return Verb(_verb_name(run), run_alone, outcome, batched=False)

    return declare


def input_hash(key: bytes, verb: Verb[Any, Any], command: Command) -> bytes:
    """HMAC-SHA256 over the verb's name and every hashed field of the command: equal for a true repeat, in every process and release.

    Keyed, because a plain hash of a phone number or a small amount could be guessed from the table."""
    values = [getattr(command, name) for name in _hashed_fields(cast(Any, type(command)))]
    return hmac.digest(key, orjson.dumps([verb.name, values], default=plain), hashlib.sha256)


def encode_outcome(outcome: object) -> bytes:
    """An outcome or refusal as JSON: the name of its class, then its fields."""
    return orjson.dumps([type(outcome).__name__, outcome], default=plain)


def decode_outcome(verb: Verb[Any, O], stored: bytes) -> O | Refusal:
    """The outcome or refusal that `encode_outcome` wrote."""
    name, data = orjson.loads(stored)
    if name == verb.outcome.__name__:
        return cast(O, _reader(cast(Any, verb.outcome)).validate_python(data))
    return decode_refusal(stored)


def decode_refusal(stored: bytes) -> Refusal:
    """The refusal that `encode_outcome` wrote."""
    name, data = orjson.loads(stored)
    return cast(Refusal, _reader(cast(Any, _refusals()[name])).validate_python(data))


def domain_of(function: Callable[..., Any]) -> str:
    """`wallet` for a function of domains/wallet/service.py."""
    room, _, rest = function.__module__.partition(".")
    return rest.partition(".")[0] if room == "domains" else room


def _verb_name(run: Callable[..., Any]) -> str:
    """`wallet.transfer` for domains/wallet/service.py:transfer."""
    return f"{domain_of(run)}.{run.__name__}"


@cache
def _hashed_fields(command_type: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(command_type) if one.metadata.get("hashed", True))


@cache
def _reader(cls: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def _refusals() -> dict[str, type[Refusal]]:
    found: dict[str, type[Refusal]] = {}
    waiting = list(Refusal.__subclasses__())
    while waiting:
        cls = waiting.pop()
        found[cls.__name__] = cls
        waiting.extend(cls.__subclasses__())
    return found


def plain(value: object) -> object:
    """What orjson does not write by itself: decimals stay exact. The driver's UUIDs are a subclass of the standard ones."""
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, tuple | frozenset):
        return list(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"{type(value).__name__} cannot be part of a command or an outcome")
