"""Files of products that shops send in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.mall.rules.imports import ImportState


class GoodsImportRow(SQLModel, table=True):
    """A file, how far its import is, and what is wrong with its lines. `content` is compressed, and gone once nothing is to be done with it."""

    __tablename__ = "mall_import"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(one.value for one in ImportState)}", name="mall_import_state"),
        CheckConstraint("lines_done BETWEEN 0 AND lines", name="mall_import_lines"),
        Index("mall_import_shop", "shop_id", "made_at", "id"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    made_by: UUID = column(UUID_TYPE, C1)
    state: str = column(Text(), C1)
    sha256: str = column(Text(), C1)
    content: bytes | None = column(LargeBinary(), C1, nullable=True)
    lines: int = column(Integer(), C1)
    lines_done: int = column(Integer(), C1)
    products: int = column(Integer(), C1)
    errors: list[Any] = column(JSONB(), C1)
    error_count: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)
    changed_at: datetime = column(TIMESTAMP, C1)
