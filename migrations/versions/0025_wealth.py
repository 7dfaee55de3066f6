"""Wealth: products, published values, the trading calendar, suitability, orders and positions."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0025_wealth"
down_revision: str | None = "0024_offers_referral"

TABLES = {
    "wealth_product": """
        id uuid PRIMARY KEY,
        code text NOT NULL CONSTRAINT wealth_product_code UNIQUE CONSTRAINT wealth_product_code_digits CHECK (code ~ '^[0-9]{6}$'),
        kind text NOT NULL CONSTRAINT wealth_product_kind CHECK (kind IN ('money_market', 'bond', 'mixed', 'equity', 'index', 'fixed_term')),
        name_zh text NOT NULL,
        name_en text NOT NULL,
        asset text NOT NULL,
        state text NOT NULL CONSTRAINT wealth_product_state CHECK (state IN ('on_sale', 'suspended', 'closed')),
        version integer NOT NULL,
        made_at timestamptz NOT NULL""",
    "wealth_product_version": """
        product_id uuid NOT NULL,
        version integer NOT NULL,
        terms jsonb NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (product_id, version)""",
    "wealth_nav": """
        product_id uuid NOT NULL,
        day date NOT NULL,
        revision smallint NOT NULL,
        nav_e4 bigint NOT NULL CONSTRAINT wealth_nav_value CHECK (nav_e4 > 0),
        income_e4 bigint,
        redeemed_ppm integer NOT NULL CONSTRAINT wealth_nav_redeemed CHECK (redeemed_ppm BETWEEN 0 AND 1000000),
        state text NOT NULL CONSTRAINT wealth_nav_state CHECK (state IN ('published', 'held')),
        published_at timestamptz NOT NULL,
        PRIMARY KEY (product_id, day, revision)""",
    "wealth_run": """
        product_id uuid NOT NULL,
        day date NOT NULL,
        step text NOT NULL CONSTRAINT wealth_run_step CHECK (step IN ('income')),
        done_through uuid NOT NULL,
        positions bigint NOT NULL,
        paid_minor bigint NOT NULL,
        is_done boolean NOT NULL,
        PRIMARY KEY (product_id, day, step)""",
    "wealth_calendar": """
        year smallint PRIMARY KEY,
        closed date[] NOT NULL,
        published_at timestamptz NOT NULL""",
    "wealth_questionnaire": """
        version integer PRIMARY KEY,
        asked jsonb NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL""",
    "wealth_assessment": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        version integer NOT NULL,
        answers smallint[] NOT NULL,
        points integer NOT NULL,
        investor_class text NOT NULL CONSTRAINT wealth_assessment_class CHECK (investor_class IN ('C1-minimum', 'C1', 'C2', 'C3', 'C4', 'C5')),
        assessed_at timestamptz NOT NULL,
        valid_until timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id)""",
    "wealth_mismatch": """
        customer_id uuid NOT NULL,
        product_id uuid NOT NULL,
        version integer NOT NULL,
        assessment_id uuid NOT NULL,
        confirmed_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, product_id, version)""",
    "wealth_order": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        product_id uuid NOT NULL,
        version integer NOT NULL,
        side text NOT NULL CONSTRAINT wealth_order_side CHECK (side IN ('subscribe', 'redeem')),
        amount_minor bigint,
        shares_minor bigint,
        state text NOT NULL
            CONSTRAINT wealth_order_state CHECK (state IN ('placed', 'accepted', 'priced', 'confirmed', 'settled', 'cancelled', 'rejected')),
        trade_date date NOT NULL,
        confirm_on date NOT NULL,
        settle_on date NOT NULL,
        cut_off_at timestamptz NOT NULL,
        nav_e4 bigint,
        nav_revision smallint,
        gross_minor bigint,
        fee_minor bigint,
        net_minor bigint,
        done_shares_minor bigint,
        remainder_e4 bigint,
        assessment_id uuid,
        fit text CONSTRAINT wealth_order_fit CHECK (fit IN ('suitable', 'mismatch', 'barred')),
        plan_id uuid,
        reason text,
        asset text NOT NULL,
        placed_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id),
        CONSTRAINT wealth_order_asked CHECK ((side = 'subscribe') = (amount_minor IS NOT NULL) AND (side = 'redeem') = (shares_minor IS NOT NULL)),
        CONSTRAINT wealth_order_assessed CHECK ((side = 'subscribe') = (assessment_id IS NOT NULL)),
        CONSTRAINT wealth_order_sums CHECK (gross_minor = net_minor + fee_minor)""",
    "wealth_order_lot": """
        customer_id uuid NOT NULL,
        order_id uuid NOT NULL,
        lot_id uuid NOT NULL,
        shares_minor bigint NOT NULL,
        cost_minor bigint NOT NULL,
        gross_minor bigint NOT NULL,
        fee_minor bigint NOT NULL,
        PRIMARY KEY (customer_id, order_id, lot_id)""",
    "wealth_position": """
        customer_id uuid NOT NULL,
        product_id uuid NOT NULL,
        shares_minor bigint NOT NULL,
        cost_minor bigint NOT NULL,
        realised_minor bigint NOT NULL,
        income_minor bigint NOT NULL,
        carried_e8 bigint NOT NULL,
        PRIMARY KEY (customer_id, product_id),
        CONSTRAINT wealth_position_amounts CHECK (shares_minor >= 0 AND cost_minor >= 0)""",
    "wealth_lot": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        product_id uuid NOT NULL,
        acquired_on date NOT NULL,
        shares_minor bigint NOT NULL,
        left_minor bigint NOT NULL,
        cost_minor bigint NOT NULL,
        PRIMARY KEY (customer_id, id),
        CONSTRAINT wealth_lot_amounts CHECK (left_minor BETWEEN 0 AND shares_minor AND cost_minor >= 0)""",
    "wealth_change": """
        customer_id uuid NOT NULL,
        product_id uuid NOT NULL,
        day date NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT wealth_change_kind CHECK (kind IN ('subscription', 'redemption', 'income', 'quick', 'correction')),
        shares_minor bigint NOT NULL,
        money_minor bigint NOT NULL,
        fee_minor bigint NOT NULL,
        cost_minor bigint NOT NULL,
        booked_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, product_id, day, id)""",
    "wealth_plan": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        product_id uuid NOT NULL,
        asset text NOT NULL,
        amount_minor bigint NOT NULL CONSTRAINT wealth_plan_amount CHECK (amount_minor > 0),
        rhythm text NOT NULL CONSTRAINT wealth_plan_rhythm CHECK (rhythm IN ('weekly', 'fortnightly', 'monthly')),
        first_on date NOT NULL,
        number integer NOT NULL,
        try_on date NOT NULL,
        failures smallint NOT NULL,
        reason text,
        state text NOT NULL CONSTRAINT wealth_plan_state CHECK (state IN ('active', 'paused', 'stopped')),
        made_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id)""",
    "wealth_sweep": """
        customer_id uuid PRIMARY KEY,
        product_id uuid NOT NULL,
        asset text NOT NULL,
        keep_minor bigint NOT NULL CONSTRAINT wealth_sweep_keep CHECK (keep_minor >= 0),
        is_active boolean NOT NULL,
        swept_on date,
        changed_at timestamptz NOT NULL""",
}
# A position changes every day and no index of it does: room on the page for its next form spares both of its indexes.
STORAGE = {"wealth_position": " WITH (fillfactor = 60)"}
APPENDED = {"wealth_product_version", "wealth_questionnaire", "wealth_assessment", "wealth_order_lot", "wealth_change"}

INDEXES = (
    "wealth_order_open ON wealth_order (state, product_id, placed_at, id) WHERE state IN ('placed', 'accepted', 'priced', 'confirmed')",
    "wealth_order_of_customer ON wealth_order (customer_id, placed_at, id)",
    "wealth_order_of_day ON wealth_order (product_id, trade_date)",
    "wealth_plan_due ON wealth_plan (try_on) WHERE state = 'active'",
    "wealth_sweep_due ON wealth_sweep (swept_on) WHERE is_active",
    "wealth_position_of_product ON wealth_position (product_id, customer_id)",
    "wealth_lot_left ON wealth_lot (customer_id, product_id, acquired_on, id) WHERE left_minor > 0",
    "wealth_change_of_product ON wealth_change (product_id, day, customer_id)",
)

# The exchanges' closed days that are no Saturday or Sunday, as published for each year.
CLOSED = {
    2025: "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
}


def upgrade() -> None:
    begin()
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns}){STORAGE.get(table, '')}")
        grant(table, READ_AND_APPEND if table in APPENDED else "SELECT, INSERT, UPDATE")
    for index in INDEXES:
        op.execute(f"CREATE INDEX {index}")
    for year, days in CLOSED.items():
        closed = ", ".join(f"'{year}-{day[:2]}-{day[2:]}'" for day in days.split())
        op.execute(f"INSERT INTO wealth_calendar (year, closed, published_at) VALUES ({year}, ARRAY[{closed}]::date[], now())")


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
