"""Scenes: partners, their OAuth clients, and what authorization leaves behind."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0013_scenes"
down_revision: str | None = "0012_wallet_promises"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_partner (
            id uuid PRIMARY KEY,
            name text NOT NULL CONSTRAINT scenes_partner_name CHECK (char_length(name) BETWEEN 1 AND 80),
            state text NOT NULL CONSTRAINT scenes_partner_state CHECK (state IN ('active', 'suspended')),
            portal_number integer,
            created_at timestamptz NOT NULL
        )""")
    grant("scenes_partner", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_client (
            id uuid PRIMARY KEY,
            partner_id uuid NOT NULL,
            name text NOT NULL CONSTRAINT scenes_client_name CHECK (char_length(name) BETWEEN 1 AND 80),
            environment text NOT NULL CONSTRAINT scenes_client_environment CHECK (environment IN ('live', 'sandbox')),
            auth_method text NOT NULL CONSTRAINT scenes_client_auth_method CHECK (auth_method IN ('private_key_jwt', 'client_secret_basic', 'none')),
            secret_number integer,
            jwks jsonb,
            jwks_uri text,
            keys_asked_at timestamptz,
            redirect_uris text[] NOT NULL,
            scopes text[] NOT NULL,
            grant_types text[] NOT NULL,
            registration_number integer,
            is_resource_server boolean NOT NULL,
            state text NOT NULL CONSTRAINT scenes_client_state CHECK (state IN ('active', 'removed')),
            created_at timestamptz NOT NULL,
            CONSTRAINT scenes_client_secret_in_sandbox CHECK (auth_method <> 'client_secret_basic' OR environment = 'sandbox'),
            CONSTRAINT scenes_client_secret CHECK ((auth_method = 'client_secret_basic') = (secret_number IS NOT NULL)),
            CONSTRAINT scenes_client_keys CHECK ((auth_method = 'private_key_jwt') = (jwks IS NOT NULL)),
            CONSTRAINT scenes_client_address CHECK ((jwks_uri IS NULL) = (keys_asked_at IS NULL) AND (jwks_uri IS NULL OR jwks IS NOT NULL))
        )""")
    op.execute("CREATE INDEX scenes_client_partner ON scenes_client (partner_id, created_at, id)")
    grant("scenes_client", "SELECT, INSERT, UPDATE")
    _requests()
    _tokens()


def downgrade() -> None:
    begin()
    for noun in ("assertion", "revoked_token", "token_family", "device_code", "authorization_code", "pushed_request"):
        op.execute(f"DROP TABLE scenes_{noun}")
    op.execute("DROP TABLE scenes_client")
    op.execute("DROP TABLE scenes_partner")


def _requests() -> None:
    op.execute("""
        CREATE TABLE scenes_pushed_request (
            id uuid PRIMARY KEY,
            client_id uuid NOT NULL,
            parameters jsonb NOT NULL,
            key_thumbprint text,
            browser_hash bytea,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            opened_at timestamptz,
            decided_at timestamptz,
            refusal text,
            CONSTRAINT scenes_pushed_request_opened CHECK ((opened_at IS NULL) = (browser_hash IS NULL)),
            CONSTRAINT scenes_pushed_request_refusal CHECK (refusal IS NULL OR decided_at IS NOT NULL)
        )""")
    op.execute("CREATE INDEX scenes_pushed_request_expired ON scenes_pushed_request (expires_at)")
    grant("scenes_pushed_request", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("""
        CREATE TABLE scenes_authorization_code (
            id uuid PRIMARY KEY,
            client_id uuid NOT NULL,
            partner_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            consent_id uuid NOT NULL,
            scopes text[] NOT NULL,
            redirect_uri text NOT NULL,
            challenge text NOT NULL,
            nonce text,
            key_thumbprint text,
            signed_in_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            used_at timestamptz
        )""")
    op.execute("CREATE INDEX scenes_authorization_code_expired ON scenes_authorization_code (expires_at)")
    grant("scenes_authorization_code", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("""
        CREATE TABLE scenes_device_code (
            id uuid PRIMARY KEY,
            client_id uuid NOT NULL,
            partner_id uuid NOT NULL,
            user_code_index bytea NOT NULL,
            scopes text[] NOT NULL,
            key_thumbprint text,
            state text NOT NULL CONSTRAINT scenes_device_code_state CHECK (state IN ('waiting', 'granted', 'denied', 'used')),
            customer_id uuid,
            consent_id uuid,
            signed_in_at timestamptz,
            interval_seconds integer NOT NULL,
            polled_at timestamptz,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            CONSTRAINT scenes_device_code_granted CHECK ((state IN ('granted', 'used')) = (consent_id IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_device_code_user_code ON scenes_device_code (user_code_index)")
    op.execute("CREATE INDEX scenes_device_code_expired ON scenes_device_code (expires_at)")
    grant("scenes_device_code", "SELECT, INSERT, UPDATE, DELETE")


def _tokens() -> None:
    op.execute("""
        CREATE TABLE scenes_token_family (
            id uuid PRIMARY KEY,
            client_id uuid NOT NULL,
            partner_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            consent_id uuid NOT NULL,
            scopes text[] NOT NULL,
            key_thumbprint text,
            is_rotating boolean NOT NULL,
            generation integer NOT NULL,
            parent_generation integer,
            rotated_at timestamptz NOT NULL,
            signed_in_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            revoked_at timestamptz,
            reason text,
            CONSTRAINT scenes_token_family_reason CHECK ((revoked_at IS NULL) = (reason IS NULL))
        ) WITH (fillfactor = 80)""")
    op.execute("CREATE INDEX scenes_token_family_consent ON scenes_token_family (consent_id) WHERE revoked_at IS NULL")
    op.execute("CREATE INDEX scenes_token_family_expired ON scenes_token_family (expires_at)")
    grant("scenes_token_family", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("CREATE TABLE scenes_revoked_token (jti uuid PRIMARY KEY, expires_at timestamptz NOT NULL)")
    op.execute("CREATE INDEX scenes_revoked_token_expired ON scenes_revoked_token (expires_at)")
    grant("scenes_revoked_token", "SELECT, INSERT, UPDATE, DELETE")
    op.execute("CREATE TABLE scenes_assertion (digest bytea PRIMARY KEY, expires_at timestamptz NOT NULL)")
    op.execute("CREATE INDEX scenes_assertion_expired ON scenes_assertion (expires_at)")
    grant("scenes_assertion", "SELECT, INSERT, UPDATE, DELETE")
