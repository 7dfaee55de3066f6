"""The catalogue: categories, products, their variants, and prices for some."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.catalogue import GoodsKind, GoodsState

KINDS, STATES = (tuple(one.value for one in enum) for enum in (GoodsKind, GoodsState))


class CategoryRow(SQLModel, table=True):
    """A place in the catalogue. `code` is its path: `home.kitchen` is below `home`."""

    __tablename__ = "mall_category"
    __table_args__ = (CheckConstraint("code ~ '^[a-z0-9-]{1,40}([.][a-z0-9-]{1,40}){0,3}$'", name="mall_category_path"),)

    code: str = column(Text(), C1, primary_key=True)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    position: int = column(Integer(), C1)


class GoodsRow(SQLModel, table=True):
    """What a shop sells: goods, a service, a voucher or something digital. `version` counts its changes."""

    __tablename__ = "mall_product"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="mall_product_kind"),
        CheckConstraint(f"state IN {STATES}", name="mall_product_state"),
        Index("mall_product_shop", "shop_id", "made_at", "id"),
        Index("mall_product_category", "category", "made_at", "id"),
        Index("mall_product_on_sale", "made_at", "id", postgresql_where=text("state = 'published'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    state: str = column(Text(), C1)
    category: str = column(Text(), C1)
    brand: str = column(Text(), C1)
    title_zh: str = column(Text(), C1)
    title_en: str = column(Text(), C1)
    description: str = column(Text(), C1)
    media: list[str] = column(JSONB(), C1)
    is_stocked: bool = column(Boolean(), C1)
    published_from: datetime | None = column(TIMESTAMP, C1, nullable=True)
    published_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
    version: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class VariantRow(SQLModel, table=True):
    """One thing that can be put into a cart. Its price is in the shop's currency."""

    __tablename__ = "mall_variant"
    __table_args__ = (
        CheckConstraint("price_minor > 0", name="mall_variant_price"),
        CheckConstraint("list_price_minor IS NULL OR list_price_minor >= price_minor", name="mall_variant_list_price"),
        Index("mall_variant_product", "product_id", "position"),
        Index("mall_variant_sku", "shop_id", "sku", unique=True),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1)
    shop_id: UUID = column(UUID_TYPE, C1)
    sku: str = column(Text(), C1)
    attributes: dict[str, Any] = column(JSONB(), C1)
    price_minor: int = column(MINOR, C2)
    list_price_minor: int | None = column(MINOR, C2, nullable=True)
    is_sold: bool = column(Boolean(), C1)
    position: int = column(Integer(), C1)


class AudiencePriceRow(SQLModel, table=True):
    """A lower price for some: customers of a tier (`tier:gold`), or who come from a scene (`scene:campus`)."""

    __tablename__ = "mall_price"
    __table_args__ = (
        CheckConstraint("price_minor > 0", name="mall_price_positive"),
        CheckConstraint("audience ~ '^(tier|scene):[a-z0-9_-]{1,40}$'", name="mall_price_audience"),
    )

    variant_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    audience: str = column(Text(), C1, primary_key=True)
    price_minor: int = column(MINOR, C2)
