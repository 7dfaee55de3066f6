"""Settling merchants: once a day, exact with refunds before and after, and a bill file that adds up to it."""

import asyncio
import csv
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from domains import ledger, wallet
from domains.kernel.assets import CNY, JPY
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.wallet.jobs.settlements import settle_merchants
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.people import everything, fund, person
from tests.domains.wallet.tills import Shop, fees, held, pay, refund, settle, share_profit, shop

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
"""Noon of a Tuesday in Shanghai."""
DAY = date(2026, 11, 24)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    """A house at noon."""
    fresh_database.clock.freeze(NOON)
    return fresh_database


def after_midnight(house: Database, *, days: int = 1, hours: int = 1, minutes: int = 0) -> None:
    house.clock.freeze(datetime(2026, 11, 23, 16, tzinfo=UTC) + timedelta(days=days, hours=hours, minutes=minutes))


async def bill(house: Database, one: Shop, day: date = DAY) -> list[dict[str, Any]]:
    """The lines of the file."""
    lines: AsyncIterator[str] | None = await wallet.find_bill_file(house, one.owner.id, one.merchant_id, day)
    assert lines is not None
    return list(csv.DictReader([line async for line in lines]))


async def test_a_day_is_settled_once_an_hour_after_its_end(house: Database) -> None:
    payer, noodles = await person(house, 10_000), await shop(house, fee_bps=60)
    for minor in (2_350, 101, 49):
        await pay(house, payer, noodles, minor)
    for days, hours, minutes in ((0, 12, 0), (1, 0, 59)):
        after_midnight(house, days=days, hours=hours, minutes=minutes)
        before = await everything(house)
        await settle_merchants(house)
        with pytest.raises(wallet.DayNotOver):
            await settle(house, noodles, DAY)
        assert await everything(house) == before
    after_midnight(house)
    # The fee of each payment is rounded by itself: 14.1, 0.606 and 0.294 fen.
    settled = await settle(house, noodles, DAY)
    assert (settled.payments, settled.gross, settled.refunded, settled.fee, settled.net) == (3, *(Amount(minor, CNY) for minor in (2_500, 0, 15, 2_485)))
    assert (await held(house, noodles), await fees(house)) == ((0, 2_485), 15)


async def test_a_repeat_of_a_settlement_moves_nothing_also_when_eight_jobs_run_at_once(house: Database) -> None:
    payer, noodles = await person(house, 10_000), await shop(house)
    await pay(house, payer, noodles, 5_000)
    after_midnight(house)
    await asyncio.gather(*(settle_merchants(house) for _ in range(8)))
    first = await settle(house, noodles, DAY)
    before = await everything(house)
    assert await settle(house, noodles, DAY) == first
    assert await everything(house) == before
    assert await held(house, noodles) == (0, 4_970)
    async with house.reading() as read:
        assert [row[0] for row in await read.fetch("SELECT payload ->> 'day' FROM kernel_outbox WHERE name = 'MerchantSettled'")] == ["2026-11-24"]


async def test_days_are_settled_one_after_the_other_and_days_without_payments_are_passed_over(house: Database) -> None:
    payer, noodles, idle = await person(house, 10_000), await shop(house, fee_bps=0), await shop(house)
    await pay(house, payer, noodles, 100)
    house.clock.advance(timedelta(days=3))
    await pay(house, payer, noodles, 7)
    house.clock.advance(timedelta(days=1))
    with pytest.raises(wallet.DayNotOver):
        await settle(house, noodles, DAY + timedelta(days=3))
    await settle_merchants(house)
    assert await held(house, noodles) == (7, 100)
    await settle_merchants(house)
    assert await held(house, noodles) == (0, 107)
    with pytest.raises(wallet.DayNotOver):
        await settle(house, idle, DAY)
    with pytest.raises(wallet.MerchantNotFound):
        await house.write(wallet.settle_merchant, wallet.SettleMerchantCommand(request_id=None, owner_id=uuid4(), merchant_id=uuid4(), day=DAY))
    async with house.reading() as read:
        (found,) = await wallet.list_settlement_pages(read, [noodles.merchant_id], 1, None)
        (rest,) = await wallet.list_settlement_pages(read, [noodles.merchant_id], 5, found.cursors[0])
    assert [one.day for one in (*found.items, *rest.items)] == [DAY + timedelta(days=3), DAY]


async def test_refunds_before_settlement_count_in_it_and_later_ones_come_from_the_balance_with_their_fee(house: Database) -> None:
    payer, noodles = await person(house, 10_000), await shop(house, fee_bps=100)
    paid = await pay(house, payer, noodles, 1_000)
    await refund(house, noodles, paid.payment_id, 300)
    after_midnight(house)
    settled = await settle(house, noodles, DAY)
    assert (settled.gross.minor, settled.refunded.minor, settled.fee.minor, settled.net.minor) == (1_000, 300, 7, 693)
    await refund(house, noodles, paid.payment_id, 150)
    # 5.5 is 6 by rounding: one fen of the fee comes back.
    assert (await held(house, noodles), await fees(house)) == ((0, 693 - 150 + 1), 6)
    await refund(house, noodles, paid.payment_id, 550)
    assert (await held(house, noodles), await fees(house)) == ((0, 0), 0)
    await seal(house)
    assert (await ledger.verify(house)).lines()[1:] == []


