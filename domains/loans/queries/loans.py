"""Statements on loans: the rows, which are what their facts fold to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record
from pydantic import TypeAdapter

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, moment_key, page_of
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.loans.rules.facts import LoanStanding
from domains.loans.rules.terms import LoanTerms

COLUMNS = """customer_id, id, product_code, product_version, terms, asset, state, opened_on, opened_at,
    line_id, payment_id, merchant_id, line_hold_id, line_held_minor,
    next_due_on, days_past_due, bucket, class5, principal_minor, interest_minor, fee_minor, penalty_minor, folded_through,
    due_minor, accrual_from, accrual_nights, accrual_minor"""

INSERT_LOAN = f"""
INSERT INTO loans_loan ({COLUMNS})
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
ON CONFLICT DO NOTHING RETURNING id
"""
FIND_LOANS = f"SELECT {COLUMNS} FROM loans_loan WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
LOCK_LOANS = "SELECT id FROM loans_loan WHERE customer_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR NO KEY UPDATE"
LIST_LOANS = f"""
SELECT one.* FROM unnest($1::uuid[]) AS asked (customer_id) CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM loans_loan AS made WHERE made.customer_id = asked.customer_id AND (made.opened_at, made.id) < ($2, $3)
    ORDER BY made.opened_at DESC, made.id DESC LIMIT $4) AS one
"""
LIST_ACTIVE = f"SELECT {COLUMNS} FROM loans_loan WHERE customer_id = ANY($1::uuid[]) AND state = 'active' ORDER BY customer_id, id"
LIST_OF_PAYMENTS = f"SELECT {COLUMNS} FROM loans_loan WHERE payment_id = ANY($1::uuid[]) ORDER BY customer_id, id"
SET_LINE_HOLDS = """
UPDATE loans_loan AS one SET line_hold_id = told.hold_id, line_held_minor = told.held
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) AS told (customer_id, id, hold_id, held)
WHERE one.customer_id = told.customer_id AND one.id = told.id
"""
WRITE_FOLDED = Writing(
    "folded_loan",
    ("uuid", "uuid", "text", "date", "integer", "text", "smallint", "bigint", "bigint", "bigint", "bigint", "date", "bigint", "date", "integer", "bigint"),
    "UPDATE loans_loan AS one SET state = told.state, next_due_on = told.next_due_on, days_past_due = told.days_past_due, bucket = told.bucket, "
    "class5 = told.class5, principal_minor = told.principal, interest_minor = told.interest, fee_minor = told.fee, penalty_minor = told.penalty, "
    "folded_through = told.folded_through, due_minor = told.due, accrual_from = told.accrual_from, accrual_nights = told.accrual_nights, "
    "accrual_minor = told.accrual FROM {} AS told (customer_id, id, state, next_due_on, days_past_due, bucket, class5, principal, interest, fee, "
    "penalty, folded_through, due, accrual_from, accrual_nights, accrual) WHERE one.customer_id = told.customer_id AND one.id = told.id",
)

_TERMS = TypeAdapter(LoanTerms)


class Loan(NamedTuple):
    """A loan as it stood when its facts were last folded. `due_minor` should have been paid by then. Until the next due date `accrual_minor` of interest grows
    evenly over `accrual_nights` from `accrual_from` on; without these it has to be folded again to know."""

    customer_id: UUID
    id: UUID
    product_code: str
    product_version: int
    terms: LoanTerms
    asset: Asset
    state: LoanStanding
    opened_on: date
    opened_at: datetime
    line_id: UUID | None
    payment_id: UUID | None
    merchant_id: UUID | None
    line_hold_id: UUID | None
    line_held_minor: int
    next_due_on: date | None
    days_past_due: int
    bucket: str
    class5: int
    principal_minor: int
    interest_minor: int
    fee_minor: int
    penalty_minor: int
    folded_through: date
    due_minor: int = 0
    accrual_from: date | None = None
    accrual_nights: int | None = None
    accrual_minor: int | None = None

    def amount(self, minor: int) -> Amount:
        return Amount(minor, self.asset)

    @property
    def owed_minor(self) -> int:
        return self.principal_minor + self.interest_minor + self.fee_minor + self.penalty_minor


async def insert_loan(tx: Tx, one: Loan) -> bool:
    """False when there is a loan with that id."""
    told = one._replace(terms=_TERMS.dump_json(one.terms).decode(), asset=one.asset.code, state=one.state.value)  # type: ignore[arg-type]
    return await tx.fetchrow(INSERT_LOAN, *told) is not None


async def find_loans(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Loan]:
    """Those of these loans (customer and id) that there are. One statement."""
    asked = sorted(set(keys))
    rows = await source.fetch(FIND_LOANS, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked])
    return {(row["customer_id"], row["id"]): _loan(row) for row in rows}


async def lock_loans(tx: Tx, customer_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Loan]:
    """Those of a customer's loans, held until commit and read under the lock."""
    asked = sorted(set(ids))
    if not await tx.fetch(LOCK_LOANS, customer_id, asked):
        return {}
    return {id_: one for (_, id_), one in (await find_loans(tx, [(customer_id, id_) for id_ in asked])).items()}


async def list_loans(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[Loan]]:
    """Each customer's loans, newest first. One statement. Raises InvalidInput."""
    rows = await source.fetch(LIST_LOANS, sorted(set(customer_ids)), *decode_moment(after), check_first(first) + 1)
    by_customer: dict[UUID, list[Loan]] = {id_: [] for id_ in customer_ids}
    for row in rows:
        by_customer[row["customer_id"]].append(_loan(row))
    return [page_of(by_customer[id_], first, lambda one: moment_key(one.opened_at, one.id)) for id_ in customer_ids]


async def list_active(source: Queryable, customer_ids: Iterable[UUID]) -> list[Loan]:
    """All loans of those customers of which something is owed. One statement."""
    return [_loan(row) for row in await source.fetch(LIST_ACTIVE, sorted(set(customer_ids)))]


async def list_of_payments(source: Queryable, payment_ids: Iterable[UUID]) -> list[Loan]:
    """The loans by which those payments were financed. One statement."""
    return [_loan(row) for row in await source.fetch(LIST_OF_PAYMENTS, sorted(set(payment_ids)))]


async def set_line_holds(tx: Tx, told: Sequence[tuple[Loan, UUID | None, int]]) -> None:
    """Which hold keeps each loan's part of its line from now on, and how much. One statement, none for none."""
    if told:
        columns = zip(*((loan.customer_id, loan.id, hold_id, held_minor) for loan, hold_id, held_minor in told), strict=True)
        await tx.execute(SET_LINE_HOLDS, *map(list, columns))


def write_folded(tx: Tx, folded: Iterable[Loan]) -> None:
    """Write what loans now stand at, with the transaction's next statement."""
    tx.write_later(
        WRITE_FOLDED,
        [
            (
                *(one.customer_id, one.id, one.state.value, one.next_due_on, one.days_past_due, one.bucket, one.class5),
                *(one.principal_minor, one.interest_minor, one.fee_minor, one.penalty_minor, one.folded_through),
                *(one.due_minor, one.accrual_from, one.accrual_nights, one.accrual_minor),
            )
            for one in folded
        ],
    )


def _loan(row: Record) -> Loan:
    told = row["terms"]
    read = {"terms": _TERMS.validate_python(orjson.loads(told) if isinstance(told, str) else told), "asset": asset_of(row["asset"])}
    return Loan(**{**row, **read, "state": LoanStanding(row["state"])})
