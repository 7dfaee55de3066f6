"""Plain Strawberry: the same schema as its documentation teaches it, with data loaders where it reads a database, on its own ASGI application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader

from bench.gateway import rows
from bench.gateway.data import read_data
from bench.gateway.statements import ACCOUNTS, COUNTERPARTIES, HOME, MOVEMENTS, OFFERS

IN_MEMORY = os.environ["STORE"] == "memory"
AccountState = strawberry.enum(rows.AccountState)
Direction = strawberry.enum(rows.Direction)
MEMORY = rows.Memory(read_data())
pool: Any = None


@strawberry.type
class Money:
    amount: str
    currency: str


@strawberry.type
class Counterparty:
    kind: str
    masked_name: str
    masked_phone: str


@strawberry.type
class Movement:
    id: strawberry.ID
    kind: str
    direction: Direction
    amount: Money
    balance_after: Money
    booked_at: str
    note: str | None

    @strawberry.field
    async def counterparty(self: Any, info: strawberry.Info) -> Counterparty:
        if IN_MEMORY:
            return MEMORY.counterparties[self.other_id]  # type: ignore[return-value]
        return await info.context["counterparties"].load(self.other_id)  # type: ignore[no-any-return]


@strawberry.type
class Account:
    id: strawberry.ID
    currency: str
    state: AccountState
    balance: Money
    available: Money

    @strawberry.field
    async def movements(self, info: strawberry.Info, first: int = 8) -> list[Movement]:
        if IN_MEMORY:
            return MEMORY.movements[self.id][:first]  # type: ignore[return-value]
        return await info.context["movements"].load((self.id, first))  # type: ignore[no-any-return]


@strawberry.type
class Offer:
    id: strawberry.ID
    title: str
    merchant: str
    price: Money
    ends: str


@strawberry.type
class Customer:
    id: strawberry.ID
    name: str
    masked_phone: str
    tier: str
    language: str
    verified: bool


@strawberry.type
class Product:
    id: strawberry.ID
    name: str
    shop: str
    category: str
    price: str
    currency: str
    stock: int
    featured: bool


@strawberry.type
class Home:
    unread: int
    points: int
    customer: Customer

    @strawberry.field
    async def accounts(self: Any) -> list[Account]:
        if IN_MEMORY:
            return MEMORY.accounts[self.viewer]  # type: ignore[return-value]
        return [rows.account_of(row) for row in await pool.fetch(ACCOUNTS, [self.viewer])]  # type: ignore[misc]

    @strawberry.field
    async def offers(self: Any) -> list[Offer]:
        if IN_MEMORY:
            return MEMORY.offers[self.viewer]  # type: ignore[return-value]
        return [rows.offer_of(row) for row in await pool.fetch(OFFERS, [self.viewer])]  # type: ignore[misc]


@strawberry.type
class Query:
    @strawberry.field
    async def home(self, info: strawberry.Info) -> Home:
        viewer = info.context["request"].headers["authorization"][7:]
        if IN_MEMORY:
            return MEMORY.homes[viewer]  # type: ignore[return-value]
        return rows.home_of((await pool.fetch(HOME, [viewer]))[0])  # type: ignore[return-value]

    @strawberry.field
    def catalogue(self) -> list[Product]:
        return MEMORY.products  # type: ignore[return-value]


async def load_movements(keys: list[tuple[str, int]]) -> list[list[rows.Movement]]:
    found = rows.grouped(await pool.fetch(MOVEMENTS, [id_ for id_, _ in keys], keys[0][1]), "account_id", rows.movement_of)
    return [found[id_] for id_, _ in keys]


async def load_counterparties(ids: list[str]) -> list[rows.Counterparty]:
    found = {row["id"]: rows.counterparty_of(row) for row in await pool.fetch(COUNTERPARTIES, ids)}
    return [found[id_] for id_ in ids]


class Application(GraphQL[Any, Any]):
    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        assert isinstance(request, Request)
        loaders = {"movements": DataLoader(load_movements), "counterparties": DataLoader(load_counterparties)}
        return {"request": request, **loaders}


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    global pool
    if IN_MEMORY:
        yield
        return
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=2, max_size=16) as pool:
        yield


app = Starlette(lifespan=lifespan)
app.add_route("/graphql", Application(strawberry.Schema(Query)))
