"""What became of codes, scans and purchases. `subject_id` is the code, or the customer where one is concerned."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CodePlaced(Event):
    """A code hangs at a placement."""

    placement_id: UUID


@dataclass(frozen=True, slots=True)
class CodeAssigned(Event):
    """The same print leads to another product."""

    product_kind: str
    product_id: UUID


@dataclass(frozen=True, slots=True)
class CodeWithdrawn(Event):
    """The code leads nowhere any more."""


@dataclass(frozen=True, slots=True)
class CodeScanned(Event):
    """`subject_id` is the code."""

    scan_id: UUID
    product_kind: str
    product_id: UUID


@dataclass(frozen=True, slots=True)
class ScanClaimed(Event):
    """`subject_id` is the customer, `counterpart_id` who shared the code, if anybody did."""

    code_id: UUID
    scan_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseAttributed(Event):
    """`subject_id` is the customer."""

    payment_id: UUID
    first_scan_id: UUID
    last_scan_id: UUID
