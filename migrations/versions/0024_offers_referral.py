"""Programmes that reward sharing, the rules against fraud, and the rewards."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0024_offers_referral"
down_revision: str | None = "0023_offers_visits"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE offers_referral (
            campaign_id uuid PRIMARY KEY CONSTRAINT offers_referral_campaign_id REFERENCES offers_campaign (id),
            product_kind text NOT NULL,
            product_id uuid NOT NULL,
            reward_minor bigint NOT NULL,
            least_minor bigint NOT NULL,
            opened_at timestamptz NOT NULL,
            CONSTRAINT offers_referral_amounts CHECK (reward_minor > 0 AND least_minor > 0)
        )""")
    op.execute("CREATE UNIQUE INDEX offers_referral_product ON offers_referral (product_kind, product_id)")
    op.execute("""
        CREATE TABLE offers_fraud_rule (
            version integer PRIMARY KEY,
            rules jsonb NOT NULL,
            made_by uuid NOT NULL,
            made_at timestamptz NOT NULL
        )""")
    op.execute("""
        CREATE TABLE offers_reward (
            campaign_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            first_sharer_id uuid NOT NULL,
            sharer_id uuid NOT NULL,
            payment_id uuid NOT NULL,
            reward_minor bigint NOT NULL,
            state text NOT NULL CONSTRAINT offers_reward_state CHECK (state IN ('waiting', 'paid', 'refused')),
            reasons jsonb NOT NULL,
            version integer NOT NULL,
            bought_at timestamptz NOT NULL,
            due_at timestamptz NOT NULL,
            paid_at timestamptz,
            PRIMARY KEY (campaign_id, customer_id),
            CONSTRAINT offers_reward_reasons CHECK ((state = 'refused') = (jsonb_array_length(reasons) > 0)),
            CONSTRAINT offers_reward_paid CHECK ((state = 'paid') = (paid_at IS NOT NULL))
        )""")
    op.execute("CREATE INDEX offers_reward_due ON offers_reward (due_at) WHERE state = 'waiting'")
    op.execute("CREATE INDEX offers_reward_sharer ON offers_reward (sharer_id, bought_at)")
    op.execute("CREATE INDEX offers_reward_refused ON offers_reward (campaign_id, bought_at, id) WHERE state = 'refused'")
    op.execute("""
        CREATE TABLE offers_referral_score (
            campaign_id uuid NOT NULL,
            sharer_id uuid NOT NULL,
            friends integer NOT NULL,
            PRIMARY KEY (campaign_id, sharer_id)
        )""")
    op.execute("CREATE INDEX offers_referral_score_leader ON offers_referral_score (campaign_id, friends, sharer_id)")
    for table, rights in (
        ("offers_referral", "SELECT, INSERT"),
        ("offers_fraud_rule", "SELECT, INSERT"),
        ("offers_reward", "SELECT, INSERT, UPDATE"),
        ("offers_referral_score", "SELECT, INSERT, UPDATE"),
    ):
        grant(table, rights)


def downgrade() -> None:
    begin()
    for table in ("offers_referral_score", "offers_reward", "offers_fraud_rule", "offers_referral"):
        op.execute(f"DROP TABLE {table}")
