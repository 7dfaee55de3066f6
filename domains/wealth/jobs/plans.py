"""Regular plans and swept wallets, by the clock: each in a transaction of its own, so that one that fails does not keep the others."""

from collections.abc import Iterable
from typing import TypeVar

from domains.kernel.clock import business_date
from domains.kernel.commands import Command, Verb
from domains.kernel.database import Database
from domains.kernel.jobs import periodic, told_together
from domains.wealth.queries import plans, products
from domains.wealth.service.plans import OrderOccurrenceCommand, SweepWalletCommand, order_occurrence, sweep_wallet

C = TypeVar("C", bound=Command)
O = TypeVar("O")  # noqa: E741

DUE_MAX = 1_000
"""That one run takes."""


@periodic("*/5 * * * *")
async def order_due_occurrences(database: Database) -> None:
    """Order what is due today or was before."""
    today = business_date(database.clock.now())
    async with database.reading(single=True) as read:
        due = await plans.list_due(read, today, DUE_MAX)
    acts = [OrderOccurrenceCommand(request_id=None, owner_id=customer_id, plan_id=plan_id) for customer_id, plan_id in due]
    await _each(database, order_occurrence, acts, "plans that could not be ordered")


@periodic("*/10 * * * *")
async def sweep_idle_wallets(database: Database) -> None:
    """On trading days: look at each wallet that is swept, once."""
    today = business_date(database.clock.now())
    async with database.reading() as read:
        calendar = await products.find_calendar(read, today)
        waiting = await plans.list_unswept(read, today, DUE_MAX) if today.year in calendar.closed and calendar.is_trading_day(today) else []
    acts = [SweepWalletCommand(request_id=None, owner_id=customer_id) for customer_id in waiting]
    await _each(database, sweep_wallet, acts, "wallets that could not be swept")


async def _each(database: Database, verb: Verb[C, O], commands: Iterable[C], what: str) -> None:
    with told_together(what) as attempt:
        for command in commands:
            with attempt():
                await database.write(verb, command)
