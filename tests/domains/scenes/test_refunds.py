"""What a partner gives back: once, no more than it was paid, and only when it has said so."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import scenes
from domains.kernel.assets import CNY, USD
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.queries.refund import SceneRefund
from domains.scenes.service.refund import open_refund
from tests.domains.scenes.scene_house import Person, SceneHouse, with_bill


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBackCommand(Command):
    """What a kind's own verb decides: here everything may be given back."""

    order_id: UUID
    amount: Amount


@composite_verb(SceneRefund)
async def give_back(tx: Tx, command: GiveBackCommand) -> SceneRefund:
    assert command.request_id is not None
    return await open_refund(tx, command.order_id, command.request_id, command.amount)


async def paid(bank: SceneHouse) -> tuple[Person, scenes.Order]:
    """Somebody who has paid 51.80 of 200 yuan."""
    person, bill = await with_bill(bank)
    order = await bank.pay(person, bill)
    await bank.run_jobs(person)
    return person, await bank.find_order(order)


async def refund(bank: SceneHouse, person: Person, order: scenes.Order, minor: int, *, id_: UUID | None = None, amount: Amount | None = None) -> SceneRefund:
    command = GiveBackCommand(request_id=id_ or uuid4(), owner_id=person.id, order_id=order.id, amount=amount or Amount(minor, CNY))
    return await bank.database.write(give_back, command)


async def find(bank: SceneHouse, one: SceneRefund) -> SceneRefund:
    async with bank.database.reading(single=True) as read:
        (found,) = await scenes.find_refunds(read, [one.id], [one.customer_id])
    assert found is not None
    return found


async def given_back(bank: SceneHouse, order: scenes.Order) -> int:
    books = (await bank.at_partner("/books"))["refunds"]
    return sum(one["amount_minor"] for one in books if one["payment_id"] == str(order.id))


async def test_the_money_is_back_once_the_partner_has_said_so(bank: SceneHouse) -> None:
    person, order = await paid(bank)
    owed = await bank.owed()
    asked = await refund(bank, person, order, 2_000)
    assert (asked.state, await bank.balance(person)) == ("requested", (14_820, 14_820))
    with pytest.raises(scenes.LinkBusy):
        await bank.unlink(person, await bank.find_link_of(person))
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(4)))
    ended = await find(bank, asked)
    assert (ended.state, ended.reason, ended.reference is not None) == ("paid", None, True)
    assert (await bank.balance(person), await bank.owed(), await given_back(bank, order)) == ((16_820, 16_820), owed - 2_000, 2_000)
    assert (await bank.facts(person))[-2:] == ["SceneRefundRequested", "SceneOrderRefunded"]
    async with bank.database.reading(single=True) as read:
        assert await scenes.sum_refunded(read, [person.id], [order.id]) == [2_000]


@pytest.mark.parametrize("fault", ["server_error", "unavailable", "never_answers", "timeout_after_success", "server_error_after_success"])
async def test_whatever_the_partner_does_it_is_given_back_once(bank: SceneHouse, fault: str) -> None:
    person, order = await paid(bank)
    asked = await refund(bank, person, order, 5_180)
    await bank.at_partner("/faults", {"fault": fault, "payment_id": str(asked.id)})
    await bank.run_jobs(person)
    for _ in range(3):
        await bank.later(timedelta(minutes=1))
    assert ((await find(bank, asked)).state, await given_back(bank, order), await bank.balance(person)) == ("paid", 5_180, (20_000, 20_000))


async def test_no_more_is_given_back_than_was_paid_however_many_ask(bank: SceneHouse) -> None:
    person, order = await paid(bank)
    answers = await asyncio.gather(*(refund(bank, person, order, 2_000) for _ in range(6)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["SceneRefund"] * 2 + ["SceneRefundTooLarge"] * 4
    with pytest.raises(scenes.SceneRefundTooLarge) as refused:
        await refund(bank, person, order, 1_181)
    assert refused.value.left == Amount(1_180, CNY)
    await bank.run_jobs(person)
    assert (await given_back(bank, order), await bank.balance(person)) == (4_000, (18_820, 18_820))


async def test_a_refusal_moves_nothing_and_the_rest_can_be_asked_for_again(bank: SceneHouse) -> None:
    person, order = await paid(bank)
    asked = await refund(bank, person, order, 5_180)
    await bank.at_partner("/faults", {"fault": "refuse", "payment_id": str(asked.id)})
    await bank.run_jobs(person)
    ended = await find(bank, asked)
    assert (ended.state, ended.reason, await bank.balance(person)) == ("refused", "refund_refused", (14_820, 14_820))
    assert (await bank.facts(person))[-1] == "SceneRefundRefused"
    await refund(bank, person, order, 5_180)
    await bank.run_jobs(person)
    assert await bank.balance(person) == (20_000, 20_000)


async def test_what_cannot_be_given_back_is_refused(bank: SceneHouse) -> None:
    person, order = await paid(bank)
    _, open_bill = await with_bill(bank)
    other = await bank.person(20_000)
    await bank.linked(other)
    waiting = await bank.pay(other, (await bank.bills(other))["3"])
    assert open_bill.state == "open"
    for refusal, attempt in (
        (scenes.OrderNotPaid, refund(bank, other, waiting, 1)),
        (AmountOutOfRange, refund(bank, person, order, 0)),
        (AssetMismatch, refund(bank, person, order, 1, amount=Amount(1, USD))),
        (scenes.SceneRefundTooLarge, refund(bank, person, order, 5_181)),
    ):
        with pytest.raises(refusal):
            await attempt
    id_ = uuid4()
    first = await refund(bank, person, order, 100, id_=id_)
    assert await refund(bank, person, order, 100, id_=id_) == first
    with pytest.raises(IdReused):
        await refund(bank, person, order, 101, id_=id_)
