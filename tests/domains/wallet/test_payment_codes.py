"""A customer's own payment code: made by a device by the clock, taken once and for a minute; charged at once or confirmed."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, USD
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, IdReused, Unauthenticated, UnknownAsset
from domains.kernel.money import Amount
from domains.wallet.rules.payment_codes import code_of, read_payment_code, step_at, step_start
from tests.domains.wallet.people import Person, balance, everything, person
from tests.domains.wallet.tills import Shop, held, paying, shop


async def enrol(database: Database, someone: Person) -> wallet.CodesEnrolled:
    return await database.write(wallet.enrol_payment_codes, wallet.EnrolCodesCommand(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id))


def charging(one: Shop, code: str, minor: int, **more: Any) -> wallet.ChargeCodeCommand:
    values = {"request_id": uuid4(), "owner_id": one.owner.id, "session_id": one.owner.session_id, "shop_id": one.shop_id, "code": code}
    return wallet.ChargeCodeCommand(**{**values, "amount": Amount(minor, CNY), **more})


async def charge(database: Database, one: Shop, code: str, minor: int, **more: Any) -> wallet.CodeCharged:
    return await database.write(wallet.charge_payment_code, charging(one, code, minor, **more))


class Keys:
    """The key ring, as a transaction or a snapshot gives it."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def port(self, port: type[Keyring]) -> Keyring:
        return self._keyring


def code_now(database: Database, enrolled: wallet.CodesEnrolled, *, later_seconds: int = 0) -> str:
    """What the device shows: it knows its key, its serial and the time."""
    key = wallet.code_key(Keys(database.ports.get(Keyring)), enrolled.serial, enrolled.session_id)
    return code_of(key, enrolled.serial, step_at(database.clock.now() + timedelta(seconds=later_seconds)))


async def test_a_code_that_a_device_made_alone_is_charged_and_used(database: Database) -> None:
    payer, noodles = await person(database, 10_000), await shop(database)
    enrolled = await enrol(database, payer)
    code = code_now(database, enrolled)
    command = charging(noodles, f"{code[:4]} {code[4:8]} {code[8:]}", 800, reference="B-1")
    charged = await database.write(wallet.charge_payment_code, command)
    assert charged.order_id is None
    assert await database.write(wallet.charge_payment_code, command) == charged
    assert (await balance(database, payer), await held(database, noodles)) == (9_200, (800, 0))
    async with database.reading() as read:
        (payment,) = await wallet.find_payments(read, [charged.payment_id], [payer.id])  # type: ignore[list-item]
    assert payment is not None and (payment.method, payment.reference) == (wallet.Method.PAYMENT_CODE, "B-1")
    with pytest.raises(wallet.PaymentCodeRefused):
        await charge(database, noodles, code, 800)
    assert await balance(database, payer) == 9_200


async def test_a_session_has_one_serial_and_each_session_another(database: Database) -> None:
    payer = await person(database)
    first, again, other = await enrol(database, payer), await enrol(database, payer), await enrol(database, await person(database))
    assert first == again and other.serial != first.serial
    with pytest.raises(Unauthenticated):
        await database.write(wallet.enrol_payment_codes, wallet.EnrolCodesCommand(request_id=uuid4(), owner_id=payer.id, session_id=uuid4()))


@pytest.mark.parametrize(("seconds", "is_taken"), [(-10, True), (-10.001, False), (0, True), (59.999, True), (60, False), (3_600, False)])
async def test_a_code_is_taken_from_ten_seconds_before_its_time_until_a_minute_after(fresh_database: Database, seconds: float, is_taken: bool) -> None:
    database = fresh_database
    payer, noodles = await person(database, 10_000), await shop(database)
    enrolled = await enrol(database, payer)
    step = step_at(database.clock.now()) + 100
    database.clock.freeze(step_start(step))
    code = code_now(database, enrolled)
    database.clock.freeze(step_start(step) + timedelta(seconds=seconds))
    if is_taken:
        assert (await charge(database, noodles, code, 100)).payment_id is not None
    else:
        before = await everything(database, but=frozenset({"kernel_request"}))
        with pytest.raises(wallet.PaymentCodeRefused):
            await charge(database, noodles, code, 100)
        assert await everything(database, but=frozenset({"kernel_request"})) == before


async def test_after_a_code_was_used_an_older_one_is_not_taken_and_the_next_is_shown_at_once(fresh_database: Database) -> None:
    database = fresh_database
    database.clock.freeze(step_start(step_at(database.clock.now())))
    payer, noodles = await person(database, 10_000), await shop(database)
    enrolled = await enrol(database, payer)
    older, newer = code_now(database, enrolled, later_seconds=-10), code_now(database, enrolled)
    await charge(database, noodles, newer, 100)
    with pytest.raises(wallet.PaymentCodeRefused):
        await charge(database, noodles, older, 100)
    async with database.reading() as read:
        (shown,) = await wallet.list_shown_codes(read, [payer.session_id], [payer.id])
    assert shown is not None and shown.digits not in (older, newer)
    assert (shown.next_at - read.now, shown.expires_at - read.now) == (timedelta(seconds=40), timedelta(seconds=70))
    await charge(database, noodles, shown.digits, 100)
    assert await balance(database, payer) == 9_800


