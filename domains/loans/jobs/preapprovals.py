"""Batches of offers, group by group, and the end of offers."""

from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic, told_together
from domains.loans.events.lines import PreapprovalBatchStarted
from domains.loans.queries import preapprovals
from domains.loans.service.preapprove import PreapproveGroupCommand, preapprove_group

EXPIRED_MAX = 1_000


@job(PreapprovalBatchStarted)
async def run_started_batch(database: Database, payload: dict[str, Any]) -> None:
    """Go through all customers."""
    await run_batch(database, UUID(payload["batch_id"]))


@periodic("*/10 * * * *")
async def resume_batches(database: Database) -> None:
    """Take up what a dead worker left."""
    async with database.reading(single=True) as read:
        open_ids = await preapprovals.list_open_batches(read)
    with told_together("batches that could not be moved on") as attempt:
        for batch_id in open_ids:
            with attempt():
                await run_batch(database, batch_id)


@periodic("*/10 * * * *")
async def expire_offers(database: Database) -> None:
    """Write down which offers' time is over."""
    while True:
        async with database.transaction() as tx:
            if await preapprovals.expire_offers(tx, EXPIRED_MAX) < EXPIRED_MAX:
                return


async def run_batch(database: Database, batch_id: UUID) -> None:
    """Group by group, each in a transaction, until it is done."""
    while not (await database.write(preapprove_group, PreapproveGroupCommand(request_id=None, owner_id=HOUSE_ID, batch_id=batch_id))).is_done:
        pass
