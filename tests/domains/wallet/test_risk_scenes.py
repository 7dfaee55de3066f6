"""Every verb by which money leaves a customer is judged: each by each verdict, explained, within limits that no two verbs get around."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.wallet import RiskConditions, RiskOutcome
from tests.conftest import wired_ports
from tests.domains.wallet.people import Person, balance, everything, fund, make_known, person, transfer_to
from tests.domains.wallet.red_packets import packet_to
from tests.domains.wallet.risks import ABSENT, ACTS, RIGHT, decided, end, publish, spendable, with_channel
from tests.domains.wallet.test_money_requests import ask, pay_of
from tests.domains.wallet.tills import bought, order, pay, paying, shop

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
CHANGED = frozenset({"kernel_request", "wallet_risk_decision"})
HELD_VERBS = {"transfer", "withdrawal"}


@pytest_asyncio.fixture(loop_scope="session")
async def house(fresh_dsn: Callable[[str], str]) -> AsyncIterator[Database]:
    opened = await Database.open(fresh_dsn("scenebank_app"), Clock(), ports=with_channel(wired_ports()), write_connections=8, read_connections=4)
    opened.clock.freeze(NOON)
    yield opened
    await opened.close()


async def told_by(attempt: Callable[[customers.PinProof], Any], pin: customers.PinProof = ABSENT) -> Any:
    """What the attempt answers, or is refused for."""
    try:
        return await attempt(pin)
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize("verb", ACTS)
async def test_what_passes_is_kept_and_agrees_with_the_movements(house: Database, verb: str) -> None:
    scene, ready = ACTS[verb]
    sender = await person(house, 10_000)
    attempt = await ready(house, sender, 1_000)
    assert not isinstance(await told_by(attempt), Refusal)
    found = await decided(house, sender)
    assert {(one.scene, one.outcome, one.matched, one.granted) for one in found} == {(scene, RiskOutcome.PASS, (), True)}
    assert (sum(one.amount.minor for one in found), await spendable(house, sender)) == (1_000, 9_000)
    assert await wallet.verify_risk(house) == []


@pytest.mark.parametrize("verb", ACTS)
async def test_a_pin_that_is_demanded_lets_it_go_once_it_is_proved(house: Database, verb: str) -> None:
    scene, ready = ACTS[verb]
    sender = await person(house, 10_000)
    attempt = await ready(house, sender, 1_000)
    await publish(house, ("sure", RiskOutcome.PIN, RiskConditions(scene=scene)))
    told = await told_by(attempt)
    if verb == "payment code":
        # Nobody types at a till: the customer is asked to confirm.
        assert isinstance(told, wallet.CodeCharged) and told.payment_id is None and told.order_id is not None
        order_id = told.order_id
        attempt = lambda pin: house.write(wallet.pay, paying(sender, order_id, pin=pin))  # noqa: E731
        told = await told_by(attempt)
    assert isinstance(told, wallet.PinRequired) and told.above == Amount(0, CNY)
    assert await spendable(house, sender) == 10_000
    assert not isinstance(await told_by(attempt, RIGHT), Refusal)
    assert await spendable(house, sender) == 9_000
    assert {(one.outcome, one.matched) for one in await decided(house, sender)} == {(RiskOutcome.PIN, ("sure",))}
    assert await wallet.verify_risk(house) == []


@pytest.mark.parametrize("verb", ACTS)
async def test_a_code_that_is_demanded_is_a_sign_in_of_the_last_minutes(house: Database, verb: str) -> None:
    scene, ready = ACTS[verb]
    sender = await person(house, 10_000)
    await publish(house, ("code", RiskOutcome.CODE, RiskConditions(scene=scene)))
    house.clock.freeze(NOON + timedelta(minutes=9))
    assert not isinstance(await told_by(await ready(house, sender, 1_000)), Refusal)
    assert await spendable(house, sender) == 9_000
    house.clock.freeze(NOON + timedelta(minutes=10, microseconds=1))
    told = await told_by(await ready(house, sender, 1_000), RIGHT)
    if verb == "payment code":
        assert isinstance(told, wallet.CodeCharged) and told.payment_id is None
    else:
        assert isinstance(told, customers.FreshSignInNeeded)
    assert await spendable(house, sender) == 9_000
    assert {(one.outcome, one.granted) for one in await decided(house, sender)} == {(RiskOutcome.CODE, True), (RiskOutcome.CODE, False)}


@pytest.mark.parametrize("outcome", [RiskOutcome.REFUSE, RiskOutcome.REVIEW])
@pytest.mark.parametrize("verb", ACTS)
async def test_what_is_refused_or_cannot_wait_moves_nothing_and_is_kept(house: Database, verb: str, outcome: RiskOutcome) -> None:
    scene, ready = ACTS[verb]
    sender = await person(house, 10_000)
    attempt = await ready(house, sender, 1_000)
    await publish(house, ("stop", outcome, RiskConditions(scene=scene, yuan_at_least=10)))
    before = await everything(house, but=CHANGED | {"wallet_payment_code"})
    told = await told_by(attempt, RIGHT)
    if outcome is RiskOutcome.REVIEW and verb in HELD_VERBS:
        assert isinstance(told, wallet.HeldForReview) and told.until == NOON + timedelta(hours=24)
        assert (await balance(house, sender), await spendable(house, sender)) == (10_000, 9_000)
    else:
        assert isinstance(told, wallet.RefusedForSafety)
        assert await everything(house, but=CHANGED | {"wallet_payment_code"}) == before
    assert {(one.scene, one.outcome, one.matched, one.granted, one.version) for one in await decided(house, sender)} == {(scene, outcome, ("stop",), False, 2)}
    assert await wallet.verify_risk(house) == []


async def test_a_rule_for_one_kind_of_act_leaves_the_others_alone(house: Database) -> None:
    sender, friend = await person(house, 10_000), await person(house)
    await publish(house, ("no packets", RiskOutcome.REFUSE, RiskConditions(scene=wallet.Scene.RED_PACKET)))
    await house.write(wallet.transfer, transfer_to(sender, friend, 100))
    with pytest.raises(wallet.RefusedForSafety):
        await house.write(wallet.send_red_packet, packet_to(sender, 100, 1, friend))


async def test_payments_confirmed_together_are_judged_by_what_they_come_to(house: Database) -> None:
    payer, first, second = await person(house, 20_000), await shop(house), await shop(house)
    await publish(house, ("large", RiskOutcome.PIN, RiskConditions(yuan_at_least=100)))
    parts = (bought(first, Amount(6_000, CNY)), bought(second, Amount(4_000, CNY)))
    command = {"owner_id": payer.id, "session_id": payer.session_id, "purchases": parts}
    with pytest.raises(wallet.PinRequired):
        await house.write(wallet.pay_together, wallet.PayTogetherCommand(request_id=uuid4(), **command))  # type: ignore[arg-type]
    assert {one.inputs["whole_minor"] for one in await decided(house, payer)} == {10_000}
    await house.write(wallet.pay_together, wallet.PayTogetherCommand(request_id=uuid4(), pin=RIGHT, **command))  # type: ignore[arg-type]
    assert sorted(one.amount.minor for one in await decided(house, payer) if one.granted) == [4_000, 6_000]
    assert await wallet.verify_risk(house) == []


async def test_a_payment_counts_in_the_days_window(house: Database) -> None:
    payer, noodles, other = await person(house, 1_000_000), await shop(house), await shop(house)
    for _ in range(20):
        await pay(house, payer, noodles, 20_000)
    with pytest.raises(ledger.LimitExceeded) as told:
        await pay(house, payer, noodles, 1)
    assert (told.value.period[:16], told.value.left) == ("counterparty-day", Amount(0, CNY))
    for _ in range(5):
        await pay(house, payer, other, 20_000)
    with pytest.raises(ledger.LimitExceeded) as told:
        await pay(house, payer, other, 1)
    assert (told.value.period[:3], told.value.left) == ("day", Amount(0, CNY))


async def test_taps_across_verbs_cannot_pass_a_counterpartys_limit(house: Database) -> None:
    """Requests, transfers and packets to one person, all at once: 4,000 yuan in a day, and 2,000 while they are new."""
    sender, friend = await person(house, 1_000_000), await person(house)
    asked = [await ask(house, friend, sender, 50_000) for _ in range(3)]
    commands: list[tuple[Any, Any]] = [(wallet.pay_money_request, pay_of(sender, one.id, pin=RIGHT)) for one in asked]
    commands += [(wallet.transfer, transfer_to(sender, friend, 50_000, pin=RIGHT)) for _ in range(3)]
    commands += [(wallet.send_red_packet, packet_to(sender, 20_000, 1, friend)) for _ in range(4)]
    answers = await asyncio.gather(*(house.write(verb, command) for verb, command in commands), return_exceptions=True)
    assert {type(one) for one in answers if isinstance(one, Exception)} == {ledger.LimitExceeded}
    sent = sum(one.amount.minor for one in await decided(house, sender) if one.granted)
    assert sent == 1_000_000 - await balance(house, sender)
    assert 180_000 <= sent <= 200_000
    assert await wallet.verify_risk(house) == []


async def test_payments_and_orders_at_once_do_not_pass_a_merchants_limit(house: Database) -> None:
    payer, noodles = await person(house, 1_000_000), await shop(house)
    asked = [await order(house, noodles, 100_000) for _ in range(4)]
    commands = [paying(payer, one, pin=RIGHT) for one in asked] + [paying(payer, noodles, 100_000, pin=RIGHT) for _ in range(4)]
    answers = await asyncio.gather(*(house.write(wallet.pay, command) for command in commands), return_exceptions=True)
    assert [type(one) for one in answers].count(wallet.Paid) == 4
    assert {one.period[:16] for one in answers if isinstance(one, ledger.LimitExceeded)} == {"counterparty-day"}


async def test_one_who_taps_by_many_verbs_is_counted_by_velocity(house: Database) -> None:
    sender, friend, noodles = await person(house, 100_000), await person(house), await shop(house)
    await publish(house, ("many", RiskOutcome.REFUSE, RiskConditions(ten_minutes_count_above=4)))
    commands: list[tuple[Any, Any]] = [(wallet.transfer, transfer_to(sender, friend, 100)) for _ in range(4)]
    commands += [(wallet.pay, paying(sender, noodles, 100)) for _ in range(4)]
    commands += [(wallet.send_red_packet, packet_to(sender, 100, 1, friend)) for _ in range(4)]
    answers = await asyncio.gather(*(house.write(verb, command) for verb, command in commands), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in answers) == 5
    assert sum(isinstance(one, wallet.RefusedForSafety) for one in answers) == 7


async def test_what_waits_for_staff_counts_against_the_counterpartys_limit(house: Database) -> None:
    sender, friend = await person(house, 1_000_000), await person(house)
    await publish(house, ("look", RiskOutcome.REVIEW, RiskConditions(yuan_at_least=1_000)))
    await make_known(house, sender, friend)
    for _ in range(2):
        with pytest.raises(wallet.HeldForReview):
            await house.write(wallet.transfer, transfer_to(sender, friend, 200_000, pin=RIGHT))
    with pytest.raises(ledger.LimitExceeded) as told:
        await house.write(wallet.transfer, transfer_to(sender, friend, 100))
    assert told.value.period == "counterparty-day:2026-11-25"


async def test_a_released_transfer_marks_the_payee_as_paid(house: Database) -> None:
    sender, friend = await person(house, 500_000), await person(house)
    await publish(house, ("look", RiskOutcome.REVIEW, RiskConditions(yuan_at_least=50)))
    command = transfer_to(sender, friend, 5_000)
    with pytest.raises(wallet.HeldForReview):
        await house.write(wallet.transfer, command)
    assert await _first_paid(house, sender, friend) is None
    house.clock.freeze(NOON + timedelta(hours=1))
    assert command.request_id is not None
    await end(house, command.request_id, release=True)
    assert await _first_paid(house, sender, friend) == NOON + timedelta(hours=1)


async def test_a_withdrawal_that_staff_let_go_is_paid_as_any_other(house: Database) -> None:
    sender = await person(house, 10_000)
    await publish(house, ("look", RiskOutcome.REVIEW, RiskConditions(scene=wallet.Scene.WITHDRAW)))
    held = await _held_withdrawal(house, sender)
    house.clock.freeze(NOON + timedelta(hours=23))
    assert (await end(house, held.transfer_id, release=True)).movement_id is None
    async with house.reading() as read:
        (withdrawal,) = await wallet.find_withdrawals(read, [held.transfer_id], [sender.id])
        told = await read.fetchval("SELECT payload FROM kernel_outbox WHERE name = 'WithdrawalRequested'")
        used = await ledger.list_usage(read, [(sender.account_id, "day:2026-11-25"), (sender.account_id, "withdraw-day:2026-11-25")])
    assert withdrawal is not None and (withdrawal.state, withdrawal.channel, withdrawal.requested_at) == ("requested", "stub", NOON + timedelta(hours=23))
    assert (told["withdrawal_id"], told["channel"]) == (str(held.transfer_id), "stub")
    assert (await balance(house, sender), await spendable(house, sender), sorted(used.values())) == (10_000, 7_000, [3_000, 3_000])
    house.clock.freeze(NOON + timedelta(days=3))
    # The review's day is over, and the money still waits for the channel.
    assert await spendable(house, sender) == 7_000
    assert await wallet.verify_risk(house) == []


@pytest.mark.parametrize("how", ["refused", "expired"])
async def test_a_withdrawal_that_staff_do_not_let_go_is_free_again(house: Database, how: str) -> None:
    sender = await person(house, 10_000)
    await publish(house, ("look", RiskOutcome.REVIEW, RiskConditions(scene=wallet.Scene.WITHDRAW)))
    held = await _held_withdrawal(house, sender)
    if how == "refused":
        assert (await end(house, held.transfer_id, release=False)).state == "refused"
    else:
        house.clock.freeze(NOON + timedelta(hours=24))
        with pytest.raises(wallet.ReviewEnded):
            await end(house, held.transfer_id, release=True)
    assert await spendable(house, sender) == 10_000
    async with house.reading() as read:
        assert await wallet.find_withdrawals(read, [held.transfer_id], [sender.id]) == [None]
    assert await wallet.verify_risk(house) == []


async def test_what_flowed_back_or_was_not_paid_out_counts_for_nothing(house: Database) -> None:
    sender, friend = await person(house, 500_000), await person(house)
    named = {"owner_id": sender.id, "session_id": sender.session_id}
    promised = await house.write(
        wallet.promise_transfer,
        wallet.PromiseTransferCommand(
            request_id=uuid4(), target_id=friend.id, amount=Amount(150_000, CNY), kind=wallet.PromiseKind.ON_ACCEPTANCE, pin=RIGHT, **named
        ),
    )
    assert await wallet.verify_risk(house) == []
    await house.write(wallet.call_back_transfer, wallet.DecideOnPromiseCommand(request_id=uuid4(), promise_id=promised.id, **named))
    withdrawal = await house.write(wallet.request_withdrawal, wallet.RequestWithdrawalCommand(request_id=uuid4(), amount=Amount(1_000, CNY), **named))
    word = wallet.SettleCommand(
        **{"request_id": None, "owner_id": sender.id, "order_id": withdrawal.id, "channel": "stub", "state": "refused"},
        **{"reference": None, "amount": None, "reason": "account_closed", "asked": False},
    )
    await house.write(wallet.settle_withdrawal, word)
    assert [one.granted for one in await decided(house, sender)] == [False, False]
    assert (await spendable(house, sender), await wallet.verify_risk(house)) == (500_000, [])
    await house.write(wallet.transfer, transfer_to(sender, friend, 200_000, pin=RIGHT))


async def test_a_count_that_no_movement_bears_out_is_found(house: Database) -> None:
    payer, noodles = await person(house, 10_000), await shop(house)
    await house.write(wallet.pay, paying(payer, noodles, 1_000))
    id_ = uuid4()
    async with house.transaction() as tx:
        await tx.execute(
            "INSERT INTO wallet_risk_decision SELECT customer_id, $1, scene, counterparty_id, asset, 5, outcome, matched, version, inputs, granted,"
            " movement_id, decided_at FROM wallet_risk_decision",
            id_,
        )
    assert await wallet.verify_risk(house) == [f"act {id_} of {payer.id}: counted 5, moved 0"]


async def _held_withdrawal(house: Database, sender: Person) -> wallet.HeldForReview:
    command = wallet.RequestWithdrawalCommand(request_id=uuid4(), owner_id=sender.id, session_id=sender.session_id, amount=Amount(3_000, CNY))
    with pytest.raises(wallet.HeldForReview) as told:
        await house.write(wallet.request_withdrawal, command)
    await fund(house, await person(house), 1)
    return told.value


async def _first_paid(house: Database, sender: Person, friend: Person) -> datetime | None:
    async with house.reading() as read:
        found: datetime | None = await read.fetchval("SELECT first_paid_at FROM wallet_payee WHERE customer_id = $1 AND target_id = $2", sender.id, friend.id)
    return found
