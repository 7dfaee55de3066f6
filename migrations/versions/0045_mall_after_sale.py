"""After the sale: exchanges, and disputes with their logs."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0045_mall_after_sale"
down_revision: str | None = "0044_mall_imports"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE mall_exchange (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            order_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            number integer NOT NULL,
            units integer NOT NULL,
            variant_id uuid NOT NULL,
            price_minor bigint NOT NULL,
            cost_minor bigint NOT NULL,
            total_minor bigint NOT NULL,
            moved_minor bigint NOT NULL,
            asset text NOT NULL,
            payment_id uuid,
            state text NOT NULL,
            reason text NOT NULL,
            asked_at timestamptz NOT NULL,
            until timestamptz NOT NULL,
            ended_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT mall_exchange_state CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn', 'expired')),
            CONSTRAINT mall_exchange_units CHECK (units > 0 AND price_minor > 0),
            CONSTRAINT mall_exchange_minor CHECK (moved_minor BETWEEN 0 AND cost_minor AND moved_minor <= total_minor),
            CONSTRAINT mall_exchange_payment CHECK ((payment_id IS NOT NULL) = (total_minor > moved_minor))
        )""")
    op.execute("CREATE UNIQUE INDEX mall_exchange_id ON mall_exchange (id)")
    op.execute("CREATE INDEX mall_exchange_order ON mall_exchange (customer_id, order_id, asked_at)")
    op.execute("CREATE INDEX mall_exchange_waits ON mall_exchange (until) WHERE state = 'asked'")
    grant("mall_exchange", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_dispute (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            order_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            state text NOT NULL,
            asked_minor bigint NOT NULL,
            decided_minor bigint,
            refunded_minor bigint NOT NULL,
            asset text NOT NULL,
            opened_at timestamptz NOT NULL,
            due_at timestamptz,
            changed_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT mall_dispute_state CHECK (state IN ('open', 'answered', 'decided', 'closed', 'withdrawn')),
            CONSTRAINT mall_dispute_minor CHECK (
                asked_minor > 0 AND decided_minor >= 0 AND refunded_minor BETWEEN 0 AND coalesce(decided_minor, 0)),
            CONSTRAINT mall_dispute_due CHECK ((state = 'decided') = (due_at IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX mall_dispute_id ON mall_dispute (id)")
    op.execute("CREATE INDEX mall_dispute_of_order ON mall_dispute (customer_id, order_id, opened_at)")
    op.execute("CREATE UNIQUE INDEX mall_dispute_order ON mall_dispute (customer_id, order_id) WHERE state IN ('open', 'answered', 'decided')")
    op.execute("CREATE INDEX mall_dispute_state_opened ON mall_dispute (state, opened_at, id)")
    op.execute("CREATE INDEX mall_dispute_waits ON mall_dispute (due_at) WHERE state = 'decided'")
    grant("mall_dispute", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE mall_dispute_entry (
            customer_id uuid NOT NULL,
            dispute_id uuid NOT NULL,
            number integer NOT NULL,
            event text NOT NULL,
            by_role text NOT NULL,
            by_id uuid NOT NULL,
            text text NOT NULL,
            media jsonb NOT NULL,
            minor bigint,
            at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, dispute_id, number),
            CONSTRAINT mall_dispute_entry_event
                CHECK (event IN ('opened', 'added', 'answered', 'decided', 'reversed', 'carried_out', 'withdrawn')),
            CONSTRAINT mall_dispute_entry_by_role CHECK (by_role IN ('buyer', 'shop', 'staff', 'house'))
        )""")
    grant("mall_dispute_entry", READ_AND_APPEND)


def downgrade() -> None:
    begin()
    for table in ("mall_dispute_entry", "mall_dispute", "mall_exchange"):
        op.execute(f"DROP TABLE {table}")
