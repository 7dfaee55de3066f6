"""Statements about accounts: opening, locking, reading, their state."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.ledger.rules import CREDIT, LockedAccount

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

ACCOUNT_COLUMNS = """id, owner_id, code, asset, normal_side, state, opened_at, last_sequence,
    CASE normal_side WHEN 'credit' THEN credits_posted_minor - debits_posted_minor ELSE debits_posted_minor - credits_posted_minor END AS posted_minor,
    CASE normal_side WHEN 'credit' THEN debits_pending_minor ELSE credits_pending_minor END AS held_minor"""

FIND_ACCOUNTS = f"SELECT {ACCOUNT_COLUMNS} FROM ledger_account WHERE id = ANY($1::uuid[])"

LIST_ACCOUNTS = f"SELECT {ACCOUNT_COLUMNS} FROM ledger_account WHERE owner_id = ANY($1::uuid[]) ORDER BY owner_id, opened_at, id"

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


async def find_accounts(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Account]:
    return {row["id"]: _account(row) for row in await source.fetch(FIND_ACCOUNTS, ids)}


async def list_accounts(source: Queryable, owner_ids: Sequence[UUID]) -> list[Account]:
    return [_account(row) for row in await source.fetch(LIST_ACCOUNTS, owner_ids)]


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
