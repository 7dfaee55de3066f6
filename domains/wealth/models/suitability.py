"""Questionnaires, what customers answered, and the mismatches that they confirmed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.wealth.rules.suitability import InvestorClass

CLASSES = tuple(one.value for one in InvestorClass)


class QuestionnaireRow(SQLModel, table=True):
    """A version of the questionnaire; the newest one is asked."""

    __tablename__ = "wealth_questionnaire"

    version: int = column(Integer(), C1, primary_key=True)
    asked: dict[str, Any] = column(JSONB(), C1)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)


class AssessmentRow(SQLModel, table=True):
    """What a customer answered, and the class that it gave. The newest one counts."""

    __tablename__ = "wealth_assessment"
    __table_args__ = (CheckConstraint(f"investor_class IN {CLASSES}", name="wealth_assessment_class"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    version: int = column(Integer(), C1)
    answers: list[int] = column(ARRAY(SmallInteger()), C2)
    points: int = column(Integer(), C2)
    investor_class: str = column(Text(), C2)
    assessed_at: datetime = column(TIMESTAMP, C1)
    valid_until: datetime = column(TIMESTAMP, C1)


class MismatchRow(SQLModel, table=True):
    """A customer has said that a product of that version is above their class, and that they want it."""

    __tablename__ = "wealth_mismatch"

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    version: int = column(Integer(), C1, primary_key=True)
    assessment_id: UUID = column(UUID_TYPE, C1)
    confirmed_at: datetime = column(TIMESTAMP, C1)
