"""Statements on the facts of loans: appended and read, never changed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from asyncpg import Record

from domains.kernel.commands import plain
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.loans.rules.facts import Fact, FactKind

COLUMNS = "customer_id, loan_id, sequence, kind, effective_on, booked_at, amount_minor, act_id, details"

APPEND_FACTS = Writing(
    "loan_fact",
    ("uuid", "uuid", "integer", "text", "date", "bigint", "uuid", "text"),
    "INSERT INTO loans_fact (customer_id, loan_id, sequence, kind, effective_on, booked_at, amount_minor, act_id, details) "
    "SELECT told.customer_id, told.loan_id, told.sequence, told.kind, told.effective_on, $1, told.amount, told.act_id, told.details::jsonb "
    "FROM {} AS told (customer_id, loan_id, sequence, kind, effective_on, amount, act_id, details)",
)
LIST_FACTS = f"""
SELECT {COLUMNS} FROM loans_fact WHERE (customer_id, loan_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY customer_id, loan_id, sequence
"""


def append_facts(tx: Tx, facts: Iterable[Fact]) -> None:
    """Write them with the transaction's next statement, booked at its instant. The loan is under the caller's lock, so that the sequence is free."""
    tx.write_later(
        APPEND_FACTS,
        [(one.customer_id, one.loan_id, one.sequence, one.kind.value, one.effective_on, one.amount_minor, one.act_id, _text(one.details)) for one in facts],
    )


async def list_facts(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], list[Fact]]:
    """All facts of those loans (customer and id), in order. One statement; a loan without facts has an empty list."""
    asked = sorted(set(keys))
    found: dict[tuple[UUID, UUID], list[Fact]] = {key: [] for key in asked}
    for row in await source.fetch(LIST_FACTS, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked]):
        found[row["customer_id"], row["loan_id"]].append(_fact(row))
    return found


def _text(details: Any) -> str:
    return orjson.dumps(dict(details), default=plain).decode()


def _fact(row: Record) -> Fact:
    told = row["details"]
    return Fact(**{**row, "kind": FactKind(row["kind"]), "details": orjson.loads(told) if isinstance(told, str) else told})
