"""Hot accounts: payers do not wait for one another, what it holds is exact, and what is taken from it is judged against all of it."""

import asyncio
from uuid import UUID, uuid4

import pytest

from domains import ledger
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.ledger.jobs import fold_hot_accounts
from domains.ledger.queries import hot
from tests.domains.ledger.conftest import available, balances, move, open_accounts, post, seal
from tests.patience import patience


async def open_merchant(database: Database) -> UUID:
    merchant = uuid4()
    async with database.transaction() as tx:
        await ledger.open_accounts(tx, [ledger.NewAccount(merchant, uuid4(), "merchant", CNY, hot=True)])
    return merchant


async def pay(database: Database, payer: UUID, merchant: UUID, minor: int) -> ledger.PlannedMovement:
    movement = move(payer, merchant, minor)
    await post(database, movement)
    return movement


async def test_what_a_hot_account_holds_is_exact_before_and_after_folding(fresh_database: Database) -> None:
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 100)
    for minor in (1, 2, 3):
        await pay(fresh_database, payer, merchant, minor)
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM ledger_unfolded") == 3
    assert (await balances(fresh_database, payer, merchant), await available(fresh_database, merchant)) == ([94, 6], [6])
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).is_equal
    async with fresh_database.reading() as read:
        assert (await ledger.balances_at(read, [merchant], read.now))[merchant].minor == 6
    await fold_hot_accounts(fresh_database)
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM ledger_unfolded") == 0
        assert (await ledger.balances_at(read, [merchant], read.now))[merchant].minor == 6
        (page,) = await ledger.list_entries(read, [merchant], [2**62], 10)
    assert [(entry.sequence, entry.amount.minor, entry.balance_after.minor) for entry in page] == [(3, 3, 6), (2, 2, 3), (1, 1, 1)]
    assert await balances(fresh_database, merchant) == [6]
    assert (await ledger.verify(fresh_database)).is_equal


async def test_a_refund_is_judged_against_all_that_was_paid(fresh_database: Database) -> None:
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 100)
    for minor in (10, 20):
        await pay(fresh_database, payer, merchant, minor)
    with pytest.raises(ledger.InsufficientFunds) as refused:
        await post(fresh_database, move(merchant, payer, 31))
    assert refused.value.available.minor == 30
    assert (await post(fresh_database, move(merchant, payer, 30))).balances_minor == [0, 100]
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).is_equal


async def test_a_payment_to_a_hot_account_is_reversed(fresh_database: Database) -> None:
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 100)
    movement = await pay(fresh_database, payer, merchant, 40)
    await fresh_database.write(ledger.reverse, ledger.ReverseCommand(request_id=uuid4(), owner_id=uuid4(), movement_id=movement.id))
    assert await balances(fresh_database, payer, merchant) == [100, 0]


async def test_a_payer_does_not_wait_for_whoever_has_the_merchants_row(fresh_database: Database) -> None:
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 100)
    async with fresh_database.transaction() as tx:
        await tx.execute("SELECT 1 FROM ledger_account WHERE id = $1 FOR UPDATE", merchant)
        async with patience():
            await pay(fresh_database, payer, merchant, 5)
    assert await balances(fresh_database, merchant) == [5]


async def test_payments_refunds_and_folding_at_once_lose_nothing(fresh_database: Database) -> None:
    merchant, payers = await open_merchant(fresh_database), await open_accounts(fresh_database, *[1000] * 8)
    refunded = 0

    async def refund() -> None:
        nonlocal refunded
        for _ in range(10):
            try:
                await post(fresh_database, move(merchant, payers[0], 3))
                refunded += 3
            except ledger.InsufficientFunds:
                await asyncio.sleep(0)
            await fold_hot_accounts(fresh_database)

    await asyncio.gather(refund(), *(pay(fresh_database, payer, merchant, 1) for payer in payers for _ in range(25)))
    assert await balances(fresh_database, merchant) == [200 - refunded]
    assert sum(await balances(fresh_database, merchant, *payers)) == 8000
    await seal(fresh_database)
    report = await ledger.verify(fresh_database)
    assert (report.findings, report.movements) == ([], 208 + refunded // 3)
    await fold_hot_accounts(fresh_database)
    assert (await ledger.verify(fresh_database)).findings == []


async def test_only_an_account_that_grows_by_credits_may_be_hot(fresh_database: Database) -> None:
    with pytest.raises(Exception, match="ledger_account_hot"):
        async with fresh_database.transaction() as tx:
            await ledger.open_accounts(tx, [ledger.NewAccount(uuid4(), uuid4(), "channel", CNY, ledger.DEBIT, hot=True)])


async def test_a_hold_for_a_hot_account_is_captured_into_it(fresh_database: Database) -> None:
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 100)
    expires_at = fresh_database.clock.now().replace(year=2099)
    hold = ledger.PlannedHold(uuid4(), "test", payer, merchant, move(payer, merchant, 60).amount, expires_at)
    await post(fresh_database, hold)
    await post(fresh_database, ledger.PlannedCapture(uuid4(), hold.id))
    assert (await balances(fresh_database, payer, merchant), await available(fresh_database, payer)) == ([40, 60], [40])
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).is_equal


async def test_a_debit_folds_no_more_than_it_needs_of_a_long_backlog(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "FOLDED_MAX", 3)
    merchant, (payer,) = await open_merchant(fresh_database), await open_accounts(fresh_database, 100)
    for _ in range(10):
        await pay(fresh_database, payer, merchant, 2)
    assert (await post(fresh_database, move(merchant, payer, 7))).balances_minor == [5, 87]
    async with fresh_database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM ledger_unfolded") == 4
    with pytest.raises(ledger.InsufficientFunds) as refused:
        await post(fresh_database, move(merchant, payer, 14))
    assert refused.value.available.minor == 13
    await fold_hot_accounts(fresh_database)
    await seal(fresh_database)
    assert (await ledger.verify(fresh_database)).findings == []
    assert await balances(fresh_database, merchant) == [13]
