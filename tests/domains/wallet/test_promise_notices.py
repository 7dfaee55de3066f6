"""Who is told of promised transfers by a message: whoever has the phone that nobody has registered, once; and the sender, when the money comes back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import customers, wallet
from domains.customers.jobs import forget_old_notices, send_notice
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from domains.wallet import PromiseKind
from domains.wallet.jobs.promises import end_due_promises
from tests.domains.customers.conftest import new_phone
from tests.domains.wallet.people import person
from tests.domains.wallet.test_promises import decision, promise

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(NOON)
    return fresh_database


def told(house: Database, phone: str) -> list[Any]:
    """What was sent to a phone: (notice, what it says)."""
    sent = house.ports.get(customers.Messenger).notices_to(phone)  # type: ignore[attr-defined]
    return [(one["notice"], one["data"]) for one in sent]


async def test_whoever_has_the_phone_is_told_once_that_money_waits_and_the_number_is_forgotten(house: Database) -> None:
    sender, phone = await person(house, 10_000), new_phone()
    await promise(house, sender, phone, 1_234, PromiseKind.ON_ACCEPTANCE)
    assert told(house, phone) == []
    await relay_until_idle(house)
    await relay_until_idle(house)
    assert told(house, phone) == [("money-waits", {"amount": "12.34", "currency": "CNY", "until": "2026-11-26T04:00:00+00:00"})]
    async with house.reading() as read:
        (row,) = await read.fetch("SELECT id, phone_sealed, sent_at FROM customers_notice")
    assert (row["phone_sealed"], row["sent_at"]) == (None, NOON)
    await send_notice(house, {"subject_id": str(row["id"])})
    assert len(told(house, phone)) == 1


async def test_a_repeat_or_a_refusal_tells_nobody_anything_more(house: Database) -> None:
    sender, phone, id_ = await person(house, 10_000), new_phone(), uuid4()
    for _ in range(3):
        await promise(house, sender, phone, 100, PromiseKind.ON_ACCEPTANCE, request_id=id_)
    with pytest.raises(Exception, match="InsufficientFunds"):
        await promise(house, sender, phone, 20_000, PromiseKind.ON_ACCEPTANCE)
    await relay_until_idle(house)
    assert [notice for notice, _ in told(house, phone)] == ["money-waits"]


async def test_a_phone_is_told_three_times_a_day_at_most_whatever_is_promised_to_it(house: Database) -> None:
    sender, phone = await person(house, 10_000), new_phone()
    for _ in range(5):
        await promise(house, sender, phone, 100, PromiseKind.ON_ACCEPTANCE)
    await relay_until_idle(house)
    assert len(told(house, phone)) == customers.notices.NOTICES_A_DAY == 3
    house.clock.freeze(NOON + timedelta(days=1))
    await promise(house, sender, phone, 100, PromiseKind.ON_ACCEPTANCE)
    await relay_until_idle(house)
    assert len(told(house, phone)) == 4


async def test_one_sender_has_ten_phones_of_nobody_told_in_a_day_at_most(house: Database) -> None:
    sender, phones = await person(house, 10_000), [new_phone() for _ in range(12)]
    for phone in phones:
        await promise(house, sender, phone, 1, PromiseKind.ON_ACCEPTANCE)
    await relay_until_idle(house)
    assert [len(told(house, phone)) for phone in phones] == [1] * 10 + [0, 0]
    house.clock.freeze(NOON + timedelta(days=1, seconds=1))
    await promise(house, sender, phones[-1], 1, PromiseKind.ON_ACCEPTANCE)
    await relay_until_idle(house)
    assert len(told(house, phones[-1])) == 1


async def test_somebody_who_is_registered_is_sent_nothing(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    await promise(house, sender, target.phone, 100, PromiseKind.ON_ACCEPTANCE)
    await relay_until_idle(house)
    assert told(house, target.phone) == []


async def test_the_sender_is_told_when_the_money_comes_back(house: Database) -> None:
    sender, phone = await person(house, 10_000), new_phone()
    await promise(house, sender, phone, 1_000, PromiseKind.ON_ACCEPTANCE)
    house.clock.freeze(NOON + timedelta(days=1))
    await end_due_promises(house)
    await relay_until_idle(house)
    await relay_until_idle(house)
    assert told(house, sender.phone) == [("money-returned", {"amount": "10.00", "currency": "CNY", "reason": "expired"})]


async def test_who_takes_it_back_is_not_told_and_who_is_declined_is(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    first, second = [await promise(house, sender, target, 100, PromiseKind.ON_ACCEPTANCE) for _ in range(2)]
    await house.write(wallet.call_back_transfer, decision(sender, first))
    await house.write(wallet.decline_transfer, decision(target, second))
    await relay_until_idle(house)
    assert [said["reason"] for _, said in told(house, sender.phone)] == ["declined"]


async def test_a_messenger_that_fails_is_tried_again_and_old_notices_are_forgotten(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    sender, phone = await person(house, 10_000), new_phone()
    await promise(house, sender, phone, 100, PromiseKind.ON_ACCEPTANCE)

    class Away:
        async def send_notice(self, message_id: object, phone: str, notice: str, data: object, language: str) -> None:
            raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setitem(house.ports._wired, customers.Messenger, Away())
        with pytest.raises(ExceptionGroup):
            await relay_until_idle(house)
    await relay_until_idle(house)
    assert len(told(house, phone)) == 1
    house.clock.freeze(NOON + timedelta(days=2, seconds=1))
    await forget_old_notices(house)
    async with house.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM customers_notice") == 0
