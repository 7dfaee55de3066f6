"""Statements on payees."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.payees import NEW_FOR, is_new_payee

FIRST_PAID = Writing(
    "first_paid",
    ("uuid", "uuid"),
    "INSERT INTO wallet_payee AS payee (customer_id, target_id, alias, saved_at, first_paid_at)"
    " SELECT told.customer_id, told.target_id, '', NULL, $1 FROM {} AS told (customer_id, target_id)"
    " ON CONFLICT (customer_id, target_id) DO UPDATE SET first_paid_at = excluded.first_paid_at WHERE payee.first_paid_at IS NULL",
)

SAVE_PAYEE = """
INSERT INTO wallet_payee AS payee (customer_id, target_id, alias, saved_at, first_paid_at) VALUES ($1, $2, $3, $4, NULL)
ON CONFLICT (customer_id, target_id) DO UPDATE SET alias = excluded.alias, saved_at = coalesce(payee.saved_at, excluded.saved_at)
RETURNING customer_id, target_id, alias, saved_at, first_paid_at
"""

COUNT_OTHERS = "SELECT count(*) FROM wallet_payee WHERE customer_id = $1 AND saved_at IS NOT NULL AND target_id IS DISTINCT FROM $2"

REMOVE_PAYEE = """
UPDATE wallet_payee SET saved_at = NULL, alias = '' WHERE customer_id = $1 AND target_id = $2 AND saved_at IS NOT NULL
RETURNING customer_id, target_id, alias, saved_at, first_paid_at
"""

LIST_PAYEES = """
SELECT asked.position, payee.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT customer_id, target_id, alias, saved_at, first_paid_at FROM wallet_payee
    WHERE customer_id = asked.customer_id AND saved_at IS NOT NULL AND (saved_at, target_id) < ($2, $3) ORDER BY saved_at DESC, target_id DESC LIMIT $4
) AS payee
ORDER BY asked.position, payee.saved_at DESC, payee.target_id DESC
"""


class Payee(NamedTuple):
    """Somebody whom a customer keeps to pay again.."""

    customer_id: UUID
    target_id: UUID
    alias: str
    saved_at: datetime | None
    first_paid_at: datetime | None

    def is_new(self, now: datetime) -> bool:
        return is_new_payee(self.first_paid_at, now)

    @property
    def known_from(self) -> datetime | None:
        """When it stops being new; None while it was never paid."""
        return None if self.first_paid_at is None else self.first_paid_at + NEW_FOR


def note_first_paid(tx: Tx, pairs: Iterable[tuple[UUID, UUID]]) -> None:
    """Write down that those were paid now, where they never were. Written with the transaction's other writings."""
    tx.write_later(FIRST_PAID, sorted(set(pairs)))


async def save_payee(tx: Tx, customer_id: UUID, target_id: UUID, alias: str) -> Payee:
    row = await tx.fetchrow(SAVE_PAYEE, customer_id, target_id, alias, tx.now)
    assert row is not None
    return _payee(row)


async def count_others(tx: Tx, customer_id: UUID, target_id: UUID | None) -> int:
    """How many payees a customer keeps beside that one."""
    return int(await tx.fetchval(COUNT_OTHERS, customer_id, target_id))


async def remove_payee(tx: Tx, customer_id: UUID, target_id: UUID) -> Payee | None:
    row = await tx.fetchrow(REMOVE_PAYEE, customer_id, target_id)
    return None if row is None else _payee(row)


async def list_payees(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Payee]]:
    """Kept payees, last saved first: one page per customer, in order."""
    check_first(first)
    at, id_ = decode_moment(after)
    found: list[list[Payee]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_PAYEES, customer_ids, at, id_, first + 1):
        found[row["position"] - 1].append(_payee(row))
    return [page_of(rows, first, _key) for rows in found]


def _key(payee: Payee) -> str:
    assert payee.saved_at is not None
    return moment_key(payee.saved_at, payee.target_id)


def _payee(row: Record) -> Payee:
    return Payee(row["customer_id"], row["target_id"], row["alias"], row["saved_at"], row["first_paid_at"])
