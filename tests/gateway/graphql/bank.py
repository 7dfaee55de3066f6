"""A schema as the house writes it, over rows in memory, for tests of the executors: what ran, on which snapshot, for whom."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import orjson
import strawberry

from domains.kernel.errors import IdReused as IdReusedRefusal
from gateway.graphql import CompiledExecutor, Documents, GraphQLCoreExecutor, Masker
from gateway.graphql.documents import OperationRequest, PreparedOperation
from resolvers import fields
from resolvers.batch import batched
from resolvers.context import Context, Info, Viewer
from resolvers.permissions import Permission
from resolvers.problems import HANDLERS, PROBLEMS, IdReused
from resolvers.scalars import CONFIG

A_PHONE = "13800138000"
"""What a bug's own words may quote, and no log."""

CUSTOMER = frozenset({Permission.PUBLIC, Permission.CUSTOMER})


class CardRow(NamedTuple):
    owner: UUID
    digits: str


class EventRow(NamedTuple):
    number: int


@dataclass
class Log:
    """What happened, in order."""

    events: list[str] = field(default_factory=list)


class Read:
    """A snapshot that only notes when it is opened and closed."""

    def __init__(self, log: Log, *, single: bool = False) -> None:
        self.log, self.single, self.opened = log, single, False

    def look(self) -> None:
        if not self.opened:
            self.opened = True
            self.log.events.append("open single" if self.single else "open")

    async def close(self) -> None:
        if self.opened:
            self.opened = False
            self.log.events.append("close")


@batched(str, "What it is called.")
async def nickname(read: Any, cards: list[Any], viewers: list[Viewer]) -> list[str]:
    read.look()
    return [f"{card.digits} of {viewer.id}" for card, viewer in zip(cards, viewers, strict=True)]


@batched(str, "For operators.", permission=Permission.OPERATOR_CUSTOMERS)
async def remark(read: Any, cards: list[Any], viewers: list[Viewer]) -> list[str]:
    return ["remarked" for _ in cards]


@strawberry.interface(description="Something held.")
class Holding:
    digits: str = fields.field("Its last digits.")


@fields.type_of(CardRow, "A card.")
class Card(Holding):
    digits: str = fields.field("Its last digits.")
    nickname = nickname
    remark = remark


Found = Annotated[Card | IdReused, strawberry.union("Found")]


@batched(list[Card], "The viewer's cards.", permission=Permission.CUSTOMER)
async def cards(read: Any, roots: list[None], viewers: list[Viewer], *, digits: str = "1234") -> list[Any]:
    read.look()
    if digits == "broken":
        raise RuntimeError(f"secret {A_PHONE}")
    return [[CardRow(viewer.id, digits)] for viewer in viewers]


@batched(Found, "A card or a refusal.", permission=Permission.CUSTOMER)
async def found(read: Any, roots: list[None], viewers: list[Viewer], *, twice: bool = False) -> list[Any]:
    read.look()
    if twice:
        raise IdReusedRefusal(UUID(int=9))
    return [CardRow(viewer.id, "1234") for viewer in viewers]


@batched(Holding, "A holding.", permission=Permission.CUSTOMER)
async def holding(read: Any, roots: list[None], viewers: list[Viewer]) -> list[Any]:
    read.look()
    return [CardRow(viewer.id, "1234") for viewer in viewers]


@batched(str, "For everybody.", permission=Permission.PUBLIC)
async def greeting(read: Any, roots: list[None], viewers: list[Viewer]) -> list[Any]:
    return ["hello" for _ in roots]


@strawberry.type
class Query:
    cards = cards
    found = found
    holding = holding
    greeting = greeting


@fields.mutation("Makes a card.", permission=Permission.CUSTOMER)
async def make(info: Info, digits: str) -> Found:
    if digits == "again":
        raise IdReusedRefusal(UUID(int=9))
    await info.context.write(None, None)  # type: ignore[arg-type]
    return CardRow(info.context.viewer.id, digits)  # type: ignore[return-value]


@strawberry.type
class Mutation:
    make = make


@batched(Card, "The card.")
async def changed_card(read: Any, events: list[EventRow], viewers: list[Viewer]) -> list[Any]:
    read.look()
    if events[0].number == 13:
        raise RuntimeError("secret")
    return [CardRow(viewer.id, str(event.number)) for event, viewer in zip(events, viewers, strict=True)]


@fields.type_of(EventRow, "A change.")
class Change:
    number: int = fields.field("Which.")
    card: Card | None = changed_card


@fields.subscription("Changes.", permission=Permission.CUSTOMER)
async def changes(info: Info, numbers: list[int]) -> AsyncIterator[Change]:
    for number in numbers:
        yield EventRow(number)  # type: ignore[misc]


@strawberry.type
class Subscription:
    changes = changes


SCHEMA = strawberry.Schema(Query, Mutation, Subscription, types=[Card, *PROBLEMS], config=CONFIG, exception_handlers=HANDLERS)


class Bank:
    """Both executors over the one schema."""

    def __init__(self, **options: Any) -> None:
        self.log = Log()
        self.documents = Documents(SCHEMA._schema)
        self.compiled = CompiledExecutor(SCHEMA, Masker(), self.open_read, **options)
        self.core = GraphQLCoreExecutor(SCHEMA, Masker())

    def open_read(self, *, single: bool = False) -> Read:
        return Read(self.log, single=single)

    def context(self, number: int = 7, permissions: frozenset[Permission] = CUSTOMER) -> Context:
        read = self.open_read()

        async def write(*_: Any) -> None:
            self.log.events.append("write")
            await read.close()

        viewer = Viewer(id=UUID(int=number), permissions=permissions)
        return Context(viewer, read, write, None)  # type: ignore[arg-type]

    def operation(self, text: str) -> PreparedOperation:
        return self.documents.prepare(OperationRequest(text), introspection=True)


def without_error_ids(body: bytes) -> Any:
    """An answer as two executors must agree on it: the ids of masked errors are drawn anew each time."""
    return orjson.loads(re.sub(rb"[0-9a-f]{16}", b"id", body))
