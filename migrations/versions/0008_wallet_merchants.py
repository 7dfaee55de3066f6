"""Merchants, their shops and codes; payments to them, refunds and settlements."""

from alembic import op

from migrations.steps import READ_AND_APPEND, READ_AND_WRITE, begin, grant

revision: str = "0008_wallet_merchants"
down_revision: str | None = "0007_wallet_red_packets"

CHANGED = "SELECT, INSERT, UPDATE"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_merchant (
            id uuid NOT NULL,
            name text NOT NULL,
            latin_name text NOT NULL,
            city text NOT NULL,
            latin_city text NOT NULL,
            category text NOT NULL,
            asset text NOT NULL,
            fee_bps integer NOT NULL,
            takes_tips boolean NOT NULL,
            state text NOT NULL,
            settled_through date NOT NULL,
            opened_at timestamptz NOT NULL,
            closing_since timestamptz,
            PRIMARY KEY (id),
            CONSTRAINT wallet_merchant_fee CHECK (fee_bps BETWEEN 0 AND 1000),
            CONSTRAINT wallet_merchant_state CHECK (state IN ('open', 'closing', 'closed')),
            CONSTRAINT wallet_merchant_closing CHECK ((state = 'open') = (closing_since IS NULL))
        )""")
    op.execute("CREATE INDEX wallet_merchant_closing_since ON wallet_merchant (closing_since) WHERE state = 'closing'")
    grant("wallet_merchant", CHANGED)
    op.execute("""
        CREATE TABLE wallet_merchant_operator (
            customer_id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            role text NOT NULL,
            added_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, merchant_id),
            CONSTRAINT wallet_merchant_operator_role CHECK (role IN ('owner', 'cashier'))
        )""")
    op.execute("CREATE INDEX wallet_merchant_operator_merchant ON wallet_merchant_operator (merchant_id)")
    grant("wallet_merchant_operator", READ_AND_WRITE)
    op.execute("""
        CREATE TABLE wallet_sharing_party (
            merchant_id uuid NOT NULL,
            party_id uuid NOT NULL,
            share_bps integer NOT NULL,
            PRIMARY KEY (merchant_id, party_id),
            CONSTRAINT wallet_sharing_party_other CHECK (merchant_id <> party_id),
            CONSTRAINT wallet_sharing_party_share CHECK (share_bps BETWEEN 1 AND 10000)
        )""")
    grant("wallet_sharing_party", READ_AND_WRITE)
    op.execute("""
        CREATE TABLE wallet_shop (
            merchant_id uuid NOT NULL,
            id uuid NOT NULL,
            name text NOT NULL,
            opened_at timestamptz NOT NULL,
            PRIMARY KEY (merchant_id, id)
        )""")
    op.execute("CREATE UNIQUE INDEX wallet_shop_id ON wallet_shop (id)")
    grant("wallet_shop", CHANGED)
    op.execute("""
        CREATE TABLE wallet_static_code (
            id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            label text NOT NULL,
            state text NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT wallet_static_code_state CHECK (state IN ('active', 'withdrawn'))
        )""")
    op.execute("CREATE INDEX wallet_static_code_merchant ON wallet_static_code (merchant_id, made_at)")
    grant("wallet_static_code", CHANGED)
    op.execute("""
        CREATE TABLE wallet_merchant_order (
            id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            customer_id uuid,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            reference text NOT NULL,
            terms jsonb NOT NULL,
            state text NOT NULL,
            payment_id uuid,
            placed_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT wallet_merchant_order_amount CHECK (amount_minor > 0),
            CONSTRAINT wallet_merchant_order_paid CHECK ((state = 'paid') = (payment_id IS NOT NULL)),
            CONSTRAINT wallet_merchant_order_state CHECK (state IN ('open', 'paid', 'cancelled'))
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_merchant_order_merchant ON wallet_merchant_order (merchant_id, placed_at)")
    grant("wallet_merchant_order", CHANGED)
    op.execute("""
        CREATE TABLE wallet_settlement (
            merchant_id uuid NOT NULL,
            day date NOT NULL,
            asset text NOT NULL,
            payments integer NOT NULL,
            gross_minor bigint NOT NULL,
            refunded_minor bigint NOT NULL,
            fee_minor bigint NOT NULL,
            net_minor bigint NOT NULL,
            settled_at timestamptz NOT NULL,
            PRIMARY KEY (merchant_id, day),
            CONSTRAINT wallet_settlement_adds_up CHECK (net_minor = gross_minor - refunded_minor - fee_minor AND net_minor >= 0),
            CONSTRAINT wallet_settlement_not_negative CHECK (refunded_minor >= 0 AND fee_minor >= 0 AND payments > 0)
        )""")
    grant("wallet_settlement", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE wallet_payment (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            journal_id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            shop_id uuid NOT NULL,
            order_id uuid,
            method text NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            tip_minor bigint NOT NULL,
            refunded_minor bigint NOT NULL,
            reference text NOT NULL,
            day date NOT NULL,
            paid_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_payment_amount CHECK (amount_minor > 0 AND tip_minor >= 0 AND tip_minor < amount_minor),
            CONSTRAINT wallet_payment_method CHECK (method IN ('static_code', 'order', 'payment_code')),
            CONSTRAINT wallet_payment_refunded CHECK (refunded_minor BETWEEN 0 AND amount_minor)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_payment_customer ON wallet_payment (customer_id, paid_at)")
    op.execute("CREATE UNIQUE INDEX wallet_payment_id ON wallet_payment (id)")
    op.execute("CREATE UNIQUE INDEX wallet_payment_order ON wallet_payment (order_id) WHERE order_id IS NOT NULL")
    grant("wallet_payment", CHANGED)
    op.execute("""
        CREATE TABLE wallet_payment_source (
            payment_id uuid NOT NULL,
            place integer NOT NULL,
            source text NOT NULL,
            account_id uuid NOT NULL,
            amount_minor bigint NOT NULL,
            refunded_minor bigint NOT NULL,
            PRIMARY KEY (payment_id, place),
            CONSTRAINT wallet_payment_source_amount CHECK (amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor)
        ) WITH (fillfactor = 70)""")
    grant("wallet_payment_source", CHANGED)
    op.execute("""
        CREATE TABLE wallet_payment_share (
            merchant_id uuid NOT NULL,
            day date NOT NULL,
            payment_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            refunded_minor bigint NOT NULL,
            fee_bps integer NOT NULL,
            fee_minor bigint NOT NULL,
            PRIMARY KEY (merchant_id, day, payment_id),
            CONSTRAINT wallet_payment_share_amount CHECK (amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor),
            CONSTRAINT wallet_payment_share_fee CHECK (fee_minor BETWEEN 0 AND amount_minor - refunded_minor)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_payment_share_payment ON wallet_payment_share (payment_id)")
    grant("wallet_payment_share", CHANGED)
    op.execute("""
        CREATE TABLE wallet_refund (
            payment_id uuid NOT NULL,
            id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            reason text NOT NULL,
            refunded_by uuid NOT NULL,
            refunded_at timestamptz NOT NULL,
            PRIMARY KEY (payment_id, id),
            CONSTRAINT wallet_refund_amount CHECK (amount_minor > 0)
        )""")
    grant("wallet_refund", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE wallet_refund_share (
            merchant_id uuid NOT NULL,
            day date NOT NULL,
            refund_id uuid NOT NULL,
            payment_id uuid NOT NULL,
            amount_minor bigint NOT NULL,
            fee_minor bigint NOT NULL,
            is_from_balance boolean NOT NULL,
            PRIMARY KEY (merchant_id, day, refund_id),
            CONSTRAINT wallet_refund_share_amount CHECK (amount_minor > 0 AND fee_minor >= 0)
        )""")
    grant("wallet_refund_share", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE wallet_payment_code (
            serial bigint NOT NULL,
            customer_id uuid NOT NULL,
            session_id uuid NOT NULL,
            last_step bigint NOT NULL,
            enrolled_at timestamptz NOT NULL,
            PRIMARY KEY (serial),
            CONSTRAINT wallet_payment_code_serial CHECK (serial BETWEEN 0 AND 9999999999)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE UNIQUE INDEX wallet_payment_code_session ON wallet_payment_code (session_id)")
    grant("wallet_payment_code", CHANGED)


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE wallet_payment_code")
    op.execute("DROP TABLE wallet_refund_share")
    op.execute("DROP TABLE wallet_refund")
    op.execute("DROP TABLE wallet_payment_share")
    op.execute("DROP TABLE wallet_payment_source")
    op.execute("DROP TABLE wallet_payment")
    op.execute("DROP TABLE wallet_settlement")
    op.execute("DROP TABLE wallet_merchant_order")
    op.execute("DROP TABLE wallet_static_code")
    op.execute("DROP TABLE wallet_shop")
    op.execute("DROP TABLE wallet_sharing_party")
    op.execute("DROP TABLE wallet_merchant_operator")
    op.execute("DROP TABLE wallet_merchant")
