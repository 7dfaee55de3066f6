"""Statements on split bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.money_requests import SplitMethod, SplitState

COLUMNS = "split.id, split.maker_id, split.method, split.asset, split.total_minor, split.own_minor, split.title, split.state, split.made_at"

NEW = Writing(
    "split",
    ("uuid", "uuid", "text", "text", "bigint", "bigint", "text"),
    "INSERT INTO wallet_split (id, maker_id, method, asset, total_minor, own_minor, title, state, made_at) SELECT told.*, 'open', $1 FROM {} AS told",
)

CHANGED = Writing("split", ("uuid", "text"), "UPDATE wallet_split SET state = told.state FROM {} AS told (id, state) WHERE wallet_split.id = told.id")

LOCK = f"SELECT {COLUMNS} FROM wallet_split AS split WHERE split.id = ANY($1::uuid[]) ORDER BY split.id FOR NO KEY UPDATE"

FIND = f"""
SELECT asked.customer_id, {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS asked (id, customer_id) JOIN wallet_split AS split ON split.id = asked.id
WHERE split.maker_id = asked.customer_id
    OR EXISTS (SELECT FROM wallet_money_request AS request WHERE request.split_id = split.id AND request.payer_id = asked.customer_id)
"""

LIST_MADE = f"""
SELECT asked.position, split.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wallet_split AS split
    WHERE split.maker_id = asked.customer_id AND (split.made_at, split.id) < ($2, $3) ORDER BY split.made_at DESC, split.id DESC LIMIT $4
) AS split
ORDER BY asked.position, split.made_at DESC, split.id DESC
"""


@dataclass(frozen=True, slots=True)
class Split:
    """A bill as it stands. `own` is what its maker bears."""

    id: UUID
    maker_id: UUID
    method: SplitMethod
    total: Amount
    own: Amount
    title: str
    state: SplitState
    made_at: datetime


def insert_split(tx: Tx, split: Split) -> None:
    tx.write_later(NEW, [(split.id, split.maker_id, split.method, split.total.asset.code, split.total.minor, split.own.minor, split.title)])


def update_splits(tx: Tx, splits: Sequence[Split]) -> None:
    tx.write_later(CHANGED, [(one.id, one.state) for one in splits])


async def lock_splits(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Split]:
    return {row["id"]: split_of(row) for row in await tx.fetch(LOCK, ids)}


async def find_splits(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Split | None]:
    """The bill of that id if the customer made it or has a share in it, else None: one per pair, in order."""
    rows = await source.fetch(FIND, ids, customer_ids)
    found = {(row["id"], row["customer_id"]): split_of(row) for row in rows}
    return [found.get(pair) for pair in zip(ids, customer_ids, strict=True)]


async def list_splits(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Split]]:
    """The bills that each customer made, newest first: a page per customer, in order. Raises InvalidInput."""
    pages: list[list[Split]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_MADE, customer_ids, *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(split_of(row))
    return [page_of(rows, first, lambda row: moment_key(row.made_at, row.id)) for rows in pages]


def split_of(row: Record) -> Split:
    asset = asset_of(row["asset"])
    return Split(
        row["id"],
        row["maker_id"],
        SplitMethod(row["method"]),
        Amount(row["total_minor"], asset),
        Amount(row["own_minor"], asset),
        row["title"],
        SplitState(row["state"]),
        row["made_at"],
    )
