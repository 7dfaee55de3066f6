"""Statements on reviews by a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.credit.rules.kinds import Band
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx

COLUMNS = "customer_id, id, words, band, state, asked_at, answer, decided_by, decided_at"
INSERT_REVIEW = """
INSERT INTO credit_review (customer_id, id, words, band, state, asked_at) VALUES ($1, $2, $3, $4, 'open', $5)
ON CONFLICT (customer_id) WHERE state = 'open' DO NOTHING RETURNING id
"""
LOCK_REVIEW = f"SELECT {COLUMNS} FROM credit_review WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
END_REVIEW = "UPDATE credit_review SET state = $3, answer = $4, decided_by = $5, decided_at = $6 WHERE customer_id = $1 AND id = $2"
FIND_NEWEST = f"SELECT DISTINCT ON (customer_id) {COLUMNS} FROM credit_review WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id, asked_at DESC, id DESC"
LIST_OPEN = f"SELECT {COLUMNS} FROM credit_review WHERE state = 'open' AND (asked_at, id) < ($1, $2) ORDER BY asked_at DESC, id DESC LIMIT $3"
IS_OPEN = "SELECT EXISTS (SELECT FROM credit_review WHERE customer_id = $1 AND state = 'open')"


class CreditReview(NamedTuple):
    """What a customer asked, and what a person answered. `band` is the one at the time of asking."""

    customer_id: UUID
    id: UUID
    words: str
    band: Band | None
    state: str
    asked_at: datetime
    answer: str | None
    decided_by: UUID | None
    decided_at: datetime | None


async def insert_review(tx: Tx, customer_id: UUID, id_: UUID, words: str, band: Band | None) -> bool:
    """False where one is open already."""
    return await tx.fetchval(INSERT_REVIEW, customer_id, id_, words, band and band.value, tx.now) is not None


async def lock_review(tx: Tx, customer_id: UUID, id_: UUID) -> CreditReview | None:
    row = await tx.fetchrow(LOCK_REVIEW, customer_id, id_)
    return None if row is None else _review(row)


async def end_review(tx: Tx, one: CreditReview) -> None:
    await tx.execute(END_REVIEW, one.customer_id, one.id, one.state, one.answer, one.decided_by, one.decided_at)


async def find_newest(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, CreditReview]:
    """The last one of each customer. One statement."""
    return {row["customer_id"]: _review(row) for row in await source.fetch(FIND_NEWEST, sorted(set(customer_ids)))}


async def list_open(source: Queryable, first: int, after: str | None) -> Page[CreditReview]:
    """Those that wait for a person, newest first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_OPEN, *decode_moment(after), check_first(first) + 1)
    return page_of([_review(row) for row in rows], first, lambda one: moment_key(one.asked_at, one.id))


async def has_open(tx: Tx, customer_id: UUID) -> bool:
    return bool(await tx.fetchval(IS_OPEN, customer_id))


def _review(row: Record) -> CreditReview:
    return CreditReview(**{**row, "band": None if row["band"] is None else Band(row["band"])})
