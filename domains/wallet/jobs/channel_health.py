"""What is known of channels is forgotten once it counts no more."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.wallet.service.routing import ForgetHealthCommand, forget_health


@periodic("*/5 * * * *")
async def forget_channel_health(database: Database) -> None:
    """Delete minutes that count no more."""
    await database.write(forget_health, ForgetHealthCommand(request_id=None, owner_id=HOUSE_ID))
