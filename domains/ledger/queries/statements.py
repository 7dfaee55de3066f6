"""Statements about an account's statement: what it held before a period, and what moved within it, folded or not yet."""

from datetime import datetime
from uuid import UUID

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.ledger.rules.statements import StatementLine

# By the sum, not by a balance that stands in a row: a clock that was set back, or a late fold, gives a place to what was booked earlier.
OPENING = """
SELECT account.asset, (
    coalesce((SELECT sum(CASE side WHEN 'credit' THEN amount_minor ELSE -amount_minor END)
        FROM ledger_entry WHERE account_id = account.id AND booked_at < $2), 0)
    + coalesce((SELECT sum(amount_minor) FROM ledger_unfolded WHERE account_id = account.id AND booked_at < $2), 0))::bigint AS opening_minor
FROM ledger_account AS account WHERE account.id = $1
"""

# A hot account's credits get their sequence when they are folded, so it may not tell their order here.
LINES = """
SELECT moved.booked_at, movement.effective_at, movement.id, movement.journal_id, movement.kind, other.id AS other_account_id, other.code AS other_code,
    moved.signed_minor
FROM (
    SELECT account_id, movement_id, sequence, booked_at, CASE side WHEN 'credit' THEN amount_minor ELSE -amount_minor END AS signed_minor
    FROM ledger_entry WHERE account_id = $1 AND booked_at >= $2 AND booked_at < $3
    UNION ALL
    SELECT account_id, movement_id, 0, booked_at, amount_minor FROM ledger_unfolded WHERE account_id = $1 AND booked_at >= $2 AND booked_at < $3
) AS moved
JOIN ledger_account AS account ON account.id = moved.account_id
JOIN ledger_movement AS movement ON movement.id = moved.movement_id
JOIN ledger_account AS other
    ON other.id = CASE movement.debit_account_id WHEN account.id THEN movement.credit_account_id ELSE movement.debit_account_id END
ORDER BY moved.booked_at, CASE WHEN account.hot THEN 0 ELSE moved.sequence END, movement.id
LIMIT $4
"""


async def find_opening(read: Read, account_id: UUID, start: datetime) -> Amount | None:
    """What an account held before an instant; None when there is no such account."""
    row = await read.fetchrow(OPENING, account_id, start)
    return None if row is None else Amount(row["opening_minor"], asset_of(row["asset"]))


async def list_lines(read: Read, opening: Amount, account_id: UUID, start: datetime, end: datetime, limit: int) -> list[StatementLine]:
    """What moved from `start` to before `end`, oldest first, with the balance after each."""
    lines: list[StatementLine] = []
    balance = opening
    for row in await read.fetch(LINES, account_id, start, end, limit):
        amount = Amount(row["signed_minor"], opening.asset)
        balance += amount
        lines.append(
            StatementLine(
                row["booked_at"], row["effective_at"], row["id"], row["journal_id"], row["kind"], row["other_account_id"], row["other_code"], amount, balance
            )
        )
    return lines
