"""Statements of the one door: what limits have used, and the writing of a group."""

from collections.abc import Sequence
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx
from domains.ledger.rules import CREDIT, DEBIT, Judgement

LIST_USAGE = """
SELECT usage.account_id, usage.period, usage.used_minor
FROM unnest($1::uuid[], $2::text[]) AS wanted (account_id, period)
JOIN ledger_usage AS usage USING (account_id, period)
"""

POST = """
WITH movement AS (
    INSERT INTO ledger_movement
        (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, effective_at, limit_periods, booked_at)
    SELECT m.*, $24
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::uuid[], $9::timestamptz[], $10::text[]) AS m
), entry AS (
    INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at)
    SELECT e.*, $24 FROM unnest($11::uuid[], $12::bigint[], $13::uuid[], $14::text[], $15::bigint[], $16::bigint[]) AS e
), usage AS (
    INSERT INTO ledger_usage (account_id, period, used_minor)
    SELECT u.* FROM unnest($17::uuid[], $18::text[], $19::bigint[]) AS u
    ON CONFLICT (account_id, period) DO UPDATE SET used_minor = EXCLUDED.used_minor
)
UPDATE ledger_account SET debits_posted_minor = a.debits, credits_posted_minor = a.credits, last_sequence = a.last_sequence
FROM unnest($20::uuid[], $21::bigint[], $22::bigint[], $23::bigint[]) AS a (id, debits, credits, last_sequence)
WHERE ledger_account.id = a.id
"""


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
        [" ".join(limit.period for limit in planned.limits) or None for _, planned, _ in movements],
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
        tx.now,
    )
