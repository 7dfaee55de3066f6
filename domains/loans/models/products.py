"""Products and their versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.loans.rules.products import LoanKind, LoanProductState

KINDS, STATES = (tuple(one.value for one in enum) for enum in (LoanKind, LoanProductState))


class LoanProductRow(SQLModel, table=True):
    """A product. `version` is the one that is sold."""

    __tablename__ = "loans_product"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="loans_product_kind"),
        CheckConstraint(f"state IN {STATES}", name="loans_product_state"),
    )

    code: str = column(Text(), C1, primary_key=True)
    kind: str = column(Text(), C1)
    name_zh: str = column(Text(), C1)
    name_en: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    state: str = column(Text(), C1)
    version: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class LoanProductVersionRow(SQLModel, table=True):
    """The terms of a version, for ever."""

    __tablename__ = "loans_product_version"

    code: str = column(Text(), C1, primary_key=True)
    version: int = column(Integer(), C1, primary_key=True)
    terms: dict[str, Any] = column(JSONB(), C1)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)
