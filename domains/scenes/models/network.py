"""Outside networks: whom customers know there, with both sides' consent, and the cards that they share out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column


class FriendConsentRow(SQLModel, table=True):
    """A customer's consent to be found by friends of one network, and to find them."""

    __tablename__ = "scenes_friend_consent"
    __table_args__ = (
        CheckConstraint("(state = 'withdrawn') = (ended_at IS NOT NULL)", name="scenes_friend_consent_ended"),
        CheckConstraint("state IN ('active', 'withdrawn')", name="scenes_friend_consent_state"),
        Index("scenes_friend_consent_active", "link_id", unique=True, postgresql_where=text("state = 'active'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    link_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    state: str = column(Text(), C1)
    agreed_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class FriendRow(SQLModel, table=True):
    """An account that a network lists as a friend of a link's: a keyed fingerprint, so that who is no customer stays unknown. Gone with the consent."""

    __tablename__ = "scenes_friend"

    link_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    account_index: bytes = column(LargeBinary(), C2, primary_key=True)


class CardRow(SQLModel, table=True):
    """A card that a customer posts at a network. `sequence` is the network's count of changes to the likes: what it counted later stays."""

    __tablename__ = "scenes_card"
    __table_args__ = (
        CheckConstraint("state IN ('requested', 'pending', 'posted', 'refused')", name="scenes_card_state"),
        CheckConstraint("(state IN ('requested', 'pending')) = (ask_at IS NOT NULL)", name="scenes_card_asked"),
        CheckConstraint("likes >= 0 AND sequence >= 0", name="scenes_card_likes"),
        Index("scenes_card_id", "id", unique=True),
        Index("scenes_card_due", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
        Index("scenes_card_customer", "customer_id", "requested_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    link_id: UUID = column(UUID_TYPE, C1)
    scene: str = column(Text(), C1)
    code_id: UUID = column(UUID_TYPE, C1)
    address: str = column(Text(), C2)
    words: str = column(Text(), C2)
    state: str = column(Text(), C1)
    reference: str | None = column(Text(), C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    likes: int = column(BigInteger(), C1)
    sequence: int = column(BigInteger(), C1)
    counted_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    requested_at: datetime = column(TIMESTAMP, C1)
    attempts: int = column(Integer(), C1)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
