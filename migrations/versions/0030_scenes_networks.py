"""Outside networks: consents to be found by friends, fingerprints of friends' accounts, and cards."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0030_scenes_networks"
down_revision: str | None = "0029_scenes_pushes"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_friend_consent (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            link_id uuid NOT NULL,
            scene text NOT NULL,
            state text NOT NULL,
            agreed_at timestamptz NOT NULL,
            ended_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_friend_consent_ended CHECK ((state = 'withdrawn') = (ended_at IS NOT NULL)),
            CONSTRAINT scenes_friend_consent_state CHECK (state IN ('active', 'withdrawn'))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_friend_consent_active ON scenes_friend_consent (link_id) WHERE state = 'active'")
    grant("scenes_friend_consent", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_friend (
            link_id uuid NOT NULL,
            account_index bytea NOT NULL,
            PRIMARY KEY (link_id, account_index)
        )""")
    grant("scenes_friend", "SELECT, INSERT, DELETE")
    op.execute("""
        CREATE TABLE scenes_card (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            link_id uuid NOT NULL,
            scene text NOT NULL,
            code_id uuid NOT NULL,
            address text NOT NULL,
            words text NOT NULL,
            state text NOT NULL,
            reference text,
            reason text,
            likes bigint NOT NULL,
            sequence bigint NOT NULL,
            counted_at timestamptz,
            requested_at timestamptz NOT NULL,
            attempts integer NOT NULL,
            ask_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_card_state CHECK (state IN ('requested', 'pending', 'posted', 'refused')),
            CONSTRAINT scenes_card_asked CHECK ((state IN ('requested', 'pending')) = (ask_at IS NOT NULL)),
            CONSTRAINT scenes_card_likes CHECK (likes >= 0 AND sequence >= 0)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_card_id ON scenes_card (id)")
    op.execute("CREATE INDEX scenes_card_due ON scenes_card (ask_at) WHERE ask_at IS NOT NULL")
    op.execute("CREATE INDEX scenes_card_customer ON scenes_card (customer_id, requested_at, id)")
    grant("scenes_card", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for noun in ("card", "friend", "friend_consent"):
        op.execute(f"DROP TABLE scenes_{noun}")
