"""Customers: people, one-time codes, devices, sessions, signing keys, PINs, consents, operators."""

from alembic import op

from migrations.steps import READ_AND_WRITE, begin, grant

revision: str = "0002_customers"
down_revision: str | None = "0001_kernel"

TABLES = (
    "customers_customer",
    "customers_challenge",
    "customers_device",
    "customers_session",
    "customers_signing_key",
    "customers_pin",
    "customers_consent",
    "customers_operator",
    "customers_minimum_app_version",
)


def upgrade() -> None:
    begin()
    _people()
    _sign_in()
    _consent()
    op.execute("""
        CREATE TABLE customers_operator (
            id uuid PRIMARY KEY,
            name text NOT NULL,
            permissions text[] NOT NULL,
            created_at timestamptz NOT NULL,
            disabled_at timestamptz
        )""")
    op.execute("CREATE TABLE customers_minimum_app_version (platform text PRIMARY KEY, version text NOT NULL, changed_at timestamptz NOT NULL)")
    for table in TABLES:
        grant(table, READ_AND_WRITE)


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")


def _people() -> None:
    op.execute("""
        CREATE TABLE customers_customer (
            id uuid PRIMARY KEY,
            phone_sealed bytea NOT NULL,
            phone_index bytea NOT NULL,
            name_sealed bytea,
            id_number_sealed bytea,
            id_number_index bytea,
            tier text NOT NULL CONSTRAINT customers_customer_tier CHECK (tier IN ('basic', 'verified')),
            language text NOT NULL CONSTRAINT customers_customer_language CHECK (language IN ('zh', 'en')),
            synthetic boolean NOT NULL,
            registered_at timestamptz NOT NULL,
            verified_at timestamptz,
            CONSTRAINT customers_customer_verified CHECK ((tier = 'verified') = (id_number_index IS NOT NULL)),
            CONSTRAINT customers_customer_identity CHECK (num_nulls(name_sealed, id_number_sealed, id_number_index, verified_at) IN (0, 4))
        )""")
    op.execute("CREATE UNIQUE INDEX customers_customer_phone ON customers_customer (phone_index)")
    op.execute("CREATE UNIQUE INDEX customers_customer_id_number ON customers_customer (id_number_index) WHERE id_number_index IS NOT NULL")
    op.execute("""
        CREATE TABLE customers_device (
            customer_id uuid NOT NULL CONSTRAINT customers_device_customer REFERENCES customers_customer,
            id uuid NOT NULL,
            fingerprint bytea NOT NULL,
            name text NOT NULL,
            platform text NOT NULL,
            key_thumbprint text,
            push_service text,
            push_token_sealed bytea,
            push_token_index bytea,
            first_seen_at timestamptz NOT NULL,
            last_seen_at timestamptz NOT NULL,
            revoked_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT customers_device_push CHECK (num_nulls(push_service, push_token_sealed, push_token_index) IN (0, 3)),
            CONSTRAINT customers_device_revoked CHECK (revoked_at IS NULL OR push_token_sealed IS NULL)
        )""")
    op.execute("CREATE INDEX customers_device_push_token ON customers_device (push_token_index) WHERE push_token_index IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX customers_device_fingerprint ON customers_device (customer_id, fingerprint) WHERE revoked_at IS NULL")


def _sign_in() -> None:
    op.execute("""
        CREATE TABLE customers_challenge (
            id uuid PRIMARY KEY,
            phone_index bytea NOT NULL,
            phone_sealed bytea NOT NULL,
            device_index bytea,
            address_index bytea,
            language text NOT NULL CONSTRAINT customers_challenge_language CHECK (language IN ('zh', 'en')),
            attempts smallint NOT NULL CONSTRAINT customers_challenge_attempts CHECK (attempts BETWEEN 0 AND 5),
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            sent_at timestamptz,
            used_at timestamptz,
            owner_id uuid,
            session_id uuid,
            key_thumbprint text,
            CONSTRAINT customers_challenge_life CHECK (expires_at > created_at),
            CONSTRAINT customers_challenge_used CHECK ((used_at IS NULL) = (session_id IS NULL) AND (used_at IS NULL) = (owner_id IS NULL))
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE INDEX customers_challenge_phone ON customers_challenge (phone_index, created_at)")
    op.execute("CREATE INDEX customers_challenge_device ON customers_challenge (device_index, created_at) WHERE device_index IS NOT NULL")
    op.execute("CREATE INDEX customers_challenge_address ON customers_challenge (address_index, created_at) WHERE address_index IS NOT NULL")
    op.execute("CREATE INDEX customers_challenge_created ON customers_challenge (created_at)")
    op.execute("""
        CREATE TABLE customers_session (
            owner_id uuid NOT NULL,
            id uuid NOT NULL,
            device_id uuid,
            permissions text[] NOT NULL,
            key_thumbprint text,
            generation integer NOT NULL,
            confirmed_generation integer NOT NULL,
            issued_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL,
            last_used_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            revoked_at timestamptz,
            PRIMARY KEY (owner_id, id),
            CONSTRAINT customers_session_generation CHECK (confirmed_generation BETWEEN 0 AND generation)
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE INDEX customers_session_revoked ON customers_session (revoked_at) WHERE revoked_at IS NOT NULL")
    op.execute("""
        CREATE TABLE customers_signing_key (
            number integer PRIMARY KEY,
            id uuid NOT NULL UNIQUE,
            public_key bytea NOT NULL,
            private_key_sealed bytea,
            active_from timestamptz NOT NULL,
            created_at timestamptz NOT NULL
        )""")
    op.execute("""
        CREATE TABLE customers_pin (
            customer_id uuid PRIMARY KEY CONSTRAINT customers_pin_customer REFERENCES customers_customer,
            hash_sealed bytea NOT NULL,
            version integer NOT NULL,
            attempts smallint NOT NULL CONSTRAINT customers_pin_attempts CHECK (attempts BETWEEN 0 AND 5),
            locks smallint NOT NULL,
            locked_until timestamptz,
            set_at timestamptz NOT NULL,
            CONSTRAINT customers_pin_counts CHECK (version >= 1 AND locks >= 0)
        ) WITH (fillfactor = 80)""")


def _consent() -> None:
    op.execute("""
        CREATE TABLE customers_consent (
            customer_id uuid NOT NULL CONSTRAINT customers_consent_customer REFERENCES customers_customer,
            id uuid NOT NULL,
            purpose text NOT NULL,
            version text NOT NULL,
            granted_at timestamptz NOT NULL,
            withdrawn_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT customers_consent_period CHECK (withdrawn_at >= granted_at)
        )""")
    op.execute("CREATE UNIQUE INDEX customers_consent_standing ON customers_consent (customer_id, purpose) WHERE withdrawn_at IS NULL")
