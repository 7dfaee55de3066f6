"""Scenes: partners and their OAuth clients."""

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
            secret_hash bytea,
            jwks jsonb,
            redirect_uris text[] NOT NULL,
            scopes text[] NOT NULL,
            grant_types text[] NOT NULL,
            registration_token_hash bytea,
            state text NOT NULL CONSTRAINT scenes_client_state CHECK (state IN ('active', 'removed')),
            created_at timestamptz NOT NULL,
            CONSTRAINT scenes_client_secret_in_sandbox CHECK (auth_method <> 'client_secret_basic' OR environment = 'sandbox'),
            CONSTRAINT scenes_client_secret CHECK ((auth_method = 'client_secret_basic') = (secret_hash IS NOT NULL)),
            CONSTRAINT scenes_client_keys CHECK ((auth_method = 'private_key_jwt') = (jwks IS NOT NULL))
        )""")
    op.execute("CREATE INDEX scenes_client_partner ON scenes_client (partner_id, created_at, id)")
    grant("scenes_client", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE scenes_client")
    op.execute("DROP TABLE scenes_partner")
