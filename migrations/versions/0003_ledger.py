"""The ledger: accounts with what their limits have used, movements, entries, holds, unfolded credits of hot accounts, the chain."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0003_ledger"
down_revision: str | None = "0002_customers"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE ledger_account (
            id uuid PRIMARY KEY,
            owner_id uuid NOT NULL,
            code text NOT NULL,
            asset text NOT NULL,
            normal_side text NOT NULL CONSTRAINT ledger_account_side CHECK (normal_side IN ('debit', 'credit')),
            may_go_negative boolean NOT NULL,
            state text NOT NULL CONSTRAINT ledger_account_state CHECK (state IN ('open', 'frozen', 'closed')),
            hot boolean NOT NULL CONSTRAINT ledger_account_hot CHECK (NOT hot OR normal_side = 'credit'),
            debits_posted_minor bigint NOT NULL,
            credits_posted_minor bigint NOT NULL,
            debits_pending_minor bigint NOT NULL,
            credits_pending_minor bigint NOT NULL,
            last_sequence bigint NOT NULL,
            limits_used text,
            opened_at timestamptz NOT NULL,
            CONSTRAINT ledger_account_owner UNIQUE (owner_id, code, asset),
            CONSTRAINT ledger_account_not_negative CHECK (
                debits_posted_minor >= 0 AND credits_posted_minor >= 0 AND debits_pending_minor >= 0 AND credits_pending_minor >= 0),
            CONSTRAINT ledger_account_overdraft CHECK (
                may_go_negative OR CASE normal_side
                    WHEN 'credit' THEN credits_posted_minor - debits_posted_minor - debits_pending_minor
                    ELSE debits_posted_minor - credits_posted_minor - credits_pending_minor END >= 0)
        ) WITH (fillfactor = 50)""")
    op.execute("""
        CREATE TABLE ledger_movement (
            id uuid NOT NULL,
            journal_id uuid NOT NULL,
            kind text NOT NULL,
            debit_account_id uuid NOT NULL,
            credit_account_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT ledger_movement_amount CHECK (amount_minor > 0),
            reverses_id uuid,
            hold_id uuid,
            limit_periods text,
            booked_at timestamptz NOT NULL,
            effective_at timestamptz NOT NULL,
            PRIMARY KEY (id, booked_at),
            CONSTRAINT ledger_movement_two_accounts CHECK (debit_account_id <> credit_account_id)
        ) PARTITION BY RANGE (booked_at)""")
    op.execute("CREATE INDEX ledger_movement_hold ON ledger_movement (hold_id) WHERE hold_id IS NOT NULL")
    op.execute("""
        CREATE TABLE ledger_entry (
            account_id uuid NOT NULL,
            sequence bigint NOT NULL,
            movement_id uuid NOT NULL,
            side text NOT NULL CONSTRAINT ledger_entry_side CHECK (side IN ('debit', 'credit')),
            amount_minor bigint NOT NULL CONSTRAINT ledger_entry_amount CHECK (amount_minor > 0),
            balance_after_minor bigint NOT NULL,
            booked_at timestamptz NOT NULL,
            PRIMARY KEY (account_id, sequence, booked_at)
        ) PARTITION BY RANGE (booked_at)""")
    op.execute("CREATE INDEX ledger_entry_time ON ledger_entry (account_id, booked_at)")
    # Months are made ahead (migrations/partitions.py); what finds none goes here.
    for table in ("ledger_movement", "ledger_entry"):
        op.execute(f"CREATE TABLE {table}_p_default PARTITION OF {table} DEFAULT")
    op.execute("CREATE TABLE ledger_reversal (reverses_id uuid PRIMARY KEY, movement_id uuid NOT NULL)")
    op.execute("""
        CREATE TABLE ledger_hold (
            account_id uuid NOT NULL,
            id uuid NOT NULL,
            journal_id uuid NOT NULL,
            kind text NOT NULL,
            debit_account_id uuid NOT NULL,
            credit_account_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT ledger_hold_amount CHECK (amount_minor > 0),
            captured_minor bigint NOT NULL,
            released_minor bigint NOT NULL,
            state text NOT NULL CONSTRAINT ledger_hold_state CHECK (state IN ('open', 'captured', 'released', 'expired')),
            limit_periods text,
            expires_at timestamptz NOT NULL,
            placed_at timestamptz NOT NULL,
            PRIMARY KEY (account_id, id),
            CONSTRAINT ledger_hold_bearer CHECK (account_id IN (debit_account_id, credit_account_id)),
            CONSTRAINT ledger_hold_left CHECK (
                captured_minor >= 0 AND released_minor >= 0
                AND CASE state WHEN 'open' THEN captured_minor + released_minor < amount_minor ELSE captured_minor + released_minor = amount_minor END)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE UNIQUE INDEX ledger_hold_id ON ledger_hold (id)")
    op.execute("CREATE INDEX ledger_hold_open ON ledger_hold (account_id, expires_at) WHERE state = 'open'")
    op.execute("CREATE INDEX ledger_hold_due ON ledger_hold (expires_at) WHERE state = 'open'")
    op.execute("""
        CREATE TABLE ledger_unfolded (
            account_id uuid NOT NULL,
            booked_at timestamptz NOT NULL,
            movement_id uuid NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT ledger_unfolded_amount CHECK (amount_minor > 0),
            PRIMARY KEY (account_id, booked_at, movement_id)
        )""")
    op.execute("""
        CREATE TABLE ledger_set (
            id uuid PRIMARY KEY,
            input_hash bytea NOT NULL,
            movement_ids uuid[] NOT NULL,
            leaves bytea NOT NULL,
            refused bytea[] NOT NULL,
            posted_at timestamptz NOT NULL,
            CONSTRAINT ledger_set_leaves CHECK (octet_length(leaves) = 32 * cardinality(movement_ids))
        )""")
    op.execute("""
        CREATE TABLE ledger_block (
            number bigint PRIMARY KEY,
            previous_hash bytea NOT NULL,
            hash bytea NOT NULL,
            movement_ids uuid[] NOT NULL,
            leaves bytea NOT NULL,
            sealed_at timestamptz NOT NULL,
            CONSTRAINT ledger_block_hash CHECK (octet_length(previous_hash) = 32 AND octet_length(hash) = 32),
            CONSTRAINT ledger_block_leaves CHECK (octet_length(leaves) = 32 * cardinality(movement_ids))
        )""")
    # Ids and hashes do not get smaller, and trying takes longer than writing them.
    for table in ("ledger_set", "ledger_block"):
        op.execute(f"ALTER TABLE {table} ALTER movement_ids SET STORAGE EXTERNAL, ALTER leaves SET STORAGE EXTERNAL")
    op.execute("""
        CREATE TABLE ledger_root (
            day date PRIMARY KEY,
            first_block bigint NOT NULL,
            last_block bigint NOT NULL,
            root bytea NOT NULL,
            closed_at timestamptz NOT NULL
        )""")
    op.execute("""
        CREATE TABLE ledger_quote (
            id uuid PRIMARY KEY,
            owner_id uuid NOT NULL,
            sells text NOT NULL,
            buys text NOT NULL,
            rate_numerator bigint NOT NULL,
            rate_denominator bigint NOT NULL,
            spread_basis_points integer NOT NULL,
            made_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            used_by uuid,
            CONSTRAINT ledger_quote_rate CHECK (rate_numerator > 0 AND rate_denominator > 0 AND spread_basis_points BETWEEN 0 AND 9999)
        )""")
    for table in ("ledger_account", "ledger_hold", "ledger_quote"):
        grant(table, "SELECT, INSERT, UPDATE")
    for table in ("ledger_movement", "ledger_entry", "ledger_reversal", "ledger_set", "ledger_block", "ledger_root"):
        grant(table, READ_AND_APPEND)
    grant("ledger_unfolded", "SELECT, INSERT, DELETE")
    # Whoever looks after the house asks whether they are empty.
    for table in ("ledger_movement", "ledger_entry"):
        grant(f"{table}_p_default", "SELECT")


def downgrade() -> None:
    begin()
    for table in ("quote", "root", "block", "set", "unfolded", "hold", "entry", "reversal", "movement", "account"):
        op.execute(f"DROP TABLE ledger_{table}")
