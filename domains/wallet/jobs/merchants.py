"""Going on with merchants that are closing."""

from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.wallet.queries.merchant_closing import list_closing
from domains.wallet.rules.merchant_pay_outs import REFUNDED_FOR
from domains.wallet.service.close_merchant import AdvanceClosingCommand, advance_closing

PAGE = 200


@periodic("*/10 * * * *")
async def close_merchants(database: Database) -> None:
    """Go on with each merchant whose closing has lasted long enough, in a transaction of its own. Failures are raised last."""
    after: UUID | None = UUID(int=0)
    with told_together("merchants that could not be closed") as attempt:
        while after is not None:
            async with database.reading(single=True) as read:
                closing = await list_closing(read, database.clock.now() - REFUNDED_FOR, after, PAGE)
            for merchant_id in closing:
                with attempt():
                    await database.write(advance_closing, AdvanceClosingCommand(request_id=None, owner_id=HOUSE_ID, merchant_id=merchant_id))
            after = closing[-1] if len(closing) == PAGE else None
