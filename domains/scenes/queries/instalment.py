"""Statements on instalments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.scenes.rules.instalment import PartState, PlanState

PLAN_COLUMNS = "customer_id, id, purchase_id, scene, code, part_count, asset, total_minor, state, agreed_at, ended_at"
PART_COLUMNS = "customer_id, plan_id, number, asset, amount_minor, due_on, state, order_id, held_back"

INSERT_PLAN = f"""
INSERT INTO scenes_instalment_plan ({PLAN_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'offered', $9, NULL) ON CONFLICT DO NOTHING RETURNING {PLAN_COLUMNS}
"""

LOCK_PLAN = f"SELECT {PLAN_COLUMNS} FROM scenes_instalment_plan WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"

END_PLAN = "UPDATE scenes_instalment_plan SET state = $3, ended_at = $4 WHERE customer_id = $1 AND id = $2"

LOCK_PARTS = f"SELECT {PART_COLUMNS} FROM scenes_instalment WHERE customer_id = $1 AND plan_id = $2 ORDER BY number FOR NO KEY UPDATE"

PARTS = Writing(
    "instalment",
    ("uuid", "uuid", "smallint", "text", "bigint", "date", "text", "uuid", "text"),
    f"INSERT INTO scenes_instalment ({PART_COLUMNS}) SELECT * FROM {{}} ON CONFLICT (customer_id, plan_id, number) DO UPDATE SET state = excluded.state,"
    " order_id = excluded.order_id, held_back = excluded.held_back",
)

FIND_PLANS = f"SELECT {PLAN_COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_instalment_plan USING (customer_id, id)"

LIST_PARTS = f"""
SELECT {PART_COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, plan_id) JOIN scenes_instalment USING (customer_id, plan_id) ORDER BY number
"""

LIST_DUE = f"""
SELECT {", ".join(f"part.{name.strip()}" for name in PART_COLUMNS.split(","))}, plan.purchase_id FROM scenes_instalment AS part
JOIN scenes_instalment_plan AS plan ON plan.customer_id = part.customer_id AND plan.id = part.plan_id
WHERE part.state = 'due' AND part.due_on BETWEEN $1 AND $2 AND plan.state = 'active' ORDER BY part.due_on, part.plan_id, part.number LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """What a customer agreed to pay in parts, as it stands."""

    customer_id: UUID
    id: UUID
    purchase_id: UUID
    scene: str
    code: str
    part_count: int
    total: Amount
    state: PlanState
    agreed_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a plan, as it stands."""

    customer_id: UUID
    plan_id: UUID
    number: int
    amount: Amount
    due_on: date
    state: PartState
    order_id: UUID | None
    held_back: str | None


class DueInstalment(NamedTuple):
    """A part that is to be collected, and what for."""

    part: Instalment
    purchase_id: UUID


async def insert_plan(tx: Tx, plan: InstalmentPlan) -> bool:
    """Whether it was written: its id may be in use."""
    one = plan
    values = (one.customer_id, one.id, one.purchase_id, one.scene, one.code, one.part_count, one.total.asset.code, one.total.minor, one.agreed_at)
    return await tx.fetchrow(INSERT_PLAN, *values) is not None


async def lock_plan(tx: Tx, customer_id: UUID, plan_id: UUID) -> InstalmentPlan | None:
    """Held until commit. Whoever locks it holds its purchase first."""
    row = await tx.fetchrow(LOCK_PLAN, customer_id, plan_id)
    return None if row is None else _plan(row)


async def change_plan(tx: Tx, plan: InstalmentPlan) -> None:
    await tx.execute(END_PLAN, plan.customer_id, plan.id, plan.state, plan.ended_at)


async def lock_parts(tx: Tx, customer_id: UUID, plan_id: UUID) -> list[Instalment]:
    """Every part, the first first, held until commit."""
    return [_part(row) for row in await tx.fetch(LOCK_PARTS, customer_id, plan_id)]


def write_parts(tx: Tx, parts: Sequence[Instalment]) -> None:
    """New or as they stand from now on; written with the transaction's other writings."""
    tx.write_later(
        PARTS,
        [
            (one.customer_id, one.plan_id, one.number, one.amount.asset.code, one.amount.minor, one.due_on, one.state, one.order_id, one.held_back)
            for one in parts
        ],
    )


async def find_plans(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[InstalmentPlan | None]:
    """The plan of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _plan(row) for row in await source.fetch(FIND_PLANS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_parts(source: Queryable, plan_ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[list[Instalment]]:
    """The parts of each plan, the first first, in order."""
    found: dict[UUID, list[Instalment]] = {}
    for row in await source.fetch(LIST_PARTS, customer_ids, plan_ids):
        found.setdefault(row["plan_id"], []).append(_part(row))
    return [found.get(id_, []) for id_ in plan_ids]


async def list_due_parts(source: Queryable, since: date, until: date, limit: int) -> list[DueInstalment]:
    """Parts of plans that stand which are due in that span, first due first."""
    return [DueInstalment(_part(row), row["purchase_id"]) for row in await source.fetch(LIST_DUE, since, until, limit)]


def _plan(row: Record) -> InstalmentPlan:
    return InstalmentPlan(
        row["customer_id"],
        row["id"],
        row["purchase_id"],
        row["scene"],
        row["code"],
        row["part_count"],
        Amount(row["total_minor"], asset_of(row["asset"])),
        PlanState(row["state"]),
        row["agreed_at"],
        row["ended_at"],
    )


def _part(row: Record) -> Instalment:
    return Instalment(
        row["customer_id"],
        row["plan_id"],
        row["number"],
        Amount(row["amount_minor"], asset_of(row["asset"])),
        row["due_on"],
        PartState(row["state"]),
        row["order_id"],
        row["held_back"],
    )