async def test_a_merchant_whose_money_is_gone_cannot_refund_and_nothing_changes(house: Database) -> None:
    payer, noodles = await person(house, 10_000), await shop(house, fee_bps=0)
    paid = await pay(house, payer, noodles, 1_000)
    after_midnight(house)
    await settle(house, noodles, DAY)
    async with house.transaction() as tx:
        spent = ledger.PlannedMovement(uuid4(), "test", wallet.merchant_balance_id(noodles.merchant_id), noodles.owner.account_id, Amount(400, CNY))
        await ledger.post(tx, [(spent.id, [spent])])
    before = await everything(house, but=frozenset({"kernel_request"}))
    with pytest.raises(ledger.InsufficientFunds):
        await refund(house, noodles, paid.payment_id, 601)
    assert await everything(house, but=frozenset({"kernel_request"})) == before
    await refund(house, noodles, paid.payment_id, 600)
    assert await held(house, noodles) == (0, 0)


async def test_a_refund_and_the_settlement_of_its_day_that_race_leave_every_account_exact(house: Database) -> None:
    payer, shops = await person(house, 10_000), [await shop(house, fee_bps=100) for _ in range(8)]
    paid = [await pay(house, payer, one, 1_000) for one in shops]
    after_midnight(house)
    await asyncio.gather(*(settle(house, one, DAY) for one in shops), *(refund(house, one, it.payment_id, 500) for one, it in zip(shops, paid, strict=True)))
    assert [await held(house, one) for one in shops] == [(0, 495)] * 8
    assert await fees(house) == 8 * 5


async def test_each_party_of_a_shared_payment_is_settled_its_own_with_its_own_fee(house: Database) -> None:
    payer, noodles, landlord = await person(house, 10_000), await shop(house, fee_bps=60), await shop(house, fee_bps=0)
    await share_profit(house, noodles, (landlord, 2_500))
    paid = await pay(house, payer, noodles, 1_000)
    await refund(house, noodles, paid.payment_id, 3)
    after_midnight(house)
    await settle_merchants(house)
    # 2.25 and 0.75 of three fen: two and one.
    assert (await held(house, noodles), await held(house, landlord), await fees(house)) == ((0, 748 - 4), (0, 249), 4)
    assert [line["amount"] for line in await bill(house, landlord)] == ["2.50", "-0.01", "2.49"]


async def test_a_bill_file_adds_up_to_the_settlement_line_by_line(house: Database) -> None:
    payer, noodles = await person(house, 100_000, verified=True), await shop(house, fee_bps=60)
    paid = [await pay(house, payer, noodles, 1_000 + 37 * number) for number in range(9)]
    await refund(house, noodles, paid[0].payment_id, 400)
    after_midnight(house, hours=0, minutes=30)
    await refund(house, noodles, paid[0].payment_id, 100)
    assert await wallet.find_bill_file(house, noodles.owner.id, noodles.merchant_id, DAY) is None
    after_midnight(house)
    settled = await settle(house, noodles, DAY)
    await refund(house, noodles, paid[1].payment_id, 37)
    *lines, total = await bill(house, noodles)
    assert [line["kind"] for line in lines] == ["payment"] * 9 + ["refund"] * 2
    for column, amount in (("amount", settled.gross - settled.refunded), ("fee", Amount(-settled.fee.minor, CNY)), ("net", settled.net)):
        assert sum(Decimal(line[column]) for line in lines) == Decimal(total[column]) == Decimal(amount.minor) / 100
    assert (total["kind"], total["id"], total["at"], total["currency"]) == ("total", "9", "2026-11-24", "CNY")
    assert {line["counted"] for line in lines} == {"settlement"}
    after_midnight(house, days=2)
    assert [(line["kind"], line["amount"], line["counted"]) for line in await bill(house, noodles, DAY + timedelta(days=1))] == [
        ("refund", "-0.37", "balance"),
        ("total", "0.00", "settlement"),
    ]
    *again, _ = await bill(house, noodles)
    assert again == lines


async def test_a_stranger_gets_no_bill_file(house: Database) -> None:
    payer, noodles = await person(house, 10_000), await shop(house)
    await pay(house, payer, noodles, 100)
    after_midnight(house)
    await settle(house, noodles, DAY)
    assert await wallet.find_bill_file(house, payer.id, noodles.merchant_id, DAY) is None


async def test_one_merchant_that_cannot_be_settled_does_not_keep_the_others_from_it(house: Database) -> None:
    payer, shops = await person(house, 10_000), [await shop(house, fee_bps=0) for _ in range(3)]
    for one in shops:
        await pay(house, payer, one, 100)
    broken = sorted(shops, key=lambda one: one.merchant_id)[0]
    async with house.transaction() as tx:
        odd = ledger.PlannedMovement(uuid4(), "test", wallet.collected_account_id(broken.merchant_id), broken.owner.account_id, Amount(1, CNY))
        await ledger.post(tx, [(odd.id, [odd])])
    after_midnight(house)
    with pytest.raises(ExceptionGroup) as told:
        await settle_merchants(house)
    assert [type(one) for one in told.value.exceptions] == [ledger.InsufficientFunds]
    assert all(isinstance(one, Refusal) for one in told.value.exceptions)
    assert sorted([await held(house, one) for one in shops]) == [(0, 100), (0, 100), (99, 0)]


async def test_a_currency_without_decimals_is_settled_and_written_without_them(house: Database) -> None:
    payer, sushi = await person(house, 0, JPY), await shop(house, asset=JPY, fee_bps=350)
    await fund(house, payer, 10_000, JPY)
    await pay(house, payer, sushi, 1_250, asset=JPY)
    after_midnight(house)
    await settle(house, sushi, DAY)
    assert [(line["amount"], line["fee"], line["net"]) for line in await bill(house, sushi)] == [("1250", "-44", "1206")] * 2
