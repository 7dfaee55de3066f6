"""The log of deliveries does not grow for ever."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.scenes.service.webhook_prune import PruneDeliveriesCommand, prune_webhook_deliveries


@periodic("23 * * * *")
async def prune_webhook_log(database: Database) -> None:
    """Delete deliveries that are over and old, in small transactions."""
    while not (await database.write(prune_webhook_deliveries, PruneDeliveriesCommand(request_id=None, owner_id=HOUSE_ID))).is_done:
        pass
