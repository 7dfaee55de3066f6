"""The kernel's tables, and the one way in which every domain declares a column with its data class."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

from domains.kernel.data_classes import C1, C2, C3, DataClass

TIMESTAMP: TypeEngine[datetime] = DateTime(timezone=True)
UUID_TYPE: TypeEngine[UUID] = PostgresUUID(as_uuid=True)
MINOR: TypeEngine[int] = BigInteger()


def column(type_: TypeEngine[Any], data_class: DataClass, *arguments: Any, **options: Any) -> Any:
    """A table column of that SQL type and data class. NOT NULL unless `nullable=True`. Options are those of sqlalchemy.Column."""
    options.setdefault("nullable", False)
    return Field(sa_column=Column(type_, *arguments, info={"data_class": data_class}, **options))


class Request(SQLModel, table=True):
    """The door of repeats: one client-made id has one outcome for ever. `outcome` is written in the commit that made it."""

    __tablename__ = "kernel_request"
    __table_args__ = ({"postgresql_partition_by": "HASH (id)"},)

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    owner_id: UUID = column(UUID_TYPE, C1)
    verb: str = column(Text(), C1)
    input_hash: bytes = column(LargeBinary(), C1)
    outcome: bytes | None = column(LargeBinary(), C2, nullable=True)
    created_at: datetime = column(TIMESTAMP, C1)


class OutboxRow(SQLModel, table=True):
    """Facts written with the act they tell of. The relay numbers them after commit; that number is the cursor of subscriptions."""

    __tablename__ = "kernel_outbox"
    __table_args__ = (
        Index("kernel_outbox_unnumbered", "id", postgresql_where=text("position IS NULL")),
        Index("kernel_outbox_position", "position", unique=True, postgresql_where=text("position IS NOT NULL")),
        # For replay. They hold numbered rows only, so the verb that writes a fact does not pay for them.
        Index("kernel_outbox_subject", "subject_id", "position", postgresql_where=text("position IS NOT NULL")),
        Index("kernel_outbox_counterpart", "counterpart_id", "position", postgresql_where=text("position IS NOT NULL AND counterpart_id IS NOT NULL")),
    )

    id: int = column(BigInteger(), C1, primary_key=True, autoincrement=True)
    position: int | None = column(BigInteger(), C1, nullable=True)
    name: str = column(Text(), C1)
    subject_id: UUID = column(UUID_TYPE, C1)
    counterpart_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    payload: dict[str, Any] = column(JSONB(), C1)
    created_at: datetime = column(TIMESTAMP, C1)


class ListenerCursor(SQLModel, table=True):
    """How far each listener has read the outbox; moved in the transaction of what the listener wrote."""

    __tablename__ = "kernel_listener"

    name: str = column(Text(), C1, primary_key=True)
    position: int = column(BigInteger(), C1)


class ParkedEvent(SQLModel, table=True):
    """A fact that a listener could not take: set aside with the reason, so that those behind it go on."""

    __tablename__ = "kernel_parked_event"

    listener: str = column(Text(), C1, primary_key=True)
    position: int = column(BigInteger(), C1, primary_key=True)
    reason: str = column(Text(), C1)
    parked_at: datetime = column(TIMESTAMP, C1)


class AuditRow(SQLModel, table=True):
    """Who looked at or changed what, and why: committed before the look. INSERT and SELECT only for the app's role."""

    __tablename__ = "kernel_audit"
    __table_args__ = (Index("kernel_audit_subject", "subject_id", "at"),)

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    at: datetime = column(TIMESTAMP, C1)
    actor_id: UUID = column(UUID_TYPE, C1)
    action: str = column(Text(), C1)
    subject_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    detail: dict[str, Any] = column(JSONB(), C2)


class DataKey(SQLModel, table=True):
    """A customer's data key, wrapped by a key-encryption key. Removing the row makes what it sealed unreadable."""

    __tablename__ = "kernel_data_key"
    __table_args__ = (CheckConstraint("octet_length(wrapped) = 60", name="kernel_data_key_wrapped"),)

    owner_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    wrapping_key_id: str = column(Text(), C1)
    wrapped: bytes = column(LargeBinary(), C3)
    created_at: datetime = column(TIMESTAMP, C1)


class Bucket(SQLModel, table=True):
    """What is left of an allowance that refills with time: rate limits, nothing that must survive a crash (the table is UNLOGGED)."""

    __tablename__ = "kernel_bucket"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    key: UUID = column(UUID_TYPE, C1, primary_key=True)
    remaining_thousandths: int = column(BigInteger(), C1)
    granted: int = column(BigInteger(), C1)
    filled_at: datetime = column(TIMESTAMP, C1)
