"""Statements on standing consents to pay bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.bill import AutoPayState

COLUMNS = "customer_id, id, link_id, scene, asset, cap_minor, state, created_at, ended_at"

INSERT_AUTO_PAY = f"INSERT INTO scenes_auto_pay ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, NULL) ON CONFLICT DO NOTHING RETURNING {COLUMNS}"

LOCK_AUTO_PAY = f"SELECT {COLUMNS} FROM scenes_auto_pay WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"

LOCK_ACTIVE = f"SELECT {COLUMNS} FROM scenes_auto_pay WHERE link_id = $1 AND state = 'active' FOR NO KEY UPDATE"

STOP_AUTO_PAY = f"UPDATE scenes_auto_pay SET state = 'stopped', ended_at = $3 WHERE customer_id = $1 AND id = $2 RETURNING {COLUMNS}"

FIND_ACTIVE = f"SELECT {COLUMNS} FROM scenes_auto_pay WHERE link_id = ANY($1::uuid[]) AND state = 'active'"


@dataclass(frozen=True, slots=True)
class AutoPay:
    """A standing consent to pay the bills of a link, each up to `cap`."""

    customer_id: UUID
    id: UUID
    link_id: UUID
    scene: str
    cap: Amount
    state: AutoPayState
    created_at: datetime
    ended_at: datetime | None


async def insert_auto_pay(tx: Tx, auto_pay_id: UUID, customer_id: UUID, link_id: UUID, scene: str, cap: Amount) -> AutoPay | None:
    """None where one stands for that link, or has that id."""
    row = await tx.fetchrow(INSERT_AUTO_PAY, customer_id, auto_pay_id, link_id, scene, cap.asset.code, cap.minor, tx.now)
    return None if row is None else _auto_pay(row)


async def lock_auto_pay(tx: Tx, customer_id: UUID, auto_pay_id: UUID) -> AutoPay | None:
    row = await tx.fetchrow(LOCK_AUTO_PAY, customer_id, auto_pay_id)
    return None if row is None else _auto_pay(row)


async def lock_active(tx: Tx, link_id: UUID) -> AutoPay | None:
    """The one that stands for a link."""
    row = await tx.fetchrow(LOCK_ACTIVE, link_id)
    return None if row is None else _auto_pay(row)


async def stop_auto_pay(tx: Tx, one: AutoPay) -> AutoPay:
    row = await tx.fetchrow(STOP_AUTO_PAY, one.customer_id, one.id, tx.now)
    assert row is not None
    return _auto_pay(row)


async def find_auto_pays(source: Queryable, link_ids: Sequence[UUID]) -> list[AutoPay | None]:
    """The one that stands for each link, in order."""
    found = {row["link_id"]: _auto_pay(row) for row in await source.fetch(FIND_ACTIVE, link_ids)}
    return [found.get(link_id) for link_id in link_ids]


def _auto_pay(row: Record) -> AutoPay:
    return AutoPay(
        row["customer_id"],
        row["id"],
        row["link_id"],
        row["scene"],
        Amount(row["cap_minor"], asset_of(row["asset"])),
        AutoPayState(row["state"]),
        row["created_at"],
        row["ended_at"],
    )
