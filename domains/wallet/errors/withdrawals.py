"""What is refused of a withdrawal."""

from dataclasses import dataclass
from uuid import UUID

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class WithdrawalNotFound(Refusal):
    """A channel told of a pay-out that is not one of its withdrawals."""

    withdrawal_id: UUID
