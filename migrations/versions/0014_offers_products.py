"""What can be offered: products of every kind."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0014_offers_products"
down_revision: str | None = "0014_scenes_document"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE offers_product (
            kind text NOT NULL CONSTRAINT offers_product_kind CHECK (
                kind IN ('merchant', 'red_packet', 'person', 'scene', 'branch_service', 'campaign', 'fund', 'loan', 'goods', 'ticket', 'prefill')
            ),
            id uuid NOT NULL,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            merchant_id uuid,
            state text NOT NULL CONSTRAINT offers_product_state CHECK (state IN ('live', 'retired')),
            successor_kind text,
            successor_id uuid,
            registered_at timestamptz NOT NULL,
            PRIMARY KEY (kind, id),
            CONSTRAINT offers_product_names CHECK (char_length(name_zh) BETWEEN 1 AND 60 AND char_length(name_en) BETWEEN 1 AND 60),
            CONSTRAINT offers_product_successor CHECK ((successor_kind IS NULL) = (successor_id IS NULL)),
            CONSTRAINT offers_product_succeeded CHECK (state = 'retired' OR successor_id IS NULL)
        )""")
    grant("offers_product", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE offers_product")
