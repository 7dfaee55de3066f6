"""Statements on applications, what was decided of them, their contracts, profiles and policies."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx
from domains.loans.rules.applications import ApplicationState
from domains.loans.rules.rates import ppm_if_known, rate_if_known
from domains.loans.rules.terms import LoanTerms

COLUMNS = """customer_id, id, product_code, product_version, asset, amount_minor, instalments, preapproval_id, questions_version, answers, state,
    reasons, annual_rate_ppm, terms, fee_minor, total_minor, apr_ppm, contract_sha256, offered_until, opened_id, applied_at, changed_at"""

INSERT_APPLICATION = f"""
INSERT INTO loans_application ({COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11, $12, $13, $14::text::jsonb,
    $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT DO NOTHING RETURNING id
"""
WRITE_STEP = """
UPDATE loans_application SET state = $3, reasons = $4, annual_rate_ppm = $5, terms = $6::text::jsonb, fee_minor = $7, total_minor = $8, apr_ppm = $9,
    contract_sha256 = $10, offered_until = $11, opened_id = $12, changed_at = $13, amount_minor = $14 WHERE customer_id = $1 AND id = $2
"""
FIND_APPLICATIONS = f"SELECT {COLUMNS} FROM loans_application WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
FIND_OPEN = """
SELECT id FROM loans_application WHERE customer_id = $1 AND product_code = $2
AND state IN ('approved', 'offered', 'priced', 'referred', 'signed', 'submitted')
"""
LOCK_APPLICATION = "SELECT id FROM loans_application WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
LIST_OF_CUSTOMERS = f"""
SELECT one.* FROM unnest($1::uuid[]) AS asked (customer_id) CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM loans_application AS made WHERE made.customer_id = asked.customer_id AND (made.applied_at, made.id) < ($2, $3)
    ORDER BY made.applied_at DESC, made.id DESC LIMIT $4) AS one
"""
LIST_REFERRED = f"""
SELECT {COLUMNS} FROM loans_application WHERE state = 'referred' AND (changed_at, id) < ($1, $2) ORDER BY changed_at DESC, id DESC LIMIT $3
"""
LIST_DECLINED = f"""
SELECT {COLUMNS} FROM loans_application WHERE customer_id = $1 AND state = 'declined' ORDER BY changed_at DESC, id DESC LIMIT $2
"""
LIST_WAITING = """
SELECT customer_id, id, state FROM loans_application WHERE state = ANY($1::text[]) AND changed_at < $2 ORDER BY changed_at LIMIT $3
"""
LIST_LAPSED = "SELECT customer_id, id FROM loans_application WHERE state = 'offered' AND offered_until <= $1 ORDER BY changed_at LIMIT $2"

_TERMS = TypeAdapter(LoanTerms)


class Application(NamedTuple):
    """An application as it stands. `answers` are to the application scorecard's questions of that version, None where nobody was asked. What is offered is None
    until it is priced, the contract until it is offered."""

    customer_id: UUID
    id: UUID
    product_code: str
    product_version: int
    asset: Asset
    amount_minor: int
    instalments: int
    preapproval_id: UUID | None
    questions_version: int | None
    answers: dict[str, int | str] | None
    state: ApplicationState
    reasons: tuple[str, ...]
    annual_rate: Decimal | None
    terms: LoanTerms | None
    fee_minor: int | None
    total_minor: int | None
    apr: Decimal | None
    contract_sha256: str | None
    offered_until: datetime | None
    opened_id: UUID | None
    applied_at: datetime
    changed_at: datetime

    def money(self, minor: int | None) -> Amount | None:
        """So much of its currency."""
        return None if minor is None else Amount(minor, self.asset)


async def insert_application(tx: Tx, one: Application) -> bool:
    """False when the customer has one of that id, or an open one of the product."""
    rates = {"annual_rate": ppm_if_known(one.annual_rate), "apr": ppm_if_known(one.apr)}
    texts = {"terms": _text(one.terms), "answers": None if one.answers is None else orjson.dumps(one.answers).decode()}
    written = one._replace(asset=one.asset.code, state=one.state.value, **texts, **rates)  # type: ignore[arg-type]
    return await tx.fetchrow(INSERT_APPLICATION, *written) is not None


async def write_step(tx: Tx, one: Application) -> Application:
    """Write where it stands now. The row is under the caller's lock."""
    offered = (
        ppm_if_known(one.annual_rate),
        _text(one.terms),
        one.fee_minor,
        one.total_minor,
        ppm_if_known(one.apr),
        one.contract_sha256,
        one.offered_until,
        one.opened_id,
    )
    await tx.execute(WRITE_STEP, one.customer_id, one.id, one.state.value, list(one.reasons), *offered, tx.now, one.amount_minor)
    return one._replace(changed_at=tx.now)


async def find_applications(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Application]:
    """By customer and id. One statement."""
    asked = sorted(set(keys))
    rows = await source.fetch(FIND_APPLICATIONS, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked])
    return {(row["customer_id"], row["id"]): _application(row) for row in rows}


