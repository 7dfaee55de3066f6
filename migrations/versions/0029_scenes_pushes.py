"""What partners push to the house."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0029_scenes_pushes"
down_revision: str | None = "0028_scenes_shops"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_push (
            scene text NOT NULL,
            webhook_id text NOT NULL,
            id uuid NOT NULL,
            type text NOT NULL,
            data jsonb NOT NULL,
            digest bytea NOT NULL,
            state text NOT NULL,
            reason text,
            received_at timestamptz NOT NULL,
            taken_up_at timestamptz,
            PRIMARY KEY (scene, webhook_id),
            CONSTRAINT scenes_push_webhook_id CHECK (char_length(webhook_id) BETWEEN 1 AND 256),
            CONSTRAINT scenes_push_state CHECK (state IN ('taken', 'done', 'refused')),
            CONSTRAINT scenes_push_taken_up CHECK ((state = 'taken') = (taken_up_at IS NULL)),
            CONSTRAINT scenes_push_reason CHECK ((state = 'refused') = (reason IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_push_id ON scenes_push (id)")
    grant("scenes_push", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE scenes_push")
