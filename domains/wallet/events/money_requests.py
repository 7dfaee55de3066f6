"""What became of requests for money and of split bills."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MoneyRequested(Event):
    """`subject_id` is asked to pay `counterpart_id`."""

    money_request_id: UUID
    split_id: UUID | None
    amount_minor: int
    asset: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MoneyRequestReminded(Event):
    """`subject_id` is reminded of what `counterpart_id` asked for."""

    money_request_id: UUID
    split_id: UUID | None


@dataclass(frozen=True, slots=True)
class MoneyRequestPaid(Event):
    """`subject_id` has paid `counterpart_id`."""

    money_request_id: UUID
    split_id: UUID | None
    movement_id: UUID
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class MoneyRequestClosed(Event):
    """The request of `counterpart_id` to `subject_id` ended unpaid: `state` is declined, cancelled or expired."""

    money_request_id: UUID
    split_id: UUID | None
    state: str


@dataclass(frozen=True, slots=True)
class BillSplitMade(Event):
    """`subject_id` split a bill."""

    split_id: UUID
    total_minor: int
    asset: str
    shares: int


@dataclass(frozen=True, slots=True)
class BillSplitEnded(Event):
    """Nothing of the bill of `subject_id` is open: `state` is settled (all paid), closed (not all) or cancelled."""

    split_id: UUID
    state: str
