"""A partner's settled balance is paid to its bank account through the wallet's channels: once, whatever channel and jobs do, or it stays where it is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domains import ledger, scenes, wallet
from domains.kernel.assets import CNY, POINTS
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import AmountOutOfRange, IdReused, UnknownAsset
from domains.kernel.money import Amount
from domains.scenes.jobs.payout import pay_out_partners
from domains.wallet.jobs.reconciliation import fetch_bills
from gateway.embedded import Instance
from tests.domains.scenes.agreeing import APPROVER, PROPOSER, a_split, an_agreement
from tests.domains.scenes.partners import a_partner
from tests.domains.wallet.top_ups import House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox

paid = scenes.payouts

WORD = "acct_morning-water"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "test_payouts") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


async def settled(house: House, minor: int) -> UUID:
    """A partner to whom so much was settled."""
    partner = await a_partner(house.database)
    agreement = await an_agreement(house.database, partner)
    await a_split(house.database, agreement, {partner: 7_000, HOUSE_ID: 3_000}, valid_from=house.database.clock.now().date() + DAY)
    await settle_more(house, partner, minor)
    return partner


async def settle_more(house: House, partner: UUID, minor: int) -> None:
    expense, balance = scenes.agreements.expense_account_id(CNY), scenes.agreements.partner_balance_id(partner, CNY)
    planned = ledger.PlannedMovement(uuid4(), "commission_settled", expense, balance, Amount(minor, CNY))
    async with house.database.transaction() as tx:
        (verdict,) = await ledger.post(tx, [(uuid4(), [planned])])
    assert not isinstance(verdict, Exception)


def proposing(partner: UUID, **changed: Any) -> paid.ProposePayoutAccountCommand:
    values: dict[str, Any] = {"channel": "sandbox", "destination": WORD, "least": Amount(10_000, CNY), "request_id": uuid4()} | changed
    return paid.ProposePayoutAccountCommand(owner_id=PROPOSER, partner_id=partner, **values)


async def decide(house: House, account: paid.PayoutAccount, by: UUID = APPROVER, *, is_approved: bool = True) -> paid.PayoutAccount:
    command = paid.DecidePayoutAccountCommand(request_id=uuid4(), owner_id=by, account_id=account.id, is_approved=is_approved)
    return await house.database.write(paid.decide_payout_account, command)


async def an_account(house: House, partner: UUID, **changed: Any) -> paid.PayoutAccount:
    return await decide(house, await house.database.write(paid.propose_payout_account, proposing(partner, **changed)))


async def pay(house: House, account: paid.PayoutAccount) -> paid.PartnerPayout:
    return await house.database.write(paid.pay_out_partner, paid.PayOutPartnerCommand(request_id=None, owner_id=HOUSE_ID, account_id=account.id))


async def payouts(house: House, partner: UUID) -> list[paid.PartnerPayout]:
    async with house.database.reading(single=True) as read:
        (page,) = await paid.list_payout_pages(read, [partner], 50, None)
    return list(page.items)


async def balance(house: House, partner: UUID) -> tuple[int, int]:
    """Posted and available."""
    async with house.database.reading(single=True) as read:
        account = (await ledger.find_accounts(read, [scenes.agreements.partner_balance_id(partner, CNY)])).popitem()[1]
    return account.posted.minor, account.available.minor


async def run_jobs(house: House) -> None:
    """What the worker does after every WithdrawalRequested, each as often as it is called."""
    async with house.database.reading(single=True) as read:
        rows = await read.fetch("SELECT payload FROM kernel_outbox WHERE name = 'WithdrawalRequested' ORDER BY id")
    await asyncio.gather(*(house.pay_out_payload(row["payload"]) for row in rows))


async def test_what_was_settled_is_paid_to_the_bank_account_that_two_of_the_staff_named(house: House, sandbox: Sandbox) -> None:
    partner = await settled(house, 123_45)
    before = await house.paid_by_channel()
    proposed = await house.database.write(paid.propose_payout_account, proposing(partner))
    await pay_out_partners(house.database)
    # One of the staff alone sends no money anywhere.
    assert (proposed.state, await payouts(house, partner)) == ("proposed", [])
    with pytest.raises(paid.PayoutAccountOwn):
        await decide(house, proposed, PROPOSER)
    assert (await decide(house, proposed)).state == "approved"
    for _ in range(3):
        await pay_out_partners(house.database)
    (one,) = await payouts(house, partner)
    assert (one.state, one.amount.minor, one.destination, await balance(house, partner)) == ("requested", 123_45, WORD, (123_45, 0))
    for _ in range(2):
        await run_jobs(house)
    await house.ask_later(timedelta(minutes=1))
    (ended,) = await payouts(house, partner)
    assert (ended.state, ended.reason, await balance(house, partner), await house.paid_by_channel()) == ("posted", None, (0, 0), before + 123_45)
    told = (await sandbox.send("GET", f"/channel/pay-outs/{one.id}")).json()
    assert (told["destination"], told["amount_minor"], told["status"]) == (WORD, 123_45, "succeeded")
    assert await house.facts(await withdrawal(house, one)) == ["WithdrawalRequested", "WithdrawalPosted"]


async def withdrawal(house: House, one: paid.PartnerPayout) -> wallet.Withdrawal:
    async with house.database.reading(single=True) as read:
        (found,) = await wallet.find_withdrawals(read, [one.id], [one.partner_id])
    assert found is not None
    return found


@pytest.mark.parametrize(
    "fault",
    ["server_error", "never_answers", "timeout_after_success", "silent_success", "server_error_after_success", "duplicate_callback", "no_callback", "not_json"],
)
async def test_whatever_the_channel_does_the_balance_leaves_once(house: House, sandbox: Sandbox, fault: str) -> None:
    partner = await settled(house, 50_000)
    account, before = await an_account(house, partner), await house.paid_by_channel()
    (one, *others) = await asyncio.gather(*(pay(house, account) for _ in range(8)))
    assert {other.id for other in others} == {one.id}
    await sandbox.plan(fault, charge_id=one.id)
    for _ in range(2):
        await run_jobs(house)
    for _ in range(3):
        await house.ask_later(timedelta(minutes=1))
        await pay_out_partners(house.database)
    (ended,) = await payouts(house, partner)
    assert (ended.state, await balance(house, partner), await house.paid_by_channel()) == ("posted", (0, 0), before + 50_000)


async def test_what_the_channel_refuses_is_in_the_balance_again_and_goes_with_the_next_days(house: House, sandbox: Sandbox) -> None:
    partner = await settled(house, 50_000)
    first = await pay(house, await an_account(house, partner))
    await sandbox.plan("refuse", charge_id=first.id)
    await run_jobs(house)
    (back,) = await payouts(house, partner)
    assert (back.state, back.reason, await balance(house, partner)) == ("refused", "account_closed", (50_000, 50_000))
    await pay_out_partners(house.database)
    assert len(await payouts(house, partner)) == 1
    # The bank account was closed: staff name another, and the next day's payout goes there, with what was settled meanwhile.
    await an_account(house, partner, destination="acct_new")
    await settle_more(house, partner, 1_000)
    house.database.clock.advance(DAY)
    await pay_out_partners(house.database)
    await run_jobs(house)
    await house.ask_later(timedelta(minutes=1))
    assert [(one.state, one.amount.minor, one.destination) for one in await payouts(house, partner)] == [
        ("posted", 51_000, "acct_new"),
        ("refused", 50_000, WORD),
    ]
    assert await balance(house, partner) == (0, 0)


async def test_the_channels_bill_agrees_with_what_was_paid_out(house: House, sandbox: Sandbox) -> None:
    partner = await settled(house, 50_000)
    one = await pay(house, await an_account(house, partner))
    await run_jobs(house)
    await house.ask_later(timedelta(minutes=1))
    assert (await payouts(house, partner))[0].state == "posted"
    house.database.clock.advance(DAY + timedelta(hours=2))
    await sandbox.set_clock(house.database.clock.now())
    await fetch_bills(house.database)
    async with house.database.reading(single=True) as read:
        (row,) = await read.fetch("SELECT direction, state, difference FROM wallet_bill_item WHERE order_id = $1", one.id)
    assert (row["direction"], row["difference"]) == ("out", None)


async def test_too_little_an_unknown_or_a_suspended_partner_is_not_paid(house: House) -> None:
    partner = await settled(house, 9_999)
    account = await an_account(house, partner)
    with pytest.raises(paid.PayoutTooSmall) as refused:
        await pay(house, account)
    assert refused.value.least.minor == 10_000
    await settle_more(house, partner, 1)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE scenes_partner SET state = 'suspended' WHERE id = $1", partner)
    await pay_out_partners(house.database)
    with pytest.raises(paid.PayoutAccountNotFound):
        await pay(house, account)
    with pytest.raises(paid.PayoutAccountNotFound):
        await house.database.write(paid.pay_out_partner, paid.PayOutPartnerCommand(request_id=None, owner_id=HOUSE_ID, account_id=uuid4()))
    assert (await payouts(house, partner), await balance(house, partner)) == ([], (10_000, 10_000))


async def test_an_account_is_proposed_in_order_of_its_rules_and_decided_on_once(house: House) -> None:
    partner, write = await a_partner(house.database), house.database.write
    for changed, refusal in (
        ({"channel": "nowhere"}, wallet.ChannelNotFound),
        ({"destination": ""}, paid.PayoutAccountMalformed),
        ({"destination": "two words"}, paid.PayoutAccountMalformed),
        ({"destination": "a" * 65}, paid.PayoutAccountMalformed),
        ({"least": Amount(0, CNY)}, AmountOutOfRange),
        ({"least": Amount(5, POINTS)}, UnknownAsset),
    ):
        with pytest.raises(refusal):
            await write(paid.propose_payout_account, proposing(partner, **changed))
    with pytest.raises(scenes.PartnerNotFound):
        await write(paid.propose_payout_account, proposing(uuid4()))
    command = proposing(partner)
    first = await write(paid.propose_payout_account, command)
    assert await write(paid.propose_payout_account, command) == first
    with pytest.raises(IdReused):
        await write(paid.propose_payout_account, proposing(partner, request_id=first.id, destination="acct_thief"))
    second = await write(paid.propose_payout_account, proposing(partner, destination="acct_second"))
    answers = await asyncio.gather(decide(house, first), decide(house, second))
    assert [one.state for one in answers] == ["approved", "approved"]
    third = await decide(house, await write(paid.propose_payout_account, proposing(partner)), is_approved=False)
    with pytest.raises(paid.PayoutAccountNotOpen):
        await decide(house, third)
    async with house.database.reading(single=True) as read:
        (page,) = await paid.list_account_pages(read, [partner], 10, None)
        acts = await read.fetch("SELECT action FROM kernel_audit WHERE action LIKE 'scenes.%payout%'")
    assert sorted(one.state for one in page.items) == ["approved", "ended", "rejected"]
    assert len(acts) == 6
