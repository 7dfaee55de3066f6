"""Flash sales and their queues, and who wants to be told that something is there again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2, C3
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.flash import FlashState

STATES = tuple(one.value for one in FlashState)


class FlashSaleRow(SQLModel, table=True):
    """Units of a variant at a price of their own. Each unit is a reservation of one that names the sale, and an order while somebody has their turn.

    Who joins takes no lock on it; dealing and cancelling follow one another by an advisory lock of its id."""

    __tablename__ = "mall_flash_sale"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="mall_flash_sale_state"),
        CheckConstraint("price_minor > 0 AND units > 0 AND pay_minutes > 0", name="mall_flash_sale_terms"),
        CheckConstraint("ends_at > starts_at", name="mall_flash_sale_time"),
        CheckConstraint("served_place BETWEEN 0 AND last_place", name="mall_flash_sale_places"),
        Index("mall_flash_sale_shop", "shop_id", "starts_at"),
        Index("mall_flash_sale_open", "starts_at", postgresql_where=text("closed_at IS NULL")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    merchant_id: UUID = column(UUID_TYPE, C1)
    variant_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    price_minor: int = column(MINOR, C2)
    units: int = column(Integer(), C1)
    pay_minutes: int = column(Integer(), C1)
    starts_at: datetime = column(TIMESTAMP, C1)
    ends_at: datetime = column(TIMESTAMP, C1)
    state: str = column(Text(), C1)
    last_place: int = column(Integer(), C1)
    served_place: int = column(Integer(), C1)
    made_by: UUID = column(UUID_TYPE, C1)
    made_at: datetime = column(TIMESTAMP, C1)
    closed_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class FlashPlaceRow(SQLModel, table=True):
    """Somebody in a queue. `arrival` orders those who have no `place` yet: whoever deals numbers all of them at once, without a gap.

    Where the order is to go is kept, sealed, until there is the order, or there will be none."""

    __tablename__ = "mall_flash_place"
    __table_args__ = (
        Index("mall_flash_place_arrival", "sale_id", "arrival", postgresql_where=text("place IS NULL")),
        Index("mall_flash_place_place", "sale_id", "place", unique=True),
    )

    sale_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1)
    arrival: int = column(BigInteger(), C1)
    place: int | None = column(Integer(), C1, nullable=True)
    delivery_sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    joined_at: datetime = column(TIMESTAMP, C1)


class StockNoticeRow(SQLModel, table=True):
    """A customer wants to be told when there are units of a variant. They are told once; asked again, it is another notice."""

    __tablename__ = "mall_stock_notice"
    __table_args__ = (Index("mall_stock_notice_waiting", "variant_id", "asked_at", postgresql_where=text("told_at IS NULL")),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1)
    asked_at: datetime = column(TIMESTAMP, C1)
    told_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
