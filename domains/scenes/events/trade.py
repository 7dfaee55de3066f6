"""What became of companies' documents. `subject_id` is the company's customer."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class TradeDocumentReceived(Event):
    """An order, a delivery or an invoice was not known."""

    document_id: UUID
    scene: str
    kind: str


@dataclass(frozen=True, slots=True)
class InvoicePaid(Event):
    """The supplier, who is the counterpart, has it."""

    document_id: UUID
    scene: str
    movement_id: UUID
    amount_minor: int
    asset: str
