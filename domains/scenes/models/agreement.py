"""Agreements with partners on parting commission, what was accrued under them, and what was paid."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class AgreementRow(SQLModel, table=True):
    """With a partner, on the payments that it initiates, or on the orders of its `scene`. `settled_through` is the first day of the last settled month; whoever
    accrues or settles holds this row's lock."""

    __tablename__ = "scenes_agreement"
    __table_args__ = (
        Index("scenes_agreement_partner", "partner_id", "asset", unique=True, postgresql_where=text("scene IS NULL")),
        Index("scenes_agreement_scene", "scene", "asset", unique=True, postgresql_where=text("scene IS NOT NULL")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    partner_id: UUID = column(UUID_TYPE, C1)
    scene: str | None = column(Text(), C1, nullable=True)
    asset: str = column(Text(), C1)
    settled_through: date = column(Date(), C1)
    made_by: UUID = column(UUID_TYPE, C1)
    made_at: datetime = column(TIMESTAMP, C1)


class AgreementSplitRow(SQLModel, table=True):
    """How commission is parted from `valid_from` until before `valid_to`. Approved ones of an agreement share no day: the exclusion constraint
    scenes_agreement_split_once holds it. `carries` are what each party is due beyond its whole minor units, in ten-thousandths."""

    __tablename__ = "scenes_agreement_split"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'approved', 'rejected', 'withdrawn')", name="scenes_agreement_split_state"),
        CheckConstraint("valid_to > valid_from", name="scenes_agreement_split_days"),
        CheckConstraint("scenes_sum_of(shares_bps) = 10000 AND 0 < ALL (shares_bps)", name="scenes_agreement_split_whole"),
        CheckConstraint(
            "cardinality(parties) = cardinality(shares_bps) AND cardinality(parties) = cardinality(carries)", name="scenes_agreement_split_parties"
        ),
        CheckConstraint("scenes_sum_of(carries) = 0", name="scenes_agreement_split_carries"),
        CheckConstraint("commission_bps BETWEEN 0 AND 10000 AND fixed_minor >= 0 AND least_minor >= 0", name="scenes_agreement_split_amounts"),
        CheckConstraint("(state IN ('proposed', 'withdrawn')) = (decided_by IS NULL) AND decided_by <> proposed_by", name="scenes_agreement_split_two"),
        Index("scenes_agreement_split_agreement", "agreement_id", "valid_from"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    agreement_id: UUID = column(UUID_TYPE, C1)
    valid_from: date = column(Date(), C1)
    valid_to: date | None = column(Date(), C1, nullable=True)
    commission_bps: int = column(Integer(), C1)
    fixed_minor: int = column(MINOR, C2)
    least_minor: int = column(MINOR, C2)
    parties: list[UUID] = column(ARRAY(UUID_TYPE), C1)
    shares_bps: list[int] = column(ARRAY(BigInteger()), C1)
    carries: list[int] = column(ARRAY(BigInteger()), C1)
    state: str = column(Text(), C1)
    proposed_by: UUID = column(UUID_TYPE, C1)
    proposed_at: datetime = column(TIMESTAMP, C1)
    decided_by: UUID | None = column(UUID_TYPE, C1, nullable=True)


class AccrualRow(SQLModel, table=True):
    """What an order earned, or a refund of it took back (`refund`): once for each. `parts` are the parties', in the order in which the split names them."""

    __tablename__ = "scenes_accrual"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="scenes_accrual_amount"),
        CheckConstraint("scenes_sum_of(parts) = commission_minor AND 0 <= ALL (parts)", name="scenes_accrual_parts"),
        CheckConstraint("is_refund OR entry_id = order_id", name="scenes_accrual_order"),
        Index("scenes_accrual_order_of", "agreement_id", "order_id"),
        Index("scenes_accrual_month", "agreement_id", "month"),
    )

    agreement_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    entry_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    order_id: UUID = column(UUID_TYPE, C1)
    split_id: UUID = column(UUID_TYPE, C1)
    is_refund: bool = column(Boolean(), C1)
    month: date = column(Date(), C1)
    amount_minor: int = column(MINOR, C2)
    commission_minor: int = column(MINOR, C2)
    parts: list[int] = column(ARRAY(BigInteger()), C2)
    accrued_at: datetime = column(TIMESTAMP, C1)


class AgreementSettlementRow(SQLModel, table=True):
    """What a month came to for a party: brought from before, accrued, less reversed, is paid; what is less than nothing is carried to the next month."""

    __tablename__ = "scenes_agreement_settlement"
    __table_args__ = (
        CheckConstraint("brought_minor + accrued_minor - reversed_minor = paid_minor + carried_minor", name="scenes_agreement_settlement_sum"),
        CheckConstraint("paid_minor >= 0 AND carried_minor <= 0 AND brought_minor <= 0", name="scenes_agreement_settlement_signs"),
        Index("scenes_agreement_settlement_id", "id", unique=True),
        Index("scenes_agreement_settlement_party", "party_id", "month", "agreement_id"),
    )

    agreement_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    month: date = column(Date(), C1, primary_key=True)
    party_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    orders: int = column(Integer(), C1)
    refunds: int = column(Integer(), C1)
    brought_minor: int = column(MINOR, C2)
    accrued_minor: int = column(MINOR, C2)
    reversed_minor: int = column(MINOR, C2)
    paid_minor: int = column(MINOR, C2)
    carried_minor: int = column(MINOR, C2)
    settled_at: datetime = column(TIMESTAMP, C1)
