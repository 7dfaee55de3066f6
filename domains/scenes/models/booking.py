"""What customers look for at partners and book there: appointments, seats. What they are for is sealed under the customer's data key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class SearchRow(SQLModel, table=True):
    """A question to a partner, and what it answered. Forgotten after a day."""

    __tablename__ = "scenes_search"
    __table_args__ = (
        CheckConstraint("state IN ('asking', 'found', 'failed')", name="scenes_search_state"),
        CheckConstraint("(state = 'asking') = (ask_at IS NOT NULL)", name="scenes_search_asked"),
        CheckConstraint("(state = 'found') = (answer_sealed IS NOT NULL)", name="scenes_search_answer"),
        Index("scenes_search_id", "id", unique=True),
        Index("scenes_search_due", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
        Index("scenes_search_age", "asked_at"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    question_sealed: bytes = column(LargeBinary(), C3)
    answer_sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    state: str = column(Text(), C1)
    asked_at: datetime = column(TIMESTAMP, C1)
    heard_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    attempts: int = column(Integer(), C1)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class BookingRow(SQLModel, table=True):
    """`step` is what the partner is being asked for that costs nothing, under `step_id`; what costs money is an order. `ask_at` is when it is asked again, or a
    slot that is held and not paid is let go. `next_slot` and `next_sealed` are what a change goes to."""

    __tablename__ = "scenes_booking"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked', 'held', 'paying', 'confirmed', 'changing', 'cancelling', 'settled', 'missed', 'cancelled', 'refused', 'review')",
            name="scenes_booking_state",
        ),
        CheckConstraint("price_minor > 0", name="scenes_booking_price"),
        CheckConstraint("kept_minor BETWEEN 0 AND price_minor", name="scenes_booking_kept"),
        CheckConstraint("supplement_minor >= 0", name="scenes_booking_supplement"),
        CheckConstraint("(step IS NULL) = (step_id IS NULL)", name="scenes_booking_step"),
        CheckConstraint("(step IS NOT NULL OR state = 'held') = (ask_at IS NOT NULL)", name="scenes_booking_asked"),
        Index("scenes_booking_id", "id", unique=True),
        Index("scenes_booking_due", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
        Index("scenes_booking_customer", "customer_id", "made_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    scene: str = column(Text(), C1)
    slot: str = column(Text(), C2)
    details_sealed: bytes = column(LargeBinary(), C3)
    starts_at: datetime = column(TIMESTAMP, C2)
    asset: str = column(Text(), C1)
    price_minor: int = column(MINOR, C2)
    terms: dict[str, Any] = column(JSONB(), C1)
    state: str = column(Text(), C1)
    step: str | None = column(Text(), C1, nullable=True)
    step_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    next_slot: dict[str, Any] | None = column(JSONB(), C2, nullable=True)
    next_sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    held_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
    order_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    change_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    supplement_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    supplement_minor: int | None = column(MINOR, C2, nullable=True)
    kept_minor: int | None = column(MINOR, C2, nullable=True)
    code: str | None = column(Text(), C2, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    made_at: datetime = column(TIMESTAMP, C1)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    attempts: int = column(Integer(), C1)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
