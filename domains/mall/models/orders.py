"""Carts, and orders with their lines: one order for each shop of a checkout."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.orders import OrderState

STATES = tuple(one.value for one in OrderState)


class CartLineRow(SQLModel, table=True):
    """What a customer thinks of buying. Nothing is reserved by it."""

    __tablename__ = "mall_cart_line"
    __table_args__ = (CheckConstraint("units BETWEEN 1 AND 999", name="mall_cart_line_units"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    units: int = column(Integer(), C1)
    added_at: datetime = column(TIMESTAMP, C1)


class MallOrderRow(SQLModel, table=True):
    """What a customer ordered of one shop, by which promotions, and where it goes, sealed with their data key.

    Its lock is what payment, expiry, delivery and returns race for."""

    __tablename__ = "mall_order"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="mall_order_state"),
        CheckConstraint("total_minor = goods_minor - discount_minor AND discount_minor >= 0 AND total_minor > 0", name="mall_order_adds_up"),
        CheckConstraint("added_minor >= 0 AND refunded_minor BETWEEN 0 AND total_minor + added_minor", name="mall_order_refunded"),
        Index("mall_order_id", "id", unique=True),
        Index("mall_order_customer", "customer_id", "placed_at", "id"),
        Index("mall_order_placed", "placed_at"),
        Index("mall_order_shop", "shop_id", "placed_at", "id"),
        Index("mall_order_unpaid", "expires_at", postgresql_where=text("state = 'placed'")),
        Index("mall_order_to_ship", "shop_id", "placed_at", "id", postgresql_where=text("state IN ('paid', 'part_shipped')")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    checkout_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    merchant_id: UUID = column(UUID_TYPE, C1)
    state: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    goods_minor: int = column(MINOR, C2)
    discount_minor: int = column(MINOR, C2)
    total_minor: int = column(MINOR, C2)
    added_minor: int = column(MINOR, C2)
    refunded_minor: int = column(MINOR, C2)
    payment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    applied: list[str] = column(JSONB(), C1)
    delivery_sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    placed_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    due_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    changed_at: datetime = column(TIMESTAMP, C1)


class MallOrderLineRow(SQLModel, table=True):
    """A line as it was ordered: what the product is called or costs later changes nothing here.

    Units that were exchanged, and their money, stand on a line of their own, which `came_of` this one by `exchange_id`; what was paid beyond that money is
    `extra_minor`, by a payment of its own."""

    __tablename__ = "mall_order_line"
    __table_args__ = (
        CheckConstraint(
            "units > 0 AND returned_units >= 0 AND exchanged_units >= 0 AND returned_units + exchanged_units <= units", name="mall_order_line_units"
        ),
        CheckConstraint("total_minor >= 0 AND discount_minor >= 0", name="mall_order_line_minor"),
        CheckConstraint("refunded_minor >= 0 AND exchanged_minor >= 0 AND refunded_minor + exchanged_minor <= total_minor", name="mall_order_line_refunded"),
        CheckConstraint(
            "extra_refunded_minor BETWEEN 0 AND extra_minor AND extra_minor <= total_minor"
            " AND extra_minor - extra_refunded_minor <= total_minor - refunded_minor - exchanged_minor",
            name="mall_order_line_extra",
        ),
        CheckConstraint("(came_of IS NULL) = (exchange_id IS NULL) AND (extra_minor = 0) = (extra_payment_id IS NULL)", name="mall_order_line_exchange"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    number: int = column(Integer(), C1, primary_key=True)
    variant_id: UUID = column(UUID_TYPE, C1)
    product_id: UUID = column(UUID_TYPE, C1)
    title_zh: str = column(Text(), C1)
    title_en: str = column(Text(), C1)
    attributes: dict[str, Any] = column(JSONB(), C1)
    units: int = column(Integer(), C1)
    price_minor: int = column(MINOR, C2)
    discount_minor: int = column(MINOR, C2)
    total_minor: int = column(MINOR, C2)
    returned_units: int = column(Integer(), C1)
    refunded_minor: int = column(MINOR, C2)
    exchanged_units: int = column(Integer(), C1)
    exchanged_minor: int = column(MINOR, C2)
    came_of: int | None = column(Integer(), C1, nullable=True)
    exchange_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    extra_payment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    extra_minor: int = column(MINOR, C2)
    extra_refunded_minor: int = column(MINOR, C2)
    protected_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
