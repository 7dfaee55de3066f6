"""Statements about what an account held at an instant, and what moved within a period, folded or not yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Read
from domains.ledger.rules.statements import StatementLine, Turnover

# What had been booked by $2, by sums and not by a balance that stands in a row: a clock that was set back, or a late fold, gives a later place in the
# sequence to what was booked earlier. Summed on the side of $2 where less lies: up from nothing, or down from what the account holds now ($3).
CREDITED_BY = """(CASE WHEN $2::timestamptz - account.opened_at <= $3::timestamptz - $2
    THEN coalesce((SELECT sum(CASE side WHEN 'credit' THEN amount_minor ELSE -amount_minor END)
        FROM ledger_entry WHERE account_id = account.id AND booked_at <= $2), 0)
    ELSE account.credits_posted_minor - account.debits_posted_minor - coalesce((SELECT sum(CASE side WHEN 'credit' THEN amount_minor ELSE -amount_minor END)
        FROM ledger_entry WHERE account_id = account.id AND booked_at > $2), 0) END
    + coalesce((SELECT sum(amount_minor) FROM ledger_unfolded WHERE account_id = account.id AND booked_at <= $2), 0))::bigint"""

BALANCES_BY = f"""
SELECT account.id, account.asset, CASE account.normal_side WHEN 'credit' THEN 1 ELSE -1 END * {CREDITED_BY} AS balance_minor
FROM ledger_account AS account WHERE account.id = ANY($1::uuid[])
"""

OPENINGS = f"SELECT account.owner_id, account.asset, {CREDITED_BY} AS opening_minor FROM ledger_account AS account WHERE account.id = $1"

TURNOVERS = """
SELECT side, count(*) AS movements, sum(amount_minor)::bigint AS total_minor
FROM (
    SELECT side, amount_minor FROM ledger_entry WHERE account_id = $1 AND booked_at >= $2 AND booked_at < $3
    UNION ALL
    SELECT 'credit', amount_minor FROM ledger_unfolded WHERE account_id = $1 AND booked_at >= $2 AND booked_at < $3
) AS moved GROUP BY side
"""

# A hot account's credits get their sequence when they are folded, so it may not tell their order here.
LINES = """
WITH account AS (SELECT id, hot FROM ledger_account WHERE id = $1),
moved AS (
    (
        SELECT booked_at, CASE WHEN account.hot THEN 0 ELSE sequence END AS place, movement_id,
            CASE side WHEN 'credit' THEN amount_minor ELSE -amount_minor END AS signed_minor
        FROM ledger_entry, account
        WHERE account_id = $1 AND booked_at >= $2 AND booked_at < $3 AND (booked_at, CASE WHEN account.hot THEN 0 ELSE sequence END, movement_id) > ($2, $4, $5)
        ORDER BY 1, 2, 3 LIMIT $6
    )
    UNION ALL
    (
        SELECT booked_at, 0, movement_id, amount_minor FROM ledger_unfolded
        WHERE account_id = $1 AND booked_at >= $2 AND booked_at < $3 AND (booked_at, 0, movement_id) > ($2, $4, $5)
        ORDER BY 1, 3 LIMIT $6
    )
)
SELECT moved.booked_at, moved.place, movement.effective_at, movement.id, movement.journal_id, movement.kind, movement.reverses_id,
    other.id AS other_account_id, other.code AS other_code, moved.signed_minor
FROM (SELECT * FROM moved ORDER BY booked_at, place, movement_id LIMIT $6) AS moved
JOIN ledger_movement AS movement ON movement.id = moved.movement_id AND movement.booked_at = moved.booked_at
JOIN ledger_account AS other
    ON other.id = CASE movement.debit_account_id WHEN $1 THEN movement.credit_account_id ELSE movement.debit_account_id END
ORDER BY moved.booked_at, moved.place, movement.id
"""


FINEST = timedelta(microseconds=1)
"""The step of the books' time."""


class Place(NamedTuple):
    """Where a page of lines ended."""

    booked_at: datetime
    place: int
    movement_id: UUID


class Opening(NamedTuple):
    """Whose account it is, and what it held before a period (positive: credit)."""

    owner_id: UUID
    amount: Amount


def first_place(start: datetime) -> Place:
    """The place before every line of a period that begins then."""
    return Place(start, -1, UUID(int=0))


async def balances_by(source: Queryable, account_ids: Sequence[UUID], instant: datetime, now: datetime) -> dict[UUID, Amount]:
    """What each account held, on its own side, by all that was booked by an instant."""
    rows = await source.fetch(BALANCES_BY, account_ids, instant, now)
    return {row["id"]: Amount(row["balance_minor"], asset_of(row["asset"])) for row in rows}


async def find_opening(read: Read, account_id: UUID, start: datetime) -> Opening | None:
    """What an account held before an instant; None when there is no such account."""
    row = await read.fetchrow(OPENINGS, account_id, start - FINEST, read.now)
    return None if row is None else Opening(row["owner_id"], Amount(row["opening_minor"], asset_of(row["asset"])))


async def sum_turnovers(read: Read, asset: Asset, account_id: UUID, start: datetime, end: datetime) -> tuple[Turnover, Turnover]:
    """What came in and what went out from `start` to before `end`."""
    found = {row["side"]: Turnover(row["movements"], Amount(row["total_minor"], asset)) for row in await read.fetch(TURNOVERS, account_id, start, end)}
    nothing = Turnover(0, Amount(0, asset))
    return found.get("credit", nothing), found.get("debit", nothing)


async def list_lines(read: Read, balance: Amount, account_id: UUID, after: Place, end: datetime, limit: int) -> tuple[list[StatementLine], Place]:
    """What moved after a place and before `end`, oldest first, with the balance after each (`balance` is that at the place); and the place it ends at."""
    lines: list[StatementLine] = []
    for row in await read.fetch(LINES, account_id, after.booked_at, end, after.place, after.movement_id, limit):
        amount = Amount(row["signed_minor"], balance.asset)
        balance += amount
        named = (row["id"], row["journal_id"], row["kind"], row["other_account_id"], row["other_code"])
        lines.append(StatementLine(row["booked_at"], row["effective_at"], *named, amount, balance, row["reverses_id"] is not None))
        after = Place(row["booked_at"], row["place"], row["id"])
    return lines, after
