"""What is refused of a transfer."""

from dataclasses import dataclass

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
class NoteTooLong(Refusal):
    most_characters: int
