"""Statements of the one door: the writing of a group."""

from domains.kernel.transactions import Tx, Writing
from domains.ledger.rules.movements import Judgement

# What a group writes goes out with the outcomes of its commands, as one statement.
MOVEMENTS = Writing(
    "movement",
    ("uuid", "uuid", "text", "uuid", "uuid", "text", "bigint", "uuid", "uuid", "timestamptz", "text"),
    "INSERT INTO ledger_movement (id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, reverses_id, hold_id, "
    "effective_at, limit_periods, booked_at) SELECT told.*, $1 FROM {} AS told",
)

REVERSALS = Writing(
    "reversal",
    ("uuid", "uuid"),
    "INSERT INTO ledger_reversal (reverses_id, movement_id) SELECT told.* FROM {} AS told",
)

ENTRIES = Writing(
    "entry",
    ("uuid", "bigint", "uuid", "text", "bigint", "bigint"),
    "INSERT INTO ledger_entry (account_id, sequence, movement_id, side, amount_minor, balance_after_minor, booked_at) SELECT told.*, $1 FROM {} AS told",
)

UNFOLDED = Writing(
    "unfolded",
    ("uuid", "uuid", "bigint"),
    "INSERT INTO ledger_unfolded (account_id, movement_id, amount_minor, booked_at) SELECT told.*, $1 FROM {} AS told",
)

HOLDS = Writing(
    "hold",
    ("uuid", "uuid", "uuid", "text", "uuid", "uuid", "text", "bigint", "bigint", "bigint", "text", "text", "timestamptz", "timestamptz"),
    "INSERT INTO ledger_hold (account_id, id, journal_id, kind, debit_account_id, credit_account_id, asset, amount_minor, captured_minor, "
    "released_minor, state, limit_periods, expires_at, placed_at) SELECT told.* FROM {} AS told",
)

CHANGED_HOLDS = Writing(
    "changed_hold",
    ("uuid", "uuid", "bigint", "bigint", "text"),
    "UPDATE ledger_hold SET captured_minor = told.captured, released_minor = told.released, state = told.state FROM {} AS told (account_id, id, "
    "captured, released, state) WHERE ledger_hold.account_id = told.account_id AND ledger_hold.id = told.id",
)

ACCOUNTS = Writing(
    "account",
    ("uuid", "bigint", "bigint", "bigint", "bigint", "bigint", "text"),
    "UPDATE ledger_account SET debits_posted_minor = told.debits, credits_posted_minor = told.credits, debits_pending_minor = told.debits_pending, "
    "credits_pending_minor = told.credits_pending, last_sequence = told.last_sequence, limits_used = told.used "
    "FROM {} AS told (id, debits, credits, debits_pending, credits_pending, last_sequence, used) WHERE ledger_account.id = told.id",
)


def write(tx: Tx, judgement: Judgement) -> None:
    """Write movements, entries, unfolded credits, holds and balances, with the transaction's next statement."""
    holds = judgement.holds.values()
    tx.write_later(MOVEMENTS, judgement.movements)
    tx.write_later(REVERSALS, [(row[7], row[0]) for row in judgement.movements if row[7] is not None])
    tx.write_later(ENTRIES, judgement.entries)
    tx.write_later(UNFOLDED, judgement.unfolded)
    tx.write_later(
        HOLDS,
        [
            (
                *(one.account_id, one.id, one.journal_id, one.kind, one.debit_account_id, one.credit_account_id, one.asset.code),
                *(one.amount, one.captured, one.released, one.state, " ".join(one.limit_periods) or None, one.expires_at, one.placed_at),
            )
            for one in holds
            if one.id in judgement.placed
        ],
    )
    tx.write_later(CHANGED_HOLDS, [(one.account_id, one.id, one.captured, one.released, one.state) for one in holds if one.id not in judgement.placed])
    tx.write_later(
        ACCOUNTS,
        [
            (one.id, one.debits_posted, one.credits_posted, one.debits_pending, one.credits_pending, one.last_sequence, one.limits_used)
            for one in judgement.touched.values()
        ],
    )
