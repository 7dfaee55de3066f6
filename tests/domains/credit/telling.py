"""What higher domains tell credit: their own listeners, given the facts of one customer."""

import json
from uuid import UUID

from domains.kernel.database import Database
from domains.kernel.events import LISTENERS, PublishedEvent


async def tell_credit(database: Database, domain: str, customer_id: UUID) -> None:
    """Have that domain's listener hear every fact about somebody once more, all together."""
    one = LISTENERS[f"{domain}.tell_credit"]
    async with database.reading() as read:
        rows = await read.fetch(
            "SELECT name, subject_id, counterpart_id, payload FROM kernel_outbox WHERE subject_id = $1 AND name = ANY($2) ORDER BY id",
            customer_id,
            list(one.events),
        )
    facts = [PublishedEvent(number, row["name"], row["subject_id"], row["counterpart_id"], _read(row["payload"])) for number, row in enumerate(rows)]
    async with database.transaction() as tx:
        await one.listen(tx, facts)


async def counted(database: Database, customer_id: UUID) -> list[tuple[str, str]]:
    """Kind and scene of what counts of somebody, the oldest first."""
    async with database.reading() as read:
        rows = await read.fetch(
            """SELECT kind, scene FROM credit_event AS one WHERE customer_id = $1 AND NOT EXISTS (
                SELECT FROM credit_void WHERE customer_id = one.customer_id AND event_id = one.id) ORDER BY occurred_at, id""",
            customer_id,
        )
    return [(row["kind"], row["scene"]) for row in rows]


def _read(payload: object) -> dict[str, object]:
    return json.loads(payload) if isinstance(payload, str) else payload  # type: ignore[return-value]
