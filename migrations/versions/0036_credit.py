"""Credit: events, what voids them, where customers stand, and the data by which that is decided, in its first versions."""

import json
from pathlib import Path

from alembic import op

from migrations.steps import READ_AND_APPEND, begin, grant

revision: str = "0036_credit"
down_revision: str | None = "0035_loans"

BANDS = "('A', 'B', 'C', 'D', 'E')"
KINDS = "('paid', 'returned', 'verified', 'visited', 'overdue', 'cured', 'returned_late', 'dispute_lost', 'missed_visit')"

TABLES = {
    "credit_event": f"""
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT credit_event_kind CHECK (kind IN {KINDS}),
        scene text NOT NULL,
        occurred_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, id)""",
    "credit_void": """
        customer_id uuid NOT NULL,
        event_id uuid NOT NULL,
        reason text NOT NULL,
        voided_by uuid NOT NULL,
        voided_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, event_id)""",
    "credit_standing": f"""
        customer_id uuid PRIMARY KEY,
        band text CONSTRAINT credit_standing_band CHECK (band IN {BANDS}),
        score integer,
        card_version integer,
        contributions jsonb NOT NULL,
        as_of date,
        again_on date,
        since timestamptz,
        changes integer NOT NULL,
        stale_since timestamptz,
        CONSTRAINT credit_standing_scored CHECK ((score IS NULL) = (card_version IS NULL))""",
    "credit_band_change": f"""
        customer_id uuid NOT NULL,
        number integer NOT NULL,
        band text,
        previous text,
        cause text NOT NULL CONSTRAINT credit_band_change_cause CHECK (cause IN ('events', 'time', 'consent', 'scorecard')),
        card_version integer,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, number),
        CONSTRAINT credit_band_change_bands CHECK (band IN {BANDS} AND previous IN {BANDS})""",
    "credit_scorecard": """
        name text NOT NULL CONSTRAINT credit_scorecard_name CHECK (name IN ('scene', 'application')),
        version integer NOT NULL,
        card jsonb NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (name, version)""",
    "credit_policy": """
        version integer PRIMARY KEY,
        policy jsonb NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL""",
    "credit_assessment": f"""
        customer_id uuid NOT NULL,
        application_id uuid NOT NULL,
        card_version integer NOT NULL,
        score integer NOT NULL,
        band text NOT NULL CONSTRAINT credit_assessment_band CHECK (band IN {BANDS}),
        failing_ppm integer NOT NULL,
        brought jsonb NOT NULL,
        assessed_at timestamptz NOT NULL,
        PRIMARY KEY (customer_id, application_id)""",
    "credit_review": """
        customer_id uuid NOT NULL,
        id uuid NOT NULL,
        words text NOT NULL,
        band text,
        state text NOT NULL CONSTRAINT credit_review_state CHECK (state IN ('open', 'confirmed', 'corrected')),
        asked_at timestamptz NOT NULL,
        answer text,
        decided_by uuid,
        decided_at timestamptz,
        PRIMARY KEY (customer_id, id),
        CONSTRAINT credit_review_decided CHECK ((state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL))""",
}
CHANGED = {"credit_standing", "credit_review"}

INDEXES = (
    "credit_event_of_customer ON credit_event (customer_id, occurred_at, id)",
    "credit_standing_stale ON credit_standing (stale_since) WHERE stale_since IS NOT NULL",
    "credit_review_open ON credit_review (asked_at, id) WHERE state = 'open'",
    "credit_standing_again ON credit_standing (again_on) WHERE again_on IS NOT NULL",
)

APPLICATION_CARD = Path(__file__).parents[1] / "cards" / "application.json"
"""As `scenebank credit train` wrote it."""

HOUSE = "5ce0eba0-0000-8000-8000-000000000000"

# By feature: (up to, points) in order, the last without a bound; and what it brings where there is nothing to measure.
SCENE_FEATURES: dict[str, tuple[tuple[tuple[int | None, int], ...], int]] = {
    "verified": (((0, -30), (None, 20)), 0),
    "paid": (((0, 0), (2, 10), (5, 25), (11, 40), (None, 55)), 0),
    "paid_months": (((0, 0), (2, 10), (5, 25), (8, 40), (None, 55)), 0),
    "scenes": (((1, 0), (2, 10), (3, 20), (None, 30)), 0),
    "returned": (((0, 0), (2, 10), (None, 20)), 0),
    "visited": (((0, 0), (None, 5)), 0),
    "history_days": (((30, -20), (90, 0), (365, 15), (730, 25), (None, 35)), -20),
    "overdue": (((0, 0), (1, -50), (2, -90), (None, -140)), 0),
    "overdue_since_days": (((30, -60), (90, -40), (180, -20), (None, 0)), 0),
    "cured": (((0, 0), (1, 20), (None, 30)), 0),
    "returned_late": (((0, 0), (1, -20), (None, -50)), 0),
    "disputes_lost": (((0, 0), (1, -60), (None, -120)), 0),
    "missed_visits": (((0, 0), (1, -5), (None, -15)), 0),
}
SCENE_CARD = {
    "base": 600,
    "features": [
        {"feature": feature, "bins": [{"up_to": up_to, "points": points} for up_to, points in bins], "missing": missing}
        for feature, (bins, missing) in SCENE_FEATURES.items()
    ],
    "floors": [740, 680, 620, 540],
    "least_events": 3,
}

# Of A to E: the most in fen, the deposit's part and the yearly rate in millionths.
ENTITLEMENTS = (
    (10_000_000, 0, 60_000),
    (5_000_000, 0, 72_000),
    (2_000_000, 300_000, 108_000),
    (500_000, 600_000, 144_000),
    (0, 1_000_000, 180_000),
)
POLICY = {
    "bands": [dict(zip(("limit_minor", "deposit_ppm", "rate_ppm"), brings, strict=True)) for brings in ENTITLEMENTS],
    "unknown": {"limit_minor": 0, "deposit_ppm": 1_000_000, "rate_ppm": 180_000},
}


def upgrade() -> None:
    begin()
    for table, columns in TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns})")
        grant(table, "SELECT, INSERT, UPDATE" if table in CHANGED else READ_AND_APPEND)
    for index in INDEXES:
        op.execute(f"CREATE INDEX {index}")
    op.execute("CREATE UNIQUE INDEX credit_review_standing ON credit_review (customer_id) WHERE state = 'open'")
    op.execute(_published("credit_scorecard (name, version, card", f"'scene', 1, {_json(SCENE_CARD)}"))
    op.execute(_published("credit_scorecard (name, version, card", f"'application', 1, {_json(json.loads(APPLICATION_CARD.read_text()))}"))
    op.execute(_published("credit_policy (version, policy", f"1, {_json(POLICY)}"))


def downgrade() -> None:
    begin()
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")


def _published(into: str, values: str) -> str:
    return f"INSERT INTO {into}, published_by, published_at) VALUES ({values}, '{HOUSE}', now())"


def _json(data: object) -> str:
    # A colon before a word would be taken for a parameter.
    return "'" + json.dumps(data).replace("'", "''").replace(":", r"\:") + "'"
