"""Every statement of the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.ledger.rules import CREDIT, DEBIT, Judgement, LockedAccount

OPEN_ACCOUNTS = """
INSERT INTO ledger_account (id, owner_id, code, asset, normal_side, may_go_negative, state,
    debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor, last_sequence, opened_at)
SELECT opened.id, opened.owner_id, opened.code, opened.asset, opened.normal_side, opened.may_go_negative, 'open', 0, 0, 0, 0, 0, $7
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[])
    AS opened (id, owner_id, code, asset, normal_side, may_go_negative)
ON CONFLICT (id) DO NOTHING
"""

LOCK_ACCOUNTS = """
SELECT id, owner_id, asset, normal_side, may_go_negative, state,
    debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor, last_sequence
FROM ledger_account WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""

LIST_USAGE = """
SELECT usage.account_id, usage.period, usage.used_minor
FROM unnest($1::uuid[], $2::text[]) AS wanted (account_id, period)
JOIN ledger_usage AS usage USING (account_id, period)
"""

POST = """
WITH movement AS (
    INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, booked_at, effective_at)
    SELECT m.id, m.journal_id, m.kind, m.debit_account_id, m.credit_account_id, m.asset, m.amount_minor, m.reverses_id, $10, m.effective_at
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::uuid[], $9::timestamptz[])
        AS m (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, effective_at)
), entry AS (
    INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
    SELECT e.account_id, e.sequence, e.movement_id, e.side, e.amount_minor, e.balance_after_minor, $10
    FROM unnest($11::uuid[], $12::bigint[], $13::uuid[], $14::text[], $15::bigint[], $16::bigint[])
        AS e (account_id, sequence, movement_id, side, amount_minor, balance_after_minor)
), usage AS (
    INSERT INTO ledger_usage (account_id, period, used_minor)
    SELECT u.account_id, u.period, u.used_minor FROM unnest($17::uuid[], $18::text[], $19::bigint[]) AS u (account_id, period, used_minor)
    ON CONFLICT (account_id, period) DO UPDATE SET used_minor = EXCLUDED.used_minor
)
UPDATE ledger_account SET debits_posted_minor = a.debits, credits_posted_minor = a.credits, last_sequence = a.last_sequence
FROM unnest($20::uuid[], $21::bigint[], $22::bigint[], $23::bigint[]) AS a (id, debits, credits, last_sequence)
WHERE ledger_account.id = a.id
"""

ACCOUNT_COLUMNS = """id, owner_id, code, asset, normal_side, state, opened_at, last_sequence,
    CASE normal_side WHEN 'credit' THEN credits_posted_minor - debits_posted_minor ELSE debits_posted_minor - credits_posted_minor END AS posted_minor,
    CASE normal_side WHEN 'credit' THEN debits_pending_minor ELSE credits_pending_minor END AS held_minor"""

FIND_ACCOUNTS = f"SELECT {ACCOUNT_COLUMNS} FROM ledger_account WHERE id = ANY($1::uuid[])"

LIST_ACCOUNTS = f"SELECT {ACCOUNT_COLUMNS} FROM ledger_account WHERE owner_id = ANY($1::uuid[]) ORDER BY owner_id, opened_at, id"

LIST_ENTRIES = """
SELECT wanted.place, entry.account_id, entry.sequence, entry.movement_id, entry.side, entry.amount_minor, entry.balance_after_minor, entry.booked_at,
    movement.journal_id, movement.kind, movement.asset, movement.effective_at, movement.reverses_id,
    other.id AS other_account_id, other.owner_id AS other_owner_id, other.code AS other_code
FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (account_id, before, place)
CROSS JOIN LATERAL (
    SELECT * FROM ledger_entry WHERE account_id = wanted.account_id AND sequence < wanted.before ORDER BY sequence DESC LIMIT $3
) AS entry
JOIN ledger_movement AS movement ON movement.id = entry.movement_id
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
JOIN ledger_movement AS movement ON movement.id = entry.movement_id
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
JOIN ledger_entry AS entry ON entry.account_id = own.id AND entry.movement_id = movement.id AND entry.booked_at = movement.booked_at
JOIN ledger_account AS other
    ON other.id = CASE entry.side WHEN 'debit' THEN movement.credit_account_id ELSE movement.debit_account_id END
ORDER BY entry.side DESC
"""

FIND_MOVEMENTS = """
SELECT id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, booked_at, effective_at
FROM ledger_movement WHERE id = ANY($1::uuid[])
"""

LIST_REVERSALS = "SELECT reverses_id FROM ledger_movement WHERE reverses_id = ANY($1::uuid[])"

BALANCES_AT = """
SELECT wanted.account_id, account.asset, coalesce(entry.balance_after_minor, 0) AS balance_minor
FROM unnest($1::uuid[]) AS wanted (account_id)
JOIN ledger_account AS account ON account.id = wanted.account_id
LEFT JOIN LATERAL (
    SELECT balance_after_minor FROM ledger_entry WHERE account_id = wanted.account_id AND booked_at <= $2 ORDER BY booked_at DESC, sequence DESC LIMIT 1
) AS entry ON true
"""

SET_STATE = "UPDATE ledger_account SET state = $2 WHERE id = $1"


class NewAccount(NamedTuple):
    """An account to open. A credit-normal account holds what the house owes (a wallet); a debit-normal one what it is owed (a channel)."""

    id: UUID
    owner_id: UUID
    code: str
    asset: Asset
    normal_side: str = CREDIT
    may_go_negative: bool = False


