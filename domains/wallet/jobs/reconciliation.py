"""Fetch each channel's bill once its day is over, and look again at differences that are open."""

from datetime import date, timedelta

from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.wallet.ports import BillingChannel, BillingChannels, Direction
from domains.wallet.queries import reconciliation
from domains.wallet.service.reconcile_bill import explain_differences, reconcile_bill

DAYS_BACK = 7
"""A bill that could not be had is asked for again for so long."""

BILL_MADE_AFTER = timedelta(hours=1)
"""The channel's bill is there an hour after midnight in Shanghai."""

DIRECTIONS: tuple[Direction, ...] = ("in", "out")


@periodic("17 * * * *")
async def fetch_bills(database: Database) -> None:
    """Reconcile each bill of the last days that was not read yet. One that fails does not keep the others from it; failures are raised last."""
    today = business_date(database.clock.now() - BILL_MADE_AFTER)
    since = today - timedelta(days=DAYS_BACK)
    async with database.reading(single=True) as read:
        known = await reconciliation.list_read_bills(read, since)
    failures: list[Exception] = []
    for channel in database.ports.get(BillingChannels).all():
        for direction in DIRECTIONS:
            for day in (since + timedelta(days=number) for number in range(DAYS_BACK)):
                if (channel.name, direction, day) not in known:
                    failures.extend(await _fetch(database, channel, direction, day))
    if failures:
        raise ExceptionGroup("bills that could not be reconciled", failures)


@periodic("*/5 * * * *")
async def explain_open_differences(database: Database) -> None:
    """What a late callback posted is explained; what has become old is aged."""
    async with database.reading(single=True) as read:
        channels = await reconciliation.list_channels_with_open(read)
    for channel in channels:
        await explain_differences(database, channel)


async def _fetch(database: Database, channel: BillingChannel, direction: Direction, day: date) -> list[Exception]:
    try:
        await reconcile_bill(database, channel.name, direction, await channel.open_bill(day, direction), day)
    except Exception as error:  # noqa: BLE001  the others are fetched first
        return [error]
    return []
