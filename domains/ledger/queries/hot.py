"""Statements about hot accounts: their unfolded credits, and how these are given their places."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

FOLDED_MAX = 20_000
"""Credits of one account that one statement folds: well within its time, however long nobody has folded."""

# The caller has the accounts' locks, so the rows deleted are those read, and nobody else gives places. What commits later is folded later.
FOLD = """
WITH first AS MATERIALIZED (
    SELECT first.* FROM unnest($1::uuid[]) AS wanted (account_id) CROSS JOIN LATERAL (
        SELECT account_id, booked_at, movement_id FROM ledger_unfolded AS unfolded
        WHERE unfolded.account_id = wanted.account_id ORDER BY booked_at, movement_id LIMIT $2) AS first
), taken AS (
    DELETE FROM ledger_unfolded AS unfolded USING first
    WHERE unfolded.account_id = first.account_id AND unfolded.booked_at = first.booked_at AND unfolded.movement_id = first.movement_id
    RETURNING unfolded.account_id, unfolded.movement_id, unfolded.amount_minor, unfolded.booked_at
), placed AS (
    SELECT taken.*, account.last_sequence + row_number() OVER arrival AS sequence,
        account.credits_posted_minor - account.debits_posted_minor + sum(taken.amount_minor) OVER arrival AS balance_after
    FROM taken JOIN ledger_account AS account ON account.id = taken.account_id
    WINDOW arrival AS (PARTITION BY taken.account_id ORDER BY taken.booked_at, taken.movement_id ROWS UNBOUNDED PRECEDING)
), entry AS (
    INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
    SELECT account_id, sequence, movement_id, 'credit', amount_minor, balance_after, booked_at FROM placed
), sums AS (
    SELECT account_id, sum(amount_minor)::bigint AS amount, count(*) AS count FROM taken GROUP BY account_id
)
UPDATE ledger_account SET credits_posted_minor = credits_posted_minor + sums.amount, last_sequence = last_sequence + sums.count
FROM sums WHERE ledger_account.id = sums.account_id
RETURNING ledger_account.id, ledger_account.credits_posted_minor, ledger_account.last_sequence, sums.count
"""

LIST_UNFOLDED = "SELECT DISTINCT account_id FROM (SELECT account_id FROM ledger_unfolded LIMIT $1) AS unfolded"


class Fold(NamedTuple):
    """What an account's row says after a fold. `more` when there may be unfolded credits left."""

    credits_posted: int
    last_sequence: int
    more: bool


async def fold(tx: Tx, account_ids: Sequence[UUID]) -> dict[UUID, Fold]:
    """Give the oldest unfolded credits of accounts that the caller has locked their entries, FOLDED_MAX of each. Accounts that had none are left out."""
    return {row[0]: Fold(row[1], row[2], row[3] == FOLDED_MAX) for row in await tx.fetch(FOLD, account_ids, FOLDED_MAX)}


async def list_unfolded(source: Queryable, limit: int) -> list[UUID]:
    """Accounts that have unfolded credits, as seen in that many of them."""
    return [row["account_id"] for row in await source.fetch(LIST_UNFOLDED, limit)]
