"""The daily run: orders move on, income is paid. It may be killed anywhere and begun again: each group is a transaction, and says how far it has come."""

from datetime import date
from typing import Any
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job, periodic, told_together
from domains.wealth.events.products import NavPublished
from domains.wealth.queries import orders, products, runs
from domains.wealth.rules.products import ProductKind
from domains.wealth.service.advance import AdvanceOrdersCommand, advance_orders
from domains.wealth.service.change import SettleAdvancesCommand, settle_advances
from domains.wealth.service.correct import CorrectOrdersCommand, correct_orders
from domains.wealth.service.income import PayIncomeCommand, pay_income


@periodic("*/5 * * * *")
async def advance_due_orders(database: Database) -> None:
    """Move on whatever is due. A product that fails does not keep the others; its failure is raised at the end."""
    async with database.reading(single=True) as read:
        due = await orders.list_open_products(read, business_date(database.clock.now()))
    with told_together("orders that could not be moved on") as attempt:
        for product_id, trade_date in due:
            command = AdvanceOrdersCommand(request_id=None, owner_id=HOUSE_ID, product_id=product_id, trade_date=trade_date)
            with attempt():
                while (await database.write(advance_orders, command)).total:
                    pass


@periodic("*/5 * * * *")
async def pay_due_income(database: Database) -> None:
    """Pay what could not be paid when its value came: an order still waited to be confirmed, or the worker died."""
    async with database.reading(single=True) as read:
        due = await runs.list_products_due(read)
    with told_together("income that could not be paid") as attempt:
        for product_id in due:
            with attempt():
                await pay_days(database, product_id)


@job(NavPublished)
async def replay_corrected_orders(database: Database, payload: dict[str, Any]) -> None:
    """A value was corrected: book the differences to the orders that were confirmed at an earlier one."""
    if not payload["revision"]:
        return
    named = {"product_id": UUID(payload["subject_id"]), "trade_date": date.fromisoformat(payload["day"])}
    command = CorrectOrdersCommand(request_id=None, owner_id=HOUSE_ID, **named)  # type: ignore[arg-type]
    while (await database.write(correct_orders, command)).total:
        pass


@job(NavPublished)
async def price_and_pay(database: Database, payload: dict[str, Any]) -> None:
    """A value stands: move on the orders that waited for it, then pay the income that it tells, so that shares which are confirmed late earn from the
    day on which they are due, in whatever order the values come."""
    product_id = UUID(payload["subject_id"])
    async with database.reading(single=True) as read:
        (fund,) = await products.find_products(read, [product_id])
    await advance_due_orders(database)
    if fund.kind is ProductKind.MONEY_MARKET:
        await pay_days(database, product_id)
        await database.write(settle_advances, SettleAdvancesCommand(request_id=None, owner_id=HOUSE_ID, product_id=product_id))


async def pay_days(database: Database, product_id: UUID) -> None:
    """Every day of a product that can be paid, group by group."""
    command = PayIncomeCommand(request_id=None, owner_id=HOUSE_ID, product_id=product_id)
    while (await database.write(pay_income, command)).day is not None:
        pass
