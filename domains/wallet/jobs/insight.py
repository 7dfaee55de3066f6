"""Make up lines for movements that are older than the statement's index."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.wallet.service.backfill_lines import BackfillLinesCommand, backfill_lines

PAGES_MOST = 200
"""Pages that one run writes."""


@periodic("*/2 * * * *")
async def make_up_lines(database: Database) -> None:
    """Go on where the last run came to. Once all is made up, a run is one look."""
    for _ in range(PAGES_MOST):
        if (await database.write(backfill_lines, BackfillLinesCommand(request_id=None, owner_id=HOUSE_ID))).is_done:
            return