async def test_twenty_cashiers_who_scan_one_code_charge_it_once(database: Database) -> None:
    payer, shops = await person(database, 10_000), [await shop(database) for _ in range(4)]
    code = code_now(database, await enrol(database, payer))
    answers = await asyncio.gather(*(charge(database, shops[number % 4], code, 100) for number in range(20)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["CodeCharged"] + ["PaymentCodeRefused"] * 19
    assert await balance(database, payer) == 9_900


async def test_above_the_limit_the_customer_confirms_with_the_pin_and_nobody_else_can(database: Database) -> None:
    payer, other, noodles = await person(database, 90_000), await person(database, 90_000), await shop(database)
    charged = await charge(database, noodles, code_now(database, await enrol(database, payer)), 20_001)
    assert charged.payment_id is None and charged.order_id is not None
    assert await balance(database, payer) == 90_000
    async with database.reading() as read:
        told = await read.fetchrow("SELECT subject_id, payload FROM kernel_outbox WHERE name = 'PaymentAsked' ORDER BY id DESC LIMIT 1")
        mine, others, cashiers = await wallet.find_visible_orders(read, [charged.order_id] * 3, [payer.id, other.id, noodles.owner.id])
    assert (told["subject_id"], told["payload"]["order_id"]) == (payer.id, str(charged.order_id))
    assert mine is not None and mine == cashiers and others is None
    right = customers.PinProof(customers.PinVerdict.RIGHT, 5)
    with pytest.raises(wallet.CodeNotFound):
        await database.write(wallet.pay, paying(other, charged.order_id, pin=right))
    with pytest.raises(wallet.PinRequired):
        await database.write(wallet.pay, paying(payer, charged.order_id))
    paid = await database.write(wallet.pay, paying(payer, charged.order_id, pin=right))
    assert (paid.order_id, paid.balance_after) == (charged.order_id, Amount(69_999, CNY))


async def test_a_refused_payment_uses_its_code_and_tells_the_cashier_why(database: Database) -> None:
    payer, noodles = await person(database, 50), await shop(database)
    code = code_now(database, await enrol(database, payer))
    command = charging(noodles, code, 100)
    for _ in range(2):
        with pytest.raises(ledger.InsufficientFunds):
            await database.write(wallet.charge_payment_code, command)
    with pytest.raises(wallet.PaymentCodeRefused):
        await charge(database, noodles, code, 10)


async def test_what_is_no_code_of_a_living_session_is_refused_and_what_is_wrong_at_the_till_uses_no_code(database: Database) -> None:
    payer, stranger, noodles = await person(database, 10_000), await person(database), await shop(database)
    enrolled = await enrol(database, payer)
    code = code_now(database, enrolled)
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for text in ("", "x", code[:-1], code + "0", wrong, f"36{(enrolled.serial + 1) % 10**10:010d}{code[-8:]}", "٣٦" + code[2:]):
        with pytest.raises(wallet.PaymentCodeRefused):
            await charge(database, noodles, text, 100)
    with pytest.raises(wallet.MerchantNotFound):
        await charge(database, noodles, code, 100, owner_id=stranger.id, session_id=stranger.session_id)
    with pytest.raises(Unauthenticated):
        await charge(database, noodles, code, 100, session_id=uuid4())
    with pytest.raises(AmountOutOfRange):
        await charge(database, noodles, code, 0)
    with pytest.raises(UnknownAsset):
        await charge(database, noodles, code, 0, amount=Amount(1, USD))
    charged = charging(noodles, code, 100)
    await database.write(wallet.charge_payment_code, charged)
    with pytest.raises(IdReused):
        await database.write(wallet.charge_payment_code, charging(noodles, code, 101, request_id=charged.request_id))
    assert await balance(database, payer) == 9_900


async def test_a_session_that_ended_shows_codes_that_nobody_can_charge(database: Database) -> None:
    payer, noodles = await person(database, 10_000), await shop(database)
    code = code_now(database, await enrol(database, payer))
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=payer.id, session_id=payer.session_id))
    with pytest.raises(wallet.PaymentCodeRefused):
        await charge(database, noodles, code, 100)


def test_codes_follow_rfc_4226_truncation_and_are_read_strictly() -> None:
    key, step = bytes(range(32)), 59
    digits = code_of(key, 42, step)
    assert digits.startswith("360000000042") and len(digits) == 20
    assert code_of(key, 42, step) == digits != code_of(key, 42, step + 1)
    presented = read_payment_code(digits)
    assert presented is not None and (presented.serial, presented.digits) == (42, digits[-8:])
    assert [read_payment_code(text) for text in ("37" + digits[2:], digits[:-1], digits + "1", "")] == [None] * 4
