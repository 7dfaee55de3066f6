"""Sign-up and sign-in by phone and one-time code."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domains import customers
from domains.customers.errors import DeviceMalformed, PhoneMalformed, TooManyCodes, WrongCode
from domains.customers.rules import check_code_limits
from domains.customers.sealing import phone_index
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import IdReused
from tests.domains.customers.conftest import ask, code_for, new_phone, try_code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_an_unknown_phone_signs_up_and_a_known_one_signs_in(database: Database, phone: str, fresh_clock: None) -> None:
    first = await try_code(database, phone, await code_for(database, phone))
    database.clock.advance(timedelta(seconds=61))
    second = await try_code(database, phone, await code_for(database, phone))
    assert (first.is_new, second.is_new) == (True, False)
    assert first.granted.owner_id == second.granted.owner_id
    assert first.granted.session_id != second.granted.session_id
    found = await read_customer(database, phone)
    assert (found.id, found.tier, found.has_pin, found.masked_name) == (first.granted.owner_id, customers.Tier.BASIC, False, None)
    assert found.masked_phone == f"{phone[3:6]}****{phone[10:]}"


async def test_the_answer_is_the_same_for_a_registered_and_an_unregistered_phone(database: Database, phone: str, fresh_clock: None) -> None:
    unregistered = await ask(database, phone)
    with database.counting() as for_unregistered:
        await ask(database, new_phone())
    registered = new_phone()
    await try_code(database, registered, await code_for(database, registered))
    database.clock.advance(timedelta(seconds=61))
    with database.counting() as for_registered:
        assert await ask(database, registered) == unregistered == customers.CodeSent(300, 60)
    assert for_registered == for_unregistered
    assert not any("customers_customer" in statement for statement in for_registered)


async def test_a_wrong_code_tells_the_same_for_a_registered_and_an_unregistered_phone(database: Database, phone: str, fresh_clock: None) -> None:
    registered = new_phone()
    await try_code(database, registered, await code_for(database, registered))
    database.clock.advance(timedelta(seconds=61))
    counts = []
    for one in (phone, registered):
        code = await code_for(database, one)
        with database.counting() as statements, pytest.raises(WrongCode) as refused:
            await try_code(database, one, wrong(code))
        assert refused.value.attempts_left == 4
        counts.append(statements)
    assert counts[0] == counts[1]


async def test_of_sixty_four_parallel_wrong_codes_five_are_counted(database: Database, phone: str) -> None:
    code = await code_for(database, phone)
    answers = await asyncio.gather(*(try_code(database, phone, wrong(code)) for _ in range(64)), return_exceptions=True)
    left = [answer.attempts_left for answer in answers if isinstance(answer, WrongCode)]
    assert sorted(left, reverse=True) == [4, 3, 2, 1] + [0] * 60
    async with database.reading() as read:
        attempts = await read.fetchval("SELECT attempts FROM customers_challenge WHERE phone_index = $1", phone_index(read.port(Keyring), phone))
    assert attempts == 5


async def test_after_five_wrong_codes_the_right_one_is_refused(database: Database, phone: str) -> None:
    code = await code_for(database, phone)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongCode) as refused:
            await try_code(database, phone, wrong(code))
        assert refused.value.attempts_left == left
    with pytest.raises(WrongCode) as refused:
        await try_code(database, phone, code)
    assert refused.value.attempts_left == 0
    assert await find(database, phone) is None


async def test_a_code_is_used_once(database: Database, phone: str) -> None:
    code = await code_for(database, phone)
    answers = await asyncio.gather(*(try_code(database, phone, code) for _ in range(8)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["SignedIn"] + ["WrongCode"] * 7


async def test_a_code_of_another_phone_is_wrong(database: Database, phone: str) -> None:
    other = new_phone()
    code = await code_for(database, other)
    await code_for(database, phone)
    with pytest.raises(WrongCode):
        await try_code(database, phone, code)


async def test_a_code_lives_five_minutes(database: Database, phone: str, fresh_clock: None) -> None:
    code = await code_for(database, phone)
    database.clock.advance(timedelta(minutes=5))
    with pytest.raises(WrongCode) as refused:
        await try_code(database, phone, code)
    assert refused.value.attempts_left == 0


async def test_a_new_code_replaces_the_old_one(database: Database, phone: str, fresh_clock: None) -> None:
    old = await code_for(database, phone)
    database.clock.advance(timedelta(seconds=61))
    new = await code_for(database, phone)
    assert old != new
    with pytest.raises(WrongCode):
        await try_code(database, phone, old)
    assert (await try_code(database, phone, new)).is_new


async def test_codes_for_one_phone_are_limited_even_when_asked_together(database: Database, phone: str, clock: Clock) -> None:
    clock.freeze(clock.now())
    answers = await asyncio.gather(*(ask(database, phone) for _ in range(16)), return_exceptions=True)
    refusals = [answer for answer in answers if isinstance(answer, TooManyCodes)]
    assert [refusal.retry_after_seconds for refusal in refusals] == [60] * 15


async def test_the_limits_of_a_phone_grow_with_its_codes(database: Database, phone: str, fresh_clock: None) -> None:
    for _ in range(5):
        await ask(database, phone)
        database.clock.advance(timedelta(seconds=60))
    with pytest.raises(TooManyCodes) as refused:
        await ask(database, phone)
    assert refused.value.retry_after_seconds == 55 * 60


async def test_codes_for_one_device_one_address_and_everywhere_are_limited(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh_database.clock.freeze(datetime(2026, 11, 24, tzinfo=UTC))
    second = timedelta(seconds=1)
    limits = customers.CodeLimits(
        phone=(),
        device=(customers.CodeLimit(2, 10 * second),),
        address=(customers.CodeLimit(3, 20 * second),),
        everywhere=(customers.CodeLimit(4, 30 * second),),
    )
    monkeypatch.setitem(fresh_database.ports._wired, customers.CodeLimits, limits)
    for device, address, waits in (
        ("a", "1", None),
        ("a", "1", None),
        ("a", "2", 10),
        ("b", "1", None),
        ("c", "1", 20),
        ("c", "2", None),
        ("d", "3", 30),
    ):
        if waits is None:
            await ask(fresh_database, new_phone(), device=device, address=address)
        else:
            with pytest.raises(TooManyCodes) as refused:
                await ask(fresh_database, new_phone(), device=device, address=address)
            assert refused.value.retry_after_seconds == waits


async def test_a_repeated_request_makes_one_code(database: Database, phone: str) -> None:
    request_id = uuid4()
    answers = await asyncio.gather(*(ask(database, phone, request_id) for _ in range(8)))
    assert answers == [customers.CodeSent(300, 60)] * 8
    with pytest.raises(IdReused):
        await ask(database, new_phone(), request_id)


async def test_a_code_is_sent_once_however_often_the_worker_delivers(database: Database, phone: str) -> None:
    sent: list[str] = []

    class Counting:
        async def send_code(self, message_id: object, phone: str, code: str, language: str) -> None:
            sent.append(phone)

    await ask(database, phone)
    async with database.reading() as read:
        challenge_id = await read.fetchval("SELECT subject_id FROM kernel_outbox WHERE name = 'CodeRequested' ORDER BY id DESC LIMIT 1")
    wired = database.ports._wired
    before, wired[customers.Messenger] = wired[customers.Messenger], Counting()
    try:
        for _ in range(3):
            await customers.deliver_code(database, challenge_id)
        await customers.deliver_code(database, uuid4())
    finally:
        wired[customers.Messenger] = before
    assert sent == [phone]


@pytest.mark.parametrize("text", ["", "138", "+86 138 0013 800", "abc", "2" * 11, "+861380013800000", "+0123456789", "1" * 100, "１３８００１３８００"])
async def test_a_malformed_phone_is_refused_before_anything_is_written(database: Database, text: str) -> None:
    with pytest.raises(PhoneMalformed):
        await ask(database, text)
    with pytest.raises(PhoneMalformed):
        await try_code(database, text, "123456")


@pytest.mark.parametrize(("device", "key"), [("", None), ("x" * 61, None), ("a\nb", None), ("手机", "short")])
async def test_a_malformed_device_is_refused_and_uses_no_code(database: Database, phone: str, device: str, key: str | None) -> None:
    code = await code_for(database, phone)
    with pytest.raises(DeviceMalformed):
        await try_code(database, phone, code, device=device, key=key)
    assert (await try_code(database, phone, code)).is_new


async def read_customer(database: Database, phone: str) -> customers.CustomerRow:
    found = await find(database, phone)
    assert found is not None
    return found


async def find(database: Database, phone: str) -> customers.CustomerRow | None:
    async with database.reading() as read:
        return (await customers.find_by_phone(read, [phone])).get(phone)


def test_who_waited_for_a_lock_is_not_sent_away_for_longer_than_a_period() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    with pytest.raises(TooManyCodes) as refused:
        check_code_limits([now + timedelta(seconds=3)], [customers.CodeLimit(1, timedelta(seconds=60))], now)
    assert refused.value.retry_after_seconds == 60
