"""Scenes: the documents that partners register."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0014_scenes_document"
down_revision: str | None = "0013_scenes"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_document (
            partner_id uuid NOT NULL,
            id text NOT NULL CONSTRAINT scenes_document_id CHECK (id ~ '^[0-9a-f]{64}$'),
            name text NOT NULL CONSTRAINT scenes_document_name CHECK (char_length(name) BETWEEN 1 AND 80),
            text text NOT NULL CONSTRAINT scenes_document_text CHECK (char_length(text) BETWEEN 1 AND 32768),
            registered_at timestamptz NOT NULL,
            PRIMARY KEY (partner_id, id)
        )""")
    grant("scenes_document", "SELECT, INSERT")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE scenes_document")
