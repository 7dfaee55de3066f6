"""What the ledger does by the clock: expired holds, unfolded credits, roots of days. None is waited for: balances are exact without them."""

import structlog

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.ledger.queries import hot, months
from domains.ledger.service.close_day import CloseDayCommand, close_day
from domains.ledger.service.fold import FoldCommand, fold
from domains.ledger.service.sweep import SweepHoldsCommand, sweep_holds

SWEEPS_MAX = 50
"""Groups of expired holds that one run writes down."""

FOLDS_MAX = 20
"""Transactions that one run spends on one account."""

UNFOLDED_SEEN_MAX = 10_000
"""Unfolded credits that are looked at to learn whose they are."""

_log = structlog.get_logger("ledger.jobs")


@periodic("* * * * * */10")
async def write_down_expired_holds(database: Database) -> None:
    """End holds that have expired."""
    for _ in range(SWEEPS_MAX):
        swept = await database.write(sweep_holds, SweepHoldsCommand(request_id=None, owner_id=HOUSE_ID))
        if not swept.expired:
            return


@periodic("* * * * * */2")
async def fold_hot_accounts(database: Database) -> None:
    """Fold the hot accounts that have unfolded credits, each in transactions of its own."""
    async with database.reading(single=True) as read:
        account_ids = await hot.list_unfolded(read, UNFOLDED_SEEN_MAX)
    for account_id in account_ids:
        command = FoldCommand(request_id=None, owner_id=HOUSE_ID, account_id=account_id)
        for _ in range(FOLDS_MAX):
            if not (await database.write(fold, command)).more:
                break


@periodic("23 * * * *")
async def tell_of_missing_months(database: Database) -> None:
    """Every hour: an alert in the log while movements stand in the default partition. Nothing waits for their month to be made."""
    async with database.reading(single=True) as read:
        if await months.is_default_used(read):
            _log.error("month without partition", remedy="scenebank partitions")


@periodic("7 16 * * *")
async def close_yesterday(database: Database) -> None:
    """A few minutes after midnight in Shanghai: the root of the day that ended."""
    await database.write(close_day, CloseDayCommand(request_id=None, owner_id=HOUSE_ID))
