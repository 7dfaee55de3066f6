"""Red packets, whom they are for, and the places that were grabbed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class RedPacketRow(SQLModel, table=True):
    """A packet. Its money is in a ledger account of its own. `grabbed` counts its places taken, under the row's lock; `seed` decides every share."""

    __tablename__ = "wallet_red_packet"
    __table_args__ = (
        CheckConstraint("kind IN ('fixed', 'lucky')", name="wallet_red_packet_kind"),
        CheckConstraint("audience IN ('person', 'group', 'link')", name="wallet_red_packet_audience"),
        CheckConstraint("places >= 1 AND amount_minor >= places", name="wallet_red_packet_amount"),
        CheckConstraint("grabbed BETWEEN 0 AND places", name="wallet_red_packet_grabbed"),
        CheckConstraint("octet_length(seed) = 32", name="wallet_red_packet_seed"),
        CheckConstraint("state IN ('open', 'ended', 'unreturned')", name="wallet_red_packet_state"),
        CheckConstraint("(state = 'ended') = (returned_minor IS NOT NULL)", name="wallet_red_packet_returned"),
        CheckConstraint("returned_minor BETWEEN 0 AND amount_minor", name="wallet_red_packet_returned_amount"),
        Index("wallet_red_packet_due", "expires_at", postgresql_where=text("state = 'open'")),
        Index("wallet_red_packet_sender", "sender_id", "sent_at", "id"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    sender_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    audience: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    places: int = column(Integer(), C1)
    grabbed: int = column(Integer(), C1)
    greeting: str = column(Text(), C2)
    seed: bytes = column(LargeBinary(), C3)
    state: str = column(Text(), C1)
    returned_minor: int | None = column(MINOR, C2, nullable=True)
    sent_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)


class RedPacketMemberRow(SQLModel, table=True):
    """Who may grab a packet that is not for whoever has its link."""

    __tablename__ = "wallet_red_packet_member"

    packet_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)


class RedPacketPlaceRow(SQLModel, table=True):
    """A place that somebody grabbed. Its share is told and paid when it is opened."""

    __tablename__ = "wallet_red_packet_place"
    __table_args__ = (
        UniqueConstraint("packet_id", "customer_id", name="wallet_red_packet_place_customer"),
        CheckConstraint("place >= 1 AND share_minor >= 1", name="wallet_red_packet_place_share"),
        Index("wallet_red_packet_place_received", "customer_id", "grabbed_at", "packet_id"),
    )

    packet_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    place: int = column(Integer(), C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    share_minor: int = column(MINOR, C2)
    grabbed_at: datetime = column(TIMESTAMP, C1)
    opened_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
