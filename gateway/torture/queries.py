"""What is asked past the house: its books, read by other eyes, and what only a superuser may do to the database."""

ENTRIES = """
SELECT entry.account_id, movement.journal_id, entry.side, entry.amount_minor, entry.balance_after_minor
FROM ledger_entry AS entry JOIN ledger_movement AS movement ON movement.id = entry.movement_id AND movement.booked_at = entry.booked_at
WHERE entry.account_id = ANY($1::uuid[]) ORDER BY entry.account_id, entry.sequence"""
"""The entries of accounts ($1), with the request that each belongs to."""

RELOAD = "SELECT pg_reload_conf()"

NEXT_LOG_FILE = "SELECT pg_logical_emit_message(false, 'torture', repeat('x', 100000)), pg_switch_wal()"
"""Makes the write-ahead log go on in its next file."""
