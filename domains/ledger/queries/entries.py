"""Statements about what is in the books: entries and movements."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_number, page_of
from domains.kernel.transactions import Queryable
from domains.ledger.planned import CREDIT, PostedMovement, Side

LIST_ENTRIES = """
SELECT wanted.place, entry.account_id, entry.sequence, entry.movement_id, entry.side, entry.amount_minor, entry.balance_after_minor, entry.booked_at,
    movement.journal_id, movement.kind, movement.asset, movement.effective_at, movement.reverses_id,
    other.id AS other_account_id, other.owner_id AS other_owner_id, other.code AS other_code
FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (account_id, before, place)
CROSS JOIN LATERAL (
    SELECT * FROM ledger_entry WHERE account_id = wanted.account_id AND sequence < wanted.before ORDER BY sequence DESC LIMIT $3
) AS entry
JOIN ledger_movement AS movement ON movement.id = entry.movement_id AND movement.booked_at = entry.booked_at
JOIN ledger_account AS other
    ON other.id = CASE entry.side WHEN 'debit' THEN movement.credit_account_id ELSE movement.debit_account_id END
ORDER BY wanted.place, entry.sequence DESC
"""

FIND_ENTRIES = """
SELECT 0 AS place, entry.account_id, entry.sequence, entry.movement_id, entry.side, entry.amount_minor, entry.balance_after_minor, entry.booked_at,
    movement.journal_id, movement.kind, movement.asset, movement.effective_at, movement.reverses_id,
    other.id AS other_account_id, other.owner_id AS other_owner_id, other.code AS other_code
FROM unnest($1::uuid[], $2::bigint[]) AS wanted (account_id, sequence)
JOIN ledger_entry AS entry USING (account_id, sequence)
JOIN ledger_movement AS movement ON movement.id = entry.movement_id AND movement.booked_at = entry.booked_at
JOIN ledger_account AS other
    ON other.id = CASE entry.side WHEN 'debit' THEN movement.credit_account_id ELSE movement.debit_account_id END
"""

FIND_OWNED_ENTRIES = """
SELECT 0 AS place, wanted.owner_id, entry.account_id, entry.sequence, entry.movement_id, entry.side, entry.amount_minor, entry.balance_after_minor,
    entry.booked_at, movement.journal_id, movement.kind, movement.asset, movement.effective_at, movement.reverses_id,
    other.id AS other_account_id, other.owner_id AS other_owner_id, other.code AS other_code
FROM unnest($1::uuid[], $2::uuid[]) AS wanted (movement_id, owner_id)
JOIN ledger_movement AS movement ON movement.id = wanted.movement_id
JOIN ledger_account AS own ON own.id IN (movement.debit_account_id, movement.credit_account_id) AND own.owner_id = wanted.owner_id
    AND own.code = $3
JOIN ledger_entry AS entry ON entry.account_id = own.id AND entry.movement_id = movement.id AND entry.booked_at = movement.booked_at
JOIN ledger_account AS other
    ON other.id = CASE entry.side WHEN 'debit' THEN movement.credit_account_id ELSE movement.debit_account_id END
ORDER BY entry.side DESC
"""

FIND_MOVEMENTS = """
SELECT id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, booked_at, effective_at
FROM ledger_movement WHERE id = ANY($1::uuid[])
"""

FIND_POSTED = """
SELECT movement.id, movement.kind, movement.asset, movement.amount_minor, movement.booked_at,
    debit.id AS debit_id, debit.owner_id AS debit_owner_id, debit_entry.sequence AS debit_sequence, debit_entry.balance_after_minor AS debit_balance,
    credit.id AS credit_id, credit.owner_id AS credit_owner_id, credit_entry.sequence AS credit_sequence, credit_entry.balance_after_minor AS credit_balance
FROM ledger_movement AS movement
JOIN ledger_account AS debit ON debit.id = movement.debit_account_id
JOIN ledger_account AS credit ON credit.id = movement.credit_account_id
JOIN ledger_entry AS debit_entry
    ON debit_entry.account_id = debit.id AND debit_entry.movement_id = movement.id AND debit_entry.booked_at = movement.booked_at
LEFT JOIN ledger_entry AS credit_entry
    ON credit_entry.account_id = credit.id AND credit_entry.movement_id = movement.id AND credit_entry.booked_at = movement.booked_at
