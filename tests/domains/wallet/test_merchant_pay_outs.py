"""Merchants' balances are paid out through channels, once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, JPY
from domains.kernel.clock import Clock, business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import Amount
from domains.wallet.jobs.withdrawals import ask_channels_for_pay_outs
from domains.wallet.queries.reconciliation import list_posted
from tests.conftest import wired_ports
from tests.domains.wallet.paying_out import BALANCE, NOON, Answer, Bank, asking, balance, facts, pay_out, pay_outs, run_job, run_jobs, settled_shop
from tests.domains.wallet.people import everything, person


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


async def test_a_balance_is_held_and_leaves_once_whoever_runs_twice(house: Database, bank: Bank) -> None:
    one = await settled_shop(house)
    command = asking(one, 6_000)
    asked, again = await asyncio.gather(*(house.write(wallet.merchants.request_merchant_pay_out, command) for _ in range(2)))
    assert (asked, asked.state, asked.channel, await balance(house, one)) == (again, "requested", "bank", (BALANCE, 4_000))
    await asyncio.gather(*(run_job(house, asked.id) for _ in range(4)))
    (ended,) = await pay_outs(house, one)
    assert (ended.state, ended.reference, ended.merchant_id, await balance(house, one)) == ("posted", f"B{asked.id}", one.merchant_id, (4_000, 4_000))
    assert bank.paid == {asked.id: Amount(6_000, CNY)} and set(bank.told) == {f"merchant:{one.merchant_id}"}
    assert [fact for fact in await facts(house, one) if "Withdrawal" in fact] == ["WithdrawalRequested", "WithdrawalPosted"]
    async with house.reading() as read:
        accounts = await ledger.find_accounts(read, [id_ := wallet.pay_out_account_id("bank", CNY)])
        day = business_date(NOON)
        billed = await list_posted(read, "bank", "out", NOON - timedelta(hours=12), NOON + timedelta(hours=12), (NOON - timedelta(days=1), UUID(int=0)), 5)
    assert (accounts[id_].posted.minor, [line.id for line in billed], day.isoformat()) == (6_000, [asked.id], "2026-11-24")


async def test_what_the_channel_refuses_is_in_the_balance_again(house: Database, bank: Bank) -> None:
    one = await settled_shop(house)
    asked = await pay_out(house, one, 6_000)
    bank.refuses = True
    await run_job(house, asked.id)
    (ended,) = await pay_outs(house, one)
    assert (ended.state, ended.reason, await balance(house, one)) == ("refused", "account_closed", (BALANCE, BALANCE))


async def test_a_pay_out_whose_job_was_lost_is_picked_up(house: Database) -> None:
    one = await settled_shop(house)
    await pay_out(house, one, 6_000)
    house.clock.freeze(NOON + timedelta(seconds=31))
    await ask_channels_for_pay_outs(house)
    assert [ended.state for ended in await pay_outs(house, one)] == ["posted"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"merchant_id": uuid4()}, wallet.MerchantNotFound),
        ({"amount": Amount(1, JPY)}, AssetMismatch),
        ({"amount": Amount(0, CNY)}, AmountOutOfRange),
        ({"channel": "elsewhere"}, wallet.ChannelNotFound),
        ({"pin": customers.PinProof(customers.PinVerdict.ABSENT)}, wallet.PinRequired),
        ({"pin": customers.PinProof(customers.PinVerdict.WRONG, 3)}, customers.PinWrong),
        ({"amount": Amount(BALANCE + 1, CNY)}, ledger.InsufficientFunds),
    ],
)
async def test_a_pay_out_that_breaks_a_rule_changes_nothing(house: Database, more: dict[str, Any], refusal: type[Refusal]) -> None:
    one = await settled_shop(house)
    before = await everything(house, but=frozenset({"kernel_request"}))
    with pytest.raises(refusal):
        await pay_out(house, one, 1, **more)
    assert await everything(house, but=frozenset({"kernel_request"})) == before


async def test_a_cashier_or_a_stranger_has_nothing_paid_out(house: Database) -> None:
    one, cashier, stranger = await settled_shop(house), await person(house), await person(house)
    command = wallet.SetOperatorCommand(
        request_id=uuid4(),
        owner_id=one.owner.id,
        session_id=one.owner.session_id,
        merchant_id=one.merchant_id,
        customer_id=cashier.id,
        role=wallet.Role.CASHIER,
    )
    await house.write(wallet.set_operator, command)
    for other in (cashier, stranger):
        with pytest.raises(wallet.MerchantNotFound):
            await pay_out(house, one, 1, owner_id=other.id, session_id=other.session_id)


async def test_of_many_at_once_as_many_go_as_the_balance_allows(house: Database) -> None:
    one = await settled_shop(house)
    answers = await asyncio.gather(*(pay_out(house, one, 3_000) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(answer, ledger.InsufficientFunds) for answer in answers) == 5
    await run_jobs(house)
    assert await balance(house, one) == (1_000, 1_000)


async def test_an_unknown_pay_out_and_one_of_another_channel_are_not_found(house: Database) -> None:
    one = await settled_shop(house)
    asked = await pay_out(house, one, 100)
    for channel, id_ in (("bank", uuid4()), ("elsewhere", asked.id)):
        word = wallet.settlement(channel, id_, Answer("succeeded", "R", Amount(100, CNY)), asked=False)
        with pytest.raises(wallet.WithdrawalNotFound):
            await house.write(wallet.settle_withdrawal, word)
    assert word.owner_id == HOUSE_ID


async def test_a_reference_of_another_pay_out_is_not_believed(house: Database) -> None:
    one = await settled_shop(house)
    first, second = await pay_out(house, one, 100), await pay_out(house, one, 200)
    for asked, minor in ((first, 100), (second, 200)):
        word = wallet.settlement("bank", asked.id, Answer("succeeded", "SAME", Amount(minor, CNY)), asked=False)
        await house.write(wallet.settle_withdrawal, word)
    found = {ended.id: ended for ended in await pay_outs(house, one)}
    assert (found[first.id].state, found[second.id].state, found[second.id].reference) == ("posted", "mismatch", None)
    assert found[second.id].reason == "the channel gave the reference of another order"
    assert await balance(house, one) == (BALANCE - 100, BALANCE - 300)
