"""The hand-written floor: what is left when there is no GraphQL at all. A bare ASGI application, joined statements, dictionaries, orjson."""

from __future__ import annotations

import os
from typing import Any

import asyncpg
import orjson

from bench.gateway.data import read_data
from bench.gateway.statements import FLOOR_HOME, FLOOR_OFFERS


class Floor:
    """Answers the home query for the viewer in the Authorization header."""

    def __init__(self) -> None:
        self._in_memory = os.environ["STORE"] == "memory"
        self._pool: Any = None
        data = read_data()
        self._customers = {row["id"]: row for row in data["customer"]}
        self._offers, self._accounts, self._movements = _by(data["offer"], "owner_id"), _by(data["account"], "owner_id"), _by(data["movement"], "account_id")
        for movements in self._movements.values():
            movements.reverse()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        message = await receive()
        sent = message["body"]
        while message.get("more_body"):
            message = await receive()
            sent += message["body"]
        first = orjson.loads(sent)["variables"]["first"]
        viewer = next(value for name, value in scope["headers"] if name == b"authorization")[7:].decode()
        data = self._from_memory(viewer, first) if self._in_memory else await self._from_database(viewer, first)
        body = orjson.dumps({"data": {"home": data}})
        headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "lifespan.startup":
            if not self._in_memory:
                self._pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=2, max_size=16, reset=_keep)
            await send({"type": "lifespan.startup.complete"})
        assert message["type"] == "lifespan.shutdown"
        await send({"type": "lifespan.shutdown.complete"})

    def _from_memory(self, viewer: str, first: int) -> dict[str, Any]:
        customers, customer = self._customers, self._customers[viewer]
        accounts = [
            _account(
                account,
                account["id"],
                [_movement(row, row["id"], row["currency"], customers[row["other_id"]]) for row in self._movements[account["id"]][:first]],
            )
            for account in self._accounts[viewer]
        ]
        return _home(customer, accounts, self._offers[viewer])

    async def _from_database(self, viewer: str, first: int) -> dict[str, Any]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(FLOOR_HOME, viewer, first)
            offers = await connection.fetch(FLOOR_OFFERS, viewer)
        accounts: dict[str, Any] = {}
        for row in rows:
            other = {"name": row["other_name"], "masked_phone": row["other_phone"]}
            account_id = row["account_id"]
            account = accounts.get(account_id)
            if account is None:
                account = accounts[account_id] = _account(row, account_id, [])
            account["movements"].append(_movement(row, row["movement_id"], row["movement_currency"], other))
        return _home(rows[0], list(accounts.values()), offers)


def _home(row: Any, accounts: list[dict[str, Any]], offers: Any) -> dict[str, Any]:
    return {
        "unread": row["unread"],
        "points": row["points"],
        "customer": {
            "id": row["id"],
            "name": row["name"],
            "maskedPhone": row["masked_phone"],
            "tier": row["tier"],
            "language": row["language"],
            "verified": row["verified"],
        },
        "accounts": accounts,
        "offers": [
            {
                "id": offer["id"],
                "title": offer["title"],
                "merchant": offer["merchant"],
                "price": {"amount": offer["price"], "currency": offer["currency"]},
                "ends": offer["ends"],
            }
            for offer in offers
        ],
    }


def _account(row: Any, account_id: str, movements: list[dict[str, Any]]) -> dict[str, Any]:
    currency = row["currency"]
    return {
        "id": account_id,
        "currency": currency,
        "state": row["state"],
        "balance": {"amount": row["balance"], "currency": currency},
        "available": {"amount": row["available"], "currency": currency},
        "movements": movements,
    }


def _movement(row: Any, movement_id: str, currency: str, other: Any) -> dict[str, Any]:
    return {
        "id": movement_id,
        "kind": row["kind"],
        "direction": row["direction"],
        "amount": {"amount": row["amount"], "currency": currency},
        "balanceAfter": {"amount": row["balance_after"], "currency": currency},
        "bookedAt": row["booked_at"],
        "note": row["note"],
        "counterparty": {"kind": "customer", "maskedName": other["name"], "maskedPhone": other["masked_phone"]},
    }


def _by(rows: list[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


async def _keep(_connection: object) -> None:
    return None


app = Floor()
