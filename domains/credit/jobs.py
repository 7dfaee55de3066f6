"""Bands follow what happened: a few times a minute whoever is due is computed anew."""

from domains.credit.service.recompute import RecomputeCommand, recompute
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic


@periodic("* * * * * */15")
async def recompute_due(database: Database) -> None:
    """Group by group, each in a transaction of its own, until nobody is due."""
    command = RecomputeCommand(request_id=None, owner_id=HOUSE_ID)
    while (await database.write(recompute, command)).customers:
        pass
