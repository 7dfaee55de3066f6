"""Scenes: agreements, how they part commission, what was accrued and what was paid."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0027_scenes_agreements"
down_revision: str | None = "0026_scenes_bookings"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE FUNCTION scenes_sum_of(numbers bigint[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS 'SELECT coalesce(sum(number), 0)::bigint FROM unnest(numbers) AS number'""")
    # An exclusion constraint over an id and days needs an index that knows both: as ranges they are known without any extension.
    op.execute("CREATE TYPE scenes_id_range AS RANGE (subtype = uuid)")
    op.execute("""
        CREATE TABLE scenes_agreement (
            id uuid PRIMARY KEY,
            partner_id uuid NOT NULL,
            scene text,
            asset text NOT NULL,
            settled_through date NOT NULL,
            made_by uuid NOT NULL,
            made_at timestamptz NOT NULL
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_agreement_partner ON scenes_agreement (partner_id, asset) WHERE scene IS NULL")
    op.execute("CREATE UNIQUE INDEX scenes_agreement_scene ON scenes_agreement (scene, asset) WHERE scene IS NOT NULL")
    grant("scenes_agreement", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_agreement_split (
            id uuid PRIMARY KEY,
            agreement_id uuid NOT NULL,
            valid_from date NOT NULL,
            valid_to date,
            commission_bps integer NOT NULL,
            fixed_minor bigint NOT NULL,
            least_minor bigint NOT NULL,
            parties uuid[] NOT NULL,
            shares_bps bigint[] NOT NULL,
            carries bigint[] NOT NULL,
            state text NOT NULL CONSTRAINT scenes_agreement_split_state CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
            proposed_by uuid NOT NULL,
            proposed_at timestamptz NOT NULL,
            decided_by uuid,
            CONSTRAINT scenes_agreement_split_days CHECK (valid_to > valid_from),
            CONSTRAINT scenes_agreement_split_whole CHECK (scenes_sum_of(shares_bps) = 10000 AND 0 < ALL (shares_bps)),
            CONSTRAINT scenes_agreement_split_parties
                CHECK (cardinality(parties) = cardinality(shares_bps) AND cardinality(parties) = cardinality(carries)),
            CONSTRAINT scenes_agreement_split_carries CHECK (scenes_sum_of(carries) = 0),
            CONSTRAINT scenes_agreement_split_amounts CHECK (commission_bps BETWEEN 0 AND 10000 AND fixed_minor >= 0 AND least_minor >= 0),
            CONSTRAINT scenes_agreement_split_two CHECK ((state IN ('proposed', 'withdrawn')) = (decided_by IS NULL) AND decided_by <> proposed_by),
            CONSTRAINT scenes_agreement_split_once EXCLUDE USING gist (
                scenes_id_range(agreement_id, agreement_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&
            ) WHERE (state = 'approved')
        )""")
    op.execute("CREATE INDEX scenes_agreement_split_agreement ON scenes_agreement_split (agreement_id, valid_from)")
    grant("scenes_agreement_split", "SELECT, INSERT, UPDATE")
    op.execute("""
        CREATE TABLE scenes_accrual (
            agreement_id uuid NOT NULL,
            entry_id uuid NOT NULL,
            order_id uuid NOT NULL,
            split_id uuid NOT NULL,
            is_refund boolean NOT NULL,
            month date NOT NULL,
            amount_minor bigint NOT NULL CONSTRAINT scenes_accrual_amount CHECK (amount_minor > 0),
            commission_minor bigint NOT NULL,
            parts bigint[] NOT NULL,
            accrued_at timestamptz NOT NULL,
            PRIMARY KEY (agreement_id, entry_id),
            CONSTRAINT scenes_accrual_parts CHECK (scenes_sum_of(parts) = commission_minor AND 0 <= ALL (parts)),
            CONSTRAINT scenes_accrual_order CHECK (is_refund OR entry_id = order_id)
        )""")
    op.execute("CREATE INDEX scenes_accrual_order_of ON scenes_accrual (agreement_id, order_id)")
    op.execute("CREATE INDEX scenes_accrual_month ON scenes_accrual (agreement_id, month)")
    grant("scenes_accrual", "SELECT, INSERT")
    op.execute("""
        CREATE TABLE scenes_agreement_settlement (
            agreement_id uuid NOT NULL,
            month date NOT NULL,
            party_id uuid NOT NULL,
            id uuid NOT NULL,
            asset text NOT NULL,
            orders integer NOT NULL,
            refunds integer NOT NULL,
            brought_minor bigint NOT NULL,
            accrued_minor bigint NOT NULL,
            reversed_minor bigint NOT NULL,
            paid_minor bigint NOT NULL,
            carried_minor bigint NOT NULL,
            settled_at timestamptz NOT NULL,
            PRIMARY KEY (agreement_id, month, party_id),
            CONSTRAINT scenes_agreement_settlement_sum CHECK (brought_minor + accrued_minor - reversed_minor = paid_minor + carried_minor),
            CONSTRAINT scenes_agreement_settlement_signs CHECK (paid_minor >= 0 AND carried_minor <= 0 AND brought_minor <= 0)
        )""")
    op.execute("CREATE UNIQUE INDEX scenes_agreement_settlement_id ON scenes_agreement_settlement (id)")
    op.execute("CREATE INDEX scenes_agreement_settlement_party ON scenes_agreement_settlement (party_id, month, agreement_id)")
    grant("scenes_agreement_settlement", "SELECT, INSERT")
    op.execute("CREATE INDEX scenes_initiation_payment ON scenes_initiation (payment_id)")


def downgrade() -> None:
    begin()
    op.execute("DROP INDEX scenes_initiation_payment")
    for table in ("scenes_agreement_settlement", "scenes_accrual", "scenes_agreement_split", "scenes_agreement"):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP TYPE scenes_id_range")
    op.execute("DROP FUNCTION scenes_sum_of(bigint[])")
