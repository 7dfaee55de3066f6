"""Limits by tier: of one transfer, of a day and of a month in Asia/Shanghai."""

from datetime import UTC, datetime

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.kernel.money import Amount
from tests.domains.wallet.people import Person, balance, everything, make_known, person, transfer

RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)


async def send(database: Database, sender: Person, target: Person, yuan: int) -> None:
    await transfer(database, sender, target, yuan * 100, pin=RIGHT)


async def over(database: Database, sender: Person, target: Person, yuan: int) -> ledger.LimitExceeded:
    before = await everything(database, but=frozenset({"kernel_request"}))
    with pytest.raises(ledger.LimitExceeded) as told:
        await send(database, sender, target, yuan)
    assert await everything(database, but=frozenset({"kernel_request"})) == before
    return told.value


def yuan(number: int) -> Amount:
    return Amount(number * 100, CNY)


async def left(database: Database, someone: Person, tier: str) -> list[tuple[str, int]]:
    async with database.reading() as read:
        accounts = await ledger.find_accounts(read, [someone.account_id])
        (windows,) = await wallet.list_spending(read, list(accounts.values()), [tier], business_date(read.now))
    return [(window.period, window.left.minor) for window in windows]


@pytest.mark.parametrize(("verified", "once"), [(False, 2_000), (True, 50_000)])
async def test_one_transfer_has_a_largest_amount_by_tier(fresh_database: Database, verified: bool, once: int) -> None:
    sender, target = await person(fresh_database, 20_000_000, verified=verified), await person(fresh_database)
    await make_known(fresh_database, sender, target)
    with pytest.raises(wallet.TransferTooLarge) as told:
        await transfer(fresh_database, sender, target, once * 100 + 1, pin=RIGHT)
    assert told.value.most == yuan(once)
    await send(fresh_database, sender, target, once)
    assert await balance(fresh_database, target) == once * 100


async def test_a_day_begins_at_midnight_in_shanghai_and_a_month_counts_its_days(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(datetime(2026, 11, 22, 15, 59, tzinfo=UTC))
    sender, target, other = [await person(database, minor) for minor in (100_000_000, 0, 0)]
    for receiver in (target, other):
        await make_known(database, sender, receiver)
    day_of_transfers = ((target, 2_000), (target, 2_000), (other, 1_000))
    for receiver, amount in day_of_transfers:
        await send(database, sender, receiver, amount)
    assert str(await over(database, sender, other, 1)) == str(ledger.LimitExceeded("day:2026-11-22", yuan(5_000), yuan(0)))
    assert await left(database, sender, "basic") == [("day:2026-11-22", 0), ("month:2026-11", 1_500_000)]
    database.clock.freeze(datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    for day in (22, 23, 24):
        database.clock.freeze(datetime(2026, 11, day, 16, 0, tzinfo=UTC))
        for receiver, amount in day_of_transfers:
            await send(database, sender, receiver, amount)
    database.clock.freeze(datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    assert str(await over(database, sender, target, 1)) == str(ledger.LimitExceeded("month:2026-11", yuan(20_000), yuan(0)))
    assert await left(database, sender, "basic") == [("day:2026-11-26", 500_000), ("month:2026-11", 0)]
    database.clock.freeze(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))
    await send(database, sender, target, 1_999)
    assert await left(database, sender, "basic") == [("day:2026-12-01", 300_100), ("month:2026-12", 1_800_100)]
    assert (await balance(database, target), await balance(database, other)) == (1_799_900, 400_000)


async def test_what_is_left_of_a_limit_may_still_go(fresh_database: Database) -> None:
    sender, target, other = await person(fresh_database, 100_000_000, verified=True), await person(fresh_database), await person(fresh_database)
    for receiver in (target, other):
        await make_known(fresh_database, sender, receiver)
    for receiver, amount in ((target, 50_000), (other, 50_000), (other, 50_000), (target, 49_000)):
        await send(fresh_database, sender, receiver, amount)
    told = await over(fresh_database, sender, target, 1_001)
    assert (told.most, told.left) == (yuan(200_000), yuan(1_000))
    await send(fresh_database, sender, target, 1_000)
    assert (await over(fresh_database, sender, target, 1)).left == yuan(0)


async def test_a_refused_transfer_uses_up_nothing_of_a_limit(fresh_database: Database) -> None:
    sender, target = await person(fresh_database, 100_000), await person(fresh_database)
    await make_known(fresh_database, sender, target)
    for _ in range(4):
        with pytest.raises(ledger.InsufficientFunds):
            await send(fresh_database, sender, target, 2_000)
    assert [minor for _, minor in await left(fresh_database, sender, "basic")] == [500_000, 2_000_000]


async def test_a_lowered_tier_leaves_nothing_rather_than_less(fresh_database: Database) -> None:
    sender, target = await person(fresh_database, 100_000_000, verified=True), await person(fresh_database)
    await make_known(fresh_database, sender, target)
    await send(fresh_database, sender, target, 40_000)
    assert [minor for _, minor in await left(fresh_database, sender, "basic")] == [0, 0]
