"""Statements on codes and their placements."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.offers.queries.branches import BranchService, service_of
from domains.offers.queries.products import STANDING, Product, product_of
from domains.offers.rules.codes import PlacementKind
from domains.offers.rules.products import Key, Kind

PLACED = "placement.id AS placement_id, placement.kind AS placement_kind, placement.label, placement.wall_id, placement.slot, placement.sharer_id"

CODE = f"code.id AS code_id, code.product_kind, code.product_id, code.last_day, code.state AS code_state, code.assigned_at, {PLACED}"

FIND_CODES = f"""
SELECT {CODE}, standing.*, to_jsonb(service) AS service
FROM offers_code AS code JOIN offers_placement AS placement ON placement.id = code.placement_id
CROSS JOIN LATERAL (SELECT code.product_kind AS kind, code.product_id AS id) AS asked LEFT JOIN LATERAL ({STANDING}) AS standing ON true
LEFT JOIN offers_branch_service AS service ON standing.kind = 'branch_service' AND service.id = standing.id
WHERE code.id = ANY($1::uuid[])
"""

LOCK_CODE = (
    f"SELECT {CODE} FROM offers_code AS code JOIN offers_placement AS placement ON placement.id = code.placement_id WHERE code.id = $1 FOR UPDATE OF code"
)

FIND_SHARE = f"""
SELECT {CODE} FROM offers_placement AS placement JOIN offers_code AS code ON code.placement_id = placement.id AND code.state = 'active'
WHERE placement.sharer_id = $1 AND (code.product_kind, code.product_id) = ($2, $3)
"""

INSERT_PLACEMENT = """
INSERT INTO offers_placement (id, kind, label, wall_id, slot, sharer_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id
"""

FIND_SLOT = "SELECT id FROM offers_placement WHERE wall_id = $1 AND slot = $2"

INSERT_CODE = """
INSERT INTO offers_code (id, placement_id, product_kind, product_id, last_day, state, assigned_at) VALUES ($1, $2, $3, $4, $5, 'active', $6)
ON CONFLICT DO NOTHING RETURNING id
"""

ASSIGN_CODE = "UPDATE offers_code SET product_kind = $2, product_id = $3, assigned_at = $4 WHERE id = $1"

WITHDRAW_CODE = "UPDATE offers_code SET state = 'withdrawn' WHERE id = $1"


class Placement(NamedTuple):
    """Where a code is seen: a slot of a wall, or what its label says. `sharer_id` is who shares it."""

    id: UUID
    kind: PlacementKind
    label: str
    wall_id: UUID | None = None
    slot: int | None = None
    sharer_id: UUID | None = None


class OfferCode(NamedTuple):
    """A code and what it leads to as it stands in its row."""

    id: UUID
    product: Key
    last_day: date | None
    is_active: bool
    assigned_at: datetime
    placement: Placement


class FoundCode(NamedTuple):
    """A code with the product that its own leads to: a live one, or the retired one where the chain ends. None for a person, who is no product.

    `service` is what a branch does, where that is the product."""

    code: OfferCode
    standing: Product | None
    service: BranchService | None = None


async def find_codes(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, FoundCode]:
    """Those codes that there are. One statement."""
    found = {}
    for row in await source.fetch(FIND_CODES, ids):
        service = None if row["service"] is None else service_of(row["service"])
        found[row["code_id"]] = FoundCode(code_of(row), None if row["kind"] is None else product_of(row), service)
    return found


async def lock_code(tx: Tx, id_: UUID) -> OfferCode | None:
    row = await tx.fetchrow(LOCK_CODE, id_)
    return None if row is None else code_of(row)


async def find_share(source: Queryable, sharer_id: UUID, product: Key) -> OfferCode | None:
    """The code under which somebody shares that product."""
    row = await source.fetchrow(FIND_SHARE, sharer_id, *product)
    return None if row is None else code_of(row)


async def insert_placement(tx: Tx, placement: Placement) -> UUID:
    """The placement's id: of a slot that was used before, its first one."""
    one = placement
    if await tx.fetchrow(INSERT_PLACEMENT, one.id, one.kind.value, one.label, one.wall_id, one.slot, one.sharer_id, tx.now):
        return one.id
    found: UUID = await tx.fetchval(FIND_SLOT, one.wall_id, one.slot)
    return found


async def insert_code(tx: Tx, id_: UUID, placement_id: UUID, product: Key, last_day: date | None) -> bool:
    """False when another active code hangs there."""
    return await tx.fetchrow(INSERT_CODE, id_, placement_id, *product, last_day, tx.now) is not None


async def assign_code(tx: Tx, id_: UUID, product: Key) -> None:
    await tx.execute(ASSIGN_CODE, id_, *product, tx.now)


async def withdraw_code(tx: Tx, id_: UUID) -> None:
    await tx.execute(WITHDRAW_CODE, id_)


def code_of(row: Record) -> OfferCode:
    """A code from a row with all of CODE."""
    kind = PlacementKind(row["placement_kind"])
    placement = Placement(row["placement_id"], kind, row["label"], row["wall_id"], row["slot"], row["sharer_id"])
    product = (Kind(row["product_kind"]), row["product_id"])
    return OfferCode(row["code_id"], product, row["last_day"], row["code_state"] == "active", row["assigned_at"], placement)
