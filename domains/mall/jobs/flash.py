"""Queues of flash sales are dealt as soon as something stirs, and looked after by the clock for what nobody told."""

from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic, told_together
from domains.mall.events.flash import FlashQueueStirred
from domains.mall.queries import flash
from domains.mall.service.deal_flash import DealFlashSaleCommand, deal_flash_sale

OPEN_MOST = 200
"""Sales that one run looks after."""


@job(FlashQueueStirred, urgent=True)
async def deal_stirred_queue(database: Database, payload: dict[str, Any]) -> None:
    """Somebody joined, or units were paid or came back."""
    await deal(database, UUID(payload["subject_id"]))


@periodic("* * * * * */5")
async def deal_open_queues(database: Database) -> None:
    """All sales that have begun or ended, and still hold units. One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        open_ = await flash.list_open(read, OPEN_MOST)
    with told_together("flash sales that could not be dealt") as attempt:
        for sale_id in open_:
            with attempt():
                await deal(database, sale_id)


async def deal(database: Database, sale_id: UUID) -> None:
    """Until nobody has a turn that has not begun."""
    while (await database.write(deal_flash_sale, DealFlashSaleCommand(request_id=None, owner_id=HOUSE_ID, sale_id=sale_id))).is_more:
        pass
