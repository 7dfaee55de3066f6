"""Refusals about paying partners out."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class PayoutAccountNotFound(Refusal):
    """No account of that id; where it is paid to: none that stands, of a partner that the house works with."""


@dataclass(eq=False)
class PayoutAccountMalformed(Refusal):
    """The channel's word for it is not one to sixty-four plain signs."""

    most_characters: int


@dataclass(eq=False)
class PayoutAccountNotOpen(Refusal):
    """It was decided on before."""


@dataclass(eq=False)
class PayoutAccountOwn(Refusal):
    """Whoever proposed it does not decide on it."""


@dataclass(eq=False)
class PayoutTooSmall(Refusal):
    """There is not enough to be paid out yet."""

    least: Amount
