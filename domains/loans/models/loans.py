"""Loans, and the facts that they are."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Integer, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.loans.rules.facts import FactKind, LoanStanding

KINDS, STATES = (tuple(one.value for one in enum) for enum in (FactKind, LoanStanding))


class LoanRow(SQLModel, table=True):
    """A loan by the version of the product and the terms that were agreed, for life. What stands beside them is what its facts fold to, through a day."""

    __tablename__ = "loans_loan"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="loans_loan_state"),
        CheckConstraint("principal_minor >= 0 AND interest_minor >= 0 AND fee_minor >= 0 AND penalty_minor >= 0", name="loans_loan_owed"),
        Index("loans_loan_due", "next_due_on", "customer_id", "id", postgresql_where=text("state = 'active'")),
        Index("loans_loan_active", "customer_id", "id", postgresql_where=text("state = 'active'")),
        Index("loans_loan_owing", "customer_id", "id", postgresql_where=text("state = 'active' AND due_minor > 0")),
        Index("loans_loan_of_line", "line_id", postgresql_where=text("line_id IS NOT NULL")),
        Index("loans_loan_of_payment", "payment_id", postgresql_where=text("payment_id IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_code: str = column(Text(), C1)
    product_version: int = column(Integer(), C1)
    terms: dict[str, Any] = column(JSONB(), C2)
    asset: str = column(Text(), C1)
    state: str = column(Text(), C1)
    opened_on: date = column(Date(), C1)
    opened_at: datetime = column(TIMESTAMP, C1)
    line_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    payment_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    merchant_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    line_hold_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    line_held_minor: int = column(MINOR, C2)
    next_due_on: date | None = column(Date(), C1, nullable=True)
    days_past_due: int = column(Integer(), C2)
    bucket: str = column(Text(), C2)
    class5: int = column(SmallInteger(), C2)
    principal_minor: int = column(MINOR, C2)
    interest_minor: int = column(MINOR, C2)
    fee_minor: int = column(MINOR, C2)
    penalty_minor: int = column(MINOR, C2)
    folded_through: date = column(Date(), C1)
    due_minor: int = column(MINOR, C2)
    accrual_from: date | None = column(Date(), C1, nullable=True)
    accrual_nights: int | None = column(Integer(), C1, nullable=True)
    accrual_minor: int | None = column(MINOR, C2, nullable=True)


class FactRow(SQLModel, table=True):
    """One fact of a loan, INSERT and SELECT only."""

    __tablename__ = "loans_fact"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="loans_fact_kind"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    loan_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    sequence: int = column(Integer(), C1, primary_key=True)
    kind: str = column(Text(), C1)
    effective_on: date = column(Date(), C1)
    booked_at: datetime = column(TIMESTAMP, C1)
    amount_minor: int = column(MINOR, C2)
    act_id: UUID = column(UUID_TYPE, C1)
    details: dict[str, Any] = column(JSONB(), C2)
