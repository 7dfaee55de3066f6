"""The ledger's facts."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class MovementPosted(Event):
    """Value moved. `subject_id` owns the debited account, `counterpart_id` the credited one."""

    movement_id: UUID
    kind: str
    debit_account_id: UUID
    debit_sequence: int
    credit_account_id: UUID
    credit_sequence: int
    amount_minor: int
    asset: str


@dataclass(frozen=True, slots=True)
class AccountStateChanged(Event):
    """An operator froze or unfroze an account."""

    account_id: UUID
    state: str
