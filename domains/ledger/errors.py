"""What the ledger refuses, in the order in which it is decided (see rules/movements.py)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class AccountNotFound(Refusal):
    """No such account, or not one of the caller's: the two are not told apart."""

    account_id: UUID


@dataclass(eq=False)
class SameAccount(Refusal):
    """A movement from an account to itself."""

    account_id: UUID


@dataclass(eq=False)
class AccountFrozen(Refusal):
    """The account lets nothing out."""

    account_id: UUID


@dataclass(eq=False)
class AccountClosed(Refusal):
    """The account takes part in no movement."""

    account_id: UUID


@dataclass(eq=False)
class LimitExceeded(Refusal):
    """More than a limit leaves in its period. `left` may still go."""

    period: str
    most: Amount
    left: Amount


@dataclass(eq=False)
class InsufficientFunds(Refusal):
    """Less is available than the movement needs."""

    account_id: UUID
    available: Amount


@dataclass(eq=False)
class MovementNotFound(Refusal):
    """No such movement."""

    movement_id: UUID


@dataclass(eq=False)
class AlreadyReversed(Refusal):
    """A movement is reversed once, and a reversal is not reversed."""

    movement_id: UUID


@dataclass(eq=False)
class HoldNotFound(Refusal):
    """No such hold."""

    hold_id: UUID


@dataclass(eq=False)
class HoldEnded(Refusal):
    """The hold was captured in full, let go, or has expired: `state` says which."""

    hold_id: UUID
    state: str


@dataclass(eq=False)
class CaptureTooLarge(Refusal):
    """More than is left of the hold."""

    hold_id: UUID
    left: Amount


@dataclass(eq=False)
class QuoteNotFound(Refusal):
    """No such quote, or not one of the caller's."""

    quote_id: UUID


@dataclass(eq=False)
class QuoteUsed(Refusal):
    """An exchange was made at the quote before."""

    quote_id: UUID


@dataclass(eq=False)
class QuoteExpired(Refusal):
    """The quote held until an instant that has come."""

    quote_id: UUID
    expired_at: datetime
