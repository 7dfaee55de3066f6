"""Statements on assessed applications."""

from typing import Any, NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from domains.credit.rules.application import Brought
from domains.credit.rules.kinds import Band
from domains.kernel.transactions import Queryable, Tx

INSERT_ASSESSMENT = """
INSERT INTO credit_assessment (customer_id, application_id, card_version, score, band, failing_ppm, brought, assessed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8) ON CONFLICT DO NOTHING
"""
FIND_ASSESSMENT = """
SELECT customer_id, application_id, card_version, score, band, failing_ppm, brought FROM credit_assessment WHERE customer_id = $1 AND application_id = $2
"""


class Assessment(NamedTuple):
    """An application as the scorecard found it."""

    customer_id: UUID
    application_id: UUID
    card_version: int
    score: int
    band: Band
    failing_ppm: int
    brought: tuple[Brought, ...]


async def insert_assessment(tx: Tx, one: Assessment) -> None:
    """Nothing where the application was assessed before."""
    brought: list[dict[str, Any]] = [each._asdict() for each in one.brought]
    await tx.execute(INSERT_ASSESSMENT, *one[:4], one.band.value, one.failing_ppm, orjson.dumps(brought).decode(), tx.now)


async def find_assessment(source: Queryable, customer_id: UUID, application_id: UUID) -> Assessment | None:
    """One statement."""
    row = await source.fetchrow(FIND_ASSESSMENT, customer_id, application_id)
    return None if row is None else _assessment(row)


def _assessment(row: Record) -> Assessment:
    return Assessment(**{**row, "band": Band(row["band"]), "brought": tuple(Brought(**one) for one in row["brought"])})
