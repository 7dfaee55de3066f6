"""Forms that are filled in before a visit, and queue tickets."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C3
from domains.kernel.models import TIMESTAMP, UUID_TYPE, column
from domains.offers.rules.queue import TicketClass

LIVE_TICKET = "state IN ('waiting', 'called')"
CLASSES = tuple(class_.value for class_ in TicketClass)


class PrefillRow(SQLModel, table=True):
    """A customer's answers, sealed with the customer's data key until they are erased: once they were read, taken back, or expired."""

    __tablename__ = "offers_prefill"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'opened', 'withdrawn', 'expired')", name="offers_prefill_state"),
        CheckConstraint("state <> 'waiting' OR sealed IS NOT NULL", name="offers_prefill_sealed"),
        CheckConstraint("(state = 'opened') = (opened_at IS NOT NULL) AND (opened_at IS NULL) = (opened_by IS NULL)", name="offers_prefill_opened"),
        Index("offers_prefill_id", "id", unique=True),
        Index("offers_prefill_kept", "expires_at", postgresql_where=text("sealed IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    service_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_branch_service.id", name="offers_prefill_service_id"))
    sealed: bytes | None = column(LargeBinary(), C3, nullable=True)
    state: str = column(Text(), C1)
    made_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    opened_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    opened_by: UUID | None = column(UUID_TYPE, C1, nullable=True)


class QueueRow(SQLModel, table=True):
    """A branch's queue: the last number of the day, and how long a visit is taken to last. Whoever changes the queue locks it."""

    __tablename__ = "offers_queue"

    branch_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_branch.id", name="offers_queue_branch_id"), primary_key=True)
    day: date = column(Date(), C1)
    last_number: int = column(Integer(), C1)
    pace_seconds: int = column(Integer(), C1)


class TicketRow(SQLModel, table=True):
    """A queue ticket. The earliest `turn_at` that waits is called first."""

    __tablename__ = "offers_ticket"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'called', 'served', 'skipped', 'cancelled', 'expired')", name="offers_ticket_state"),
        CheckConstraint(f"kind IN {CLASSES}", name="offers_ticket_kind"),
        Index("offers_ticket_number", "branch_id", "day", "number", unique=True),
        Index("offers_ticket_holder", "branch_id", "customer_id", unique=True, postgresql_where=text(LIVE_TICKET)),
        Index("offers_ticket_turn", "branch_id", "turn_at", "number", postgresql_where=text("state = 'waiting'")),
        Index("offers_ticket_day", "day", postgresql_where=text(LIVE_TICKET)),
        Index("offers_ticket_customer", "customer_id", "taken_at"),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    branch_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_branch.id", name="offers_ticket_branch_id"))
    day: date = column(Date(), C1)
    number: int = column(Integer(), C1)
    kind: str = column(Text(), C1)
    customer_id: UUID = column(UUID_TYPE, C1)
    state: str = column(Text(), C1)
    turn_at: datetime = column(TIMESTAMP, C1)
    taken_at: datetime = column(TIMESTAMP, C1)
    called_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    ended_at: datetime | None = column(TIMESTAMP, C1, nullable=True)
    counter: str | None = column(Text(), C1, nullable=True)
