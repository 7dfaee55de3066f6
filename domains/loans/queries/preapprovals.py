"""Statements on limits that are offered before anybody asks, and on their batches."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import Asset, asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.loans.rules.preapproval import PreapprovalState
from domains.loans.rules.rates import ppm_if_known, rate_if_known

COLUMNS = """customer_id, id, batch_id, product_code, product_version, asset, limit_minor, annual_rate_ppm, band, state, reasons, policy_version,
    offered_at, expires_at"""
BATCH_COLUMNS = "id, product_code, expires_at, done_through, offered, refused, is_done, started_by, started_at"

# A newer batch's offer takes the place of the one that stands.
END_STANDING = """
UPDATE loans_preapproval SET state = 'withdrawn' WHERE customer_id = ANY($1::uuid[]) AND product_code = $2 AND state = 'offered'
"""
INSERT_PREAPPROVALS = f"""
INSERT INTO loans_preapproval ({COLUMNS})
SELECT told.customer_id, told.id, $1, $2, $3, $4, told.limit_minor, told.annual_rate_ppm, told.band, told.state,
    CASE WHEN told.reasons = '' THEN ARRAY[]::text[] ELSE string_to_array(told.reasons, ' ') END, $5, $6, $7
FROM unnest($8::uuid[], $9::uuid[], $10::bigint[], $11::integer[], $12::text[], $13::text[], $14::text[])
    AS told (customer_id, id, limit_minor, annual_rate_ppm, band, state, reasons)
ON CONFLICT DO NOTHING
"""
FIND_PREAPPROVALS = f"SELECT {COLUMNS} FROM loans_preapproval WHERE (customer_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
LOCK_PREAPPROVAL = "SELECT id FROM loans_preapproval WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
LIST_STANDING = f"""
SELECT {COLUMNS} FROM loans_preapproval WHERE customer_id = ANY($1::uuid[]) AND state = 'offered' AND expires_at > $2
ORDER BY customer_id, limit_minor DESC, product_code
"""
# A newer batch may have offered the same once more meanwhile: it is taken once.
ACCEPT = """
UPDATE loans_preapproval AS one SET state = CASE WHEN one.id = $2 THEN 'accepted' ELSE 'withdrawn' END FROM loans_preapproval AS taken
WHERE taken.customer_id = $1 AND taken.id = $2 AND one.customer_id = $1 AND one.product_code = taken.product_code AND (one.id = $2 OR one.state = 'offered')
"""
WITHDRAW = "UPDATE loans_preapproval SET state = 'withdrawn', reasons = ARRAY[$2] WHERE customer_id = ANY($1::uuid[]) AND state = 'offered'"
EXPIRE = """
UPDATE loans_preapproval SET state = 'expired' WHERE (customer_id, id) IN (
    SELECT customer_id, id FROM loans_preapproval WHERE state = 'offered' AND expires_at <= $1 ORDER BY expires_at LIMIT $2)
