"""Risk: rule sets with the first of them, decisions, reviews."""

import json

import sqlalchemy as sa
from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0009_wallet_risk"
down_revision: str | None = "0008_wallet_merchants"

OUTCOMES = "('pass', 'pin', 'code', 'review', 'refuse')"

FIRST_RULES = [
    ("many in ten minutes", "code", {"ten_minutes_count_above": 60}),
    ("many in a day", "code", {"day_count_above": 500}),
    ("night, to somebody new", "pin", {"from_hour": 23, "to_hour": 6, "new_counterparty": True, "yuan_at_least": 200}),
    ("night, very large, to somebody new", "code", {"from_hour": 23, "to_hour": 6, "new_counterparty": True, "yuan_at_least": 20_000}),
    ("large, new device, to somebody new", "code", {"device_younger_than_minutes": 1440, "new_counterparty": True, "yuan_at_least": 20_000}),
    (
        "large, new device, sign-in long ago, to somebody new",
        "review",
        {"device_younger_than_minutes": 1440, "signed_in_longer_than_minutes": 10, "new_counterparty": True, "yuan_at_least": 20_000},
    ),
]
"""What stands until an operator publishes another set."""


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_risk_rule_set (
            version integer PRIMARY KEY,
            published_by uuid NOT NULL,
            published_at timestamptz NOT NULL,
            reason text NOT NULL
        )""")
    op.execute(f"""
        CREATE TABLE wallet_risk_rule (
            version integer NOT NULL,
            name text NOT NULL,
            outcome text NOT NULL CONSTRAINT wallet_risk_rule_outcome CHECK (outcome IN {OUTCOMES}),
            conditions jsonb NOT NULL,
            PRIMARY KEY (version, name)
        )""")
    op.execute(f"""
        CREATE TABLE wallet_risk_decision (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL,
            counterparty_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            outcome text NOT NULL CONSTRAINT wallet_risk_decision_outcome CHECK (outcome IN {OUTCOMES}),
            matched text[] NOT NULL,
            version integer NOT NULL,
            inputs jsonb NOT NULL,
            granted boolean NOT NULL,
            movement_id uuid,
            decided_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id)
        )""")
    op.execute("CREATE INDEX wallet_risk_decision_time ON wallet_risk_decision (customer_id, decided_at, id)")
    op.execute("CREATE INDEX wallet_risk_decision_pair ON wallet_risk_decision (customer_id, counterparty_id, decided_at) WHERE granted")
    op.execute("""
        CREATE TABLE wallet_review (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            scene text NOT NULL CONSTRAINT wallet_review_scene CHECK (scene IN ('transfer', 'withdraw', 'standing_order')),
            counterparty_id uuid NOT NULL,
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            movement_id uuid NOT NULL,
            channel text,
            standing_order_id uuid,
            state text NOT NULL CONSTRAINT wallet_review_state CHECK (state IN ('held', 'released', 'refused')),
            held_at timestamptz NOT NULL,
            until timestamptz NOT NULL,
            decided_by uuid,
            decided_at timestamptz,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT wallet_review_goes_on CHECK (
                (scene = 'withdraw') = (channel IS NOT NULL) AND (scene = 'standing_order') = (standing_order_id IS NOT NULL)
            ),
            CONSTRAINT wallet_review_decided CHECK ((state = 'held') = (decided_by IS NULL) AND (state = 'held') = (decided_at IS NULL))
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE UNIQUE INDEX wallet_review_id ON wallet_review (id)")
    op.execute("CREATE INDEX wallet_review_pair ON wallet_review (customer_id, counterparty_id) WHERE state = 'held'")
    op.execute("CREATE INDEX wallet_review_held ON wallet_review (until, id) WHERE state = 'held'")
    grant("wallet_risk_rule_set", READ_AND_APPEND)
    grant("wallet_risk_rule", READ_AND_APPEND)
    grant("wallet_risk_decision", "SELECT, INSERT, UPDATE (granted)")
    grant("wallet_review", "SELECT, INSERT, UPDATE")
    _publish_first_rules()


def downgrade() -> None:
    begin()
    for table in ("review", "risk_decision", "risk_rule", "risk_rule_set"):
        op.execute(f"DROP TABLE wallet_{table}")


def _publish_first_rules() -> None:
    connection = op.get_bind()
    connection.execute(sa.text("INSERT INTO wallet_risk_rule_set VALUES (1, '00000000-0000-0000-0000-000000000000', now(), 'the first rules')"))
    for name, outcome, conditions in FIRST_RULES:
        rule = {"name": name, "outcome": outcome, "conditions": json.dumps(conditions)}
        connection.execute(sa.text("INSERT INTO wallet_risk_rule VALUES (1, :name, :outcome, CAST(:conditions AS jsonb))"), rule)