WHERE movement.id = ANY($1::uuid[])
"""

LIST_REVERSALS = "SELECT reverses_id FROM ledger_reversal WHERE reverses_id = ANY($1::uuid[])"

NEWEST = 2**62
"""Above every sequence number."""


class Entry(NamedTuple):
    """A movement as one account sees it, with the account on the other side. `amount` is positive for what came in (on the normal side: credit)."""

    account_id: UUID
    sequence: int
    movement_id: UUID
    journal_id: UUID
    kind: str
    side: str
    amount: Amount
    balance_after: Amount
    booked_at: datetime
    effective_at: datetime
    reverses_id: UUID | None
    other_account_id: UUID
    other_owner_id: UUID
    other_code: str


class Movement(NamedTuple):
    """A movement as the books have it."""

    id: UUID
    journal_id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    amount: Amount
    reverses_id: UUID | None
    booked_at: datetime
    effective_at: datetime


async def list_entries(source: Queryable, account_ids: Sequence[UUID], before: Sequence[int], limit: int) -> list[list[Entry]]:
    """The newest entries of each account below a sequence number, `limit` at most: one list per account, in order."""
    pages: list[list[Entry]] = [[] for _ in account_ids]
    for row in await source.fetch(LIST_ENTRIES, account_ids, before, limit):
        pages[row["place"] - 1].append(_entry(row))
    return pages


async def list_pages(source: Queryable, account_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Entry]]:
    """A page of each account's entries, newest first: one per account, in order. Raises InvalidInput for a bad `first` or `after`."""
    check_first(first)
    before = NEWEST if after is None else decode_number(after)
    found = await list_entries(source, account_ids, [before] * len(account_ids), first + 1)
    return [page_of(entries, first, lambda entry: entry.sequence) for entries in found]


async def find_entries(source: Queryable, keys: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], Entry]:
    """Entries by account and sequence."""
    rows = await source.fetch(FIND_ENTRIES, [account_id for account_id, _ in keys], [sequence for _, sequence in keys])
    return {(row["account_id"], row["sequence"]): _entry(row) for row in rows}


async def find_owned_entries(source: Queryable, movement_ids: Sequence[UUID], owner_ids: Sequence[UUID], code: str) -> dict[tuple[UUID, UUID], Entry]:
    """Movements as their owners' own accounts of that code see them, by (movement, owner). Between two of one owner: as the debited one does."""
    rows = await source.fetch(FIND_OWNED_ENTRIES, movement_ids, owner_ids, code)
    found: dict[tuple[UUID, UUID], Entry] = {}
    for row in sorted(rows, key=lambda row: str(row["side"]), reverse=True):
        found.setdefault((row["movement_id"], row["owner_id"]), _entry(row))
    return found


async def find_movements(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Movement]:
    return {row["id"]: _movement(row) for row in await source.fetch(FIND_MOVEMENTS, ids)}


async def find_posted(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, PostedMovement]:
    """Movements as they were told when they were posted."""
    return {row["id"]: _posted(row) for row in await source.fetch(FIND_POSTED, ids)}


async def list_reversed(source: Queryable, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the movements that a later one reverses."""
    return {row["reverses_id"] for row in await source.fetch(LIST_REVERSALS, ids)}


def _entry(row: Record) -> Entry:
    asset = asset_of(row["asset"])
    signed = row["amount_minor"] if row["side"] == CREDIT else -row["amount_minor"]
    return Entry(
        row["account_id"],
        row["sequence"],
        row["movement_id"],
        row["journal_id"],
        row["kind"],
        row["side"],
        Amount(signed, asset),
        Amount(row["balance_after_minor"], asset),
        row["booked_at"],
        row["effective_at"],
        row["reverses_id"],
        row["other_account_id"],
        row["other_owner_id"],
        row["other_code"],
    )


def _movement(row: Record) -> Movement:
    return Movement(
        row["id"],
        row["journal_id"],
        row["kind"],
        row["debit_account_id"],
        row["credit_account_id"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["reverses_id"],
        row["booked_at"],
        row["effective_at"],
    )


def _posted(row: Record) -> PostedMovement:
    asset = asset_of(row["asset"])
    return PostedMovement(
        row["id"],
        row["kind"],
        Amount(row["amount_minor"], asset),
        Side(row["debit_id"], row["debit_owner_id"], row["debit_sequence"], Amount(row["debit_balance"], asset)),
        Side(row["credit_id"], row["credit_owner_id"], row["credit_sequence"] or 0, Amount(row["credit_balance"] or 0, asset)),
        row["booked_at"],
    )
