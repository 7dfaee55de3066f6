"""Applications, what was decided of them, the contracts, what applicants told of themselves, and the policies."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.loans.rules.applications import OPEN, ApplicationState
from domains.loans.rules.approval import Occupation, Outcome

STATES, OUTCOMES, OCCUPATIONS = (tuple(one.value for one in enum) for enum in (ApplicationState, Outcome, Occupation))
OPEN_STATES = tuple(sorted(one.value for one in OPEN))


class ApplicationRow(SQLModel, table=True):
    """An application and where it stands. `answers` are to the questions of that version of the application scorecard; who takes what was offered beforehand is
    asked nothing. What is offered is there from `priced` on; `contract_sha256` from `offered` on."""

    __tablename__ = "loans_application"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="loans_application_state"),
        CheckConstraint("amount_minor > 0 AND instalments > 0", name="loans_application_asked"),
        CheckConstraint("(answers IS NULL) = (questions_version IS NULL)", name="loans_application_answers"),
        Index("loans_application_open", "customer_id", "product_code", unique=True, postgresql_where=text(f"state IN {OPEN_STATES}")),
        Index("loans_application_waiting", "state", "changed_at", postgresql_where=text(f"state IN {OPEN_STATES}")),
        Index("loans_application_of_customer", "customer_id", "applied_at", "id"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    product_code: str = column(Text(), C1)
    product_version: int = column(Integer(), C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    instalments: int = column(Integer(), C1)
    preapproval_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    questions_version: int | None = column(Integer(), C1, nullable=True)
    answers: dict[str, Any] | None = column(JSONB(), C2, nullable=True)
    state: str = column(Text(), C1)
    reasons: list[str] = column(ARRAY(Text()), C2)
    annual_rate_ppm: int | None = column(Integer(), C2, nullable=True)
    terms: dict[str, Any] | None = column(JSONB(), C2, nullable=True)
    fee_minor: int | None = column(MINOR, C2, nullable=True)
    total_minor: int | None = column(MINOR, C2, nullable=True)
    apr_ppm: int | None = column(BigInteger(), C2, nullable=True)
    contract_sha256: str | None = column(Text(), C1, nullable=True)
    offered_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
    opened_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    applied_at: datetime = column(TIMESTAMP, C1)
    changed_at: datetime = column(TIMESTAMP, C1)


class DecisionRow(SQLModel, table=True):
    """One decision on an application, by the policy (`decided_by` is the house) or by a member of staff. A reversal is a further one.

    INSERT and SELECT only."""

    __tablename__ = "loans_decision"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES}", name="loans_decision_outcome"),)

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    application_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    number: int = column(SmallInteger(), C1, primary_key=True, autoincrement=False)
    outcome: str = column(Text(), C1)
    reasons: list[str] = column(ARRAY(Text()), C2)
    note: str = column(Text(), C2)
    band: str | None = column(Text(), C2, nullable=True)
    policy_version: int = column(Integer(), C1)
    band_version: int | None = column(Integer(), C1, nullable=True)
    answers_band: str | None = column(Text(), C2, nullable=True)
    card_version: int | None = column(Integer(), C1, nullable=True)
    decided_by: UUID = column(UUID_TYPE, C1)
    decided_at: datetime = column(TIMESTAMP, C1)


class ContractRow(SQLModel, table=True):
    """A contract as it was offered, for ever. INSERT and SELECT only."""

    __tablename__ = "loans_contract"

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    application_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    sha256: str = column(Text(), C1, primary_key=True)
    file: bytes = column(LargeBinary(), C2)
    made_at: datetime = column(TIMESTAMP, C1)


class ProfileRow(SQLModel, table=True):
    """What a customer last told of themselves."""

    __tablename__ = "loans_profile"
    __table_args__ = (
        CheckConstraint(f"occupation IN {OCCUPATIONS}", name="loans_profile_occupation"),
        CheckConstraint("income_minor >= 0", name="loans_profile_income"),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    occupation: str = column(Text(), C2)
    income_minor: int = column(MINOR, C2)
    told_at: datetime = column(TIMESTAMP, C1)


class PolicyRow(SQLModel, table=True):
    """A version of the rules and the scorecard by which is decided; the newest one counts. INSERT and SELECT only."""

    __tablename__ = "loans_policy"

    version: int = column(Integer(), C1, primary_key=True, autoincrement=False)
    policy: dict[str, Any] = column(JSONB(), C1)
    published_by: UUID = column(UUID_TYPE, C1)
    published_at: datetime = column(TIMESTAMP, C1)
