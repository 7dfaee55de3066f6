"""The app's home screen without GraphQL: the domains' own queries on one snapshot, dictionaries, orjson. What any endpoint over these domains has to do."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import orjson

from domains import customers, ledger, wallet
from domains.kernel.money import Amount, to_decimal
from domains.kernel.paging import Page
from gateway.settings import Settings
from gateway.wiring import opened_house
from resolvers.wallet.counterparties import counterparty_kind_of

FIRST = 10


class HomeFloor:
    """Answers `Home` for the customer in the Authorization header."""

    def __init__(self) -> None:
        self._open = AsyncExitStack()
        self._database: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await receive()
        viewer = UUID(next(value for name, value in scope["headers"] if name == b"authorization")[7:].decode())
        body = orjson.dumps({"data": await self._home(viewer)})
        headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "lifespan.startup":
            self._database = (await self._open.enter_async_context(opened_house(Settings()))).database
            await send({"type": "lifespan.startup.complete"})
        assert message["type"] == "lifespan.shutdown"
        await self._open.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _home(self, viewer: UUID) -> dict[str, Any]:
        async with self._database.reading() as read:
            customer = (await customers.list_customers(read, [viewer]))[viewer]
            (accounts,) = await wallet.list_wallets(read, [viewer])
            pages = await ledger.list_pages(read, [account.id for account in accounts], FIRST, None)
            entries = [entry for page in pages for entry in page.items]
            notes = await wallet.find_notes(read, [entry.movement_id for entry in entries])
            parties = await customers.list_parties(read, [entry.other_owner_id if entry.other_code == wallet.WALLET else None for entry in entries])
        others = iter(parties)
        return {
            "viewer": {
                "id": str(customer.id),
                "maskedPhone": customer.masked_phone,
                "maskedName": customer.masked_name,
                "hasPin": customer.has_pin,
                "tier": customer.tier.name,
                "language": customer.language.upper(),
            },
            "wallets": [_account(account, page, notes, others) for account, page in zip(accounts, pages, strict=True)],
        }


def _account(account: ledger.Account, page: Page[ledger.Entry], notes: dict[UUID, str], others: Any) -> dict[str, Any]:
    return {
        "id": str(account.id),
        "currency": account.asset.code,
        "state": account.state.upper(),
        "balance": _money(account.posted),
        "available": _money(account.available),
        "statement": {
            "nodes": [_movement(entry, notes, next(others)) for entry in page.items],
            "pageInfo": {"hasNextPage": page.has_next, "endCursor": page.cursors[-1] if page.cursors else None},
        },
    }


def _movement(entry: ledger.Entry, notes: dict[UUID, str], other: Any) -> dict[str, Any]:
    return {
        "id": str(entry.movement_id),
        "kind": entry.kind,
        "amount": _money(entry.amount),
        "balanceAfter": _money(entry.balance_after),
        "bookedAt": entry.booked_at.isoformat().replace("+00:00", "Z"),
        "note": notes.get(entry.movement_id),
        "counterpartyKind": counterparty_kind_of(entry.other_code).name,
        "counterparty": None if other is None else {"displayName": other.masked_name or other.masked_phone, "maskedPhone": other.masked_phone},
    }


def _money(amount: Amount) -> dict[str, str]:
    return {"amount": to_decimal(amount), "currency": amount.asset.code}


app = HomeFloor()
