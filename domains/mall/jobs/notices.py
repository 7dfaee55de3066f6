"""Who waits for something is told when it is there again: received, returned, or let go by others, it is looked for by the clock."""

from typing import Any
from uuid import UUID

from domains import customers
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic, told_together
from domains.mall.events.notices import StockCameBack
from domains.mall.queries import catalogue, notices
from domains.mall.service.notices import TellWaitingCommand, tell_waiting

BACK_IN_STOCK = "back-in-stock"
"""The notice to a customer."""

VARIANTS_MOST = 200
"""Variants of which one run tells."""


@periodic("* * * * * */10")
async def tell_what_came_back(database: Database) -> None:
    """One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        back = await notices.list_back(read, VARIANTS_MOST)
    with told_together("things of which nobody could be told") as attempt:
        for variant_id in back:
            with attempt():
                command = TellWaitingCommand(request_id=None, owner_id=HOUSE_ID, variant_id=variant_id)
                while (await database.write(tell_waiting, command)).is_more:
                    pass


@job(StockCameBack)
async def tell_who_waited(database: Database, payload: dict[str, Any]) -> None:
    """At their own phone."""
    variant_id = UUID(payload["variant_id"])
    async with database.reading(single=True) as read:
        offered = (await catalogue.find_offered(read, [variant_id])).get(variant_id)
    if offered is not None:
        said = {"product": str(offered.variant.product_id), "titleZh": offered.title_zh, "titleEn": offered.title_en}
        await customers.notices.tell_customer(database, UUID(payload["subject_id"]), UUID(payload["notice_id"]), BACK_IN_STOCK, said)
