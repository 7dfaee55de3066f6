"""Statements on links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.link import LinkState

COLUMNS = "customer_id, id, scene, session_id, state, browser_hash, reason, started_at, expires_at, linked_at, ended_at, ask_at, heard_at"

INSERT_LINK = f"""
INSERT INTO scenes_link ({COLUMNS}) VALUES ($1, $2, $3, $4, 'started', NULL, NULL, $5, $6, NULL, NULL, NULL, NULL)
ON CONFLICT DO NOTHING
RETURNING {COLUMNS}
"""

LOCK_LINK = f"SELECT {COLUMNS} FROM scenes_link WHERE id = $1 FOR NO KEY UPDATE"

UPDATE_LINK = f"""
UPDATE scenes_link SET state = $2, browser_hash = $3, reason = $4, linked_at = $5, ended_at = $6, ask_at = $7, heard_at = $8 WHERE id = $1
RETURNING {COLUMNS}
"""

FIND_LINKS = f"SELECT {COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS wanted (customer_id, id) JOIN scenes_link USING (customer_id, id)"

LIST_LINKS = f"""
SELECT {COLUMNS} FROM scenes_link WHERE customer_id = ANY($1::uuid[]) AND state IN ('linked', 'lost', 'unlinked') ORDER BY started_at DESC, id DESC LIMIT $2
"""

FIND_STANDING = f"""
SELECT {COLUMNS} FROM unnest($1::uuid[], $2::text[]) AS wanted (customer_id, scene) JOIN scenes_link USING (customer_id, scene) WHERE state = 'linked'
"""

LOCK_LINKS_OF_ACCOUNT = f"""
SELECT {", ".join(f"link.{name}" for name in COLUMNS.split(", "))} FROM scenes_partner_credential AS credential
JOIN scenes_link AS link ON link.id = credential.link_id AND link.scene = $1 AND link.state = 'linked'
WHERE credential.subject_index = $2 ORDER BY link.id FOR NO KEY UPDATE OF link
"""

LIST_DUE = f"SELECT {COLUMNS} FROM scenes_link WHERE ask_at <= $1 ORDER BY ask_at LIMIT $2"

LIST_EXPIRED = """
SELECT id FROM scenes_link WHERE state IN ('started', 'opened', 'returned', 'authorized') AND expires_at <= $1 ORDER BY expires_at LIMIT $2
"""

COUNT_OPEN_ORDERS = """
SELECT (SELECT count(*) FROM scenes_order WHERE customer_id = $1 AND scene = $2 AND ask_at IS NOT NULL)
    + (SELECT count(*) FROM scenes_instalment_plan WHERE customer_id = $1 AND scene = $2 AND state IN ('offered', 'active'))
    + (SELECT count(*) FROM scenes_refund WHERE customer_id = $1 AND scene = $2 AND ask_at IS NOT NULL)
    + (SELECT count(*) FROM scenes_booking WHERE customer_id = $1 AND scene = $2 AND step IS NOT NULL)
"""

LINKS_MAX = 50
"""Links, and those that ended, of which a customer is told."""


@dataclass(frozen=True, slots=True)
class Link:
    """A customer's account at a partner, as it stands. `heard_at` is when the partner last told what is new."""

    customer_id: UUID
    id: UUID
    scene: str
    session_id: UUID
    state: LinkState
    browser_hash: bytes | None
    reason: str | None
    started_at: datetime
    expires_at: datetime
    linked_at: datetime | None
    ended_at: datetime | None
    ask_at: datetime | None
    heard_at: datetime | None


async def insert_link(tx: Tx, link_id: UUID, customer_id: UUID, session_id: UUID, scene: str, expires_at: datetime) -> Link | None:
    """None where there is one of that id."""
    row = await tx.fetchrow(INSERT_LINK, customer_id, link_id, scene, session_id, tx.now, expires_at)
    return None if row is None else _link(row)


async def lock_link(tx: Tx, link_id: UUID) -> Link | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_LINK, link_id)
    return None if row is None else _link(row)


async def lock_links_of_account(tx: Tx, scene: str, subject_index: bytes) -> list[Link]:
    """Every link that stands to that account: more than one customer may have linked it."""
    return [_link(row) for row in await tx.fetch(LOCK_LINKS_OF_ACCOUNT, scene, subject_index)]


async def update_link(tx: Tx, link: Link) -> Link:
    """As it stands from now on."""
    row = await tx.fetchrow(UPDATE_LINK, link.id, link.state, link.browser_hash, link.reason, link.linked_at, link.ended_at, link.ask_at, link.heard_at)
    assert row is not None
    return _link(row)


async def find_links(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[Link | None]:
    """The link of that id if it is that customer's, else None: one per pair, in order."""
    found = {(row["customer_id"], row["id"]): _link(row) for row in await source.fetch(FIND_LINKS, customer_ids, ids)}
    return [found.get(pair) for pair in zip(customer_ids, ids, strict=True)]


async def list_links(source: Queryable, customer_ids: Sequence[UUID]) -> list[list[Link]]:
    """Each customer's links that stand or stood, newest first."""
    rows = [_link(row) for row in await source.fetch(LIST_LINKS, list(set(customer_ids)), LINKS_MAX * max(1, len(set(customer_ids))))]
    return [[row for row in rows if row.customer_id == customer_id][:LINKS_MAX] for customer_id in customer_ids]


async def find_standing_links(source: Queryable, customer_ids: Sequence[UUID], scenes: Sequence[str]) -> list[Link | None]:
    """The link that stands, for each customer and scene, in order."""
    found = {(row["customer_id"], row["scene"]): _link(row) for row in await source.fetch(FIND_STANDING, customer_ids, scenes)}
    return [found.get(pair) for pair in zip(customer_ids, scenes, strict=True)]


async def list_due_links(source: Queryable, now: datetime, limit: int) -> list[Link]:
    """Links whose partner is to be asked by now, longest due first."""
    return [_link(row) for row in await source.fetch(LIST_DUE, now, limit)]


async def list_expired_links(source: Queryable, now: datetime, limit: int) -> list[UUID]:
    return [row["id"] for row in await source.fetch(LIST_EXPIRED, now, limit)]


async def count_open_orders(tx: Tx, customer_id: UUID, scene: str) -> int:
    return int(await tx.fetchval(COUNT_OPEN_ORDERS, customer_id, scene))


def _link(row: Record) -> Link:
    return Link(
        row["customer_id"],
        row["id"],
        row["scene"],
        row["session_id"],
        LinkState(row["state"]),
        row["browser_hash"],
        row["reason"],
        row["started_at"],
        row["expires_at"],
        row["linked_at"],
        row["ended_at"],
        row["ask_at"],
        row["heard_at"],
    )
