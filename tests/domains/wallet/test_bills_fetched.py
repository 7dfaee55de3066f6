"""The job that fetches each channel's bill: what went through the sandbox is matched, and a bill that cannot be had is asked for again."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domains import wallet
from domains.kernel.clock import business_date
from domains.wallet.jobs.reconciliation import BILL_MADE_AFTER, fetch_bills
from tests.domains.wallet.bills import items
from tests.domains.wallet.top_ups import House, house_with_channel
from tests.integrations.running import running_sandbox


@pytest_asyncio.fixture
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[House]:
    with running_sandbox() as sandbox:
        async with house_with_channel(fresh_dsn("scenebank_app"), sandbox, second=True) as opened:
            yield opened


async def test_yesterdays_bills_are_fetched_once_and_agree(house: House) -> None:
    customer = await house.customer(minor=50_000)
    top_up, withdrawal = await house.request(customer, 12_345, channel="sandbox"), await house.withdraw(customer, 2_000, channel="sandbox")
    await house.charge(top_up)
    await house.pay_out(withdrawal)
    await house.ended(top_up)
    await house.paid(withdrawal)
    made_through = business_date(house.database.clock.now() - BILL_MADE_AFTER)
    await fetch_bills(house.database)
    assert await items(house.database) == []
    tomorrow = house.database.clock.today() + timedelta(days=1)
    house.database.clock.freeze(datetime.combine(tomorrow, time(2), ZoneInfo("Asia/Shanghai")))
    for _ in range(2):
        await fetch_bills(house.database)
        assert {(item.order_id, str(item.state), item.theirs_minor) for item in await items(house.database)} == {
            (top_up.id, "matched", 12_345),
            (withdrawal.id, "matched", 2_000),
        }
    today = house.database.clock.today()
    async with house.database.reading() as read:
        bills = [one for name in ("sandbox", "sandbox-two") for one in await wallet.bills.list_bills(read, name, today - timedelta(days=10), today)]
        assert await read.fetchval("SELECT count(*) FROM ledger_movement WHERE kind = 'suspense'") == 0
    # Seven days, and those that were over since then; two directions, two channels. Those that were read are not asked for again.
    assert len(bills) == 4 * (7 + (tomorrow - made_through).days)
    assert sum(bill.lines for bill in bills) == 2
    assert all(bill.first_read_at == bill.read_at for bill in bills)


async def test_a_channel_that_is_away_does_not_keep_the_other_from_being_reconciled(house: House) -> None:
    billing = house.database.ports.get(wallet.bills.BillingChannels)
    away, _ = billing.all()
    await away.close()  # type: ignore[attr-defined]
    with pytest.raises(ExceptionGroup, match="bills that could not be reconciled"):
        await fetch_bills(house.database)
    async with house.database.reading() as read:
        rows = await read.fetch("SELECT DISTINCT channel FROM wallet_bill")
    assert [row["channel"] for row in rows] == ["sandbox-two"]
