"""Statements on regular plans and swept wallets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.wealth.rules.plans import PlanRhythm, PlanState

COLUMNS = "customer_id, id, product_id, asset, amount_minor, rhythm, first_on, number, try_on, failures, reason, state, made_at"

INSERT_PLAN = f"INSERT INTO wealth_plan ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING id"
LOCK_PLAN = f"SELECT {COLUMNS} FROM wealth_plan WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
COUNT_PLANS = "SELECT count(*) FROM wealth_plan WHERE customer_id = $1 AND state <> 'stopped'"
WRITE_PLAN = "UPDATE wealth_plan SET number = $3, try_on = $4, failures = $5, reason = $6, state = $7 WHERE customer_id = $1 AND id = $2"
LIST_PLANS = f"SELECT {COLUMNS} FROM wealth_plan WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id, made_at DESC, id DESC"
LIST_DUE = "SELECT customer_id, id FROM wealth_plan WHERE state = 'active' AND try_on <= $1 ORDER BY try_on, id LIMIT $2"

SAVE_SWEEP = """
INSERT INTO wealth_sweep AS one (customer_id, product_id, asset, keep_minor, is_active, swept_on, changed_at) VALUES ($1, $2, $3, $4, $5, NULL, $6)
ON CONFLICT (customer_id) DO UPDATE
SET product_id = excluded.product_id, asset = excluded.asset, keep_minor = excluded.keep_minor, is_active = excluded.is_active, changed_at = excluded.changed_at
"""
FIND_SWEEPS = "SELECT customer_id, product_id, asset, keep_minor, is_active, swept_on FROM wealth_sweep WHERE customer_id = ANY($1::uuid[])"
LOCK_SWEEP = "SELECT customer_id, product_id, asset, keep_minor, is_active, swept_on FROM wealth_sweep WHERE customer_id = $1 FOR NO KEY UPDATE"
SET_SWEPT = "UPDATE wealth_sweep SET swept_on = $2 WHERE customer_id = $1"
LIST_UNSWEPT = "SELECT customer_id FROM wealth_sweep WHERE is_active AND (swept_on IS NULL OR swept_on < $1) ORDER BY customer_id LIMIT $2"


class Plan(NamedTuple):
    """A regular plan as it stands."""

    customer_id: UUID
    id: UUID
    product_id: UUID
    amount: Amount
    rhythm: PlanRhythm
    first_on: date
    number: int
    try_on: date
    failures: int
    reason: str | None
    state: PlanState
    made_at: datetime


class Sweep(NamedTuple):
    """What a wallet holds above `keep` goes into that product."""

    customer_id: UUID
    product_id: UUID
    keep: Amount
    is_active: bool
    swept_on: date | None


async def insert_plan(tx: Tx, one: Plan) -> bool:
    """False when the customer has a plan of that id."""
    told = (*one[:3], one.amount.asset.code, one.amount.minor, one.rhythm.value, *one[5:10], one.state.value, one.made_at)
    return await tx.fetchrow(INSERT_PLAN, *told) is not None


async def lock_plan(tx: Tx, customer_id: UUID, plan_id: UUID) -> Plan | None:
    row = await tx.fetchrow(LOCK_PLAN, customer_id, plan_id)
    return None if row is None else _plan(row)


async def count_plans(source: Queryable, customer_id: UUID) -> int:
    """Those that are active or paused."""
    return int(await source.fetchval(COUNT_PLANS, customer_id))


async def write_plan(tx: Tx, one: Plan) -> None:
    await tx.execute(WRITE_PLAN, one.customer_id, one.id, one.number, one.try_on, one.failures, one.reason, one.state.value)


async def list_plans(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[Plan]]:
    """Each customer's plans, newest first. There are never many. One statement."""
    by_customer: dict[UUID, list[Plan]] = {id_: [] for id_ in customer_ids}
    for row in await source.fetch(LIST_PLANS, list(by_customer)):
        by_customer[row["customer_id"]].append(_plan(row))
    return [by_customer[id_] for id_ in customer_ids]


async def list_due(source: Queryable, today: date, most: int) -> list[tuple[UUID, UUID]]:
    """(customer, plan) whose occurrence is to be tried."""
    return [(row["customer_id"], row["id"]) for row in await source.fetch(LIST_DUE, today, most)]


async def save_sweep(tx: Tx, one: Sweep) -> None:
    await tx.execute(SAVE_SWEEP, one.customer_id, one.product_id, one.keep.asset.code, one.keep.minor, one.is_active, tx.now)


async def find_sweeps(source: Queryable, customer_ids: Sequence[UUID]) -> dict[UUID, Sweep]:
    """By customer. One statement."""
    return {row["customer_id"]: _sweep(row) for row in await source.fetch(FIND_SWEEPS, sorted(set(customer_ids)))}


async def lock_sweep(tx: Tx, customer_id: UUID) -> Sweep | None:
    row = await tx.fetchrow(LOCK_SWEEP, customer_id)
    return None if row is None else _sweep(row)


async def set_swept(tx: Tx, customer_id: UUID, day: date) -> None:
    await tx.execute(SET_SWEPT, customer_id, day)


async def list_unswept(source: Queryable, day: date, most: int) -> list[UUID]:
    """Customers whose wallet was not looked at on that day."""
    return [row["customer_id"] for row in await source.fetch(LIST_UNSWEPT, day, most)]


def _plan(row: Record) -> Plan:
    named = {name: row[name] for name in Plan._fields if name != "amount"}
    read = {"amount": Amount(row["amount_minor"], asset_of(row["asset"])), "rhythm": PlanRhythm(row["rhythm"]), "state": PlanState(row["state"])}
    return Plan(**{**named, **read})


def _sweep(row: Record) -> Sweep:
    return Sweep(row["customer_id"], row["product_id"], Amount(row["keep_minor"], asset_of(row["asset"])), row["is_active"], row["swept_on"])
