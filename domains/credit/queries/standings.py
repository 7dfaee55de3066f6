"""Statements on where customers stand, and on how their bands changed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.credit.rules.features import Feature
from domains.credit.rules.kinds import Band
from domains.credit.rules.score import Contribution
from domains.kernel.commands import plain
from domains.kernel.paging import Page, check_first, decode_number, page_of
from domains.kernel.transactions import Queryable, Tx

COLUMNS = "customer_id, band, score, card_version, contributions, as_of, again_on, since, changes, stale_since"
MARK_STALE = """
INSERT INTO credit_standing (customer_id, contributions, changes, stale_since) SELECT told, '[]', 0, $2 FROM unnest($1::uuid[]) AS told
ON CONFLICT (customer_id) DO UPDATE SET stale_since = coalesce(credit_standing.stale_since, excluded.stale_since)
"""
# Those that somebody else computes just now are passed over: the next round finds what is left.
LOCK_DUE = f"""
SELECT {COLUMNS} FROM credit_standing WHERE stale_since IS NOT NULL OR again_on <= $1
ORDER BY customer_id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
"""
SAVE = """
UPDATE credit_standing AS one SET band = told.band, score = told.score, card_version = told.card_version, contributions = told.contributions::jsonb,
    as_of = told.as_of, again_on = told.again_on, since = told.since, changes = told.changes, stale_since = NULL
FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::text[], $6::date[], $7::date[], $8::timestamptz[], $9::integer[])
    AS told (customer_id, band, score, card_version, contributions, as_of, again_on, since, changes)
WHERE one.customer_id = told.customer_id
"""
INSERT_CHANGES = """
INSERT INTO credit_band_change (customer_id, number, band, previous, cause, card_version, changed_at)
SELECT told.*, $7 FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::integer[]) AS told
"""
FIND_STANDINGS = f"SELECT {COLUMNS} FROM credit_standing WHERE customer_id = ANY($1::uuid[])"
FIND_BANDS = "SELECT customer_id, band, since, card_version FROM credit_standing WHERE customer_id = ANY($1::uuid[])"
LIST_CHANGES = """
SELECT page.* FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT customer_id, number, band, previous, cause, card_version, changed_at FROM credit_band_change
    WHERE customer_id = asked.id AND number < $2 ORDER BY number DESC LIMIT $3
) AS page
"""
MARK_ALL_STALE = "UPDATE credit_standing SET stale_since = coalesce(stale_since, $1)"


class Standing(NamedTuple):
    """Where a customer stands. The score is the bank's own: it leaves this domain in nothing but an audited look of staff."""

    customer_id: UUID
    band: Band | None
    score: int | None
    card_version: int | None
    contributions: Sequence[Contribution]
    as_of: date | None
    again_on: date | None
    since: datetime | None
    changes: int
    stale_since: datetime | None


class BandChange(NamedTuple):
    """A band as it became."""

    customer_id: UUID
    number: int
    band: Band | None
    previous: Band | None
    cause: str
    card_version: int | None
    changed_at: datetime


async def mark_stale(tx: Tx, customer_ids: Iterable[UUID]) -> None:
    """Have them computed anew soon."""
    await tx.execute(MARK_STALE, sorted(set(customer_ids)), tx.now)


async def mark_all_stale(tx: Tx) -> None:
    await tx.execute(MARK_ALL_STALE, tx.now)


async def lock_due(tx: Tx, today: date, most: int) -> list[Standing]:
    """Some whose standing is to be computed anew."""
    return [_standing(row) for row in await tx.fetch(LOCK_DUE, today, most)]


async def save_standings(tx: Tx, standings: Sequence[Standing]) -> None:
    """Write them down as they are now; nothing of them is stale any more."""
    rows = [(one.customer_id, one.band, one.score, one.card_version, _json(one.contributions), *one[5:9]) for one in standings]
    if rows:
        await tx.execute(SAVE, *(list(column) for column in zip(*rows, strict=True)))


async def insert_changes(tx: Tx, changes: Sequence[BandChange]) -> None:
    """All at one instant."""
    if changes:
        await tx.execute(INSERT_CHANGES, *(list(column) for column in zip(*(one[:6] for one in changes), strict=True)), tx.now)


async def find_standings(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """One statement."""
    return {row["customer_id"]: _standing(row) for row in await source.fetch(FIND_STANDINGS, sorted(set(customer_ids)))}


async def find_standing_bands(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, tuple[Band, datetime, int | None]]:
    """The band of those that have one, since when, and by which version of the card. One statement."""
    rows = await source.fetch(FIND_BANDS, sorted(set(customer_ids)))
    return {row["customer_id"]: (Band(row["band"]), row["since"], row["card_version"]) for row in rows if row["band"] is not None}


async def list_changes(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[BandChange]]:
    """For each customer, in order, their bands as they became, newest first. One statement. Raises InvalidInput."""
    below = 2**31 - 1 if after is None else min(decode_number(after), 2**31 - 1)
    found: dict[UUID, list[BandChange]] = {}
    for row in await source.fetch(LIST_CHANGES, sorted(set(customer_ids)), below, check_first(first) + 1):
        change = BandChange(**{**row, "band": row["band"] and Band(row["band"]), "previous": row["previous"] and Band(row["previous"])})
        found.setdefault(change.customer_id, []).append(change)
    return [page_of(found.get(id_, []), first, lambda one: one.number) for id_ in customer_ids]


def _standing(row: Record) -> Standing:
    contributions = [
        Contribution(Feature(one["feature"]), one["value"], one["points"], tuple(UUID(id_) for id_ in one["event_ids"])) for one in row["contributions"]
    ]
    return Standing(**{**row, "band": None if row["band"] is None else Band(row["band"]), "contributions": contributions})


def _json(contributions: Sequence[Contribution]) -> str:
    return orjson.dumps([one._asdict() for one in contributions], default=plain).decode()
