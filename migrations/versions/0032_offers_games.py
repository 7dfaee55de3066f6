"""Instant games: players, draws and stamps."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0032_offers_games"
down_revision: str | None = "0031_customers_identities"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE offers_game (
            id uuid PRIMARY KEY,
            campaign_id uuid NOT NULL CONSTRAINT offers_game_campaign_id REFERENCES offers_campaign (id),
            kind text NOT NULL CONSTRAINT offers_game_kind CHECK (kind IN ('scratch', 'wheel', 'stamps')),
            name_zh text NOT NULL,
            name_en text NOT NULL,
            terms jsonb NOT NULL,
            made_at timestamptz NOT NULL
        )""")
    op.execute("CREATE INDEX offers_game_made ON offers_game (made_at, id)")
    op.execute("CREATE INDEX offers_game_campaign ON offers_game (campaign_id)")
    _plays()
    _stamps()
    for table, rights in (
        ("offers_game", "SELECT, INSERT"),
        ("offers_player", "SELECT, INSERT, UPDATE"),
        ("offers_draw", "SELECT, INSERT"),
        ("offers_stamp", "SELECT, INSERT, UPDATE"),
    ):
        grant(table, rights)


def _plays() -> None:
    op.execute("""
        CREATE TABLE offers_player (
            customer_id uuid NOT NULL,
            game_id uuid NOT NULL CONSTRAINT offers_player_game_id REFERENCES offers_game (id),
            seed_number integer NOT NULL,
            draws integer NOT NULL,
            PRIMARY KEY (customer_id, game_id),
            CONSTRAINT offers_player_counts CHECK (seed_number >= 1 AND draws >= 0)
        ) WITH (fillfactor = 70)""")
    op.execute("""
        CREATE TABLE offers_draw (
            customer_id uuid NOT NULL,
            id uuid NOT NULL,
            game_id uuid NOT NULL,
            seed_number integer NOT NULL,
            client_seed text NOT NULL,
            nonce integer NOT NULL,
            drawn integer NOT NULL,
            given integer NOT NULL,
            outcome text NOT NULL CONSTRAINT offers_draw_outcome CHECK (outcome IN ('given', 'stock_used_up', 'budget_spent', 'not_payable')),
            ordinal integer,
            given_minor bigint NOT NULL,
            coupon_id uuid,
            drawn_at timestamptz NOT NULL,
            PRIMARY KEY (customer_id, id),
            CONSTRAINT offers_draw_given CHECK (nonce >= 1 AND (outcome <> 'given' OR given = drawn))
        )""")
    op.execute("CREATE UNIQUE INDEX offers_draw_nonce ON offers_draw (customer_id, game_id, seed_number, nonce)")
    op.execute("CREATE INDEX offers_draw_made ON offers_draw (customer_id, drawn_at, id)")


def _stamps() -> None:
    op.execute("""
        CREATE TABLE offers_stamp (
            customer_id uuid NOT NULL,
            game_id uuid NOT NULL,
            source_id uuid NOT NULL,
            state text NOT NULL CONSTRAINT offers_stamp_state CHECK (state IN ('standing', 'taken_back', 'used', 'owed', 'settled')),
            collected_at timestamptz NOT NULL,
            draw_id uuid,
            PRIMARY KEY (customer_id, game_id, source_id)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX offers_stamp_live ON offers_stamp (customer_id, game_id) WHERE state IN ('standing', 'owed')")
    op.execute("CREATE INDEX offers_stamp_source ON offers_stamp (customer_id, source_id)")


def downgrade() -> None:
    begin()
    for table in ("offers_stamp", "offers_draw", "offers_player", "offers_game"):
        op.execute(f"DROP TABLE {table}")
