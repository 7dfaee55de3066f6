"""Orders, and what redemptions took of which lots."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, Integer, SmallInteger, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wealth.rules.orders import OrderSide, OrderState
from domains.wealth.rules.suitability import Fit

SIDES, STATES, FITS = (tuple(one.value for one in enum) for enum in (OrderSide, OrderState, Fit))


class FundOrderRow(SQLModel, table=True):
    """An order and where it stands. `amount_minor` is what a subscription pays, `shares_minor` what a redemption gives; `done_shares_minor` what was confirmed.

    A redemption needs no assessment. `gross_minor` = `net_minor` + `fee_minor` once it is priced."""

    __tablename__ = "wealth_order"
    __table_args__ = (
        CheckConstraint(f"side IN {SIDES}", name="wealth_order_side"),
        CheckConstraint(f"state IN {STATES}", name="wealth_order_state"),
        CheckConstraint(f"fit IN {FITS}", name="wealth_order_fit"),
        CheckConstraint("(side = 'subscribe') = (amount_minor IS NOT NULL) AND (side = 'redeem') = (shares_minor IS NOT NULL)", name="wealth_order_asked"),
        CheckConstraint("(side = 'subscribe') = (assessment_id IS NOT NULL)", name="wealth_order_assessed"),
        CheckConstraint("gross_minor = net_minor + fee_minor", name="wealth_order_sums"),
        Index("wealth_order_open", "state", "product_id", "placed_at", "id", postgresql_where=text("state IN ('placed', 'accepted', 'priced', 'confirmed')")),
        Index("wealth_order_of_customer", "customer_id", "placed_at", "id"),
        Index("wealth_order_of_day", "product_id", "trade_date"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1)
    version: int = column(Integer(), C1)
    side: str = column(Text(), C1)
    amount_minor: int | None = column(MINOR, C2, nullable=True)
    shares_minor: int | None = column(MINOR, C2, nullable=True)
    state: str = column(Text(), C1)
    trade_date: date = column(Date(), C1)
    confirm_on: date = column(Date(), C1)
    settle_on: date = column(Date(), C1)
    cut_off_at: datetime = column(TIMESTAMP, C1)
    nav_e4: int | None = column(BigInteger(), C1, nullable=True)
    nav_revision: int | None = column(SmallInteger(), C1, nullable=True)
    gross_minor: int | None = column(MINOR, C2, nullable=True)
    fee_minor: int | None = column(MINOR, C2, nullable=True)
    net_minor: int | None = column(MINOR, C2, nullable=True)
    done_shares_minor: int | None = column(MINOR, C2, nullable=True)
    remainder_e4: int | None = column(BigInteger(), C2, nullable=True)
    assessment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    fit: str | None = column(Text(), C1, nullable=True)
    plan_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    reason: str | None = column(Text(), C1, nullable=True)
    asset: str = column(Text(), C1)
    placed_at: datetime = column(TIMESTAMP, C1)
    changed_at: datetime = column(TIMESTAMP, C1)


class OrderLotRow(SQLModel, table=True):
    """What a redemption took of a lot."""

    __tablename__ = "wealth_order_lot"

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    lot_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shares_minor: int = column(MINOR, C2)
    cost_minor: int = column(MINOR, C2)
    gross_minor: int = column(MINOR, C2)
    fee_minor: int = column(MINOR, C2)
