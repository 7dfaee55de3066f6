"""Settle agreements, month by month, once their months are over."""

from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.scenes.queries import agreement as agreements
from domains.scenes.rules.agreement import last_month, month_of, next_month
from domains.scenes.service.settle_agreement import SettleAgreementCommand, settle_agreement

PAGE = 200

FIRST = UUID(int=0)


@periodic("20 * * * *")
async def settle_agreements(database: Database) -> None:
    """Settle every month that is over of each agreement, each in a transaction of its own: a run that was broken off is taken up where it was. One that fails
    does not keep the others from it; failures are raised last."""
    until = last_month(month_of(business_date(database.clock.now())))
    after = FIRST
    with told_together("agreements that could not be settled") as attempt:
        while True:
            async with database.reading(single=True) as read:
                due = await agreements.list_due_agreements(read, until, after, PAGE)
            if not due:
                break
            for one in due:
                after = one.id
                with attempt():
                    month = next_month(one.settled_through)
                    while month <= until:
                        command = SettleAgreementCommand(request_id=None, owner_id=HOUSE_ID, agreement_id=one.id, month=month)
                        await database.write(settle_agreement, command)
                        month = next_month(month)
