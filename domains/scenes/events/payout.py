"""What became of partners' payouts. `subject_id` is the partner. That one was paid, or came back, the wallet says: WithdrawalPosted, WithdrawalReturned."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PayoutAccountApproved(Event):
    """What is settled to the partner is paid there from now on."""

    account_id: UUID
    asset: str
