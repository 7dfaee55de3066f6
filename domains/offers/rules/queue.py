"""Queue tickets: whose turn it is, and how long that takes.

Every ticket grows older at the same pace, and some classes begin older than others: a ticket's turn is the instant it was taken less the head start of its
class, and the earliest turn is called first. So a ticket is overtaken by those alone that were taken within HEAD_START_MOST after it: whoever waits longer
than that is before everybody who comes later, of whatever class, and nobody waits for ever.

Taking a ticket is refused in this order: BranchNotFound, TicketClassNotGiven, BranchClosedNow, TicketHeldAlready."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from domains.offers.errors.queue import BranchClosedNow, TicketClassNotGiven
from domains.offers.rules.branches import Opening


class TicketClass(StrEnum):
    """For whom a ticket is."""

    GENERAL = "general"
    BUSINESS = "business"
    APPOINTED = "appointed"
    ELDERLY = "elderly"
    ASSISTED = "assisted"
    VIP = "vip"


HEAD_STARTS = {
    TicketClass.GENERAL: timedelta(0),
    TicketClass.BUSINESS: timedelta(minutes=2),
    TicketClass.APPOINTED: timedelta(minutes=10),
    TicketClass.ELDERLY: timedelta(minutes=10),
    TicketClass.ASSISTED: timedelta(minutes=10),
    TicketClass.VIP: timedelta(minutes=15),
}
HEAD_START_MOST = max(HEAD_STARTS.values())

TAKEN_FREELY = frozenset({TicketClass.GENERAL, TicketClass.BUSINESS, TicketClass.ELDERLY, TicketClass.ASSISTED})
"""What a customer may take. An appointment makes its own; the rest is given by members of staff."""

TOLD_AHEAD = 20
"""How many of those that wait are told, at each call, how many are before them."""

PACE_SECONDS = 300
"""How long a visit is taken to last before any was seen."""

PACE_SECONDS_MOST = 3_600


def turn_of(class_: TicketClass, taken_at: datetime) -> datetime:
    """When it is a ticket's turn: the earliest is called first, then the lowest number."""
    return taken_at - HEAD_STARTS[class_]


def check_taking(class_: TicketClass, hours: Sequence[Opening], closed_days: Sequence[date], local_now: datetime) -> None:
    """Raises TicketClassNotGiven, BranchClosedNow."""
    if class_ not in TAKEN_FREELY:
        raise TicketClassNotGiven
    minute = local_now.hour * 60 + local_now.minute
    is_open = any(one.weekday == local_now.isoweekday() and one.opens <= minute < one.closes for one in hours)
    if not is_open or local_now.date() in closed_days:
        raise BranchClosedNow


def paced(pace_seconds: int, visit_seconds: int) -> int:
    """How long a visit is taken to last, after one more was seen: it counts for an eighth."""
    return max(1, (7 * pace_seconds + min(max(visit_seconds, 0), PACE_SECONDS_MOST)) // 8)


def estimate_seconds(ahead: int, pace_seconds: int, counters: int) -> int:
    """How long until a ticket is called: those before it, over as many counters as call."""
    return -(-ahead * pace_seconds // max(1, counters))
