"""Statements on promised transfers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.promises import PromiseKind, PromiseState

COLUMNS = "id, customer_id, target_id, masked_phone, asset, amount_minor, note, kind, state, reason, limit_periods, placed_at, due_at, ended_at"

INSERT_PROMISE = """
INSERT INTO wallet_promise (customer_id, id, target_id, phone_index, masked_phone, asset, amount_minor, note, kind, state, reason, limit_periods,
    placed_at, due_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', NULL, $10, $11, $12, NULL)
ON CONFLICT DO NOTHING
RETURNING id
"""

COUNT_TO_PHONES = "SELECT count(*) FROM wallet_promise WHERE customer_id = $1 AND placed_at > $2 AND phone_index IS NOT NULL"

LOCK_PROMISE = f"SELECT {COLUMNS} FROM wallet_promise WHERE id = $1 FOR NO KEY UPDATE"

ENDS = Writing(
    "promise_end",
    ("uuid", "uuid", "text", "text"),
    "UPDATE wallet_promise AS kept SET state = told.state, reason = told.reason, ended_at = $1 FROM {} AS told (customer_id, id, state, reason)"
    " WHERE kept.customer_id = told.customer_id AND kept.id = told.id",
)

LIST_UNADDRESSED = """
SELECT DISTINCT phone_index FROM wallet_promise WHERE state = 'waiting' AND target_id IS NULL AND phone_index > $1 ORDER BY phone_index LIMIT $2
"""

ADDRESS_PROMISES = """
UPDATE wallet_promise AS promise SET target_id = told.target_id FROM unnest($1::bytea[], $2::uuid[]) AS told (phone_index, target_id)
WHERE promise.phone_index = told.phone_index AND promise.state = 'waiting' AND promise.target_id IS NULL
RETURNING promise.id, promise.customer_id, promise.target_id
"""

FIND_PROMISES = f"SELECT {COLUMNS} FROM wallet_promise WHERE id = ANY($1::uuid[])"

LIST_DUE = "SELECT id FROM wallet_promise WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at LIMIT $2"

LIST_PROMISES = f"""
SELECT asked.position, promise.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    (SELECT {COLUMNS} FROM wallet_promise
        WHERE customer_id = asked.customer_id AND (placed_at, id) < ($2, $3) ORDER BY placed_at DESC, id DESC LIMIT $4)
    UNION ALL
    (SELECT {COLUMNS} FROM wallet_promise
        WHERE target_id = asked.customer_id AND (placed_at, id) < ($2, $3) ORDER BY placed_at DESC, id DESC LIMIT $4)
    ORDER BY placed_at DESC, id DESC LIMIT $4
) AS promise
ORDER BY asked.position, promise.placed_at DESC, promise.id DESC
"""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised transfer as it stands. `masked_phone` where it was for a phone of nobody; `limit_periods` are the windows it counts in, parted by blanks."""

    id: UUID
    customer_id: UUID
    target_id: UUID | None
    masked_phone: str | None
    amount: Amount
    note: str
    kind: PromiseKind
    state: PromiseState
    reason: str | None
    limit_periods: str
    placed_at: datetime
    due_at: datetime
    ended_at: datetime | None


async def count_to_phones(tx: Tx, customer_id: UUID, since: datetime) -> int:
    """How many a customer, who is locked, has placed since then for phones of nobody."""
    return int(await tx.fetchval(COUNT_TO_PHONES, customer_id, since))


async def insert_promise(tx: Tx, promise: Promise, phone_index: bytes | None) -> bool:
    """Whether it was written: its id may be in use."""
    written = await tx.fetchval(
        INSERT_PROMISE,
        promise.customer_id,
        promise.id,
        promise.target_id,
        phone_index,
        promise.masked_phone,
        promise.amount.asset.code,
        promise.amount.minor,
        promise.note,
        promise.kind,
        promise.limit_periods,
        promise.placed_at,
        promise.due_at,
    )
    return written is not None


async def lock_promise(tx: Tx, id_: UUID) -> Promise | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_PROMISE, id_)
    return None if row is None else _promise(row)


def end_promise(tx: Tx, promise: Promise) -> None:
    """Write down how it ended, with the transaction's other writings."""
    tx.write_later(ENDS, [(promise.customer_id, promise.id, promise.state, promise.reason)])


async def list_unaddressed(source: Queryable, after: bytes, limit: int) -> list[bytes]:
    """Indexes of phones for which money waits and whose owner is not known, in order."""
    return [row["phone_index"] for row in await source.fetch(LIST_UNADDRESSED, after, limit)]


async def address_promises(tx: Tx, owners: dict[bytes, UUID]) -> list[tuple[UUID, UUID, UUID]]:
    """Give what waits for those phones to their owners. Answers (promise, sender, receiver) for each."""
    rows = await tx.fetch(ADDRESS_PROMISES, list(owners), list(owners.values()))
    return [(row["id"], row["customer_id"], row["target_id"]) for row in rows]


async def find_promises(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Promise | None]:
    """The promise of that id if that customer sends or receives it, else None: one per pair, in order."""
    found = {row["id"]: _promise(row) for row in await source.fetch(FIND_PROMISES, list(set(ids)))}
    promises = [found.get(id_) for id_ in ids]
    return [
        promise if promise is not None and customer_id in (promise.customer_id, promise.target_id) else None
        for promise, customer_id in zip(promises, customer_ids, strict=True)
    ]


async def list_due(source: Queryable, now: datetime, limit: int) -> list[UUID]:
    """Waiting promises whose time has come, longest due first."""
    return [row["id"] for row in await source.fetch(LIST_DUE, now, limit)]


async def list_promises(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Promise]]:
    """What each customer sent or may receive, newest first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[Promise]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_PROMISES, customer_ids, at, id_, first + 1):
        found[row["position"] - 1].append(_promise(row))
    return [page_of(rows, first, lambda promise: moment_key(promise.placed_at, promise.id)) for rows in found]


def _promise(row: Record) -> Promise:
    return Promise(
        row["id"],
        row["customer_id"],
        row["target_id"],
        row["masked_phone"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["note"],
        PromiseKind(row["kind"]),
        PromiseState(row["state"]),
        row["reason"],
        row["limit_periods"],
        row["placed_at"],
        row["due_at"],
        row["ended_at"],
    )
