"""Points: holders, their lots, and what each act did to each lot."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0006_wallet_points"
down_revision: str | None = "0005_wallet_withdrawals"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_points_holder (
            customer_id uuid PRIMARY KEY,
            owed_minor bigint NOT NULL CONSTRAINT wallet_points_holder_owed CHECK (owed_minor >= 0)
        ) WITH (fillfactor = 70)""")
    grant("wallet_points_holder", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE wallet_points_lot (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            earned_minor bigint NOT NULL,
            remaining_minor bigint NOT NULL,
            expired_minor bigint NOT NULL,
            earned_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_points_lot_left CHECK (earned_minor > 0 AND remaining_minor BETWEEN 0 AND earned_minor AND expired_minor >= 0),
            CONSTRAINT wallet_points_lot_midnight CHECK ((expires_at AT TIME ZONE 'Asia/Shanghai')::time = time '00:00')
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_points_lot_live ON wallet_points_lot (customer_id, expires_at, id) WHERE remaining_minor > 0")
    op.execute("CREATE INDEX wallet_points_lot_due ON wallet_points_lot (expires_at, customer_id) WHERE remaining_minor > 0")
    grant("wallet_points_lot", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE wallet_points_part (
            customer_id uuid NOT NULL,
            act_id uuid NOT NULL,
            lot_id uuid NOT NULL,
            kind text NOT NULL CONSTRAINT wallet_points_part_kind CHECK (
                kind IN ('points_earn', 'points_burn', 'points_expiry', 'points_take_back', 'points_restore')),
            of_id uuid,
            change_minor bigint NOT NULL,
            owed_minor bigint NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, act_id, lot_id)
        )""")
    op.execute("CREATE INDEX wallet_points_part_of ON wallet_points_part (customer_id, of_id) WHERE of_id IS NOT NULL")
    grant("wallet_points_part", READ_AND_APPEND)


def downgrade() -> None:
    begin()
    for table in ("part", "lot", "holder"):
        op.execute(f"DROP TABLE wallet_points_{table}")
