"""What is refused of requests for money and of split bills."""

from dataclasses import dataclass
from datetime import datetime

from domains.kernel.errors import Refusal
from domains.kernel.money import Amount


@dataclass(eq=False)
class MoneyRequestNotFound(Refusal):
    """No such request, or not one of the caller's: the two are not told apart."""


@dataclass(eq=False)
class MoneyRequestEnded(Refusal):
    """It was paid, declined or cancelled, or has expired: `state` says which."""

    state: str


@dataclass(eq=False)
class ReminderTooSoon(Refusal):
    """The payer was reminded, or asked, not long ago."""

    next_at: datetime


@dataclass(eq=False)
class SplitPartiesWrong(Refusal):
    """A bill is split between its maker and others: each named once, at most `most_parties` of them, and everybody known."""

    most_parties: int


@dataclass(eq=False)
class SplitUnbalanced(Refusal):
    """The parts do not make up the total."""

    total: Amount
    parts: Amount


@dataclass(eq=False)
class SplitShareEmpty(Refusal):
    """Somebody who is asked would have nothing to pay."""


@dataclass(eq=False)
class SplitNotFound(Refusal):
    """No such bill, or not one that the caller made."""


@dataclass(eq=False)
class SplitEnded(Refusal):
    """Nothing of the bill is open: `state` says how it ended."""

    state: str
