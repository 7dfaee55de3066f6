"""How far a day's work on all loans has come."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, Date, Integer
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, UUID_TYPE, column


class LoansDayRow(SQLModel, table=True):
    """Loans up to that customer's loan have been brought to the day."""

    __tablename__ = "loans_day"

    day: date = column(Date(), C1, primary_key=True)
    done_customer_id: UUID = column(UUID_TYPE, C1)
    done_loan_id: UUID = column(UUID_TYPE, C1)
    loans: int = column(Integer(), C1)
    interest_minor: int = column(MINOR, C2)
    penalty_minor: int = column(MINOR, C2)
    is_done: bool = column(Boolean(), C1)
