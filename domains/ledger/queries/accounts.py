"""Statements about accounts: opening, locking, reading, their state."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.ledger.planned import CREDIT, LockedAccount
from domains.ledger.rules.limits import read_used

OPEN_ACCOUNTS = """
INSERT INTO ledger_account (id, owner_id, code, asset, normal_side, may_go_negative, hot, state,
    debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor, last_sequence, opened_at)
SELECT opened.*, 'open', 0, 0, 0, 0, 0, $8
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[]) AS opened
ON CONFLICT (id) DO NOTHING
"""

COLUMNS_UNDER_LOCK = """id, owner_id, asset, normal_side, may_go_negative, state, hot,
    debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor, last_sequence, limits_used"""

# Hot accounts ($2: those that are debited) are locked only to take from them.
LOCK_ACCOUNTS = f"""
SELECT {COLUMNS_UNDER_LOCK} FROM ledger_account
WHERE id = ANY($1::uuid[]) AND (NOT hot OR id = ANY($2::uuid[])) ORDER BY id FOR NO KEY UPDATE
"""

# The accounts of a hold never change, so they may be read in the statement that locks.
LOCK_ACCOUNTS_OF_HOLDS = f"""
SELECT {COLUMNS_UNDER_LOCK} FROM ledger_account
WHERE id IN (
        SELECT unnest($1::uuid[])
        UNION SELECT debit_account_id FROM ledger_hold WHERE id = ANY($3::uuid[])
        UNION SELECT credit_account_id FROM ledger_hold WHERE id = ANY($3::uuid[]))
    AND (NOT hot OR id = ANY($2::uuid[]) OR id IN (SELECT debit_account_id FROM ledger_hold WHERE id = ANY($3::uuid[])))
ORDER BY id FOR NO KEY UPDATE
"""

FIND_HOT = f"SELECT {COLUMNS_UNDER_LOCK} FROM ledger_account WHERE id = ANY($1::uuid[]) AND hot"

# $2 is the reader's instant: what is held by holds that have expired by then is available, whether or not that has been written down.
ACCOUNT_COLUMNS = """id, owner_id, code, asset, normal_side, state, opened_at, last_sequence,
    CASE normal_side WHEN 'credit' THEN credits_posted_minor - debits_posted_minor ELSE debits_posted_minor - credits_posted_minor END
        + CASE WHEN hot THEN coalesce((SELECT sum(amount_minor)::bigint FROM ledger_unfolded WHERE account_id = account.id), 0) ELSE 0 END AS posted_minor,
    CASE
        WHEN normal_side = 'credit' AND debits_pending_minor > 0 THEN debits_pending_minor - coalesce((
            SELECT sum(amount_minor - captured_minor)::bigint FROM ledger_hold
            WHERE account_id = account.id AND state = 'open' AND expires_at <= $2 AND debit_account_id = account.id), 0)
        WHEN normal_side = 'debit' AND credits_pending_minor > 0 THEN credits_pending_minor - coalesce((
            SELECT sum(amount_minor - captured_minor)::bigint FROM ledger_hold
            WHERE account_id = account.id AND state = 'open' AND expires_at <= $2 AND credit_account_id = account.id), 0)
        ELSE 0 END AS held_minor"""

FIND_ACCOUNTS = f"SELECT {ACCOUNT_COLUMNS} FROM ledger_account AS account WHERE id = ANY($1::uuid[])"

LIST_ACCOUNTS = f"SELECT {ACCOUNT_COLUMNS} FROM ledger_account AS account WHERE owner_id = ANY($1::uuid[]) ORDER BY owner_id, opened_at, id"

LIST_OF_CODE = "SELECT id, owner_id FROM ledger_account WHERE code = $1 AND id > $2 ORDER BY id LIMIT $3"

LIST_USED = "SELECT id, limits_used FROM ledger_account WHERE id = ANY($1::uuid[])"

SET_STATE = "UPDATE ledger_account SET state = $2 WHERE id = $1"


class NewAccount(NamedTuple):
    """An account to open. A credit-normal account holds what the house owes (a wallet); a debit-normal one what it is owed (a channel).

    A hot one (a merchant, a fee account, a pool; credit-normal) takes credits from many payers at once: they do not wait for one another. Its entries, and so
    its sequence and each balance after, are written when its credits are folded: by a job within a second or so, and before anything is taken from it. What it
    holds is exact at every read."""

    id: UUID
    owner_id: UUID
    code: str
    asset: Asset
    normal_side: str = CREDIT
    may_go_negative: bool = False
    hot: bool = False


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
    ordered = sorted(accounts, key=lambda one: one.id.int)
    await tx.execute(
        OPEN_ACCOUNTS,
        [one.id for one in ordered],
        [one.owner_id for one in ordered],
        [one.code for one in ordered],
        [one.asset.code for one in ordered],
        [one.normal_side for one in ordered],
        [one.may_go_negative for one in ordered],
        [one.hot for one in ordered],
        tx.now,
    )


async def lock_accounts(tx: Tx, ids: Sequence[UUID], debited: Sequence[UUID] = (), hold_ids: Sequence[UUID] = ()) -> dict[UUID, LockedAccount]:
    """Rows held until commit, in id order, as they are once the lock is ours; with them the accounts of those holds. A hot account that is not among the
    debited, nor debited by a hold, is left out."""
    if hold_ids:
        rows = await tx.fetch(LOCK_ACCOUNTS_OF_HOLDS, ids, debited, hold_ids)
    else:
        rows = await tx.fetch(LOCK_ACCOUNTS, ids, debited)
    return {row[0]: _locked(row) for row in rows}


async def find_hot(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, LockedAccount]:
    """Those of the accounts that are hot, without a lock."""
    found = {row[0]: _locked(row) for row in await tx.fetch(FIND_HOT, ids)}
    for account in found.values():
        account.locked = False
    return found


async def find_accounts(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, Account]:
    return {row["id"]: _account(row) for row in await source.fetch(FIND_ACCOUNTS, ids, source.now)}


async def list_accounts(source: Queryable, owner_ids: Sequence[UUID]) -> list[Account]:
    return [_account(row) for row in await source.fetch(LIST_ACCOUNTS, owner_ids, source.now)]


async def list_usage(source: Queryable, keys: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], int]:
    """What has been used of limits, by (account, period). Absent where nothing has, or where the period is long past."""
    rows = await source.fetch(LIST_USED, list({account_id for account_id, _ in keys}))
    used = {row["id"]: read_used(row["limits_used"]) for row in rows}
    return {(account_id, period): used[account_id][period] for account_id, period in keys if period in used.get(account_id, {})}


async def set_state(tx: Tx, account_id: UUID, state: str) -> None:
    await tx.execute(SET_STATE, account_id, state)


def _locked(row: Record) -> LockedAccount:
    id_, owner_id, asset, *others = row
    return LockedAccount(id_, owner_id, asset_of(asset), *others)


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


async def list_accounts_of_code(source: Queryable, code: str, after: UUID, limit: int) -> list[tuple[UUID, UUID]]:
    """Accounts of a code with their owners, in order of id: for jobs that go through all of them."""
    return [(row["id"], row["owner_id"]) for row in await source.fetch(LIST_OF_CODE, code, after, limit)]
