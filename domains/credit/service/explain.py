"""Say where a customer stands and why: what raised the band, what lowered it, and the events behind each. Points are not told."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.credit.queries import coverage, events, standings
from domains.credit.queries.standings import BandChange, Standing
from domains.credit.rules.coverage import NOTHING, Coverage, cover
from domains.credit.rules.features import YEAR, Feature
from domains.credit.rules.kinds import Band, CountedEvent
from domains.credit.rules.score import strongest
from domains.credit.service.recompute import PURPOSE
from domains.kernel.clock import business_date, day_start
from domains.kernel.paging import Page
from domains.kernel.transactions import Queryable

REASONS_MOST = 13
EVENTS_MOST = 10
"""That one reason shows, the newest first."""


class Reason(NamedTuple):
    """What moved the band. `value` is what was counted, None where there was nothing to count; `event_count` how many events are behind it."""

    feature: Feature
    raises: bool
    value: int | None
    event_count: int
    events: tuple[CountedEvent, ...]


class Explanation(NamedTuple):
    """Where a customer stands, the strongest reason first. `band` is None where too little is known."""

    customer_id: UUID
    band: Band | None
    since: datetime | None
    as_of: date
    is_stale: bool
    reasons: tuple[Reason, ...]


async def find_explanations(source: Queryable, customer_ids: Sequence[UUID]) -> list[Explanation | None]:
    """For each customer, in order; None where nothing is kept, or they do not consent to be scored. Three statements."""
    consents = await customers.find_consents(source, customer_ids, PURPOSE)
    consenting = {id_ for id_, consent in zip(customer_ids, consents, strict=True) if consent is not None}
    found = await standings.find_standings(source, consenting)
    shown = [(id_, event_id) for id_, one in found.items() for brought in one.contributions for event_id in brought.event_ids[-EVENTS_MOST:]]
    told = await events.find_events(source, shown) if shown else {}
    return [_explained(found.get(id_), told) for id_ in customer_ids]


async def list_band_changes(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[BandChange]]:
    """For each customer, in order, their bands as they became, newest first. One statement. Raises InvalidInput."""
    return await standings.list_changes(source, customer_ids, first, after)


async def find_coverages(source: Queryable, customer_ids: Sequence[UUID]) -> list[Coverage]:
    """For each customer, in order, how far what is recorded of them covers what could be known. One statement."""
    today = business_date(source.now)
    found = await coverage.count_events(source, customer_ids, day_start(today - timedelta(days=YEAR)))
    return [cover(found.get(id_, NOTHING), today) for id_ in customer_ids]


def _explained(one: Standing | None, told: dict[tuple[UUID, UUID], CountedEvent]) -> Explanation | None:
    if one is None or one.as_of is None:
        return None
    reasons = tuple(
        Reason(
            brought.feature,
            brought.points > 0,
            brought.value,
            len(brought.event_ids),
            tuple(told[key] for id_ in reversed(brought.event_ids[-EVENTS_MOST:]) if (key := (one.customer_id, id_)) in told),
        )
        for brought in strongest(one.contributions, REASONS_MOST)
    )
    return Explanation(one.customer_id, one.band, one.since, one.as_of, one.stale_since is not None, reasons)
