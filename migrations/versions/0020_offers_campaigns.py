"""Campaigns, counters, unique codes and coupons."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0020_offers_campaigns"
down_revision: str | None = "0019_wallet_line_counterparty"


def upgrade() -> None:
    begin()
    op.execute("CREATE INDEX customers_device_key ON customers_device (key_thumbprint, customer_id) WHERE key_thumbprint IS NOT NULL")
    _campaigns()
    _coupons()


def _campaigns() -> None:
    op.execute("""
        CREATE TABLE offers_campaign (
            id uuid PRIMARY KEY,
            kind text NOT NULL CONSTRAINT offers_campaign_kind CHECK (
                kind IN ('amount', 'threshold', 'percent', 'free_item', 'cashback', 'cash', 'points', 'interest', 'fee')
            ),
            name_zh text NOT NULL,
            name_en text NOT NULL,
            asset text NOT NULL,
            terms jsonb NOT NULL,
            shared_code text,
            starts_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            state text NOT NULL CONSTRAINT offers_campaign_state CHECK (state IN ('live', 'paused', 'ended')),
            made_at timestamptz NOT NULL,
            budget_checked_at timestamptz,
            CONSTRAINT offers_campaign_period CHECK (starts_at < ends_at)
        )""")
    op.execute("CREATE UNIQUE INDEX offers_campaign_shared_code ON offers_campaign (shared_code) WHERE shared_code IS NOT NULL")
    op.execute("CREATE INDEX offers_campaign_live ON offers_campaign (ends_at) WHERE state = 'live'")
    op.execute("CREATE TABLE offers_unique_code (mark bytea PRIMARY KEY, campaign_id uuid NOT NULL, claimed_by uuid)")
    op.execute("""
        CREATE TABLE offers_usage (
            campaign_id uuid NOT NULL,
            scope text NOT NULL,
            key text NOT NULL,
            used bigint NOT NULL CONSTRAINT offers_usage_used CHECK (used >= 0),
            PRIMARY KEY (campaign_id, scope, key)
        ) WITH (fillfactor = 50)""")
    for table in ("offers_campaign", "offers_unique_code", "offers_usage"):
        grant(table, "SELECT, INSERT, UPDATE")


def _coupons() -> None:
    op.execute("""
        CREATE TABLE offers_coupon (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            campaign_id uuid NOT NULL,
            state text NOT NULL CONSTRAINT offers_coupon_state CHECK (state IN ('claimed', 'reserved', 'redeemed', 'expired')),
            claimed_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            reservation_id uuid,
            reserved_until timestamptz,
            merchant_id uuid,
            spent_minor bigint NOT NULL,
            item_minor bigint,
            given_minor bigint NOT NULL,
            kept_minor bigint NOT NULL,
            payment_id uuid,
            redeemed_at timestamptz,
            due_at timestamptz,
            paid_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT offers_coupon_redeemed CHECK ((state = 'redeemed') = (redeemed_at IS NOT NULL)),
            CONSTRAINT offers_coupon_kept CHECK (kept_minor BETWEEN 0 AND given_minor)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX offers_coupon_expiry ON offers_coupon (expires_at) WHERE state IN ('claimed', 'reserved')")
    op.execute("CREATE INDEX offers_coupon_due ON offers_coupon (due_at) WHERE due_at IS NOT NULL AND paid_at IS NULL")
    op.execute("CREATE INDEX offers_coupon_payment ON offers_coupon (customer_id, payment_id) WHERE payment_id IS NOT NULL")
    grant("offers_coupon", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in ("offers_coupon", "offers_usage", "offers_unique_code", "offers_campaign"):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP INDEX customers_device_key")
