"""Statements on how products have done, and what customers think of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.days import months_after
from domains.kernel.transactions import Queryable, Tx
from domains.wealth.queries.products import FIND_ON_SALE, Fund, read_fund

# What each product was worth on the last day until each of several days, and a week's income of what pays it every day.
FIND_PERFORMANCE = """
SELECT asked.id, asked.place, latest.nav_e4 FROM unnest($1::uuid[]) AS fund (id)
CROSS JOIN unnest($2::date[]) WITH ORDINALITY AS days (day, place)
CROSS JOIN LATERAL (SELECT fund.id, days.place) AS asked
CROSS JOIN LATERAL (
    SELECT nav_e4 FROM wealth_nav WHERE product_id = asked.id AND state = 'published' AND day <= days.day ORDER BY day DESC, revision DESC LIMIT 1
) AS latest
"""
FIND_WEEKS = """
SELECT product_id, sum(income_e4)::bigint AS income_e4, count(*) AS days FROM (
    SELECT DISTINCT ON (product_id, day) product_id, day, income_e4 FROM wealth_nav
    WHERE product_id = ANY($1::uuid[]) AND state = 'published' AND income_e4 IS NOT NULL AND day > $2::date - 7 AND day <= $2
    ORDER BY product_id, day, revision DESC
) AS told GROUP BY product_id
"""
FIND_ENDORSED = "SELECT product_id, rating_e2, raters, as_of FROM wealth_endorsement WHERE product_id = ANY($1::uuid[])"
SAVE_ENDORSED = """
INSERT INTO wealth_endorsement AS one (product_id, rating_e2, raters, as_of) VALUES ($1, $2, $3, $4)
ON CONFLICT (product_id) DO UPDATE SET rating_e2 = excluded.rating_e2, raters = excluded.raters, as_of = excluded.as_of WHERE one.as_of < excluded.as_of
"""

BACK_MONTHS = (1, 3, 12)
FULL_WEEK = 7


class Performance(NamedTuple):
    """What a share did over a month, three months and a year, in millionths; None where it had no value then. `week_ppm`: a week's income, as a yearly rate."""

    month_ppm: int | None
    quarter_ppm: int | None
    year_ppm: int | None
    week_ppm: int | None


class Endorsement(NamedTuple):
    """What customers think of a product: 0.00 to 5.00 in hundredths, of how many, and when that was so."""

    product_id: UUID
    rating_e2: int
    raters: int
    as_of: datetime


async def find_performance(source: Queryable, product_ids: Iterable[UUID], by: date) -> dict[UUID, Performance]:
    """Of each product. Two statements."""
    ids = sorted(set(product_ids))
    days = [by, *(months_after(by, -months) for months in BACK_MONTHS)]
    navs: dict[UUID, dict[int, int]] = {id_: {} for id_ in ids}
    for row in await source.fetch(FIND_PERFORMANCE, ids, days):
        navs[row["id"]][row["place"]] = row["nav_e4"]
    weeks = {row["product_id"]: row["income_e4"] for row in await source.fetch(FIND_WEEKS, ids, by) if row["days"] == FULL_WEEK}
    return {id_: Performance(_change(told, 2), _change(told, 3), _change(told, 4), _yearly(weeks.get(id_))) for id_, told in navs.items()}


async def find_endorsed(source: Queryable, product_ids: Iterable[UUID]) -> dict[UUID, Endorsement]:
    """Of those that somebody has rated. One statement."""
    return {row["product_id"]: Endorsement(*row) for row in await source.fetch(FIND_ENDORSED, sorted(set(product_ids)))}


async def save_endorsed(tx: Tx, one: Endorsement) -> None:
    """Unless a newer one stands."""
    await tx.execute(SAVE_ENDORSED, *one)


async def list_on_sale(source: Queryable, asset: str, most: int) -> Sequence[Fund]:
    """What is sold in that currency, by code."""
    return [read_fund(row) for row in await source.fetch(FIND_ON_SALE, asset, most)]


def _change(told: dict[int, int], place: int) -> int | None:
    return None if place not in told or 1 not in told else (told[1] - told[place]) * 1_000_000 // told[place]


def _yearly(income_e4: int | None) -> int | None:
    """Money per 10,000 shares at 1.0000, in ten-thousandths, of seven days: as millionths a year."""
    return None if income_e4 is None else income_e4 * 365 // (7 * 100)
