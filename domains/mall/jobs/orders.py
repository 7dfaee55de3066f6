"""What becomes of orders by the clock: unpaid ones expire."""

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.mall.queries import orders
from domains.mall.service.steps import EndDueOrderCommand, end_due_order

DUE_MAX = 500
"""Orders that one run ends."""


@periodic("* * * * * */5")
async def end_due_orders(database: Database) -> None:
    """Each in a transaction of its own. One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await orders.list_unpaid_due(read, DUE_MAX)
    with told_together("orders that could not be ended") as attempt:
        for order_id in due:
            with attempt():
                await database.write(end_due_order, EndDueOrderCommand(request_id=None, owner_id=HOUSE_ID, order_id=order_id))
