"""The saga of a withdrawal, against a channel in another process that fails on demand: the money is held, and then leaves once or comes back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, JPY, POINTS, USD
from domains.kernel.errors import AmountOutOfRange, IdReused, Refusal, Unauthenticated, UnknownAsset
from gateway.embedded import Instance
from tests.domains.wallet.test_top_up_callbacks import call_back, charge_of
from tests.domains.wallet.top_ups import Customer, House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox

WRONG = customers.PinProof(customers.PinVerdict.WRONG, 3)
ABSENT = customers.PinProof(customers.PinVerdict.ABSENT)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "test_withdrawals") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


async def test_money_is_held_at_once_and_leaves_when_the_channel_has_paid(house: House) -> None:
    customer, paid = await house.customer(minor=20_000), await house.paid_by_channel()
    withdrawal = await house.withdraw(customer, 12_345)
    assert (withdrawal.state, withdrawal.channel, withdrawal.amount.minor) == ("requested", "sandbox", 12_345)
    assert (await house.balance(customer), await house.available(customer)) == (20_000, 7_655)
    await house.pay_out(withdrawal)
    ended = await house.paid(withdrawal)
    assert (ended.state, ended.reason, ended.ask_at) == ("posted", None, None)
    assert ended.reference is not None and ended.reference.startswith("SBXP")
    assert (await house.balance(customer), await house.available(customer), await house.paid_by_channel()) == (7_655, 7_655, paid + 12_345)
    assert await house.facts(withdrawal) == ["WithdrawalRequested", "WithdrawalPosted"]


async def test_yen_are_paid_into_an_account_of_their_own(house: House) -> None:
    customer = await house.customer(JPY, 1_000)
    withdrawal = await house.withdraw(customer, 900, asset=JPY)
    await house.pay_out(withdrawal)
    await house.paid(withdrawal)
    assert (await house.balance(customer), await house.paid_by_channel(JPY)) == (100, 900)


async def test_a_refusal_of_the_channel_returns_the_money_and_the_limit(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer(minor=500_000)
    withdrawal = await house.withdraw(customer, 150_000)
    await sandbox.plan("refuse", charge_id=withdrawal.id)
    await house.pay_out(withdrawal)
    ended = await house.find_out(withdrawal)
    assert (ended.state, ended.reason) == ("refused", "account_closed")
    assert (await house.balance(customer), await house.available(customer), await house.count_movements(customer)) == (500_000, 500_000, 1)
    assert await house.facts(withdrawal) == ["WithdrawalRequested", "WithdrawalReturned"]
    # The day's 5,000 yuan are whole again.
    for minor in (200_000, 200_000, 100_000):
        await house.withdraw(customer, minor)
    assert await house.available(customer) == 0


async def test_two_taps_hold_once_and_eight_jobs_pay_once(house: House) -> None:
    customer, id_ = await house.customer(minor=1_000), uuid4()
    answers = await asyncio.gather(*(house.withdraw(customer, 600, id_=id_) for _ in range(8)))
    assert set(answers) == {answers[0]}
    assert await house.available(customer) == 400
    await asyncio.gather(*(house.pay_out(answers[0]) for _ in range(8)))
    await house.paid(answers[0])
    assert (await house.balance(customer), await house.count_movements(customer)) == (400, 2)
    with pytest.raises(IdReused):
        await house.withdraw(customer, 601, id_=id_)


async def test_of_many_at_once_as_many_are_held_as_the_money_allows(house: House) -> None:
    customer = await house.customer(minor=1_000)
    answers = await asyncio.gather(*(house.withdraw(customer, 300) for _ in range(10)), return_exceptions=True)
    held = [one for one in answers if isinstance(one, wallet.Withdrawal)]
    assert (len(held), await house.available(customer)) == (3, 100)
    assert sum(isinstance(one, ledger.InsufficientFunds) for one in answers) == 7


@pytest.mark.parametrize(
    "fault",
    [
        "server_error",
        "unavailable",
        "never_answers",
        "timeout_after_success",
        "silent_success",
        "server_error_after_success",
        "callback_first",
        "duplicate_callback",
        "no_callback",
        "unknown_status",
        "not_json",
        "wrong_signature",
        "old_timestamp",
    ],
)
async def test_whatever_the_channel_does_the_money_leaves_once(house: House, sandbox: Sandbox, fault: str) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    await sandbox.plan(fault, charge_id=withdrawal.id)
    await house.pay_out(withdrawal)
    await asyncio.sleep(0.05)
    for _ in range(3):
        await house.ask_later(timedelta(minutes=1))
    ended = await house.paid(withdrawal)
    assert (ended.state, ended.reason) == ("posted", None)
    assert (await house.balance(customer), await house.available(customer), await house.count_movements(customer)) == (300, 300, 2)


async def test_what_is_not_known_stays_held(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    await sandbox.plan("never_answers", charge_id=withdrawal.id, count=40)
    await house.pay_out(withdrawal)
    for _ in range(3):
        await house.ask_later(timedelta(hours=1))
    waiting = await house.find_out(withdrawal)
    assert (waiting.state, await house.balance(customer), await house.available(customer)) == ("pending", 1_000, 300)
    await sandbox.send("DELETE", "/channel/faults")
    await house.ask_later(timedelta(hours=1))
    assert (await house.paid(withdrawal)).state == "posted"


async def test_a_withdrawal_whose_job_was_lost_is_picked_up(house: House) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    await house.ask_later(timedelta(seconds=31))
    assert (await house.paid(withdrawal)).state == "posted"


async def test_a_pay_out_that_the_channel_never_got_is_given_back_after_a_day(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    await sandbox.plan("server_error", charge_id=withdrawal.id)
    await house.pay_out(withdrawal)
    await house.ask_later(timedelta(hours=23, minutes=1))
    assert (await house.find_out(withdrawal)).state == "pending"
    await house.ask_later(timedelta(hours=1))
    ended = await house.find_out(withdrawal)
    assert (ended.state, ended.reason, await house.available(customer)) == ("refused", "expired", 1_000)


async def test_a_pay_out_of_another_amount_keeps_the_money_held_for_an_operator(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    await sandbox.plan("other_amount", charge_id=withdrawal.id)
    await house.pay_out(withdrawal)
    ended = await house.paid(withdrawal)
    assert (ended.state, ended.reason) == ("mismatch", "the channel paid 7.01 CNY")
    await house.ask_later(timedelta(hours=1))
    assert (await house.balance(customer), await house.available(customer)) == (1_000, 300)
    assert await house.facts(withdrawal) == ["WithdrawalRequested", "WithdrawalMismatched"]


async def test_a_wallet_closed_meanwhile_is_for_an_operator(house: House) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'closed' WHERE id = $1", customer.account_id)
    await house.pay_out(withdrawal)
    ended = await house.paid(withdrawal)
    assert (ended.state, ended.reason) == ("mismatch", "the ledger refused: AccountClosed")


async def test_late_duplicate_and_contradicting_callbacks_move_nothing_more(house: House) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    word = {"pay_out_id": str(withdrawal.id)}
    answers = await asyncio.gather(*(call_back(house, charge_of(withdrawal, **word)) for _ in range(8)))
    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(200, "posted")] * 8
    late = await call_back(house, charge_of(withdrawal, status="failed", failure_code="account_closed", **word))
    assert late.json() == {"state": "posted"}
    assert (await house.balance(customer), await house.available(customer), await house.count_movements(customer)) == (300, 300, 2)
    assert await house.facts(withdrawal) == ["WithdrawalRequested", "WithdrawalPosted", "WithdrawalMismatched"]
    unknown = await call_back(house, charge_of(withdrawal, pay_out_id=str(uuid4())))
    assert (unknown.status_code, unknown.json()) == (404, {"error": {"code": "pay_out_not_found"}})


async def test_paid_after_it_had_been_refused_is_for_an_operator(house: House) -> None:
    customer = await house.customer(minor=1_000)
    withdrawal = await house.withdraw(customer, 700)
    word = {"pay_out_id": str(withdrawal.id)}
    assert (await call_back(house, charge_of(withdrawal, status="failed", failure_code="account_closed", **word))).json() == {"state": "refused"}
    assert (await call_back(house, charge_of(withdrawal, **word))).json() == {"state": "mismatch"}
    assert (await house.balance(customer), await house.count_movements(customer)) == (1_000, 1)


@pytest.mark.parametrize(
    ("minor", "more", "refusal"),
    [
        (0, {}, AmountOutOfRange),
        (-1, {}, AmountOutOfRange),
        (100, {"asset": POINTS}, UnknownAsset),
        (100, {"channel": "sandbux"}, wallet.ChannelNotFound),
        (200_001, {}, wallet.TransferTooLarge),
        (20_001, {"pin": ABSENT}, wallet.PinRequired),
        (20_001, {"pin": WRONG}, customers.PinWrong),
        (100, {"asset": USD}, ledger.AccountNotFound),
        (30_001, {}, ledger.InsufficientFunds),
    ],
)
async def test_a_request_that_breaks_a_rule_changes_nothing(house: House, minor: int, more: dict[str, object], refusal: type[Refusal]) -> None:
    customer, id_ = await house.customer(minor=30_000), uuid4()
    await house.withdraw(customer, 1)
    before = await house.everything()
    for _ in range(2):
        with pytest.raises(refusal):
            await house.withdraw(customer, minor, id_=id_, **more)  # type: ignore[arg-type]
    after = await house.everything()
    assert [row for row in after if row in before] == before


async def test_a_frozen_wallet_pays_nothing_out(house: House) -> None:
    customer = await house.customer(minor=30_000)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'frozen' WHERE id = $1", customer.account_id)
    with pytest.raises(ledger.AccountFrozen):
        await house.withdraw(customer, 100)
    assert await house.available(customer) == 30_000


async def test_the_days_limit_counts_withdrawals(house: House) -> None:
    customer = await house.customer(minor=600_000)
    for _ in range(2):
        await house.withdraw(customer, 200_000)
    with pytest.raises(ledger.LimitExceeded) as told:
        await house.withdraw(customer, 100_001)
    assert (told.value.left.minor, told.value.left.asset) == (100_000, CNY)


async def test_a_session_that_has_ended_withdraws_nothing_and_leaves_the_id_free(house: House) -> None:
    customer, id_ = await house.customer(minor=1_000), uuid4()
    stranger = Customer(customer.id, uuid4(), customer.account_id)
    with pytest.raises(Unauthenticated):
        await house.withdraw(stranger, 100, id_=id_)
    assert (await house.withdraw(customer, 100, id_=id_)).state == "requested"


async def test_a_request_takes_eight_statements(house: House) -> None:
    customer = await house.customer(minor=1_000)
    await house.withdraw(customer, 1)
    with house.database.counting() as statements:
        await house.withdraw(customer, 100)
    # The parties under lock; what risk is judged by; the wallet under lock, the holds that it bears, the channel's account; the hold; the row; and the outcome
    # with the decision and the facts.
    assert [statement.split()[0] for statement in statements] == ["WITH"] + ["SELECT"] * 4 + ["WITH", "INSERT", "WITH"]
