"""How what was ordered reaches the customer: parcels and what carriers told of them, keys, times that can be booked, and the right to a review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.parcels import TOLD, ParcelKind, ParcelState

KINDS, STATES = (tuple(one.value for one in enum) for enum in (ParcelKind, ParcelState))


class ParcelRow(SQLModel, table=True):
    """Units of an order that go together. A pick-up's code is derived from the id, and stands here as a keyed fingerprint alone."""

    __tablename__ = "mall_parcel"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="mall_parcel_kind"),
        CheckConstraint(f"state IN {STATES}", name="mall_parcel_state"),
        CheckConstraint("cardinality(line_numbers) = cardinality(line_units) AND cardinality(line_numbers) > 0", name="mall_parcel_units"),
        CheckConstraint("(kind = 'service') = (slot_id IS NOT NULL)", name="mall_parcel_slot"),
        CheckConstraint("(kind = 'pickup') = (code_fingerprint IS NOT NULL)", name="mall_parcel_code"),
        Index("mall_parcel_id", "id", unique=True),
        Index("mall_parcel_fingerprint", "code_fingerprint", unique=True, postgresql_where=text("code_fingerprint IS NOT NULL")),
        Index("mall_parcel_due", "due_at", postgresql_where=text("state IN ('ready', 'sent', 'moving', 'arriving')")),
        Index("mall_parcel_ask", "ask_at", postgresql_where=text("ask_at IS NOT NULL")),
    )

    order_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    state: str = column(Text(), C1)
    carrier: str = column(Text(), C1)
    tracking_number: str = column(Text(), C2)
    branch_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    slot_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    line_numbers: list[int] = column(ARRAY(Integer()), C1)
    line_units: list[int] = column(ARRAY(Integer()), C1)
    code_fingerprint: bytes | None = column(LargeBinary(), C3, nullable=True)
    made_at: datetime = column(TIMESTAMP, C1)
    state_at: datetime = column(TIMESTAMP, C1)
    due_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    ask_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    made_by: UUID = column(UUID_TYPE, C1)
    ended_by: UUID | None = column(UUID_TYPE, C1, nullable=True)


class ParcelWordRow(SQLModel, table=True):
    """What a carrier told of a parcel, once for its id: `happened_at` is the carrier's time, `told_at` ours."""

    __tablename__ = "mall_parcel_word"
    __table_args__ = (CheckConstraint(f"kind IN {tuple(TOLD)}", name="mall_parcel_word_kind"),)

    parcel_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: str = column(Text(), C1, primary_key=True)
    kind: str = column(Text(), C1)
    happened_at: datetime = column(TIMESTAMP, C1)
    place: str = column(Text(), C2)
    told_at: datetime = column(TIMESTAMP, C1)


class KeyPoolRow(SQLModel, table=True):
    """A variant whose units are keys. `is_final`: it is not taken back once its key was shown."""

    __tablename__ = "mall_key_pool"

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    is_final: bool = column(Boolean(), C1)


class KeyRow(SQLModel, table=True):
    """A key of a pool, sealed with the shop's data key. It is sold once: its order is written under its lock."""

    __tablename__ = "mall_key"
    __table_args__ = (
        CheckConstraint("state IN ('free', 'sold', 'withdrawn')", name="mall_key_state"),
        CheckConstraint("(state = 'sold') = (parcel_id IS NOT NULL) OR state = 'withdrawn'", name="mall_key_sold"),
        Index("mall_key_once", "shop_id", "fingerprint", unique=True),
        Index("mall_key_free", "variant_id", "id", postgresql_where=text("state = 'free'")),
        Index("mall_key_parcel", "parcel_id", postgresql_where=text("parcel_id IS NOT NULL")),
    )

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    fingerprint: bytes = column(LargeBinary(), C3)
    sealed: bytes = column(LargeBinary(), C3)
    state: str = column(Text(), C1)
    parcel_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    line_number: int | None = column(Integer(), C1, nullable=True)
    shown_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class SlotRow(SQLModel, table=True):
    """A time at which a service is given to so many. The check is the last word against overbooking."""

    __tablename__ = "mall_slot"
    __table_args__ = (
        CheckConstraint("taken_units BETWEEN 0 AND capacity", name="mall_slot_never_overbooked"),
        CheckConstraint("ends_at > begins_at AND cancel_hours BETWEEN 0 AND 720", name="mall_slot_time"),
        Index("mall_slot_id", "id", unique=True),
        Index("mall_slot_of_variant", "variant_id", "begins_at", unique=True),
    )

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    begins_at: datetime = column(TIMESTAMP, C1)
    ends_at: datetime = column(TIMESTAMP, C1)
    capacity: int = column(Integer(), C1)
    taken_units: int = column(Integer(), C1)
    cancel_hours: int = column(Integer(), C1)


class ReviewRightRow(SQLModel, table=True):
    """A line that was delivered may be reviewed once."""

    __tablename__ = "mall_review_right"
    __table_args__ = (Index("mall_review_right_product", "product_id", "customer_id"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    line_number: int = column(Integer(), C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1)
    variant_id: UUID = column(UUID_TYPE, C1)
    given_at: datetime = column(TIMESTAMP, C1)
    used_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
