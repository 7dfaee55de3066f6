"""Where codes hang, what they lead to, and each time one was scanned."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Text, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column
from domains.offers.rules.codes import LABEL_MOST_CHARACTERS, WALL_SIDE_MOST, DeviceClass, PlacementKind

PLACEMENT_KINDS = tuple(kind.value for kind in PlacementKind)
DEVICE_CLASSES = tuple(device.value for device in DeviceClass)


class WallRow(SQLModel, table=True):
    """A wall of codes in rows and columns of slots."""

    __tablename__ = "offers_wall"
    __table_args__ = (
        CheckConstraint(f"rows BETWEEN 1 AND {WALL_SIDE_MOST} AND columns BETWEEN 1 AND {WALL_SIDE_MOST}", name="offers_wall_sides"),
        CheckConstraint(
            f"char_length(title_zh) BETWEEN 1 AND {LABEL_MOST_CHARACTERS} AND char_length(title_en) BETWEEN 1 AND {LABEL_MOST_CHARACTERS}",
            name="offers_wall_titles",
        ),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    title_zh: str = column(Text(), C1)
    title_en: str = column(Text(), C1)
    rows: int = column(Integer(), C1)
    columns: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)


class PlacementRow(SQLModel, table=True):
    """Where a code is seen. A slot has its wall and number, counted from 1 along the rows; a share has who shares."""

    __tablename__ = "offers_placement"
    __table_args__ = (
        CheckConstraint(f"kind IN {PLACEMENT_KINDS}", name="offers_placement_kind"),
        CheckConstraint("(kind = 'slot') = (wall_id IS NOT NULL) AND (wall_id IS NULL) = (slot IS NULL)", name="offers_placement_slot"),
        CheckConstraint("(kind = 'share') = (sharer_id IS NOT NULL)", name="offers_placement_share"),
        Index("offers_placement_wall", "wall_id", "slot", unique=True, postgresql_where=text("wall_id IS NOT NULL")),
        Index("offers_placement_sharer", "sharer_id", "id", postgresql_where=text("sharer_id IS NOT NULL")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    kind: str = column(Text(), C1)
    label: str = column(Text(), C1)
    wall_id: UUID | None = column(UUID_TYPE, C1, ForeignKey("offers_wall.id", name="offers_placement_wall_id"), nullable=True)
    slot: int | None = column(Integer(), C1, nullable=True)
    sharer_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    made_at: datetime = column(TIMESTAMP, C1)


class CodeRow(SQLModel, table=True):
    """One code of a product at a placement. Assigned anew, the same print leads to another product."""

    __tablename__ = "offers_code"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'withdrawn')", name="offers_code_state"),
        Index("offers_code_placement", "placement_id", unique=True, postgresql_where=text("state = 'active'")),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    placement_id: UUID = column(UUID_TYPE, C1, ForeignKey("offers_placement.id", name="offers_code_placement_id"))
    product_kind: str = column(Text(), C1)
    product_id: UUID = column(UUID_TYPE, C1)
    last_day: date | None = column(Date(), C1, nullable=True)
    state: str = column(Text(), C1)
    assigned_at: datetime = column(TIMESTAMP, C1)


class ScanRow(SQLModel, table=True):
    """One scan: of a code of ours, or of what else was scanned (`code_id` is then that of a till's code, order or packet). What it led to is kept as it was.

    `customer_id` is who scanned, or who claimed the scan after signing up."""

    __tablename__ = "offers_scan"
    __table_args__ = (
        CheckConstraint(f"device IN {DEVICE_CLASSES}", name="offers_scan_device"),
        Index("offers_scan_placement", "placement_id", "scanned_at", postgresql_where=text("placement_id IS NOT NULL")),
        Index("offers_scan_customer", "customer_id", "scanned_at", postgresql_where=text("customer_id IS NOT NULL")),
    )

    code_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    placement_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    product_kind: str = column(Text(), C1)
    product_id: UUID = column(UUID_TYPE, C1)
    merchant_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    customer_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    device: str = column(Text(), C1)
    cell: str | None = column(Text(), C2, nullable=True)
    scanned_at: datetime = column(TIMESTAMP, C1)
    claimed_at: datetime | None = column(TIMESTAMP, C1, nullable=True)


class PurchaseRow(SQLModel, table=True):
    """A payment that was led back to scans: the first and the last touch of the seven days before it."""

    __tablename__ = "offers_purchase"
    __table_args__ = (
        CheckConstraint("amount_minor > 0 AND refunded_minor BETWEEN 0 AND amount_minor", name="offers_purchase_amount"),
        Index("offers_purchase_last", "last_placement_id", "bought_at", postgresql_where=text("last_placement_id IS NOT NULL")),
    )

    customer_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    payment_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    merchant_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    refunded_minor: int = column(MINOR, C2)
    first_code_id: UUID = column(UUID_TYPE, C1)
    first_scan_id: UUID = column(UUID_TYPE, C1)
    first_placement_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    last_code_id: UUID = column(UUID_TYPE, C1)
    last_scan_id: UUID = column(UUID_TYPE, C1)
    last_placement_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    bought_at: datetime = column(TIMESTAMP, C1)
