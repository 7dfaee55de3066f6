"""Standing orders, by the clock."""

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.wallet.queries import standing_orders
from domains.wallet.service.occurrence import PostOccurrenceCommand, post_occurrence

DUE_MAX = 1000
"""Occurrences that one run posts."""


@periodic("* * * * *")
async def post_due_occurrences(database: Database) -> None:
    """Post what is due today or was before, each in a transaction of its own. One that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await standing_orders.list_due(read, business_date(database.clock.now()), DUE_MAX)
    with told_together("occurrences that could not be posted") as attempt:
        for order_id, due_on in due:
            with attempt():
                await database.write(post_occurrence, PostOccurrenceCommand(request_id=None, owner_id=HOUSE_ID, standing_order_id=order_id, due_on=due_on))
