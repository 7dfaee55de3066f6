"""Scenes: consents to partners, their payees, and the payments that they initiate."""

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0016_scenes_consents"
down_revision: str | None = "0015_offers_codes"


def upgrade() -> None:
    begin()
    _consents()
    _payments()


def downgrade() -> None:
    begin()
    for noun in ("initiation", "payee", "consent_spend", "consent_version", "consent"):
        op.execute(f"DROP TABLE scenes_{noun}")


def _consents() -> None:
    op.execute("""
        CREATE TABLE scenes_consent (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            partner_id uuid NOT NULL,
            client_id uuid NOT NULL,
            scopes text[] NOT NULL CONSTRAINT scenes_consent_scopes CHECK (cardinality(scopes) > 0),
            account_ids uuid[] NOT NULL,
            asset text,
            payment_cap_minor bigint,
            day_cap_minor bigint,
            month_cap_minor bigint,
            uses_left integer CONSTRAINT scenes_consent_uses CHECK (uses_left >= 0),
            detail jsonb,
            open_claims text[] NOT NULL,
            purpose text NOT NULL,
            version integer NOT NULL,
            granted_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            revoked_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_consent_caps CHECK (num_nulls(asset, payment_cap_minor, month_cap_minor) IN (0, 3)),
            CONSTRAINT scenes_consent_caps_positive CHECK (payment_cap_minor > 0 AND month_cap_minor > 0 AND day_cap_minor > 0),
            CONSTRAINT scenes_consent_payments_capped CHECK (('payments.write' = ANY (scopes)) = (asset IS NOT NULL)),
            CONSTRAINT scenes_consent_expiry CHECK (expires_at > granted_at)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE UNIQUE INDEX scenes_consent_id ON scenes_consent (id)")
    op.execute("CREATE INDEX scenes_consent_given ON scenes_consent (customer_id, granted_at, id)")
    op.execute("CREATE INDEX scenes_consent_partner ON scenes_consent (partner_id, granted_at, id)")
    grant("scenes_consent", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_consent_version (
            customer_id uuid NOT NULL,
            consent_id uuid NOT NULL,
            version integer NOT NULL,
            act text NOT NULL,
            terms jsonb NOT NULL,
            session_id uuid NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, consent_id, version)
        )""")
    grant("scenes_consent_version", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE scenes_consent_spend (
            customer_id uuid NOT NULL,
            consent_id uuid NOT NULL,
            id uuid NOT NULL,
            booked_on date NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT scenes_consent_spend_amount CHECK (amount_minor > 0),
            PRIMARY KEY (customer_id, consent_id, id)
        )""")
    op.execute("CREATE INDEX scenes_consent_spend_day ON scenes_consent_spend (customer_id, consent_id, booked_on) INCLUDE (amount_minor)")
    grant("scenes_consent_spend", READ_AND_APPEND)


def _payments() -> None:
    op.execute("""
        CREATE TABLE scenes_payee (
            partner_id uuid NOT NULL,
            id uuid NOT NULL,
            code_id uuid NOT NULL,
            merchant_id uuid NOT NULL,
            registered_at timestamptz NOT NULL,
            PRIMARY KEY (partner_id, id)
        )""")
    grant("scenes_payee", READ_AND_APPEND)
    op.execute("""
        CREATE TABLE scenes_initiation (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            partner_id uuid NOT NULL,
            consent_id uuid NOT NULL,
            order_id text NOT NULL,
            payee_id uuid NOT NULL,
            payment_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT scenes_initiation_amount CHECK (amount_minor > 0),
            initiated_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_initiation_id ON scenes_initiation (id)")
    op.execute("CREATE UNIQUE INDEX scenes_initiation_order ON scenes_initiation (partner_id, order_id)")
    grant("scenes_initiation", READ_AND_APPEND)
