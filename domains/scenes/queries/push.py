"""Statements on partners' pushes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from domains.kernel.transactions import Queryable, Tx
from domains.scenes.rules.push import PushState

COLUMNS = "scene, webhook_id, id, type, data, digest, state, reason, received_at, taken_up_at"

INSERT_PUSH = f"""
INSERT INTO scenes_push ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, 'taken', NULL, $7, NULL) ON CONFLICT DO NOTHING RETURNING id
"""

FIND_PUSH = f"SELECT {COLUMNS} FROM scenes_push WHERE scene = $1 AND webhook_id = $2"

LOCK_PUSH = f"SELECT {COLUMNS} FROM scenes_push WHERE id = $1 FOR NO KEY UPDATE"

END_PUSH = "UPDATE scenes_push SET state = $2, reason = $3, taken_up_at = $4 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Push:
    """What a partner pushed, as it stands."""

    scene: str
    webhook_id: str
    id: UUID
    type: str
    data: Mapping[str, Any]
    digest: bytes
    state: PushState
    reason: str | None
    received_at: datetime
    taken_up_at: datetime | None


async def insert_push(tx: Tx, push: Push) -> bool:
    """Whether it was written: the partner's id may be in use."""
    written = await tx.fetchval(INSERT_PUSH, push.scene, push.webhook_id, push.id, push.type, dict(push.data), push.digest, push.received_at)
    return written is not None


async def find_push(source: Queryable, scene: str, webhook_id: str) -> Push | None:
    """The message of that partner under that id."""
    row = await source.fetchrow(FIND_PUSH, scene, webhook_id)
    return None if row is None else _push(row)


async def lock_push(tx: Tx, push_id: UUID) -> Push | None:
    """Held until commit, as it is once the lock is ours."""
    row = await tx.fetchrow(LOCK_PUSH, push_id)
    return None if row is None else _push(row)


async def end_push(tx: Tx, push: Push) -> None:
    """It was taken up, or makes no sense."""
    await tx.execute(END_PUSH, push.id, push.state, push.reason, push.taken_up_at)


def _push(row: Record) -> Push:
    return Push(**{**row, "state": PushState(row["state"])})
