"""The rows of the home query and what makes them of a record; shared by the Python servers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class AccountState(Enum):
    OPEN = "OPEN"
    FROZEN = "FROZEN"


class Direction(Enum):
    IN = "IN"
    OUT = "OUT"


class Money(NamedTuple):
    amount: str
    currency: str


class Customer(NamedTuple):
    id: str
    name: str
    masked_phone: str
    tier: str
    language: str
    verified: bool


class Home(NamedTuple):
    viewer: str
    unread: int
    points: int
    customer: Customer


class Account(NamedTuple):
    id: str
    currency: str
    state: AccountState
    balance: Money
    available: Money


class Movement(NamedTuple):
    id: str
    kind: str
    direction: Direction
    amount: Money
    balance_after: Money
    booked_at: str
    note: str | None
    other_id: str


class Counterparty(NamedTuple):
    kind: str
    masked_name: str
    masked_phone: str


class Offer(NamedTuple):
    id: str
    title: str
    merchant: str
    price: Money
    ends: str


class Product(NamedTuple):
    id: str
    name: str
    shop: str
    category: str
    price: str
    currency: str
    stock: int
    featured: bool


STATES = {state.value: state for state in AccountState}
DIRECTIONS = {direction.value: direction for direction in Direction}


def home_of(row: Any) -> Home:
    customer = Customer(row["id"], row["name"], row["masked_phone"], row["tier"], row["language"], row["verified"])
    return Home(row["id"], row["unread"], row["points"], customer)


def account_of(row: Any) -> Account:
    currency = row["currency"]
    return Account(row["id"], currency, STATES[row["state"]], Money(row["balance"], currency), Money(row["available"], currency))


def movement_of(row: Any) -> Movement:
    currency = row["currency"]
    return Movement(
        row["id"],
        row["kind"],
        DIRECTIONS[row["direction"]],
        Money(row["amount"], currency),
        Money(row["balance_after"], currency),
        row["booked_at"],
        row["note"],
        row["other_id"],
    )


def counterparty_of(row: Any) -> Counterparty:
    return Counterparty("customer", row["name"], row["masked_phone"])


def offer_of(row: Any) -> Offer:
    return Offer(row["id"], row["title"], row["merchant"], Money(row["price"], row["currency"]), row["ends"])


def grouped(rows: Iterable[Any], key: str, shape: Callable[[Any], T]) -> dict[str, list[T]]:
    """Rows by a key, in order."""
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(shape(row))
    return found


class Memory:
    """The world in memory, ready to be looked up."""

    def __init__(self, data: dict[str, list[dict[str, Any]]]) -> None:
        self.homes = {row["id"]: home_of(row) for row in data["customer"]}
        self.counterparties = {row["id"]: counterparty_of(row) for row in data["customer"]}
        self.accounts = grouped(data["account"], "owner_id", account_of)
        self.movements = grouped(reversed(data["movement"]), "account_id", movement_of)
        self.offers = grouped(data["offer"], "owner_id", offer_of)
        self.products = [Product(**row) for row in data["product"]]
