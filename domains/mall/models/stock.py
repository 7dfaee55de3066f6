"""Stock: what is there, what is promised, and every change of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.stock import ReservationState, StockChangeKind

CHANGES, STATES = (tuple(one.value for one in enum) for enum in (StockChangeKind, ReservationState))


class WarehouseRow(SQLModel, table=True):
    """Where a shop's goods lie. Units are taken from the lowest `position` that has them all, else from several in that order."""

    __tablename__ = "mall_warehouse"
    __table_args__ = (Index("mall_warehouse_shop", "shop_id", "position"),)

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    name: str = column(Text(), C1)
    position: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class StockRow(SQLModel, table=True):
    """Units of a variant in a warehouse. The checks are the last word against overselling."""

    __tablename__ = "mall_stock"
    __table_args__ = (CheckConstraint("reserved_units BETWEEN 0 AND on_hand_units", name="mall_stock_never_oversold"),)

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    warehouse_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    on_hand_units: int = column(Integer(), C1)
    reserved_units: int = column(Integer(), C1)


class StockChangeRow(SQLModel, table=True):
    """Why `on_hand_units` changed; their sum is what is on hand."""

    __tablename__ = "mall_stock_change"
    __table_args__ = (
        CheckConstraint(f"kind IN {CHANGES}", name="mall_stock_change_kind"),
        CheckConstraint("units <> 0", name="mall_stock_change_units"),
    )

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    warehouse_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    units: int = column(Integer(), C1)
    made_by: UUID = column(UUID_TYPE, C1)
    made_at: datetime = column(TIMESTAMP, C1)


class ReservationRow(SQLModel, table=True):
    """Units that are promised to an order: until it is paid, cancelled, or its time is over.

    A unit of a flash sale names the sale in `sale_id`, and is promised to the sale itself while nobody has it."""

    __tablename__ = "mall_reservation"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="mall_reservation_state"),
        CheckConstraint("units > 0", name="mall_reservation_units"),
        Index("mall_reservation_order", "order_id"),
        Index("mall_reservation_held", "variant_id", postgresql_where=text("state = 'held'")),
        Index("mall_reservation_sale", "sale_id", "state", postgresql_where=text("sale_id IS NOT NULL")),
    )

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    warehouse_id: UUID = column(UUID_TYPE, C1)
    order_id: UUID = column(UUID_TYPE, C1)
    customer_id: UUID = column(UUID_TYPE, C1)
    units: int = column(Integer(), C1)
    state: str = column(Text(), C1)
    sale_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
