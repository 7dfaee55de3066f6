"""Companies at partners that keep their books, and their documents."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0033_scenes_companies"
down_revision: str | None = "0032_offers_games"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_company (
            scene text NOT NULL,
            number text NOT NULL,
            customer_id uuid NOT NULL,
            bound_at timestamptz NOT NULL,
            PRIMARY KEY (scene, number)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_company_customer ON scenes_company (customer_id, scene)")
    grant("scenes_company", "SELECT, INSERT")
    op.execute("""
        CREATE TABLE scenes_trade_document (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            kind text NOT NULL,
            company text NOT NULL,
            number text NOT NULL,
            supplier text NOT NULL,
            order_number text NOT NULL,
            currency text NOT NULL,
            lines jsonb NOT NULL,
            total_minor bigint NOT NULL,
            due_on date,
            state text,
            movement_id uuid,
            received_at timestamptz NOT NULL,
            paid_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_trade_document_kind CHECK (kind IN ('order', 'delivery', 'invoice')),
            CONSTRAINT scenes_trade_document_state CHECK (state IN ('open', 'paid')),
            CONSTRAINT scenes_trade_document_invoice CHECK ((kind = 'invoice') = (state IS NOT NULL)),
            CONSTRAINT scenes_trade_document_paid CHECK ((state = 'paid') = (movement_id IS NOT NULL)),
            CONSTRAINT scenes_trade_document_total CHECK (total_minor >= 0)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_trade_document_number ON scenes_trade_document (customer_id, scene, kind, number)")
    op.execute("CREATE INDEX scenes_trade_document_order ON scenes_trade_document (customer_id, scene, order_number)")
    op.execute("CREATE INDEX scenes_trade_document_customer ON scenes_trade_document (customer_id, received_at, id)")
    grant("scenes_trade_document", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for noun in ("trade_document", "company"):
        op.execute(f"DROP TABLE scenes_{noun}")