async def find_open(source: Queryable, customer_id: UUID, product_code: str) -> UUID | None:
    """The customer's open application for that product."""
    found: UUID | None = await source.fetchval(FIND_OPEN, customer_id, product_code)
    return found


async def lock_application(tx: Tx, customer_id: UUID, id_: UUID) -> Application | None:
    """It, held until commit and read under the lock."""
    if await tx.fetchrow(LOCK_APPLICATION, customer_id, id_) is None:
        return None
    return (await find_applications(tx, [(customer_id, id_)]))[customer_id, id_]


async def list_applications(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Application]]:
    """Each customer's applications, newest first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_OF_CUSTOMERS, sorted(set(customer_ids)), *decode_moment(after), check_first(first) + 1)
    by_customer: dict[UUID, list[Application]] = {id_: [] for id_ in customer_ids}
    for row in rows:
        by_customer[row["customer_id"]].append(_application(row))
    return [page_of(by_customer[id_], first, lambda one: moment_key(one.applied_at, one.id)) for id_ in customer_ids]


async def list_referred(source: Queryable, first: int, after: str | None) -> Page[Application]:
    """What waits for staff, the last referred first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_REFERRED, *decode_moment(after), check_first(first) + 1)
    return page_of([_application(row) for row in rows], first, lambda one: moment_key(one.changed_at, one.id))


async def list_declined(source: Queryable, customer_id: UUID, most: int) -> list[Application]:
    """A customer's declined applications, the last declined first. One statement."""
    return [_application(row) for row in await source.fetch(LIST_DECLINED, customer_id, most)]


async def list_waiting(source: Queryable, states: Iterable[ApplicationState], before: datetime, most: int) -> list[tuple[UUID, UUID, ApplicationState]]:
    """What stands in those states since before that instant, by customer and id, the longest first."""
    rows = await source.fetch(LIST_WAITING, [one.value for one in states], before, most)
    return [(row["customer_id"], row["id"], ApplicationState(row["state"])) for row in rows]


async def list_lapsed(source: Queryable, most: int) -> list[tuple[UUID, UUID]]:
    """Offers whose time is over, by customer and id."""
    return [(row["customer_id"], row["id"]) for row in await source.fetch(LIST_LAPSED, source.now, most)]


def _text(terms: LoanTerms | None) -> str | None:
    return None if terms is None else _TERMS.dump_json(terms).decode()


def _application(row: Record) -> Application:
    text = row["terms"]
    terms = None if text is None else _TERMS.validate_python(orjson.loads(text) if isinstance(text, str) else text)
    told = {Application._fields[index]: value for index, value in enumerate(row.values())}
    if isinstance(told["answers"], str):
        told["answers"] = orjson.loads(told["answers"])
    told |= {"asset": asset_of(row["asset"]), "state": ApplicationState(row["state"]), "reasons": tuple(row["reasons"]), "terms": terms}
    return Application(**told | {"annual_rate": rate_if_known(row["annual_rate_ppm"]), "apr": rate_if_known(row["apr_ppm"])})
