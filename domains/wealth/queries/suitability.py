"""Statements on questionnaires, assessments and confirmed mismatches."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.transactions import Queryable, Tx
from domains.wealth.rules.suitability import InvestorClass, Questionnaire

INSERT_QUESTIONNAIRE = """
INSERT INTO wealth_questionnaire (version, asked, published_by, published_at)
SELECT coalesce(max(version), 0) + 1, $1::text::jsonb, $2, $3 FROM wealth_questionnaire RETURNING version
"""
FIND_QUESTIONNAIRE = "SELECT version, asked FROM wealth_questionnaire ORDER BY version DESC LIMIT 1"
COLUMNS = "customer_id, id, version, answers, points, investor_class, assessed_at, valid_until"
INSERT_ASSESSMENT = f"INSERT INTO wealth_assessment ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
FIND_ASSESSMENTS = f"""
SELECT latest.* FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wealth_assessment WHERE customer_id = asked.id ORDER BY assessed_at DESC, id DESC LIMIT 1
) AS latest
WHERE latest.valid_until > $2 AND latest.version = (SELECT max(version) FROM wealth_questionnaire)
"""
SAVE_MISMATCH = """
INSERT INTO wealth_mismatch (customer_id, product_id, version, assessment_id, confirmed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (customer_id, product_id, version) DO UPDATE SET assessment_id = excluded.assessment_id, confirmed_at = excluded.confirmed_at
"""
FIND_MISMATCH = "SELECT confirmed_at FROM wealth_mismatch WHERE customer_id = $1 AND product_id = $2 AND version = $3 AND assessment_id = $4"

_ASKED = TypeAdapter(Questionnaire)


class Asked(NamedTuple):
    """A version of the questionnaire."""

    version: int
    questionnaire: Questionnaire


class Assessment(NamedTuple):
    """What a customer answered, and what came of it."""

    customer_id: UUID
    id: UUID
    version: int
    answers: Sequence[int]
    points: int
    investor_class: InvestorClass
    assessed_at: datetime
    valid_until: datetime


async def insert_questionnaire(tx: Tx, one: Questionnaire, published_by: UUID) -> int:
    """The version that it got."""
    return int(await tx.fetchval(INSERT_QUESTIONNAIRE, _ASKED.dump_json(one).decode(), published_by, tx.now))


async def find_questionnaire(source: Queryable) -> Asked | None:
    """The one that is asked now."""
    row = await source.fetchrow(FIND_QUESTIONNAIRE)
    if row is None:
        return None
    told = row["asked"]
    return Asked(row["version"], _ASKED.validate_python(orjson.loads(told) if isinstance(told, str) else told))


async def insert_assessment(tx: Tx, one: Assessment) -> None:
    await tx.execute(INSERT_ASSESSMENT, *one[:5], one.investor_class.value, *one[6:])


async def find_assessments(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, Assessment]:
    """The assessment of each that counts at this instant: the newest, of the version that is asked now. One statement."""
    rows = await source.fetch(FIND_ASSESSMENTS, sorted(set(customer_ids)), source.now)
    return {row["customer_id"]: _assessment(row) for row in rows}


async def save_mismatch(tx: Tx, customer_id: UUID, product_id: UUID, version: int, assessment_id: UUID) -> None:
    await tx.execute(SAVE_MISMATCH, customer_id, product_id, version, assessment_id, tx.now)


async def find_mismatch(source: Queryable, customer_id: UUID, product_id: UUID, version: int, assessment_id: UUID) -> datetime | None:
    """When the customer confirmed it, in the light of that assessment."""
    told: datetime | None = await source.fetchval(FIND_MISMATCH, customer_id, product_id, version, assessment_id)
    return told


def _assessment(row: Record) -> Assessment:
    return Assessment(**{**row, "investor_class": InvestorClass(row["investor_class"])})
