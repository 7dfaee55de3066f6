"""Points that have expired are written down, whether or not their holder ever comes back."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.wallet.service.points import ExpirePointsCommand, expire_points

SWEEPS_MAX = 1000
"""Transactions of one run: what a month's end leaves is taken up by the next."""


@periodic("* * * * * */20")
async def write_down_expired_points(database: Database) -> None:
    """End lots that have expired, longest expired first."""
    command = ExpirePointsCommand(request_id=None, owner_id=HOUSE_ID)
    for _ in range(SWEEPS_MAX):
        swept = await database.write(expire_points, command)
        if swept.last is None:
            return
        command = ExpirePointsCommand(request_id=None, owner_id=HOUSE_ID, after=swept.last)