class Account(NamedTuple):
    """An account as it stands. `posted` is what it holds, `available` what is not held back."""

    id: UUID
    owner_id: UUID
    code: str
    asset: Asset
    state: str
    posted: Amount
    available: Amount
    last_sequence: int
    opened_at: datetime


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


async def open_accounts(tx: Tx, accounts: Sequence[NewAccount]) -> None:
    """Open those that are not open yet."""
    ordered = sorted(accounts, key=lambda one: one.id)
    await tx.execute(
        OPEN_ACCOUNTS,
        [one.id for one in ordered],
        [one.owner_id for one in ordered],
        [one.code for one in ordered],
        [one.asset.code for one in ordered],
        [one.normal_side for one in ordered],
        [one.may_go_negative for one in ordered],
        tx.now,
    )


async def lock_accounts(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, LockedAccount]:
    """Rows held until commit, in id order, as they are once the lock is ours."""
    rows = await tx.fetch(LOCK_ACCOUNTS, ids)
    return {row[0]: LockedAccount(row[0], row[1], asset_of(row[2]), *row[3:]) for row in map(tuple, rows)}


async def list_usage(source: Queryable, keys: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], int]:
    rows = await source.fetch(LIST_USAGE, [account_id for account_id, _ in keys], [period for _, period in keys])
    return {(row["account_id"], row["period"]): row["used_minor"] for row in rows}


async def post(tx: Tx, judgement: Judgement) -> None:
    """Write movements, entries, usage and balances in one statement."""
    movements = judgement.posted
    sides = [(posted.id, side, kind, posted.amount.minor) for _, _, posted in movements for side, kind in ((posted.debit, DEBIT), (posted.credit, CREDIT))]
    accounts = list(judgement.touched.values())
    await tx.execute(
        POST,
        [posted.id for _, _, posted in movements],
        [journal_id for journal_id, _, _ in movements],
        [posted.kind for _, _, posted in movements],
        [posted.debit.account_id for _, _, posted in movements],
        [posted.credit.account_id for _, _, posted in movements],
        [posted.amount.asset.code for _, _, posted in movements],
        [posted.amount.minor for _, _, posted in movements],
        [planned.reverses_id for _, planned, _ in movements],
        [planned.effective_at or tx.now for _, planned, _ in movements],
        tx.now,
        [side.account_id for _, side, _, _ in sides],
        [side.sequence for _, side, _, _ in sides],
        [movement_id for movement_id, _, _, _ in sides],
        [kind for _, _, kind, _ in sides],
        [minor for _, _, _, minor in sides],
        [side.balance_after.minor for _, side, _, _ in sides],
        [account_id for account_id, _ in judgement.used],
        [period for _, period in judgement.used],
        list(judgement.used.values()),
        [account.id for account in accounts],
        [account.debits_posted for account in accounts],
        [account.credits_posted for account in accounts],
        [account.last_sequence for account in accounts],
    )


async def find_accounts(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Account]:
    return {row["id"]: _account(row) for row in await source.fetch(FIND_ACCOUNTS, ids)}


async def list_accounts(source: Queryable, owner_ids: Sequence[UUID]) -> list[Account]:
    return [_account(row) for row in await source.fetch(LIST_ACCOUNTS, owner_ids)]


async def list_entries(source: Queryable, account_ids: Sequence[UUID], before: Sequence[int], limit: int) -> list[list[Entry]]:
    """The newest entries of each account below a sequence number, `limit` at most: one list per account, in order."""
    pages: list[list[Entry]] = [[] for _ in account_ids]
    for row in await source.fetch(LIST_ENTRIES, account_ids, before, limit):
        pages[row["place"] - 1].append(_entry(row))
    return pages


async def find_entries(source: Queryable, keys: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], Entry]:
    """Entries by account and sequence."""
    rows = await source.fetch(FIND_ENTRIES, [account_id for account_id, _ in keys], [sequence for _, sequence in keys])
    return {(row["account_id"], row["sequence"]): _entry(row) for row in rows}


async def find_owned_entries(source: Queryable, movement_ids: Sequence[UUID], owner_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], Entry]:
    """Movements as their owners' own accounts see them, by (movement, owner). Between two accounts of one owner: as the debited one does."""
    rows = await source.fetch(FIND_OWNED_ENTRIES, movement_ids, owner_ids)
    found: dict[tuple[UUID, UUID], Entry] = {}
    for row in sorted(rows, key=lambda row: str(row["side"]), reverse=True):
        found.setdefault((row["movement_id"], row["owner_id"]), _entry(row))
    return found


async def find_movements(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Movement]:
    return {row["id"]: _movement(row) for row in await source.fetch(FIND_MOVEMENTS, ids)}


async def list_reversed(source: Queryable, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the movements that a later one reverses."""
    return {row["reverses_id"] for row in await source.fetch(LIST_REVERSALS, ids)}


async def balances_at(source: Queryable, account_ids: Sequence[UUID], instant: datetime) -> dict[UUID, Amount]:
    """What each account held at an instant: after its last entry booked by then."""
    return {row["account_id"]: Amount(row["balance_minor"], asset_of(row["asset"])) for row in await source.fetch(BALANCES_AT, account_ids, instant)}


async def set_state(tx: Tx, account_id: UUID, state: str) -> None:
    await tx.execute(SET_STATE, account_id, state)


def _account(row: Record) -> Account:
    asset = asset_of(row["asset"])
    posted = row["posted_minor"]
    return Account(
        row["id"],
        row["owner_id"],
        row["code"],
        asset,
        row["state"],
        Amount(posted, asset),
        Amount(posted - row["held_minor"], asset),
        row["last_sequence"],
        row["opened_at"],
    )


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
