"""What customers hold: positions, the lots they are made of, and every change of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Index, SmallInteger, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wealth.rules.positions import ChangeKind

CHANGES = tuple(one.value for one in ChangeKind)


class PositionRow(SQLModel, table=True):
    """A customer's part of a product. Its shares are those of the ledger's account, its cost what was paid for them, fees included.

    `carried_e8` is income that is less than a minor unit, in hundred-millionths of one."""

    __tablename__ = "wealth_position"
    __table_args__ = (
        CheckConstraint("shares_minor >= 0 AND cost_minor >= 0", name="wealth_position_amounts"),
        Index("wealth_position_of_product", "product_id", "customer_id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shares_minor: int = column(MINOR, C2)
    cost_minor: int = column(MINOR, C2)
    realised_minor: int = column(MINOR, C2)
    income_minor: int = column(MINOR, C2)
    carried_e8: int = column(BigInteger(), C2)


class LotRow(SQLModel, table=True):
    """Shares that were bought together. Money-market shares have none: they are all alike."""

    __tablename__ = "wealth_lot"
    __table_args__ = (
        CheckConstraint("left_minor BETWEEN 0 AND shares_minor AND cost_minor >= 0", name="wealth_lot_amounts"),
        Index("wealth_lot_left", "customer_id", "product_id", "acquired_on", "id", postgresql_where=text("left_minor > 0")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1)
    acquired_on: date = column(Date(), C1)
    shares_minor: int = column(MINOR, C2)
    left_minor: int = column(MINOR, C2)
    cost_minor: int = column(MINOR, C2)


class ChangeRow(SQLModel, table=True):
    """One change of a position, INSERT and SELECT only. `money_minor` is what the customer paid (negative) or got; of income, its worth in shares."""

    __tablename__ = "wealth_change"
    __table_args__ = (
        CheckConstraint(f"kind IN {CHANGES}", name="wealth_change_kind"),
        Index("wealth_change_of_product", "product_id", "day", "customer_id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C1)
    shares_minor: int = column(MINOR, C2)
    money_minor: int = column(MINOR, C2)
    fee_minor: int = column(MINOR, C2)
    cost_minor: int = column(MINOR, C2)
    booked_at: datetime = column(TIMESTAMP, C1)


class IncomeCorrectionRow(SQLModel, table=True):
    """A day's income that was told anew after some customers had theirs: those up to `through` get the difference, and those up to `done_through` have it."""

    __tablename__ = "wealth_income_correction"
    __table_args__ = (Index("wealth_income_correction_due", "product_id", "day", "revision", postgresql_where=text("NOT is_done")),)

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    revision: int = column(SmallInteger(), C1, primary_key=True)
    was_e4: int = column(BigInteger(), C1)
    income_e4: int = column(BigInteger(), C1)
    through: UUID = column(UUID_TYPE, C1)
    done_through: UUID = column(UUID_TYPE, C1)
    positions: int = column(BigInteger(), C1)
    paid_minor: int = column(MINOR, C2)
    is_done: bool = column(Boolean(), C1)
    made_at: datetime = column(TIMESTAMP, C1)
