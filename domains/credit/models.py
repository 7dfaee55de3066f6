"""Credit's tables: events, what voids them, where each customer stands, and the data by which that is decided."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.credit.rules.kinds import Band, EventKind
from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column

KINDS, BANDS = (tuple(one.value for one in enum) for enum in (EventKind, Band))


class CreditEventRow(SQLModel, table=True):
    """Something that happened, once. INSERT and SELECT only for the app's role."""

    __tablename__ = "credit_event"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="credit_event_kind"), Index("credit_event_of_customer", "customer_id", "occurred_at", "id"))

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C2)
    scene: str = column(Text(), C1)
    occurred_at: datetime = column(TIMESTAMP, C1)
    recorded_at: datetime = column(TIMESTAMP, C1)


class CreditVoidRow(SQLModel, table=True):
    """An event that counts no more, also where the event comes later. INSERT and SELECT only for the app's role."""

    __tablename__ = "credit_void"

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    event_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    reason: str = column(Text(), C1)
    voided_by: UUID = column(UUID_TYPE, C1)
    voided_at: datetime = column(TIMESTAMP, C1)


class CreditStandingRow(SQLModel, table=True):
    """Where a customer stands: a cache of the events under a scorecard, emptied where the consent is withdrawn. `stale_since`: something changed that it
    does not know yet. `again_on`: the day on which it changes by itself."""

    __tablename__ = "credit_standing"
    __table_args__ = (
        CheckConstraint(f"band IN {BANDS}", name="credit_standing_band"),
        CheckConstraint("(score IS NULL) = (card_version IS NULL)", name="credit_standing_scored"),
        Index("credit_standing_stale", "stale_since", postgresql_where=text("stale_since IS NOT NULL")),
        Index("credit_standing_again", "again_on", postgresql_where=text("again_on IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    band: str | None = column(Text(), C2, nullable=True)
    score: int | None = column(Integer(), C2, nullable=True)
    card_version: int | None = column(Integer(), C1, nullable=True)
    contributions: list[dict[str, Any]] = column(JSONB(), C2)
    as_of: date | None = column(Date(), C1, nullable=True)
    again_on: date | None = column(Date(), C1, nullable=True)
    since: datetime | None = column(TIMESTAMP, C1, nullable=True)
    changes: int = column(Integer(), C1)
    stale_since: datetime | None = column(TIMESTAMP, C1, nullable=True)


class CreditBandChangeRow(SQLModel, table=True):
    """A customer's band as it became. INSERT and SELECT only for the app's role."""

    __tablename__ = "credit_band_change"
    __table_args__ = (
        CheckConstraint(f"band IN {BANDS} AND previous IN {BANDS}", name="credit_band_change_bands"),
        CheckConstraint("cause IN ('events', 'time', 'consent', 'scorecard')", name="credit_band_change_cause"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    number: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    band: str | None = column(Text(), C2, nullable=True)
    previous: str | None = column(Text(), C2, nullable=True)
    cause: str = column(Text(), C1)
    card_version: int | None = column(Integer(), C1, nullable=True)
    changed_at: datetime = column(TIMESTAMP, C1)


class CreditScorecardRow(SQLModel, table=True):
    """A version of a scorecard: `scene` for what customers do in the house, `application` for what they tell when they ask for a loan."""

    __tablename__ = "credit_scorecard"
    __table_args__ = (CheckConstraint("name IN ('scene', 'application')", name="credit_scorecard_name"),)

    name: str = column(Text(), C1, primary_key=True)
    version: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    card: dict[str, Any] = column(JSONB(), C1)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)


class CreditPolicyRow(SQLModel, table=True):
    """A version of what the bands bring."""

    __tablename__ = "credit_policy"

    version: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    policy: dict[str, Any] = column(JSONB(), C1)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)


class CreditAssessmentRow(SQLModel, table=True):
    """What an application was found to be by a version of the application scorecard. INSERT and SELECT only for the app's role."""

    __tablename__ = "credit_assessment"
    __table_args__ = (CheckConstraint(f"band IN {BANDS}", name="credit_assessment_band"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    application_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    card_version: int = column(Integer(), C1)
    score: int = column(Integer(), C2)
    band: str = column(Text(), C2)
    failing_ppm: int = column(Integer(), C2)
    brought: list[dict[str, Any]] = column(JSONB(), C2)
    assessed_at: datetime = column(TIMESTAMP, C1)


class CreditReviewRow(SQLModel, table=True):
    """A customer asked that a person look at their band, and what that person said."""

    __tablename__ = "credit_review"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'corrected')", name="credit_review_state"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL)", name="credit_review_decided"),
        Index("credit_review_standing", "customer_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("credit_review_open", "asked_at", "id", postgresql_where=text("state = 'open'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    words: str = column(Text(), C2)
    band: str | None = column(Text(), C2, nullable=True)
    state: str = column(Text(), C1)
    asked_at: datetime = column(TIMESTAMP, C1)
    answer: str | None = column(Text(), C2, nullable=True)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    decided_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
