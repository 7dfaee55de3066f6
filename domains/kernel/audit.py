"""The audit log: who looked at or changed what. The row is committed before the look; if it cannot be, the look is refused."""

from typing import Any
from uuid import UUID

from domains.kernel import queries
from domains.kernel.database import Database
from domains.kernel.ids import new_id


async def record(database: Database, actor_id: UUID, action: str, subject_id: UUID | None, detail: dict[str, Any]) -> None:
    """Commit one audit row. Returning is the permission to look; any exception refuses it. `detail` carries ids and purposes, no personal data."""
    async with database.transaction() as tx:
        await queries.insert_audit(tx, new_id(tx.clock), actor_id, action, subject_id, detail)
