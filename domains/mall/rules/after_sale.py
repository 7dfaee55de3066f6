"""After the sale, as data: exchanges, the protection of prices, and how a dispute goes.

An exchange keeps what promotions gave: units that cost R, less or more by the difference of the unit prices, cost P on their new line. What both have
in common moves there; beyond it the customer pays P - R, or is given back R - P."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from domains.mall.errors.after_sale import DisputeEnded, DisputeMalformed, ExchangeEnded

EXCHANGE_WAITS = timedelta(days=14)
"""How long the shop has to get the units back."""

PROTECTED_FOR = timedelta(days=7)
"""How long after an order a price that fell is made good."""

DISPUTABLE_FOR = timedelta(days=90)
"""How long after an order its buyer can dispute it."""

REVERSIBLE_FOR = timedelta(days=3)
"""How long after a decision no money moves: it can be reversed."""

TEXT_MOST, MEDIA_MOST, MEDIUM_MOST, ENTRIES_MOST = 2_000, 9, 300, 50


class ExchangeCost(NamedTuple):
    """What units cost on their new line, and the money that moves there, is paid beside, or given back."""

    price_minor: int
    moved_minor: int

    @property
    def added_minor(self) -> int:
        return self.price_minor - self.moved_minor


def exchange(cost_minor: int, units: int, old_price_minor: int, new_price_minor: int) -> ExchangeCost:
    """`cost_minor` is what those units cost, after promotions."""
    price_minor = max(0, cost_minor + units * (new_price_minor - old_price_minor))
    return ExchangeCost(price_minor, min(cost_minor, price_minor))


def fallen(units: int, old_price_minor: int, new_price_minor: int, goods_minor: int, total_minor: int) -> int:
    """What a price that fell is worth for those units: the difference, less the share that promotions took off the line."""
    return max(0, old_price_minor - new_price_minor) * units * total_minor // goods_minor


class ExchangeState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def check_asked(state: ExchangeState) -> None:
    """Raise ExchangeEnded unless it waits."""
    if state is not ExchangeState.ASKED:
        raise ExchangeEnded(state.value)


class DisputeState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class DisputeEvent(StrEnum):
    """What stands in a dispute's log. `opened` begins it, `added` is more evidence."""

    OPENED = "opened"
    ADDED = "added"
    ANSWERED = "answered"
    DECIDED = "decided"
    REVERSED = "reversed"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"


DISPUTE_NEXT: Mapping[tuple[DisputeState, DisputeEvent], DisputeState] = {
    (DisputeState.OPEN, DisputeEvent.ADDED): DisputeState.OPEN,
    (DisputeState.OPEN, DisputeEvent.ANSWERED): DisputeState.ANSWERED,
    (DisputeState.OPEN, DisputeEvent.DECIDED): DisputeState.DECIDED,
    (DisputeState.OPEN, DisputeEvent.WITHDRAWN): DisputeState.WITHDRAWN,
    (DisputeState.ANSWERED, DisputeEvent.ADDED): DisputeState.ANSWERED,
    (DisputeState.ANSWERED, DisputeEvent.ANSWERED): DisputeState.ANSWERED,
    (DisputeState.ANSWERED, DisputeEvent.DECIDED): DisputeState.DECIDED,
    (DisputeState.ANSWERED, DisputeEvent.WITHDRAWN): DisputeState.WITHDRAWN,
    (DisputeState.DECIDED, DisputeEvent.REVERSED): DisputeState.ANSWERED,
    (DisputeState.DECIDED, DisputeEvent.CARRIED_OUT): DisputeState.CLOSED,
}
"""All that can happen; whatever is not here is refused."""


def step_dispute(state: DisputeState, event: DisputeEvent) -> DisputeState:
    """How the dispute stands after that. Raises DisputeEnded where it does not follow."""
    after = DISPUTE_NEXT.get((state, event))
    if after is None:
        raise DisputeEnded(state.value)
    return after


def check_evidence(text: str, media: Sequence[str], entries: int) -> None:
    """Raise DisputeMalformed, naming the first part that is not as it should be; `entries` stand in the log already."""
    if not 0 < len(text.strip()) <= TEXT_MOST:
        raise DisputeMalformed("text")
    if len(media) > MEDIA_MOST or not all(one.startswith("https://") and len(one) <= MEDIUM_MOST for one in media):
        raise DisputeMalformed("media")
    if entries >= ENTRIES_MOST:
        raise DisputeMalformed("count")
