"""A small schema, a caller who can be anybody, and an endpoint over them: the world of the endpoint's tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError

from gateway.graphql import (
    CompiledExecutor,
    Documents,
    EndpointOptions,
    Explanation,
    GraphQLEndpoint,
    Masker,
    Unauthenticated,
)
from gateway.graphql.partner_documents import PartnerDocuments
from gateway.graphql.ports import Scope

A_PHONE = "13800138000"
"""What a bug's own words may quote, and no log."""


class DatabaseAway(Exception):
    pass


@dataclass
class Ledger:
    """What the resolvers touched, so that a test can say "nothing ran"."""

    calls: list[str] = field(default_factory=list)
    open_streams: int = 0
    counted: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)


PARTNERS = {"taxi": UUID(int=1), "cinema": UUID(int=2)}
"""Callers whose tokens are those of a partner's client."""


@dataclass(frozen=True)
class Caller:
    name: str
    expires_at: float | None = None
    may_introspect: bool = True
    partner_id: UUID | None = None


@dataclass(frozen=True)
class Context:
    caller: Caller
    request_id: str
    ledger: Ledger


@strawberry.type
class Query:
    @strawberry.field
    async def hello(self, info: strawberry.Info[Context], name: str = "world") -> str:
        info.context.ledger.calls.append("hello")
        return f"hello {name}"

    @strawberry.field
    def whoami(self, info: strawberry.Info[Context]) -> str:
        return info.context.caller.name

    @strawberry.field
    def request_id(self, info: strawberry.Info[Context]) -> str:
        return info.context.request_id

    @strawberry.field
    def broken(self) -> str | None:
        raise RuntimeError(f"secret {A_PHONE}")

    @strawberry.field
    def broken_many(self) -> list[str | None]:
        return [None]

    @strawberry.field
    def lying(self) -> int | None:
        return "a stored secret"  # type: ignore[return-value]

    @strawberry.field
    def required(self) -> str:
        raise RuntimeError("secret")

    @strawberry.field
    def forbidden(self) -> str | None:
        raise GraphQLError("Not for you.", extensions={"code": "FORBIDDEN"})

    @strawberry.field
    def away(self) -> str | None:
        raise DatabaseAway

    @strawberry.field
    async def nap(self, seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    @strawberry.field
    def doubled(self, number: int) -> int:
        return 2 * number


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def pay(self, info: strawberry.Info[Context], slowly: bool = False) -> str:
        info.context.ledger.calls.append("pay")
        if slowly:
            await info.context.ledger.gate.wait()
            info.context.ledger.calls.append("paid")
        return "paid"


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, info: strawberry.Info[Context], to: int, every: float = 0.0, since: int = 0) -> AsyncGenerator[int, None]:
        info.context.ledger.open_streams += 1
        try:
            for number in range(since + 1, to + 1):
                await asyncio.sleep(every)
                info.context.ledger.counted += 1
                yield number
        finally:
            info.context.ledger.open_streams -= 1

    @strawberry.subscription
    async def blobs(self, size: int) -> AsyncGenerator[str, None]:
        while True:
            yield "x" * size

    @strawberry.subscription
    async def breaks(self) -> AsyncGenerator[int, None]:
        yield 1
        raise RuntimeError("secret")

    @strawberry.subscription
    async def refuses(self) -> AsyncGenerator[int, None]:
        if True:
            raise GraphQLError("The cursor is too old.", extensions={"code": "RESUME_EXPIRED"})
        yield 1


schema = strawberry.Schema(Query, Mutation, Subscription)


class Callers:
    """`Bearer <name>` is that caller; "forged" is nobody; `connection_init` may carry the same under `authorization`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.expires_at: float | None = None

    async def identify(self, scope: Scope, payload: Mapping[str, Any] | None) -> Caller:
        headers = dict(scope["headers"])
        credentials = headers.get(b"authorization", b"").decode() or (payload or {}).get("authorization", "")
        name = credentials.removeprefix("Bearer ") or "anonymous"
        if name == "forged":
            raise Unauthenticated
        if name == "database-away":
            raise DatabaseAway
        return Caller(name, self.expires_at, may_introspect=name != "stranger", partner_id=PARTNERS.get(name))

    def context(self, identity: Any, scope: Scope, request_id: str) -> Context:
        return Context(identity, request_id, self.ledger)


def explain(error: BaseException) -> Explanation | None:
    if isinstance(error, DatabaseAway):
        return Explanation("UNAVAILABLE", "Try again in a moment.", {"retryable": True})
    return None


def no_snapshot(*, single: bool = False) -> None:
    """Nothing in this world reads a database."""


@dataclass
class World:
    endpoint: GraphQLEndpoint
    documents: Documents
    ledger: Ledger
    callers: Callers


def make_world(options: EndpointOptions | None = None, *, partner_documents: PartnerDocuments | None = None, **documents: Any) -> World:
    ledger = Ledger()
    masker = Masker(explain)
    callers = Callers(ledger)
    prepared = Documents(schema._schema, **documents)
    executor = CompiledExecutor(schema, masker, no_snapshot)
    return World(GraphQLEndpoint(prepared, executor, callers, masker, options, partner_documents=partner_documents), prepared, ledger, callers)
