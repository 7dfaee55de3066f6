"""The world of the benchmark, the same for every server: 64 customers with two accounts, sixteen movements and six offers each, and 10,000 products."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import orjson

VIEWERS_COUNT = 64
ACCOUNTS_COUNT = 2
MOVEMENTS_COUNT = 20
OFFERS_COUNT = 6
PRODUCTS_COUNT = 10_000
FIRST = 8

TABLES = """
CREATE SCHEMA bench;
CREATE TABLE bench.customer (id uuid PRIMARY KEY, name text NOT NULL, masked_phone text NOT NULL, tier text NOT NULL, language text NOT NULL,
    verified boolean NOT NULL, unread int NOT NULL, points int NOT NULL);
CREATE TABLE bench.account (owner_id uuid NOT NULL, position int NOT NULL, id uuid NOT NULL, currency text NOT NULL, state text NOT NULL,
    balance text NOT NULL, available text NOT NULL, PRIMARY KEY (owner_id, position));
CREATE TABLE bench.movement (account_id uuid NOT NULL, sequence int NOT NULL, id uuid NOT NULL, kind text NOT NULL, direction text NOT NULL,
    amount text NOT NULL, currency text NOT NULL, balance_after text NOT NULL, booked_at text NOT NULL, note text, other_id uuid NOT NULL,
    PRIMARY KEY (account_id, sequence));
CREATE TABLE bench.offer (owner_id uuid NOT NULL, position int NOT NULL, id uuid NOT NULL, title text NOT NULL, merchant text NOT NULL,
    price text NOT NULL, currency text NOT NULL, ends text NOT NULL, PRIMARY KEY (owner_id, position));
"""


def read_data() -> dict[str, list[dict[str, Any]]]:
    """The rows that the run wrote for its servers."""
    data: dict[str, list[dict[str, Any]]] = orjson.loads(Path(os.environ["WORLD"]).read_bytes())
    return data


def build_data(viewers: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Rows by table for these customers, else always the same."""
    random = Random(7)
    customers = [_customer(random, number, viewer) for number, viewer in enumerate(viewers)]
    accounts = [_account(random, viewer, position) for viewer in viewers for position in range(ACCOUNTS_COUNT)]
    return {
        "customer": customers,
        "account": accounts,
        "movement": [_movement(random, account, sequence, random.choice(viewers)) for account in accounts for sequence in range(MOVEMENTS_COUNT)],
        "offer": [_offer(random, viewer, position) for viewer in viewers for position in range(OFFERS_COUNT)],
        "product": [_product(random, number) for number in range(PRODUCTS_COUNT)],
    }


def _customer(random: Random, number: int, viewer: str) -> dict[str, Any]:
    return {
        "id": viewer,
        "name": f"客户{number}",
        "masked_phone": f"138****{number:04}",
        "tier": random.choice(["standard", "gold"]),
        "language": "zh",
        "verified": True,
        "unread": number % 9,
        "points": number * 37,
    }


def _account(random: Random, viewer: str, position: int) -> dict[str, Any]:
    balance = random.randrange(10**7)
    return {
        "owner_id": viewer,
        "position": position,
        "id": _new_id(random),
        "currency": ["CNY", "USD"][position],
        "state": "OPEN",
        "balance": _text_of(balance),
        "available": _text_of(balance * 9 // 10),
    }


def _movement(random: Random, account: dict[str, Any], sequence: int, other_id: str) -> dict[str, Any]:
    return {
        "account_id": account["id"],
        "sequence": sequence,
        "id": _new_id(random),
        "kind": random.choice(["transfer", "payment", "top_up"]),
        "direction": random.choice(["IN", "OUT"]),
        "amount": _text_of(random.randrange(1, 10**5)),
        "currency": account["currency"],
        "balance_after": _text_of(random.randrange(10**7)),
        "booked_at": f"2026-11-{1 + sequence:02}T08:30:00.000Z",
        "note": random.choice([None, "午饭", "thanks"]),
        "other_id": other_id,
    }


def _offer(random: Random, viewer: str, position: int) -> dict[str, Any]:
    return {
        "owner_id": viewer,
        "position": position,
        "id": _new_id(random),
        "title": f"满 100 减 {position + 5}",
        "merchant": f"商户 {random.randrange(100)}",
        "price": _text_of(random.randrange(10**4)),
        "currency": "CNY",
        "ends": "2026-12-31T16:00:00.000Z",
    }


def _product(random: Random, number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": f"商品 {number}",
        "shop": f"店 {number % 97}",
        "category": random.choice(["food", "books", "phones"]),
        "price": _text_of(random.randrange(10**5)),
        "currency": "CNY",
        "stock": number % 50,
        "featured": number % 7 == 0,
    }


def _new_id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _text_of(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"
