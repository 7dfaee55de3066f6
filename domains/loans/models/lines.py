"""Lines of credit, and limits that are offered before anybody asks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.loans.rules.lines import LineState
from domains.loans.rules.preapproval import PreapprovalState
from domains.loans.rules.products import LoanKind

STATES, OFFER_STATES = (tuple(one.value for one in enum) for enum in (LineState, PreapprovalState))
KINDS = (LoanKind.INSTALMENT.value, LoanKind.LINE.value)


class LineRow(SQLModel, table=True):
    """A line by the version of its product. How much is left is the ledger's: the limit stands there, and what is drawn is held in it."""

    __tablename__ = "loans_line"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="loans_line_state"),
        CheckConstraint(f"kind IN {KINDS}", name="loans_line_kind"),
        CheckConstraint("limit_minor > 0", name="loans_line_limit"),
        Index("loans_line_expiring", "expires_on", postgresql_where=text("state IN ('active', 'frozen')")),
        Index("loans_line_one", "customer_id", "product_code", unique=True, postgresql_where=text("state IN ('active', 'frozen')")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_code: str = column(Text(), C1)
    product_version: int = column(Integer(), C1)
    kind: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    limit_minor: int = column(MINOR, C2)
    annual_rate_ppm: int = column(Integer(), C2)
    is_revolving: bool = column(Boolean(), C1)
    state: str = column(Text(), C1)
    frozen_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
    expires_on: date = column(Date(), C1)
    opened_at: datetime = column(TIMESTAMP, C1)
    changed_at: datetime = column(TIMESTAMP, C1)


class BatchRow(SQLModel, table=True):
    """A batch of offers, and how far it has come: customers up to `done_through` are done, in the order of their ids."""

    __tablename__ = "loans_batch"

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_code: str = column(Text(), C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    done_through: UUID = column(UUID_TYPE, C1)
    offered: int = column(Integer(), C1)
    refused: int = column(Integer(), C1)
    is_done: bool = column(Boolean(), C1)
    started_by: UUID = column(UUID_TYPE, C1)
    started_at: datetime = column(TIMESTAMP, C1)


class PreapprovalRow(SQLModel, table=True):
    """What a batch found for a customer: a limit with its rate until then, or the reasons against it."""

    __tablename__ = "loans_preapproval"
    __table_args__ = (
        CheckConstraint(f"state IN {OFFER_STATES}", name="loans_preapproval_state"),
        CheckConstraint("(state = 'refused') = (limit_minor = 0)", name="loans_preapproval_limit"),
        Index("loans_preapproval_one", "customer_id", "product_code", unique=True, postgresql_where=text("state = 'offered'")),
        Index("loans_preapproval_expiring", "expires_at", postgresql_where=text("state = 'offered'")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    batch_id: UUID = column(UUID_TYPE, C1)
    product_code: str = column(Text(), C1)
    product_version: int = column(Integer(), C1)
    asset: str = column(Text(), C1)
    limit_minor: int = column(MINOR, C2)
    annual_rate_ppm: int | None = column(Integer(), C2, nullable=True)
    band: str | None = column(Text(), C2, nullable=True)
    state: str = column(Text(), C1)
    reasons: list[str] = column(ARRAY(Text()), C2)
    policy_version: int = column(Integer(), C1)
    offered_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
