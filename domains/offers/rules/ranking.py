"""Offers for a customer: which come first, and why; and how often a customer may be contacted about them.

With consent to personal offers (`personal_offers`), the first reason that holds decides, in the order of Why; then what ends first. Without it nothing of the
customer is looked at but whether the offer can be had: everybody sees the same order, by what ends first, and the reasons hold for everybody.

A contact is an offer that is shown unasked or sent. Each channel has its caps by business day and by week (Monday to Sunday in Shanghai). Over a cap nobody
is contacted; the offer can be found as before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.offers.errors.contacts import ContactCapMalformed
from domains.offers.rules.campaigns import Conditions

SOON = timedelta(days=3)
KNOWN_FOR = timedelta(days=90)
"""How long a purchase or a scan says something about a customer."""

CAP_MOST = 100


class Why(StrEnum):
    """Why an offer stands where it does, the strongest first."""

    BOUGHT_THERE = "bought_there"
    SCANNED_THERE = "scanned_there"
    FOR_NEWCOMERS = "for_newcomers"
    FOR_YOUR_TIER = "for_your_tier"
    ENDS_SOON = "ends_soon"
    FOR_EVERYBODY = "for_everybody"


class Channel(StrEnum):
    """How a customer is contacted. What leaves the app needs consent to messages (`marketing_messages`)."""

    IN_APP = "in_app"
    PUSH = "push"
    MESSAGE = "message"


NEEDS_CONSENT = frozenset({Channel.PUSH, Channel.MESSAGE})


class ContactCap(NamedTuple):
    """How many contacts of a channel a customer has at most."""

    channel: Channel
    per_day: int
    per_week: int


USUAL_CAPS = {
    Channel.IN_APP: ContactCap(Channel.IN_APP, 3, 10),
    Channel.PUSH: ContactCap(Channel.PUSH, 1, 3),
    Channel.MESSAGE: ContactCap(Channel.MESSAGE, 1, 2),
}
"""What holds where nobody set anything else."""


class Known(NamedTuple):
    """The merchants that a customer bought from, and whose codes they scanned."""

    bought: frozenset[UUID] = frozenset()
    scanned: frozenset[UUID] = frozenset()


NOTHING_KNOWN = Known()


def why_of(conditions: Conditions, ends_at: datetime, known: Known | None, now: datetime) -> Why:
    """The strongest reason; `known` is None without consent."""
    merchants = set(conditions.merchant_ids)
    told = [
        (known is not None and bool(merchants & known.bought), Why.BOUGHT_THERE),
        (known is not None and bool(merchants & known.scanned), Why.SCANNED_THERE),
        (known is not None and conditions.newcomer_days is not None, Why.FOR_NEWCOMERS),
        (known is not None and bool(conditions.tiers), Why.FOR_YOUR_TIER),
        (ends_at - now <= SOON, Why.ENDS_SOON),
    ]
    return next((why for holds, why in told if holds), Why.FOR_EVERYBODY)


def place_of(why: Why, ends_at: datetime, id_: UUID, *, is_personal: bool) -> tuple[int, datetime, UUID]:
    """What offers are ordered by."""
    return (list(Why).index(why) if is_personal else 0, ends_at, id_)


def check_cap(cap: ContactCap) -> None:
    """Raises ContactCapMalformed. 0 is nobody at all."""
    for what, count in (("per_day", cap.per_day), ("per_week", cap.per_week)):
        if not 0 <= count <= CAP_MOST:
            raise ContactCapMalformed(what)


def cap_windows(cap: ContactCap, customer_id: UUID, today: date) -> Sequence[tuple[str, str, int]]:
    """(scope, key, most) of the counters that a contact counts in."""
    year, week, _ = today.isocalendar()
    day_key, week_key = f"{customer_id}:{today.isoformat()}", f"{customer_id}:{year}-W{week:02d}"
    return [(f"{cap.channel.value}_day", day_key, cap.per_day), (f"{cap.channel.value}_week", week_key, cap.per_week)]
