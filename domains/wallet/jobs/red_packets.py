"""What happens to red packets by the clock. Nobody waits for it: a packet whose time is over is not opened, written down or not."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.wallet.service.return_red_packets import SweepRedPacketsCommand, sweep_red_packets

SWEEPS_MAX = 50
"""Groups of expired packets that one run ends."""


@periodic("* * * * * */10")
async def return_expired_red_packets(database: Database) -> None:
    """End packets whose 24 hours are over, and bring back what is left of them."""
    for _ in range(SWEEPS_MAX):
        swept = await database.write(sweep_red_packets, SweepRedPacketsCommand(request_id=None, owner_id=HOUSE_ID))
        if not swept.ended:
            return