"""
INSERT_BATCH = f"INSERT INTO loans_batch ({BATCH_COLUMNS}) VALUES ($1, $2, $3, $4, 0, 0, false, $5, $6) ON CONFLICT DO NOTHING"
LOCK_BATCH = f"SELECT {BATCH_COLUMNS} FROM loans_batch WHERE id = $1 FOR NO KEY UPDATE"
FIND_BATCHES = f"SELECT {BATCH_COLUMNS} FROM loans_batch WHERE id = ANY($1::uuid[])"
MOVE_BATCH = "UPDATE loans_batch SET done_through = $2, offered = offered + $3, refused = refused + $4, is_done = $5 WHERE id = $1"
LIST_OPEN_BATCHES = "SELECT id FROM loans_batch WHERE NOT is_done ORDER BY started_at LIMIT 100"


class Preapproval(NamedTuple):
    """A limit that is offered, with its rate, until then; or why none is."""

    customer_id: UUID
    id: UUID
    batch_id: UUID
    product_code: str
    product_version: int
    asset: Asset
    limit_minor: int
    annual_rate: Decimal | None
    band: str | None
    state: PreapprovalState
    reasons: tuple[str, ...]
    policy_version: int
    offered_at: datetime
    expires_at: datetime

    @property
    def limit(self) -> Amount:
        return Amount(self.limit_minor, self.asset)


class Batch(NamedTuple):
    """A batch, and how far it has come."""

    id: UUID
    product_code: str
    expires_at: datetime
    done_through: UUID
    offered: int
    refused: int
    is_done: bool
    started_by: UUID
    started_at: datetime


async def insert_preapprovals(tx: Tx, batch: Batch, found: Sequence[Preapproval]) -> None:
    """Write what a batch found for those customers; what stood of the product for them ends."""
    first = found[0]
    await tx.execute(END_STANDING, [one.customer_id for one in found], first.product_code)
    columns = (
        [one.customer_id for one in found],
        [one.id for one in found],
        [one.limit_minor for one in found],
        [ppm_if_known(one.annual_rate) for one in found],
        [one.band for one in found],
        [one.state.value for one in found],
        [" ".join(one.reasons) for one in found],
    )
    named = (batch.id, first.product_code, first.product_version, first.asset.code, first.policy_version, tx.now, batch.expires_at)
    await tx.execute(INSERT_PREAPPROVALS, *named, *columns)


async def find_preapprovals(source: Queryable, keys: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Preapproval]:
    """By customer and id. One statement."""
    asked = sorted(set(keys))
    rows = await source.fetch(FIND_PREAPPROVALS, [customer_id for customer_id, _ in asked], [id_ for _, id_ in asked])
    return {(row["customer_id"], row["id"]): _preapproval(row) for row in rows}


async def lock_preapproval(tx: Tx, customer_id: UUID, id_: UUID) -> Preapproval | None:
    """It, held until commit and read under the lock."""
    if await tx.fetchrow(LOCK_PREAPPROVAL, customer_id, id_) is None:
        return None
    return (await find_preapprovals(tx, [(customer_id, id_)]))[customer_id, id_]


async def find_standing_offers(source: Queryable, customer_ids: Iterable[UUID]) -> dict[UUID, list[Preapproval]]:
    """What each of those customers could have now, the largest limit first: for whoever meets them in a moment of need. One statement."""
    asked = sorted(set(customer_ids))
    found: dict[UUID, list[Preapproval]] = {id_: [] for id_ in asked}
    for row in await source.fetch(LIST_STANDING, asked, source.now):
        found[row["customer_id"]].append(_preapproval(row))
    return found


async def accept(tx: Tx, customer_id: UUID, id_: UUID) -> None:
    """It was taken, and what else stands of its product ends."""
    await tx.execute(ACCEPT, customer_id, id_)


async def withdraw_offers(tx: Tx, customer_ids: Iterable[UUID], reason: str) -> None:
    """What stands for those customers ends, for that reason."""
    await tx.execute(WITHDRAW, sorted(set(customer_ids)), reason)


async def expire_offers(tx: Tx, most: int) -> int:
    """Write down that the time of so many is over. How many there were."""
    return int((await tx.execute(EXPIRE, tx.now, most)).rsplit(" ", 1)[-1])


async def insert_batch(tx: Tx, id_: UUID, product_code: str, expires_at: datetime, started_by: UUID) -> None:
    """Begin a batch."""
    await tx.execute(INSERT_BATCH, id_, product_code, expires_at, UUID(int=0), started_by, tx.now)


async def lock_batch(tx: Tx, id_: UUID) -> Batch:
    """How far it has come, held until commit."""
    row = await tx.fetchrow(LOCK_BATCH, id_)
    assert row is not None
    return Batch(*row)


async def find_batches(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Batch]:
    """By id. One statement."""
    return {row["id"]: Batch(*row) for row in await source.fetch(FIND_BATCHES, sorted(set(ids)))}


async def move_batch(tx: Tx, batch: Batch, done_through: UUID, offered: int, refused: int, *, is_done: bool) -> Batch:
    """It has come so far, with so many more offered and refused."""
    await tx.execute(MOVE_BATCH, batch.id, done_through, offered, refused, is_done)
    return batch._replace(done_through=done_through, offered=batch.offered + offered, refused=batch.refused + refused, is_done=is_done)


async def list_open_batches(source: Queryable) -> list[UUID]:
    """Batches that are not done."""
    return [row["id"] for row in await source.fetch(LIST_OPEN_BATCHES)]


def _preapproval(row: Record) -> Preapproval:
    told = {Preapproval._fields[index]: value for index, value in enumerate(row.values())}
    told |= {"asset": asset_of(row["asset"]), "state": PreapprovalState(row["state"]), "reasons": tuple(row["reasons"])}
    return Preapproval(**told | {"annual_rate": rate_if_known(row["annual_rate_ppm"])})
