"""What can be offered: one row for each product of any kind, registered by the domain that sells it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.offers.rules.products import KINDS, NAME_MAX_CHARACTERS


class ProductRow(SQLModel, table=True):
    """A product under its kind and its own domain's id. A retired one leads to its successor, where it has one.

    `merchant_id` is who is paid for it; null for what nobody pays a merchant for."""

    __tablename__ = "offers_product"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="offers_product_kind"),
        CheckConstraint(
            f"char_length(name_zh) BETWEEN 1 AND {NAME_MAX_CHARACTERS} AND char_length(name_en) BETWEEN 1 AND {NAME_MAX_CHARACTERS}",
            name="offers_product_names",
        ),
        CheckConstraint("state IN ('live', 'retired')", name="offers_product_state"),
        CheckConstraint("(successor_kind IS NULL) = (successor_id IS NULL)", name="offers_product_successor"),
        CheckConstraint("state = 'retired' OR successor_id IS NULL", name="offers_product_succeeded"),
    )

    kind: str = column(Text(), C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    merchant_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    state: str = column(Text(), C1)
    successor_kind: str | None = column(Text(), C1, nullable=True)
    successor_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    registered_at: datetime = column(TIMESTAMP, C1)
