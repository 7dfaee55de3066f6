"""The saga of a top-up, against a channel in another process that fails on demand."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, JPY, POINTS, USD
from domains.kernel.errors import AmountOutOfRange, IdReused, Refusal, Unauthenticated, UnknownAsset
from domains.wallet import ChannelNotFound
from domains.wallet.jobs.top_ups import ask_channels
from gateway.embedded import Instance
from tests.domains.wallet.top_ups import Customer, House, house_with_channel, own_database
from tests.integrations.running import Sandbox, running_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[House]:
    with own_database(migrated, "test_top_up") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


async def test_money_arrives_by_callback_and_the_channel_owes_it(house: House) -> None:
    customer, owed = await house.customer(), await house.owed_by_channel()
    top_up = await house.request(customer, 12_345)
    assert (top_up.state, top_up.channel, top_up.amount.minor, await house.balance(customer)) == ("requested", "sandbox", 12_345, 0)
    await house.charge(top_up)
    ended = await house.ended(top_up)
    assert (ended.state, ended.reason, ended.ask_at) == ("posted", None, None)
    assert ended.reference is not None and ended.reference.startswith("SBX")
    assert (await house.balance(customer), await house.owed_by_channel()) == (12_345, owed + 12_345)
    assert await house.facts(top_up) == ["TopUpRequested", "TopUpPosted"]


async def test_a_top_up_in_yen_uses_an_account_of_its_own(house: House) -> None:
    customer = await house.customer(JPY)
    top_up = await house.request(customer, 900, asset=JPY)
    await house.charge(top_up)
    await house.ended(top_up)
    assert (await house.balance(customer), await house.owed_by_channel(JPY)) == (900, 900)


async def test_eight_repeats_of_a_request_are_one_top_up(house: House) -> None:
    customer, id_ = await house.customer(), uuid4()
    answers = await asyncio.gather(*(house.request(customer, 500, id_=id_) for _ in range(8)))
    assert set(answers) == {answers[0]}
    await asyncio.gather(*(house.charge(answers[0]) for _ in range(8)))
    await house.ended(answers[0])
    assert (await house.balance(customer), await house.count_movements(customer)) == (500, 1)
    with pytest.raises(IdReused):
        await house.request(customer, 501, id_=id_)
    with pytest.raises(IdReused):
        await house.request(await house.customer(), 500, id_=id_)


async def test_a_refusal_of_the_bank_ends_it_without_money(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 500)
    await sandbox.plan("refuse", charge_id=top_up.id)
    await house.charge(top_up)
    ended = await house.find(top_up)
    assert (ended.state, ended.reason, await house.balance(customer)) == ("refused", "insufficient_funds", 0)
    await house.ask_later()
    assert await house.facts(top_up) == ["TopUpRequested", "TopUpRefused"]


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
async def test_whatever_the_channel_does_the_money_arrives_once(house: House, sandbox: Sandbox, fault: str) -> None:
    customer, owed = await house.customer(), await house.owed_by_channel()
    top_up = await house.request(customer, 700)
    await sandbox.plan(fault, charge_id=top_up.id)
    await house.charge(top_up)
    await asyncio.sleep(0.05)
    for _ in range(3):
        await house.ask_later(timedelta(minutes=1))
    ended = await house.ended(top_up)
    assert (ended.state, ended.reason) == ("posted", None)
    assert (await house.balance(customer), await house.count_movements(customer), await house.owed_by_channel()) == (700, 1, owed + 700)


@pytest.mark.parametrize("fault", ["silent_success", "unknown_status", "not_json", "server_error", "never_answers"])
async def test_what_is_not_known_is_pending_and_is_asked_for_when_due(house: House, sandbox: Sandbox, fault: str) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    await sandbox.plan(fault, charge_id=top_up.id)
    await house.charge(top_up)
    waiting = await house.find(top_up)
    assert (waiting.state, waiting.attempts, await house.balance(customer)) == ("pending", 1, 0)
    await ask_channels(house.database)
    assert await house.find(top_up) == waiting
    # On a busy machine an answer may come too late to count, and is asked for once more.
    for _ in range(3):
        await house.ask_later(timedelta(minutes=1))
    assert (await house.ended(top_up)).state == "posted"


async def test_a_top_up_whose_job_was_lost_is_picked_up(house: House) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    await house.ask_later(timedelta(seconds=29))
    assert (await house.find(top_up)).state == "requested"
    await house.ask_later(timedelta(seconds=2))
    assert (await house.ended(top_up)).state == "posted"


async def test_a_worker_killed_while_the_channel_takes_the_money_loses_and_doubles_nothing(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    await sandbox.plan("silent_success", charge_id=top_up.id)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(house.charge(top_up), 0.15)
    assert (await house.find(top_up)).state == "requested"
    await asyncio.gather(*(house.charge(top_up) for _ in range(4)), house.ask_later(timedelta(seconds=31)))
    await house.ask_later()
    assert (await house.ended(top_up)).state == "posted"
    assert (await house.balance(customer), await house.count_movements(customer)) == (700, 1)


async def test_a_charge_of_another_amount_is_kept_for_an_operator(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    await sandbox.plan("other_amount", charge_id=top_up.id)
    await house.charge(top_up)
    ended = await house.ended(top_up)
    assert (ended.state, ended.reason, await house.balance(customer)) == ("mismatch", "the channel took 7.01 CNY", 0)
    await house.ask_later(timedelta(hours=1))
    assert await house.find(top_up) == ended
    assert await house.facts(top_up) == ["TopUpRequested", "TopUpMismatched"]


async def test_a_wallet_closed_meanwhile_leaves_the_money_at_the_channel_for_an_operator(house: House) -> None:
    customer, owed = await house.customer(), await house.owed_by_channel()
    top_up = await house.request(customer, 700)
    async with house.database.transaction() as tx:
        await tx.execute("UPDATE ledger_account SET state = 'closed' WHERE id = $1", customer.account_id)
    await house.charge(top_up)
    ended = await house.ended(top_up)
    assert (ended.state, ended.reason) == ("mismatch", "the ledger refused: AccountClosed")
    assert (await house.balance(customer), await house.owed_by_channel()) == (0, owed)


async def test_a_charge_that_the_channel_never_got_is_given_up_after_a_day(house: House, sandbox: Sandbox) -> None:
    customer = await house.customer()
    top_up = await house.request(customer, 700)
    await sandbox.plan("server_error", charge_id=top_up.id)
    await house.charge(top_up)
    await house.ask_later(timedelta(hours=23, minutes=1))
    assert (await house.find(top_up)).state == "pending"
    await house.ask_later(timedelta(hours=1))
    ended = await house.find(top_up)
    assert (ended.state, ended.reason, await house.balance(customer)) == ("refused", "expired", 0)


async def test_one_top_up_that_cannot_be_settled_does_not_keep_the_next_from_it(house: House) -> None:
    customers_ = [await house.customer() for _ in range(3)]
    top_ups = [await house.request(one, 100 + number) for number, one in enumerate(customers_)]
    await house.ask_later(timedelta(seconds=31))
    assert [(await house.ended(one)).state for one in top_ups] == ["posted"] * 3
    assert [await house.balance(one) for one in customers_] == [100, 101, 102]


@pytest.mark.parametrize(
    ("minor", "asset", "channel", "refusal"),
    [
        (0, CNY, None, AmountOutOfRange),
        (-1, CNY, None, AmountOutOfRange),
        (5_000_001, CNY, None, AmountOutOfRange),
        (2**63 - 1, CNY, None, AmountOutOfRange),
        (100, POINTS, None, UnknownAsset),
        (100, CNY, "sandbux", ChannelNotFound),
        (100, USD, None, ledger.AccountNotFound),
    ],
)
async def test_a_request_that_breaks_a_rule_changes_nothing(house: House, minor: int, asset: object, channel: str | None, refusal: type[Refusal]) -> None:
    customer, id_ = await house.customer(), uuid4()
    await house.request(customer, 1)
    before = await house.everything()
    for _ in range(2):
        with pytest.raises(refusal):
            await house.request(customer, minor, id_=id_, asset=asset, channel=channel)  # type: ignore[arg-type]
    after = await house.everything()
    # A channel's account in another currency may have been opened, empty.
    assert [row for row in after if row in before] == before


async def test_a_top_up_that_overtakes_the_opening_of_the_first_wallet_opens_it(house: House) -> None:
    made = await customers.make_development_customer(house.database, f"+86135{uuid4().int % 10**8:08d}")
    customer = Customer(made.customer_id, made.session_id, wallet.wallet_account_id(made.customer_id, CNY))
    assert (await house.request(customer, 500)).state == "requested"
    assert await house.balance(customer) == 0
    with pytest.raises(ledger.AccountNotFound):
        await house.request(customer, 500, asset=USD)


async def test_the_most_that_one_top_up_may_bring_is_allowed(house: House) -> None:
    assert (await house.request(await house.customer(), 5_000_000)).amount.minor == 5_000_000


async def test_a_session_that_has_ended_tops_up_nothing_and_leaves_the_id_free(house: House) -> None:
    customer, id_ = await house.customer(), uuid4()
    stranger = Customer(customer.id, uuid4(), customer.account_id)
    with pytest.raises(Unauthenticated):
        await house.request(stranger, 100, id_=id_)
    assert (await house.request(customer, 100, id_=id_)).state == "requested"


async def test_a_request_takes_four_statements_and_a_settlement_four(house: House) -> None:
    customer = await house.customer()
    await house.request(customer, 1)
    with house.database.counting() as statements:
        top_up = await house.request(customer, 100)
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT", "INSERT", "WITH"]
    with house.database.counting() as statements:
        await house.charge(top_up)
        await house.ended(top_up)
    writes = [
        statement.split()[0]
        for statement in statements
        if "FROM kernel_outbox" not in statement and "unnest($1::uuid[], $2::uuid[]) AS wanted" not in statement
    ]
    # The lock and one writing for the answer (pending); for the callback, which posts: the lock of the row, whose reference that is, the locks of the accounts,
    # and one writing.
    assert sorted(writes) == sorted(["SELECT", "WITH", "SELECT", "SELECT", "SELECT", "WITH"])
