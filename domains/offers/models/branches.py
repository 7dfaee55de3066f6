"""Branches, what is done for customers there, and appointments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column

LIVE_APPOINTMENT = "state = 'booked'"


class BranchRow(SQLModel, table=True):
    """A branch. Its place is in millionths of a degree; its hours are openings by weekday."""

    __tablename__ = "offers_branch"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="offers_branch_state"),
        CheckConstraint("latitude BETWEEN -90000000 AND 90000000 AND longitude BETWEEN -180000000 AND 180000000", name="offers_branch_place"),
        Index("offers_branch_spot", "latitude", "longitude", postgresql_where=text("state = 'open'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    address: str = column(Text(), C1)
    latitude: int = column(Integer(), C1)
    longitude: int = column(Integer(), C1)
    hours: list[Any] = column(JSONB(), C1)
    closed_days: list[Any] = column(JSONB(), C1)
    state: str = column(Text(), C1)
    opened_at: datetime = column(TIMESTAMP, C1)


class BranchServiceRow(SQLModel, table=True):
    """What is done for customers at a branch: a product of the kind branch_service. `form` is what a customer may fill in before."""

    __tablename__ = "offers_branch_service"
    __table_args__ = (
        CheckConstraint("state IN ('live', 'ended')", name="offers_branch_service_state"),
        CheckConstraint("slot_minutes BETWEEN 5 AND 240 AND capacity BETWEEN 1 AND 100 AND days_ahead BETWEEN 1 AND 90", name="offers_branch_service_slots"),
        Index("offers_branch_service_code", "branch_id", "code", unique=True, postgresql_where=text("state = 'live'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    branch_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_branch.id", name="offers_branch_service_branch_id"))
    code: str = column(Text(), C1)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    slot_minutes: int = column(Integer(), C1)
    capacity: int = column(Integer(), C1)
    days_ahead: int = column(Integer(), C1)
    form: list[Any] = column(JSONB(), C1)
    state: str = column(Text(), C1)


class AppointmentSlotRow(SQLModel, table=True):
    """How many places of a slot are taken. Made with the first booking; recomputable from the appointments."""

    __tablename__ = "offers_appointment_slot"
    __table_args__ = (CheckConstraint("booked >= 0", name="offers_appointment_slot_booked"),)

    service_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    starts_at: datetime = column(TIMESTAMP, C1, primary_key=True)
    booked: int = column(Integer(), C1)


class AppointmentRow(SQLModel, table=True):
    """A customer's appointment."""

    __tablename__ = "offers_appointment"
    __table_args__ = (
        CheckConstraint("state IN ('booked', 'kept', 'cancelled', 'expired')", name="offers_appointment_state"),
        CheckConstraint("starts_at < ends_at", name="offers_appointment_period"),
        Index("offers_appointment_live", "customer_id", "service_id", "starts_at", unique=True, postgresql_where=text(LIVE_APPOINTMENT)),
        Index("offers_appointment_ends", "ends_at", postgresql_where=text(LIVE_APPOINTMENT)),
        Index("offers_appointment_service", "service_id", postgresql_where=text(LIVE_APPOINTMENT)),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    service_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_branch_service.id", name="offers_appointment_service_id"))
    starts_at: datetime = column(TIMESTAMP, C1)
    ends_at: datetime = column(TIMESTAMP, C1)
    state: str = column(Text(), C1)
    booked_at: datetime = column(TIMESTAMP, C1)
