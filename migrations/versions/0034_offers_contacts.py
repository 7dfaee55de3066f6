"""Caps on contacts about offers, and the contacts."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0034_offers_contacts"
down_revision: str | None = "0033_scenes_companies"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE offers_contact_cap (
            channel text PRIMARY KEY CONSTRAINT offers_contact_cap_channel CHECK (channel IN ('in_app', 'push', 'message')),
            per_day integer NOT NULL,
            per_week integer NOT NULL,
            set_by uuid NOT NULL,
            set_at timestamptz NOT NULL,
            CONSTRAINT offers_contact_cap_counts CHECK (per_day BETWEEN 0 AND 100 AND per_week BETWEEN 0 AND 100)
        )""")
    op.execute("""
        CREATE TABLE offers_contact (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            campaign_id uuid NOT NULL,
            channel text NOT NULL,
            contacted_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id)
        )""")
    op.execute("CREATE INDEX offers_contact_made ON offers_contact (customer_id, contacted_at)")
    grant("offers_contact_cap", "SELECT, INSERT, UPDATE")
    grant("offers_contact", "SELECT, INSERT")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE offers_contact")
    op.execute("DROP TABLE offers_contact_cap")
