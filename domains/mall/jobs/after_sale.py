"""After the sale by the clock: exchanges whose units never came back end, and decisions that can no longer be reversed are carried out."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.mall.queries import after_sale
from domains.mall.service.disputes import CarryOutDisputeCommand, carry_out_dispute
from domains.mall.service.exchanges import EndDueExchangeCommand, end_due_exchange

DUE_MAX = 500
"""Of each, that one run ends."""


@periodic("* * * * *")
async def end_after_sale(database: Database) -> None:
    """Each in a transaction of its own. One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading() as read:
        exchanges, disputes = await after_sale.list_exchanges_due(read, DUE_MAX), await after_sale.list_disputes_due(read, DUE_MAX)
    with told_together("exchanges and disputes that could not be ended") as attempt:
        for id_ in exchanges:
            with attempt():
                await database.write(end_due_exchange, EndDueExchangeCommand(request_id=None, owner_id=HOUSE_ID, exchange_id=id_))
        for id_ in disputes:
            with attempt():
                await database.write(carry_out_dispute, CarryOutDisputeCommand(request_id=None, owner_id=HOUSE_ID, dispute_id=id_))
