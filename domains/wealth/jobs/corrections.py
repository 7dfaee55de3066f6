"""What was told anew is replayed: incomes, after the fact and by the clock should a worker have died, and the days of orders."""

from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic, told_together
from domains.wealth.events.products import NavPublished, TradingDaysPublished
from domains.wealth.queries import income_corrections
from domains.wealth.service.correct_income import CorrectIncomeCommand, correct_income
from domains.wealth.service.reschedule import BEFORE_ALL, RescheduleOrdersCommand, reschedule_orders


@job(NavPublished)
async def replay_corrected_income(database: Database, payload: dict[str, Any]) -> None:
    """A value was corrected: book the differences to whoever had a day's income by the earlier one."""
    if payload["revision"]:
        await _replay(database, UUID(payload["subject_id"]))


@job(TradingDaysPublished)
async def reschedule_open_orders(database: Database, payload: dict[str, Any]) -> None:
    """A year's trading days stand anew: orders that are not confirmed yet get the days that follow from it. None where the year is a new one."""
    after: tuple[UUID, UUID] | None = BEFORE_ALL
    while after is not None:
        command = RescheduleOrdersCommand(request_id=None, owner_id=HOUSE_ID, year=payload["year"], after=after)
        after = (await database.write(reschedule_orders, command)).after


@periodic("*/10 * * * *")
async def replay_due_income(database: Database) -> None:
    """Go on with what was begun."""
    async with database.reading(single=True) as read:
        due = await income_corrections.list_products_due(read)
    with told_together("incomes that could not be replayed") as attempt:
        for product_id in due:
            with attempt():
                await _replay(database, product_id)


async def _replay(database: Database, product_id: UUID) -> None:
    command = CorrectIncomeCommand(request_id=None, owner_id=HOUSE_ID, product_id=product_id)
    while (await database.write(correct_income, command)).day is not None:
        pass
