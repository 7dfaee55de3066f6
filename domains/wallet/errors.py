"""What the wallet refuses beyond what the ledger does."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class RecipientNotFound(Refusal):
    """Nobody can be paid under that phone number or id: unknown, closed and erased are not told apart."""


@dataclass(eq=False)
class TransferToSelf(Refusal):
    """Sender and recipient are one customer."""


@dataclass(eq=False)
class TransferTooLarge(Refusal):
    """More than the tier may send at once."""

    most: Amount


@dataclass(eq=False)
class PinRequired(Refusal):
    """Amounts above `above` are sent with the payment PIN."""

    above: Amount


@dataclass(eq=False)
class PinNotSet(Refusal):
    """The amount needs a payment PIN and the customer has none yet."""

    above: Amount


@dataclass(eq=False)
class PinWrong(Refusal):
    """Not the payment PIN."""

    attempts_left: int


@dataclass(eq=False)
class PinLocked(Refusal):
    """Too many wrong PINs: none is looked at before `until`."""

    until: datetime


@dataclass(eq=False)
class NoteTooLong(Refusal):
    most_characters: int
