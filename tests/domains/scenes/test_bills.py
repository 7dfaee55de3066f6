"""Bills of a partner in another process: found, paid once whatever goes wrong on the way, and paid by themselves under a standing consent."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import customers, ledger, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.errors import IdReused, Unauthenticated
from domains.kernel.money import Amount
from tests.domains.scenes.scene_house import POWER, WATER, Person, SceneHouse, with_bill

ABSENT = customers.PinProof(customers.PinVerdict.ABSENT)
WRONG = customers.PinProof(customers.PinVerdict.WRONG, 3)


async def test_linking_finds_the_bills(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.linked(person)
    found = await bank.bills(person)
    assert {reference: (bill.state, bill.amount.minor, bill.scene) for reference, bill in found.items()} == {
        "1": ("paid", 4_620, WATER),
        "2": ("open", 5_180, WATER),
        "3": ("open", 1_240, WATER),
    }
    assert {bill.link_id for bill in found.values()} == {link.id}
    assert await bank.facts(person) == ["PartnerLinked", "BillFound", "BillFound"]
    await bank.run_jobs(person)
    assert await bank.bills(person) == found
    assert (await bank.find_link(link)).heard_at is not None


async def test_a_bill_is_paid_and_the_receipt_kept(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    owed = await bank.owed()
    order = await bank.pay(person, bill)
    assert (order.state, order.purpose, order.amount.minor, order.is_automatic) == ("requested", "bill", 5_180, False)
    assert await bank.balance(person) == (20_000, 14_820)
    assert (await bank.bills(person))["2"].state == "paying"
    await bank.run_jobs(person)
    ended = await bank.find_order(order)
    (taken,) = await bank.payments_of(person)
    assert (ended.state, ended.reference, ended.reason, ended.ask_at) == ("paid", taken["reference"], None, None)
    assert ended.receipt is not None and ended.receipt["receipt_number"] == taken["receipt_number"]
    assert (await bank.balance(person), await bank.owed()) == ((14_820, 14_820), owed + 5_180)
    assert (await bank.bills(person))["2"].state == "paid"
    assert (await bank.facts(person))[-2:] == ["SceneOrderRequested", "SceneOrderPaid"]
    async with bank.database.reading() as read:
        (logged,) = (await scenes.find_calls(read, [order.id])).values()
    assert (logged.operation, logged.state, logged.outcome, logged.attempts) == ("pay_bill", "answered", "done", 1)


@pytest.mark.parametrize(
    "fault",
    ["server_error", "unavailable", "never_answers", "timeout_after_success", "silent_success", "server_error_after_success", "unknown_status", "not_json"],
)
async def test_whatever_the_partner_does_the_bill_is_paid_once(bank: SceneHouse, fault: str) -> None:
    person, bill = await with_bill(bank)
    order = await bank.pay(person, bill)
    await bank.plan(fault, order)
    await bank.run_jobs(person)
    assert (await bank.find_order(order)).state in ("pending", "paid")
    for _ in range(3):
        await bank.later(timedelta(minutes=1))
    ended = await bank.find_order(order)
    assert (ended.state, ended.reason) == ("paid", None)
    assert len(await bank.payments_of(person)) == 1
    assert (await bank.balance(person), (await bank.bills(person))["2"].state) == ((14_820, 14_820), "paid")
    assert await bank.facts(person, "SceneOrderRequested", "SceneOrderPaid") == ["SceneOrderRequested", "SceneOrderPaid"]


async def test_a_refusal_of_the_partner_returns_the_money_and_opens_the_bill(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    order = await bank.pay(person, bill)
    await bank.plan("refuse", order)
    await bank.run_jobs(person)
    ended = await bank.find_order(order)
    assert (ended.state, ended.reason) == ("refused", "payment_refused")
    assert (await bank.balance(person), (await bank.bills(person))["2"].state) == ((20_000, 20_000), "open")
    again = await bank.pay(person, bill)
    await bank.run_jobs(person)
    assert ((await bank.find_order(again)).state, len(await bank.payments_of(person))) == ("paid", 1)


async def test_a_bill_that_was_paid_elsewhere_is_open_no_longer(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    await bank.at_partner("/bills", {"login": person.login, "bill_id": bill.reference, "amount_minor": 5_180, "status": "paid"})
    order = await bank.pay(person, bill)
    await bank.run_jobs(person)
    ended = await bank.find_order(order)
    assert (ended.state, ended.reason, (await bank.bills(person))["2"].state) == ("refused", "already_paid", "gone")
    await bank.later(timedelta(hours=6))
    assert ((await bank.bills(person))["2"].state, await bank.balance(person)) == ("paid", (20_000, 20_000))


async def test_a_customer_who_asks_again_and_again_does_not_flood_the_partner(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    ask = {"owner_id": person.id, "link_id": bill.link_id}
    for _ in range(3):
        await bank.database.write(scenes.ask_partner, scenes.LinkCommand(request_id=uuid4(), **ask))
    assert await bank.facts(person, "PartnerAsked") == []
    bank.database.clock.advance(timedelta(seconds=10))
    for _ in range(3):
        await bank.database.write(scenes.ask_partner, scenes.LinkCommand(request_id=uuid4(), **ask))
    assert await bank.facts(person, "PartnerAsked") == ["PartnerAsked"]


async def test_another_amount_is_a_mismatch_and_the_money_stays_held(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    order = await bank.pay(person, bill)
    await bank.plan("other_amount", order)
    await bank.run_jobs(person)
    assert (await bank.find_order(order)).state == "mismatch"
    assert await bank.balance(person) == (20_000, 14_820)
    assert (await bank.facts(person))[-1] == "SceneOrderMismatched"
    with pytest.raises(scenes.BillNotOpen):
        await bank.pay(person, bill)


async def test_an_order_that_the_partner_never_heard_of_is_given_up_after_a_day(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    order = await bank.pay(person, bill)
    bank.database.clock.advance(timedelta(hours=24))
    await bank.run_jobs(person)
    ended = await bank.find_order(order)
    assert (ended.state, ended.reason) == ("refused", "expired")
    assert (await bank.payments_of(person), await bank.balance(person)) == ([], (20_000, 20_000))


async def test_two_taps_and_eight_jobs_pay_once(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    id_ = uuid4()
    answers = await asyncio.gather(*(bank.pay(person, bill, id_=id_) for _ in range(6)))
    assert len({one.id for one in answers}) == 1
    assert await bank.balance(person) == (20_000, 14_820)
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(8)))
    assert ((await bank.find_order(answers[0])).state, len(await bank.payments_of(person))) == ("paid", 1)
    with pytest.raises(IdReused):
        await bank.pay(person, bill, id_=id_, minor=1)


async def test_of_many_different_attempts_one_stands(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    answers = await asyncio.gather(*(bank.pay(person, bill) for _ in range(8)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["BillNotOpen"] * 7 + ["Order"]
    assert await bank.balance(person) == (20_000, 14_820)


async def test_two_customers_of_one_account_pay_its_bill_once(bank: SceneHouse) -> None:
    one, bill = await with_bill(bank)
    other = await bank.person(20_000)
    other = Person(other.id, other.session_id, other.account_id, one.login)
    await bank.linked(other)
    same = (await bank.bills(other))["2"]
    assert same.reference == bill.reference and same.id != bill.id
    await bank.pay(one, bill)
    with pytest.raises(scenes.AlreadyOrdered):
        await bank.pay(other, same)
    assert (await bank.balance(other), (await bank.bills(other))["2"].state) == ((20_000, 20_000), "open")


async def test_what_cannot_be_paid_is_refused_and_nothing_is_held(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank, 5_000)
    stranger = await bank.person(50_000)
    paid = (await bank.bills(person))["1"]
    attempts = [
        (scenes.BillNotFound, bank.pay(stranger, bill)),
        (scenes.BillNotOpen, bank.pay(person, paid)),
        (scenes.BillChanged, bank.pay(person, bill, minor=5_181)),
        (ledger.InsufficientFunds, bank.pay(person, bill)),
        (Unauthenticated, bank.pay(person, bill, session_id=uuid4())),
    ]
    for refusal, attempt in attempts:
        with pytest.raises(refusal):
            await attempt
    assert (await bank.balance(person), await bank.balance(stranger)) == ((5_000, 5_000), (50_000, 50_000))
    assert (await bank.facts(person))[-1] == "BillFound"


async def test_a_large_bill_takes_the_pin_and_keeps_the_limits(bank: SceneHouse) -> None:
    person = await bank.person(5_000_000)
    for name, minor in (("middle", 30_000), ("large", 250_000), ("huge", 1_000_001)):
        await bank.at_partner("/bills", {"login": person.login, "bill_id": f"{person.login}-{name}", "amount_minor": minor})
    await bank.linked(person)
    bills = await bank.bills(person)
    for pin, refusal in ((ABSENT, wallet.PinRequired), (WRONG, customers.PinWrong)):
        with pytest.raises(refusal):
            await bank.pay(person, bills["middle"], pin=pin)
    for name in ("large", "huge"):
        with pytest.raises(scenes.PaymentTooLarge) as refused:
            await bank.pay(person, bills[name])
        assert refused.value.most == Amount(200_000, CNY)
    assert (await bank.pay(person, bills["middle"])).amount.minor == 30_000


async def test_an_amount_that_changed_is_seen_and_a_bill_that_is_gone_leaves(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    await bank.at_partner("/bills", {"login": person.login, "bill_id": bill.reference, "amount_minor": 6_000})
    link = (await bank.bills(person))["2"].link_id
    bank.database.clock.advance(timedelta(seconds=10))
    await bank.database.write(scenes.ask_partner, scenes.LinkCommand(request_id=uuid4(), owner_id=person.id, link_id=link))
    await bank.run_jobs(person)
    changed = (await bank.bills(person))["2"]
    assert (changed.id, changed.amount.minor, changed.state) == (bill.id, 6_000, "open")
    with pytest.raises(scenes.BillChanged) as refused:
        await bank.pay(person, bill)
    assert refused.value.amount.minor == 6_000
    take = scenes.TakeBillsCommand(request_id=None, owner_id=person.id, link_id=link, listed=[])
    await bank.database.write(scenes.take_bills, take)
    assert {bill.state for bill in (await bank.bills(person)).values()} == {"gone", "paid"}
    with pytest.raises(scenes.BillNotOpen):
        await bank.pay(person, changed)


async def test_a_partner_of_a_known_kind_takes_a_manifest_and_no_code(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    await bank.linked(person, "third-gas")
    bill = (await bank.bills(person, "third-gas"))["2"]
    order = await bank.pay(person, bill)
    await bank.run_jobs(person)
    assert ((await bank.find_order(order)).state, await bank.owed("third-gas")) == ("paid", 5_180)
    # It was not given the capability.
    with pytest.raises(scenes.SceneNotFound):
        await bank.auto_pay(person, await bank.find_link_of(person, "third-gas"), 6_000)


async def test_partners_are_apart(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    await bank.linked(person)
    await bank.linked(person, POWER)
    assert [len(await bank.bills(person, scene)) for scene in (WATER, POWER, "third-gas")] == [3, 3, 0]
    assert {bill.scene for bill in (await bank.bills(person, POWER)).values()} == {POWER}
