"""Outside shops: purchases, their instalments, and memberships."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0028_scenes_shops"
down_revision: str | None = "0027_scenes_agreements"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE scenes_purchase (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            link_id uuid NOT NULL,
            scene text NOT NULL,
            reference text NOT NULL,
            title text NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            offers jsonb NOT NULL,
            state text NOT NULL,
            order_id uuid,
            plan_id uuid,
            placed_at timestamptz NOT NULL,
            found_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_purchase_amount CHECK (amount_minor > 0),
            CONSTRAINT scenes_purchase_state CHECK (state IN ('open', 'paying', 'instalments', 'paid', 'returning', 'refunded', 'gone')),
            CONSTRAINT scenes_purchase_order CHECK (state <> 'paying' OR order_id IS NOT NULL),
            CONSTRAINT scenes_purchase_plan CHECK (state <> 'instalments' OR plan_id IS NOT NULL)
        )""")
    op.execute("CREATE INDEX scenes_purchase_placed ON scenes_purchase (customer_id, placed_at, id)")
    grant("scenes_purchase", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_instalment_plan (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            purchase_id uuid NOT NULL,
            scene text NOT NULL,
            code text NOT NULL,
            part_count smallint NOT NULL,
            asset text NOT NULL,
            total_minor bigint NOT NULL,
            state text NOT NULL,
            agreed_at timestamptz NOT NULL,
            ended_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT scenes_instalment_plan_terms CHECK (total_minor > 0 AND part_count BETWEEN 2 AND 36),
            CONSTRAINT scenes_instalment_plan_state CHECK (state IN ('offered', 'active', 'completed', 'refused', 'stopped')),
            CONSTRAINT scenes_instalment_plan_ended CHECK ((state IN ('completed', 'refused', 'stopped')) = (ended_at IS NOT NULL))
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_instalment_plan_id ON scenes_instalment_plan (id)")
    grant("scenes_instalment_plan", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_instalment (
            customer_id uuid NOT NULL,
            plan_id uuid NOT NULL,
            number smallint NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            due_on date NOT NULL,
            state text NOT NULL,
            order_id uuid,
            held_back text,
            PRIMARY KEY (customer_id, plan_id, number),
            CONSTRAINT scenes_instalment_amount CHECK (amount_minor > 0),
            CONSTRAINT scenes_instalment_state CHECK (state IN ('due', 'collecting', 'paid', 'dropped')),
            CONSTRAINT scenes_instalment_order CHECK (state NOT IN ('collecting', 'paid') OR order_id IS NOT NULL)
        )""")
    op.execute("CREATE INDEX scenes_instalment_due ON scenes_instalment (due_on) WHERE state = 'due'")
    grant("scenes_instalment", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_membership (
            link_id uuid PRIMARY KEY,
            customer_id uuid NOT NULL,
            scene text NOT NULL,
            number text,
            level text,
            benefits jsonb NOT NULL,
            changed_at timestamptz NOT NULL,
            heard_at timestamptz NOT NULL
        )""")
    grant("scenes_membership", "SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    begin()
    for noun in ("membership", "instalment", "instalment_plan", "purchase"):
        op.execute(f"DROP TABLE scenes_{noun}")
