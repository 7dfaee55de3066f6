"""Statements on requests for money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.money_requests import MoneyRequestState, state_at

COLUMNS = "request.id, request.requester_id, request.payer_id, request.split_id, request.asset, request.amount_minor, request.note, request.state, \
request.asked_at, request.expires_at, request.ended_at, request.reminded_at, request.remind_at"

NEW = Writing(
    "money_request",
    ("uuid", "uuid", "uuid", "uuid", "text", "bigint", "text", "timestamptz", "timestamptz"),
    "INSERT INTO wallet_money_request (id, requester_id, payer_id, split_id, asset, amount_minor, note, expires_at, remind_at, state, asked_at, reminded_at)"
    " SELECT told.*, 'open', $1, $1 FROM {} AS told",
)

CHANGED = Writing(
    "money_request",
    ("uuid", "text", "timestamptz", "timestamptz", "timestamptz"),
    "UPDATE wallet_money_request SET state = told.state, ended_at = told.ended_at, reminded_at = told.reminded_at, remind_at = told.remind_at"
    " FROM {} AS told (id, state, ended_at, reminded_at, remind_at) WHERE wallet_money_request.id = told.id",
)

LOCK = f"SELECT {COLUMNS} FROM wallet_money_request AS request WHERE request.id = ANY($1::uuid[]) ORDER BY request.id FOR NO KEY UPDATE"

LOCK_OF_SPLITS = f"SELECT {COLUMNS} FROM wallet_money_request AS request WHERE request.split_id = ANY($1::uuid[]) ORDER BY request.id FOR NO KEY UPDATE"

FIND = f"SELECT {COLUMNS} FROM wallet_money_request AS request WHERE request.id = ANY($1::uuid[])"

LIST_OF_SPLITS = (
    f"SELECT {COLUMNS} FROM wallet_money_request AS request WHERE request.split_id = ANY($1::uuid[]) ORDER BY request.amount_minor DESC, request.id"
)

LIST_EXPIRED = "SELECT id FROM wallet_money_request WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT $2"

LIST_TO_REMIND = "SELECT id FROM wallet_money_request WHERE state = 'open' AND remind_at <= $1 ORDER BY remind_at LIMIT $2"

LIST_BY = """
SELECT asked.position, request.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {columns} FROM wallet_money_request AS request
    WHERE request.{side} = asked.customer_id AND (request.asked_at, request.id) < ($2, $3) ORDER BY request.asked_at DESC, request.id DESC LIMIT $4
) AS request
ORDER BY asked.position, request.asked_at DESC, request.id DESC
"""

LIST_TO_PAY, LIST_ASKED = (LIST_BY.format(columns=COLUMNS, side=side) for side in ("payer_id", "requester_id"))


@dataclass(frozen=True, slots=True)
class MoneyRequest:
    """A request for money as it stands."""

    id: UUID
    requester_id: UUID
    payer_id: UUID
    split_id: UUID | None
    amount: Amount
    note: str
    state: MoneyRequestState
    asked_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    reminded_at: datetime
    remind_at: datetime | None


def insert_requests(tx: Tx, requests: Sequence[MoneyRequest]) -> None:
    tx.write_later(
        NEW,
        [
            (one.id, one.requester_id, one.payer_id, one.split_id, one.amount.asset.code, one.amount.minor, one.note, one.expires_at, one.remind_at)
            for one in requests
        ],
    )


def update_requests(tx: Tx, requests: Sequence[MoneyRequest]) -> None:
    tx.write_later(CHANGED, [(one.id, one.state, one.ended_at, one.reminded_at, one.remind_at) for one in requests])


async def lock_requests(tx: Tx, ids: Sequence[UUID]) -> list[MoneyRequest]:
    return [request_of(row) for row in await tx.fetch(LOCK, ids)]


async def lock_requests_of_splits(tx: Tx, split_ids: Sequence[UUID]) -> list[MoneyRequest]:
    return [request_of(row) for row in await tx.fetch(LOCK_OF_SPLITS, split_ids)]


async def find_requests(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, MoneyRequest]:
    return {row["id"]: request_of(row) for row in await source.fetch(FIND, ids)}


async def find_money_requests(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[MoneyRequest | None]:
    """The request of that id if the customer asked for it or is asked, else None: one per pair, in order."""
    found = await find_requests(source, sorted(set(ids)))
    requests = [found.get(id_) for id_ in ids]
    return [one if one is not None and who in (one.requester_id, one.payer_id) else None for one, who in zip(requests, customer_ids, strict=True)]


async def list_requests_of_splits(source: Queryable, split_ids: Sequence[UUID]) -> dict[UUID, list[MoneyRequest]]:
    """The shares of each bill, largest first: as many as it has parties."""
    found: dict[UUID, list[MoneyRequest]] = {split_id: [] for split_id in split_ids}
    for row in await source.fetch(LIST_OF_SPLITS, sorted(found)):
        found[row["split_id"]].append(request_of(row))
    return found


async def list_money_requests(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None, *, to_pay: bool) -> list[Page[MoneyRequest]]:
    """What each customer is asked to pay, or has asked for, newest first: a page per customer, in order. Raises InvalidInput."""
    pages: list[list[MoneyRequest]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_TO_PAY if to_pay else LIST_ASKED, customer_ids, *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(request_of(row))
    return [page_of(rows, first, lambda row: moment_key(row.asked_at, row.id)) for rows in pages]


async def list_expired(source: Queryable, now: datetime, limit: int) -> list[UUID]:
    return [row["id"] for row in await source.fetch(LIST_EXPIRED, now, limit)]


async def list_to_remind(source: Queryable, now: datetime, limit: int) -> list[UUID]:
    return [row["id"] for row in await source.fetch(LIST_TO_REMIND, now, limit)]


def standing(request: MoneyRequest, now: datetime) -> MoneyRequestState:
    """Where it stands, whether or not its expiry is written down."""
    return state_at(request.state, request.expires_at, now)


def request_of(row: Record) -> MoneyRequest:
    return MoneyRequest(
        row["id"],
        row["requester_id"],
        row["payer_id"],
        row["split_id"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["note"],
        MoneyRequestState(row["state"]),
        row["asked_at"],
        row["expires_at"],
        row["ended_at"],
        row["reminded_at"],
        row["remind_at"],
    )
