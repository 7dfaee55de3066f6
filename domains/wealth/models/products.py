"""Products and their versions, the values that are published of them, and the trading calendar."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wealth.rules.products import ProductKind, ProductState

KINDS, STATES = (tuple(one.value for one in enum) for enum in (ProductKind, ProductState))


class FundRow(SQLModel, table=True):
    """A product. `version` is the one that is sold."""

    __tablename__ = "wealth_product"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="wealth_product_kind"),
        CheckConstraint(f"state IN {STATES}", name="wealth_product_state"),
        CheckConstraint("code ~ '^[0-9]{6}$'", name="wealth_product_code_digits"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    code: str = column(Text(), C1, unique=True)
    kind: str = column(Text(), C1)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    state: str = column(Text(), C1)
    version: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class FundVersionRow(SQLModel, table=True):
    """The terms of a version, for ever."""

    __tablename__ = "wealth_product_version"

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    version: int = column(Integer(), C1, primary_key=True)
    terms: dict[str, Any] = column(JSONB(), C1)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)


class NavRow(SQLModel, table=True):
    """A day's value as it was published; a correction is a further revision. `held` waits for an operator."""

    __tablename__ = "wealth_nav"
    __table_args__ = (
        CheckConstraint("state IN ('published', 'held')", name="wealth_nav_state"),
        CheckConstraint("nav_e4 > 0", name="wealth_nav_value"),
        CheckConstraint("redeemed_ppm BETWEEN 0 AND 1000000", name="wealth_nav_redeemed"),
    )

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    revision: int = column(SmallInteger(), C1, primary_key=True)
    nav_e4: int = column(BigInteger(), C1)
    income_e4: int | None = column(BigInteger(), C1, nullable=True)
    redeemed_ppm: int = column(Integer(), C1)
    state: str = column(Text(), C1)
    published_at: datetime = column(TIMESTAMP, C1)


class RunRow(SQLModel, table=True):
    """How far a day's work on a product's positions has come: customers up to `done_through` are done, in the order of their ids."""

    __tablename__ = "wealth_run"
    __table_args__ = (CheckConstraint("step IN ('income')", name="wealth_run_step"),)

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    step: str = column(Text(), C1, primary_key=True)
    done_through: UUID = column(UUID_TYPE, C1)
    positions: int = column(BigInteger(), C1)
    paid_minor: int = column(MINOR, C2)
    is_done: bool = column(Boolean(), C1)


class CalendarRow(SQLModel, table=True):
    """A year's closed days that are no Saturday or Sunday."""

    __tablename__ = "wealth_calendar"

    year: int = column(SmallInteger(), C1, primary_key=True)
    closed: list[date] = column(ARRAY(Date()), C1)
    published_at: datetime = column(TIMESTAMP, C1)


class EndorsementRow(SQLModel, table=True):
    """What customers think of a product, as the domain that asks them told it last: 0.00 to 5.00 in hundredths, of how many, and when that was so."""

    __tablename__ = "wealth_endorsement"
    __table_args__ = (CheckConstraint("rating_e2 BETWEEN 0 AND 500 AND raters > 0", name="wealth_endorsement_rating"),)

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    rating_e2: int = column(SmallInteger(), C1)
    raters: int = column(Integer(), C1)
    as_of: datetime = column(TIMESTAMP, C1)
