"""Instant games: what they promise, who plays with which seed, what was drawn, and the stamps of cards. Server seeds are derived and kept nowhere."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class GameRow(SQLModel, table=True):
    """A game of a campaign: it runs while that runs, and pays from its budget. Its terms never change."""

    __tablename__ = "offers_game"
    __table_args__ = (
        CheckConstraint("kind IN ('scratch', 'wheel', 'stamps')", name="offers_game_kind"),
        Index("offers_game_made", "made_at", "id"),
        Index("offers_game_campaign", "campaign_id"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    campaign_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_campaign.id", name="offers_game_campaign_id"))
    kind: str = column(Text(), C1)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    terms: dict[str, Any] = column(JSONB(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class PlayerRow(SQLModel, table=True):
    """Which of a customer's seeds of a game is in use, and how many draws were made with it."""

    __tablename__ = "offers_player"
    __table_args__ = (CheckConstraint("seed_number >= 1 AND draws >= 0", name="offers_player_counts"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    game_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_game.id", name="offers_player_game_id"), primary_key=True)
    seed_number: int = column(Integer(), C1)
    draws: int = column(Integer(), C1)


class DrawRow(SQLModel, table=True):
    """What was drawn and what was given: the places of prizes among the game's. Never changed."""

    __tablename__ = "offers_draw"
    __table_args__ = (
        CheckConstraint("outcome IN ('given', 'stock_used_up', 'budget_spent', 'not_payable')", name="offers_draw_outcome"),
        CheckConstraint("nonce >= 1 AND (outcome <> 'given' OR given = drawn)", name="offers_draw_given"),
        Index("offers_draw_nonce", "customer_id", "game_id", "seed_number", "nonce", unique=True),
        Index("offers_draw_made", "customer_id", "drawn_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    game_id: UUID = column(UUID_TYPE, C1)
    seed_number: int = column(Integer(), C1)
    client_seed: str = column(Text(), C1)
    nonce: int = column(Integer(), C1)
    drawn: int = column(Integer(), C1)
    given: int = column(Integer(), C1)
    outcome: str = column(Text(), C1)
    ordinal: int | None = column(Integer(), C1, nullable=True)
    given_minor: int = column(MINOR, C2)
    coupon_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    drawn_at: datetime = column(TIMESTAMP, C1)


class StampRow(SQLModel, table=True):
    """A stamp of one payment, or of one code on one day. `owed`: a card was redeemed with it before its purchase went back."""

    __tablename__ = "offers_stamp"
    __table_args__ = (
        CheckConstraint("state IN ('standing', 'taken_back', 'used', 'owed', 'settled')", name="offers_stamp_state"),
        Index("offers_stamp_live", "customer_id", "game_id", postgresql_where=text("state IN ('standing', 'owed')")),
        Index("offers_stamp_source", "customer_id", "source_id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    game_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    source_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    state: str = column(Text(), C1)
    collected_at: datetime = column(TIMESTAMP, C1)
    draw_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
