"""The benchmark's schema as the house writes it: rows, batched fields, no loaders."""

from __future__ import annotations

import os
from typing import Any

import strawberry

from bench.gateway import rows
from bench.gateway.data import read_data
from bench.gateway.statements import ACCOUNTS, COUNTERPARTIES, HOME, MOVEMENTS, OFFERS
from resolvers import schema
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import field, type_of
from resolvers.permissions import Permission

IN_MEMORY = os.environ.get("STORE") == "memory"
AccountState = strawberry.enum(rows.AccountState, name="BenchAccountState")
Direction = strawberry.enum(rows.Direction, name="BenchDirection")
MEMORY = rows.Memory(read_data())


@type_of(rows.Money, "Money.", name="BenchMoney")
class Money:
    amount: str = field("How much.")
    currency: str = field("Of what.")


@type_of(rows.Counterparty, "The other side.", name="BenchCounterparty")
class Counterparty:
    kind: str = field("What it is.")
    masked_name: str = field("Its name.")
    masked_phone: str = field("Its phone.")


@batched(Counterparty, "The other side.")
async def counterparty(read: Any, movements: list[rows.Movement], viewers: list[Viewer]) -> list[rows.Counterparty]:
    if IN_MEMORY:
        found = MEMORY.counterparties
    else:
        found = {row[0]: rows.Counterparty("customer", row[1], row[2]) for row in await read.fetch(COUNTERPARTIES, {one.other_id for one in movements})}
    return [found[one.other_id] for one in movements]


@type_of(rows.Movement, "A movement.", name="BenchMovement")
class Movement:
    id: strawberry.ID = field("Its id.")
    kind: str = field("Why.")
    direction: Direction = field("Which way.")
    amount: Money = field("How much.")
    balance_after: Money = field("The balance after it.")
    booked_at: str = field("When.")
    note: str | None = field("A note.")
    counterparty = counterparty


@batched(list[Movement], "Newest first.")
async def movements(read: Any, accounts: list[rows.Account], viewers: list[Viewer], *, first: int = 8) -> list[list[rows.Movement]]:
    if IN_MEMORY:
        return [MEMORY.movements[one.id][:first] for one in accounts]
    found = rows.grouped(await read.fetch(MOVEMENTS, [one.id for one in accounts], first), "account_id", rows.movement_of)
    return [found[one.id] for one in accounts]


@type_of(rows.Account, "An account.", name="BenchAccount")
class Account:
    id: strawberry.ID = field("Its id.")
    currency: str = field("Its currency.")
    state: AccountState = field("Its state.")
    balance: Money = field("What is in it.")
    available: Money = field("What can be spent.")
    movements = movements


@type_of(rows.Offer, "An offer.", name="BenchOffer")
class Offer:
    id: strawberry.ID = field("Its id.")
    title: str = field("Its title.")
    merchant: str = field("Who makes it.")
    price: Money = field("What it costs.")
    ends: str = field("Until when.")


@type_of(rows.Customer, "A customer.", name="BenchCustomer")
class Customer:
    id: strawberry.ID = field("The id.")
    name: str = field("The name.")
    masked_phone: str = field("The phone.")
    tier: str = field("The tier.")
    language: str = field("The language.")
    verified: bool = field("Whether the name was verified.")


@batched(list[Account], "The accounts.")
async def accounts(read: Any, homes: list[rows.Home], viewers: list[Viewer]) -> list[list[rows.Account]]:
    found = MEMORY.accounts if IN_MEMORY else rows.grouped(await read.fetch(ACCOUNTS, [one.viewer for one in homes]), "owner_id", rows.account_of)
    return [found[one.viewer] for one in homes]


@batched(list[Offer], "The offers.")
async def offers(read: Any, homes: list[rows.Home], viewers: list[Viewer]) -> list[list[rows.Offer]]:
    found = MEMORY.offers if IN_MEMORY else rows.grouped(await read.fetch(OFFERS, [one.viewer for one in homes]), "owner_id", rows.offer_of)
    return [found[one.viewer] for one in homes]


@type_of(rows.Home, "The home screen.", name="BenchHome")
class Home:
    unread: int = field("Unread messages.")
    points: int = field("Points.")
    customer: Customer = field("The customer.")
    accounts = accounts
    offers = offers


@batched(Home, "The home screen of the viewer.", permission=Permission.CUSTOMER)
async def bench_home(read: Any, roots: list[None], viewers: list[Viewer]) -> list[rows.Home]:
    ids = [str(viewer.id) for viewer in viewers]
    found = MEMORY.homes if IN_MEMORY else {row["id"]: rows.home_of(row) for row in await read.fetch(HOME, ids)}
    return [found[one] for one in ids]


@type_of(rows.Product, "A product.", name="BenchProduct")
class Product:
    id: strawberry.ID = field("Its id.")
    name: str = field("Its name.")
    shop: str = field("Its shop.")
    category: str = field("Its category.")
    price: str = field("Its price.")
    currency: str = field("In which currency.")
    stock: int = field("How many are left.")
    featured: bool = field("Whether it is shown first.")


@batched(list[Product], "Every product.", list_size=100, permission=Permission.CUSTOMER)
async def bench_catalogue(read: Any, roots: list[None], viewers: list[Viewer]) -> list[list[rows.Product]]:
    return [MEMORY.products for _ in roots]


@strawberry.type
class Query:
    bench_home = bench_home
    bench_catalogue = bench_catalogue


def build_schema() -> strawberry.Schema:
    """The app's whole schema, and the benchmark's fields in it."""
    return schema.build_schema(Query)
