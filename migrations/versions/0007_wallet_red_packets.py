"""Red packets: the packets, whom they are for, and the places that were grabbed."""

from alembic import op

from migrations.steps import begin, grant

revision: str = "0007_wallet_red_packets"
down_revision: str | None = "0006_wallet_points"


def upgrade() -> None:
    begin()
    op.execute("""
        CREATE TABLE wallet_red_packet (
            id uuid PRIMARY KEY,
            sender_id uuid NOT NULL,
            kind text NOT NULL CONSTRAINT wallet_red_packet_kind CHECK (kind IN ('fixed', 'lucky')),
            audience text NOT NULL CONSTRAINT wallet_red_packet_audience CHECK (audience IN ('person', 'group', 'link')),
            asset text NOT NULL,
            amount_minor bigint NOT NULL,
            places integer NOT NULL,
            grabbed integer NOT NULL,
            greeting text NOT NULL,
            seed bytea NOT NULL CONSTRAINT wallet_red_packet_seed CHECK (octet_length(seed) = 32),
            state text NOT NULL CONSTRAINT wallet_red_packet_state CHECK (state IN ('open', 'ended', 'unreturned')),
            returned_minor bigint CONSTRAINT wallet_red_packet_returned_amount CHECK (returned_minor BETWEEN 0 AND amount_minor),
            sent_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            CONSTRAINT wallet_red_packet_amount CHECK (places >= 1 AND amount_minor >= places),
            CONSTRAINT wallet_red_packet_grabbed CHECK (grabbed BETWEEN 0 AND places),
            CONSTRAINT wallet_red_packet_returned CHECK ((state = 'ended') = (returned_minor IS NOT NULL))
        ) WITH (fillfactor = 60)""")
    op.execute("CREATE INDEX wallet_red_packet_due ON wallet_red_packet (expires_at) WHERE state = 'open'")
    op.execute("CREATE INDEX wallet_red_packet_sender ON wallet_red_packet (sender_id, sent_at, id)")
    op.execute("""
        CREATE TABLE wallet_red_packet_member (
            packet_id uuid NOT NULL,
            customer_id uuid NOT NULL,
            PRIMARY KEY (packet_id, customer_id)
        )""")
    op.execute("""
        CREATE TABLE wallet_red_packet_place (
            packet_id uuid NOT NULL,
            place integer NOT NULL,
            customer_id uuid NOT NULL,
            share_minor bigint NOT NULL,
            grabbed_at timestamptz NOT NULL,
            opened_at timestamptz,
            PRIMARY KEY (packet_id, place),
            CONSTRAINT wallet_red_packet_place_customer UNIQUE (packet_id, customer_id),
            CONSTRAINT wallet_red_packet_place_share CHECK (place >= 1 AND share_minor >= 1)
        ) WITH (fillfactor = 70)""")
    op.execute("CREATE INDEX wallet_red_packet_place_received ON wallet_red_packet_place (customer_id, grabbed_at, packet_id)")
    grant("wallet_red_packet", "SELECT, INSERT, UPDATE")
    grant("wallet_red_packet_member", "SELECT, INSERT")
    grant("wallet_red_packet_place", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    begin()
    for table in ("place", "member"):
        op.execute(f"DROP TABLE wallet_red_packet_{table}")
    op.execute("DROP TABLE wallet_red_packet")
