"""Files of products that shops of the mall send in."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0044_mall_imports"
down_revision: str | None = "0043_mall_fulfilment"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE mall_import (
            id uuid NOT NULL,
            shop_id uuid NOT NULL,
            made_by uuid NOT NULL,
            state text NOT NULL,
            sha256 text NOT NULL,
            content bytea,
            lines integer NOT NULL,
            lines_done integer NOT NULL,
            products integer NOT NULL,
            errors jsonb NOT NULL,
            error_count integer NOT NULL,
            made_at timestamptz NOT NULL,
            changed_at timestamptz NOT NULL,
            PRIMARY KEY (id),
            CONSTRAINT mall_import_state CHECK (state IN ('waiting', 'importing', 'done', 'broken', 'stopped')),
            CONSTRAINT mall_import_lines CHECK (lines_done BETWEEN 0 AND lines)
        )""")
    op.execute("CREATE INDEX mall_import_shop ON mall_import (shop_id, made_at, id)")
    grant("mall_import", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE mall_import")
