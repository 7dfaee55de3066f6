"""Statements on the stamps of cards."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.transactions import Queryable, Tx

INSERT = """
INSERT INTO offers_stamp (customer_id, game_id, source_id, state, collected_at)
SELECT DISTINCT customer_id, game_id, source_id, 'standing', $4::timestamptz
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS told (customer_id, game_id, source_id)
ON CONFLICT DO NOTHING RETURNING customer_id, game_id, source_id
"""

TAKE_BACK = """
WITH held AS (
    SELECT stamp.customer_id, stamp.game_id, stamp.source_id, stamp.state FROM offers_stamp AS stamp
    JOIN offers_game AS game ON game.id = stamp.game_id
    JOIN unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS told (customer_id, payment_id, left_minor)
        ON (stamp.customer_id, stamp.source_id) = (told.customer_id, told.payment_id)
    WHERE stamp.state IN ('standing', 'used') AND told.left_minor < greatest((game.terms->'stamps'->>2)::bigint, 1)
    ORDER BY stamp.customer_id, stamp.game_id, stamp.source_id FOR UPDATE OF stamp
)
UPDATE offers_stamp AS stamp SET state = CASE stamp.state WHEN 'standing' THEN 'taken_back' ELSE 'owed' END
FROM held WHERE (stamp.customer_id, stamp.game_id, stamp.source_id) = (held.customer_id, held.game_id, held.source_id)
RETURNING stamp.customer_id, stamp.game_id, stamp.source_id
"""
"""A stamp that a card was redeemed with is owed: the next one makes up for it."""

LOCK_LIVE = """
SELECT source_id, state, collected_at FROM offers_stamp WHERE (customer_id, game_id) = ($1, $2) AND state IN ('standing', 'owed')
ORDER BY source_id LIMIT $3 FOR UPDATE
"""

USE = """
UPDATE offers_stamp AS stamp SET state = told.state, draw_id = $3
FROM unnest($4::uuid[], $5::text[]) AS told (source_id, state)
WHERE (stamp.customer_id, stamp.game_id, stamp.source_id) = ($1, $2, told.source_id)
"""

COUNT = """
SELECT customer_id, game_id, count(*) FILTER (WHERE state = 'standing') - count(*) FILTER (WHERE state = 'owed') AS stamps
FROM offers_stamp WHERE customer_id = ANY($1::uuid[]) AND state IN ('standing', 'owed') GROUP BY customer_id, game_id
"""

FIND_SCANS = """
SELECT id, code_id, customer_id, merchant_id, scanned_at FROM offers_scan
WHERE (code_id, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) AND customer_id IS NOT NULL
"""

LOCKED_MOST = 2_000
"""Stamps that one look at a card holds: more than a card and what may be owed of others."""


class Stamp(NamedTuple):
    """A stamp by what it was collected with."""

    customer_id: UUID
    game_id: UUID
    source_id: UUID


class ClaimedScan(NamedTuple):
    """A scan of somebody who is known."""

    id: UUID
    code_id: UUID
    customer_id: UUID
    merchant_id: UUID | None
    scanned_at: datetime


async def insert_stamps(tx: Tx, stamps: Sequence[Stamp]) -> list[Stamp]:
    """Those that are new."""
    return [Stamp(*row) for row in await tx.fetch(INSERT, *map(list, zip(*sorted(stamps), strict=True)), tx.now)] if stamps else []


async def take_back(tx: Tx, kept: Sequence[tuple[UUID, UUID, int]]) -> list[Stamp]:
    """(customer, payment, what of it is kept): purchases of less than what a stamp takes have none."""
    return [Stamp(*row) for row in await tx.fetch(TAKE_BACK, *map(list, zip(*sorted(kept), strict=True)))] if kept else []


async def lock_card(tx: Tx, customer_id: UUID, game_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """What stands, oldest first, and what is owed."""
    rows = sorted(await tx.fetch(LOCK_LIVE, customer_id, game_id, LOCKED_MOST), key=lambda row: (row["collected_at"], row["source_id"]))
    return [row["source_id"] for row in rows if row["state"] == "standing"], [row["source_id"] for row in rows if row["state"] == "owed"]


async def use_stamps(tx: Tx, customer_id: UUID, game_id: UUID, draw_id: UUID, standing: Sequence[UUID], owed: Sequence[UUID]) -> None:
    """For one card: what stood is used, what was owed is settled."""
    states = ["used"] * len(standing) + ["settled"] * len(owed)
    await tx.execute(USE, customer_id, game_id, draw_id, [*standing, *owed], states)


async def count_stamps(source: Queryable, customer_ids: Sequence[UUID]) -> list[dict[UUID, int]]:
    """What each customer has on each card, less what is owed. One statement."""
    found: dict[UUID, dict[UUID, int]] = {id_: {} for id_ in customer_ids}
    for row in await source.fetch(COUNT, list(found)):
        found[row["customer_id"]][row["game_id"]] = row["stamps"]
    return [found[id_] for id_ in customer_ids]


async def find_claimed_scans(source: Queryable, keys: Sequence[tuple[UUID, UUID]]) -> list[ClaimedScan]:
    """Those of these (code, scan) whose customer is known. One statement."""
    codes, scans = [code_id for code_id, _ in keys], [scan_id for _, scan_id in keys]
    return [ClaimedScan(*row) for row in await source.fetch(FIND_SCANS, codes, scans)]
