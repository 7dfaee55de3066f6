"""To which bank accounts partners are paid out, and pay-outs that are no customer's withdrawal."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0038_scenes_payouts"
down_revision: str | None = "0037_wealth_registers"


def upgrade() -> None:
    begin()
    op.execute("ALTER TABLE wallet_withdrawal ADD COLUMN destination text")
    op.execute("CREATE INDEX wallet_withdrawal_pay_outs ON wallet_withdrawal (customer_id, requested_at, id) WHERE destination IS NOT NULL")
    op.execute("""
        CREATE TABLE scenes_payout_account (
            id uuid PRIMARY KEY,
            partner_id uuid NOT NULL,
            asset text NOT NULL,
            channel text NOT NULL,
            destination text NOT NULL,
            least_minor bigint NOT NULL,
            state text NOT NULL,
            proposed_by uuid NOT NULL,
            proposed_at timestamptz NOT NULL,
            decided_by uuid,
            decided_at timestamptz,
            CONSTRAINT scenes_payout_account_state CHECK (state IN ('proposed', 'approved', 'rejected', 'ended')),
            CONSTRAINT scenes_payout_account_least CHECK (least_minor > 0),
            CONSTRAINT scenes_payout_account_destination CHECK (char_length(destination) BETWEEN 1 AND 64),
            CONSTRAINT scenes_payout_account_two CHECK ((state = 'proposed') = (decided_by IS NULL) AND decided_by <> proposed_by)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_payout_account_standing ON scenes_payout_account (partner_id, asset) WHERE state = 'approved'")
    op.execute("CREATE INDEX scenes_payout_account_partner ON scenes_payout_account (partner_id, proposed_at, id)")
    grant("scenes_payout_account", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    op.execute("DROP TABLE scenes_payout_account")
    op.execute("DROP INDEX wallet_withdrawal_pay_outs")
    op.execute("ALTER TABLE wallet_withdrawal DROP COLUMN destination")
