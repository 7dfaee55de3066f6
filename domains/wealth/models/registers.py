"""What came from outside and what went there: files of feeds and registrars, and what a registrar says of orders, holdings and cash."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.wealth.rules.registers import FileKind, LineKind, LineState

FILES, LINES, STATES = (tuple(one.value for one in enum) for enum in (FileKind, LineKind, LineState))


class FileRow(SQLModel, table=True):
    """A file of a day, as it was read or sent last. `broken_lines` are the first of those that could not be taken: number and why. `readings` counts how
    often it was another one."""

    __tablename__ = "wealth_file"
    __table_args__ = (
        CheckConstraint(f"kind IN {FILES}", name="wealth_file_kind"),
        CheckConstraint("lines >= 0 AND broken >= 0 AND readings > 0", name="wealth_file_counts"),
    )

    source: str = column(Text(), C1, primary_key=True)
    kind: str = column(Text(), C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    readings: int = column(Integer(), C1)
    sha256: str = column(Text(), C1)
    lines: int = column(Integer(), C1)
    broken: int = column(Integer(), C1)
    broken_lines: list[Any] = column(JSONB(), C1)
    first_at: datetime = column(TIMESTAMP, C1)
    last_at: datetime = column(TIMESTAMP, C1)


class RegisterAccountRow(SQLModel, table=True):
    """The name under which a registrar knows a customer: it tells nobody who they are."""

    __tablename__ = "wealth_register_account"

    registrar: str = column(Text(), C1, primary_key=True)
    account: UUID = column(UUID_TYPE, C1, primary_key=True)
    customer_id: UUID = column(UUID_TYPE, C1)


class RegisterLineRow(SQLModel, table=True):
    """What a registrar says: INSERT and SELECT only. Of a day those lines count whose file was read last to its end.

    `id` is the order's, a holding's account, or for cash the product's."""

    __tablename__ = "wealth_register_line"
    __table_args__ = (
        CheckConstraint(f"kind IN {LINES}", name="wealth_register_line_kind"),
        CheckConstraint(f"state IN {STATES}", name="wealth_register_line_state"),
    )

    registrar: str = column(Text(), C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    file_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C1, primary_key=True)
    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    as_of: date = column(Date(), C1)
    state: str = column(Text(), C1)
    reference: str = column(Text(), C1)
    reason: str = column(Text(), C1)
    amount_minor: int | None = column(MINOR, C2, nullable=True)
    shares_minor: int | None = column(MINOR, C2, nullable=True)
    line: int = column(BigInteger(), C1)
