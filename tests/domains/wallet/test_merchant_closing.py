"""Merchants are closed once nothing is owed to them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domains import wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet.jobs.merchants import close_merchants
from domains.wallet.jobs.settlements import settle_merchants
from tests.conftest import wired_ports
from tests.domains.wallet.paying_out import NOON, Bank, balance, facts, pay_out, pay_outs, run_jobs
from tests.domains.wallet.people import person
from tests.domains.wallet.tills import Shop, held, order, pay, paying, refunding, share_profit, shop, staff


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest_asyncio.fixture(loop_scope="session")
async def house(fresh_dsn: Callable[[str], str], bank: Bank) -> AsyncIterator[Database]:
    ports = wired_ports() | {wallet.FundingChannels: wallet.FundingChannels([bank])}
    opened = await Database.open(fresh_dsn("scenebank_app"), Clock(), ports=ports, write_connections=8, read_connections=4)
    opened.clock.freeze(NOON)
    yield opened
    await opened.close()


async def close(house: Database, one: Shop, request_id: UUID | None = None) -> wallet.merchants.MerchantClosure:
    operator_id, session_id = await staff(house)
    command = wallet.merchants.CloseMerchantCommand(
        request_id=request_id or uuid4(), owner_id=operator_id, session_id=session_id, merchant_id=one.merchant_id, reason="retired"
    )
    return await house.write(wallet.merchants.close_merchant, command)


async def state(house: Database, one: Shop) -> str:
    async with house.reading() as read:
        return (await wallet.find_merchants(read, [one.merchant_id]))[one.merchant_id].state


async def test_a_merchant_that_is_closing_is_paid_by_nobody(house: Database) -> None:
    one, other, payer = await shop(house), await shop(house), await person(house, 10_000)
    await share_profit(house, other, (one, 1_000))
    asked = await order(house, one, 100)
    assert (await close(house, one)).state == "closing"
    with pytest.raises(wallet.CodeNotFound):
        await pay(house, payer, one, 100)
    with pytest.raises(wallet.OrderEnded) as told:
        await house.write(wallet.pay, paying(payer, asked))
    assert told.value.state == "cancelled"
    with pytest.raises(wallet.MerchantNotFound):
        await order(house, one, 100)
    with pytest.raises(wallet.MerchantNotFound):
        await share_profit(house, other, (one, 1_000))
    await pay(house, payer, other, 1_000)
    assert (await held(house, one), await held(house, other)) == ((0, 0), (1_000, 0))
    with pytest.raises(wallet.merchants.MerchantClosing):
        await close(house, one)
    with pytest.raises(wallet.merchants.MerchantClosing):
        await pay_out(house, one, 1)


async def paid_shop(house: Database) -> tuple[Shop, wallet.Paid]:
    one, payer = await shop(house, fee_bps=0), await person(house, 10_000)
    return one, await pay(house, payer, one, 5_000)


async def test_what_is_owed_is_settled_refunded_and_paid_out_before_a_merchant_is_closed(house: Database, bank: Bank) -> None:
    one, paid = await paid_shop(house)
    await close(house, one)
    await house.write(wallet.refund_payment, refunding(one, paid.payment_id, 1_000))
    house.clock.freeze(NOON + timedelta(days=1))
    await settle_merchants(house)
    await house.write(wallet.refund_payment, refunding(one, paid.payment_id, 500))
    house.clock.freeze(NOON + timedelta(days=8) - timedelta(microseconds=1))
    await close_merchants(house)
    assert (await pay_outs(house, one), await held(house, one)) == ([], (0, 3_500))
    house.clock.freeze(NOON + timedelta(days=8))
    await close_merchants(house)
    await close_merchants(house)
    (leaving,) = await pay_outs(house, one)
    assert (leaving.amount, await state(house, one), await balance(house, one)) == (Amount(3_500, CNY), "closing", (3_500, 0))
    await run_jobs(house)
    await close_merchants(house)
    assert (await state(house, one), await balance(house, one), bank.paid) == ("closed", (0, 0), {leaving.id: Amount(3_500, CNY)})
    with pytest.raises(wallet.merchants.MerchantClosed):
        await house.write(wallet.refund_payment, refunding(one, paid.payment_id, 1))
    assert [fact for fact in await facts(house, one) if "Clos" in fact] == ["MerchantClosingBegun", "MerchantClosingEnded"]
    async with house.reading() as read:
        assert await read.fetchval("SELECT detail ->> 'reason' FROM kernel_audit WHERE action = 'wallet.close_merchant'") == "retired"


async def test_a_channel_that_refuses_is_asked_again_the_next_day(house: Database, bank: Bank) -> None:
    one, _ = await paid_shop(house)
    await close(house, one)
    house.clock.freeze(NOON + timedelta(days=9))
    await settle_merchants(house)
    bank.refuses = True
    for hours in (0, 1, 23):
        house.clock.freeze(NOON + timedelta(days=9, hours=hours))
        await close_merchants(house)
        await run_jobs(house)
    assert [ended.state for ended in await pay_outs(house, one)] == ["refused"]
    bank.refuses = False
    house.clock.freeze(NOON + timedelta(days=10))
    await close_merchants(house)
    await run_jobs(house)
    await close_merchants(house)
    assert ([ended.state for ended in await pay_outs(house, one)], await state(house, one)) == (["posted", "refused"], "closed")


async def test_a_merchant_that_nobody_owes_anything_is_closed_after_the_days(house: Database) -> None:
    one = await shop(house)
    first = uuid4()
    operator_id, session_id = await staff(house)
    command = wallet.merchants.CloseMerchantCommand(request_id=first, owner_id=operator_id, session_id=session_id, merchant_id=one.merchant_id, reason="x")
    answers = await asyncio.gather(*(house.write(wallet.merchants.close_merchant, command) for _ in range(4)))
    assert {answer.state for answer in answers} == {"closing"}
    house.clock.freeze(NOON + timedelta(days=8))
    await asyncio.gather(*(close_merchants(house) for _ in range(3)))
    assert (await state(house, one), (await facts(house, one)).count("MerchantClosingEnded")) == ("closed", 1)
