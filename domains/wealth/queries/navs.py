"""Statements on published values."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

COLUMNS = "product_id, day, revision, nav_e4, income_e4, redeemed_ppm, state"

INSERT_NAV = f"INSERT INTO wealth_nav ({COLUMNS}, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
SET_PUBLISHED = "UPDATE wealth_nav SET state = 'published', published_at = $4 WHERE product_id = $1 AND day = $2 AND revision = $3"
FIND_NAVS = f"""
SELECT DISTINCT ON (product_id, day) {COLUMNS} FROM wealth_nav
WHERE state = 'published' AND (product_id, day) IN (SELECT * FROM unnest($1::uuid[], $2::date[]))
ORDER BY product_id, day, revision DESC
"""
FIND_LATEST = f"""
SELECT latest.* FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wealth_nav WHERE product_id = asked.id AND state = 'published' AND day <= $2 ORDER BY day DESC, revision DESC LIMIT 1
) AS latest
"""
FIRST_DAY = "SELECT min(day) FROM wealth_nav WHERE product_id = $1 AND state = 'published'"
LIST_REVISIONS = f"SELECT {COLUMNS} FROM wealth_nav WHERE product_id = $1 AND day = $2 ORDER BY revision"
LIST_NAVS = f"""
SELECT DISTINCT ON (day) {COLUMNS} FROM wealth_nav WHERE product_id = $1 AND state = 'published' AND day BETWEEN $2 AND $3 ORDER BY day, revision DESC
"""

LIST_NAVS_OF = """
SELECT DISTINCT ON (product_id, day) product_id, day, nav_e4 FROM wealth_nav
WHERE product_id = ANY($1::uuid[]) AND state = 'published' AND day BETWEEN $2 AND $3 ORDER BY product_id, day, revision DESC
"""


class Nav(NamedTuple):
    """A day's value. `nav_e4` in ten-thousandths; `income_e4` per 10,000 shares, for a money-market product alone.

    `redeemed_ppm`: how much of each redemption of that day the fund carries out, in millionths; less than all of it in a large redemption."""

    product_id: UUID
    day: date
    revision: int
    nav_e4: int
    income_e4: int | None
    redeemed_ppm: int
    state: str


async def insert_nav(tx: Tx, nav: Nav) -> None:
    await tx.execute(INSERT_NAV, *nav, tx.now)


async def set_published(tx: Tx, nav: Nav) -> Nav:
    await tx.execute(SET_PUBLISHED, nav.product_id, nav.day, nav.revision, tx.now)
    return nav._replace(state="published")


async def find_navs(source: Queryable, asked: Iterable[tuple[UUID, date]]) -> dict[tuple[UUID, date], Nav]:
    """The value that stands for each product and day, where there is one. One statement."""
    keys = sorted(set(asked))
    rows = await source.fetch(FIND_NAVS, [id_ for id_, _ in keys], [day for _, day in keys])
    return {(row["product_id"], row["day"]): Nav(*row) for row in rows}


async def find_latest(source: Queryable, product_ids: Iterable[UUID], by: date) -> dict[UUID, Nav]:
    """The last value of each product up to that day. One statement."""
    return {row["product_id"]: Nav(*row) for row in await source.fetch(FIND_LATEST, sorted(set(product_ids)), by)}


async def find_first_day(source: Queryable, product_id: UUID) -> date | None:
    """The first day of which a value stands."""
    day: date | None = await source.fetchval(FIRST_DAY, product_id)
    return day


async def list_revisions(source: Queryable, product_id: UUID, day: date) -> list[Nav]:
    """All that was published of that day, the first one first."""
    return [Nav(*row) for row in await source.fetch(LIST_REVISIONS, product_id, day)]


async def list_navs(source: Queryable, product_id: UUID, first: date, last: date) -> Sequence[Nav]:
    """The values that stand for the days of a period."""
    return [Nav(*row) for row in await source.fetch(LIST_NAVS, product_id, first, last)]


async def list_navs_of(source: Queryable, product_ids: Iterable[UUID], first: date, last: date) -> dict[UUID, list[tuple[date, int]]]:
    """The values of those products by day, in order. One statement."""
    found: dict[UUID, list[tuple[date, int]]] = {}
    for row in await source.fetch(LIST_NAVS_OF, sorted(set(product_ids)), first, last):
        found.setdefault(row["product_id"], []).append((row["day"], row["nav_e4"]))
    return found
