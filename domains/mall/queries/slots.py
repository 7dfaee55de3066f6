"""Statements on the times of services."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx
from domains.mall.rules.slots import Slot, SlotTerms

COLUMNS = "variant_id, id, shop_id, begins_at, ends_at, capacity, taken_units, cancel_hours"
# A time that is there keeps what is taken of it; whoever lessens it below that is refused by the table.
SAVE_SLOTS = f"""
INSERT INTO mall_slot AS slot ({COLUMNS})
SELECT $1, one.id, $2, one.begins_at, one.ends_at, one.capacity, 0, $3
FROM unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::integer[]) AS one (id, begins_at, ends_at, capacity)
ON CONFLICT (variant_id, begins_at) DO UPDATE SET (ends_at, capacity, cancel_hours) = (excluded.ends_at, excluded.capacity, excluded.cancel_hours)
WHERE slot.taken_units <= excluded.capacity RETURNING {COLUMNS}
"""
FIND_SLOTS = f"SELECT {COLUMNS} FROM mall_slot WHERE id = ANY($1::uuid[])"
# One statement decides and counts: of many who want the last place one has it, and no lock is held while anything else is asked.
TAKE = f"""
UPDATE mall_slot SET taken_units = taken_units + $2 WHERE id = $1 AND taken_units + $2 <= capacity AND begins_at > $3 RETURNING {COLUMNS}
"""
GIVE_BACK = """
UPDATE mall_slot AS slot SET taken_units = slot.taken_units - one.units FROM unnest($1::uuid[], $2::integer[]) AS one (id, units) WHERE slot.id = one.id
"""
LIST_SLOTS = f"""
SELECT {COLUMNS} FROM mall_slot WHERE variant_id = $1 AND begins_at > $2 AND begins_at < $3 ORDER BY begins_at LIMIT $4
"""


async def save_slots(tx: Tx, variant_id: UUID, shop_id: UUID, cancel_hours: int, slots: Sequence[tuple[UUID, SlotTerms]]) -> list[Slot]:
    """Times that are new or told anew; without those that have more taken than their new capacity."""
    ids, terms = [id_ for id_, _ in slots], [one for _, one in slots]
    columns = ([one.begins_at for one in terms], [one.ends_at for one in terms], [one.capacity for one in terms])
    return [Slot(*row) for row in await tx.fetch(SAVE_SLOTS, variant_id, shop_id, cancel_hours, ids, *columns)]


async def find_slots(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Slot]:
    return {row["id"]: Slot(*row) for row in await source.fetch(FIND_SLOTS, sorted(set(ids)))}


async def take_places(tx: Tx, slot_id: UUID, units: int) -> Slot | None:
    """So many places are taken; None where fewer are free, or it has begun."""
    row = await tx.fetchrow(TAKE, slot_id, units, tx.now)
    return None if row is None else Slot(*row)


async def give_back_places(tx: Tx, units: Mapping[UUID, int]) -> None:
    if units:
        await tx.execute(GIVE_BACK, list(units), list(units.values()))


async def list_slots(source: Queryable, variant_id: UUID, until: datetime, most: int) -> list[Slot]:
    """What is to come of a service's times, the next first."""
    return [Slot(*row) for row in await source.fetch(LIST_SLOTS, variant_id, source.now, until, most)]
