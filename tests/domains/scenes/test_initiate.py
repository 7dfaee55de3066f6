"""Payments that a partner initiates: within the consent, once for an id and once for an order, and nothing of the customer's is told with a refusal."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import ledger, scenes, wallet
from domains.kernel.assets import CNY, USD
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Refusal
from domains.kernel.money import Amount
from tests.domains.scenes.consenting import a_partner, as_it_stands, consent_to, initiate, initiating, narrow, payer, revoke, spent
from tests.domains.wallet import tills
from tests.domains.wallet.people import balance, everything, person

NOT_COUNTED = frozenset({"kernel_request"})


async def refused(database: Database, command: scenes.InitiatePaymentCommand) -> Refusal:
    """The refusal of a command, which changed nothing but the outcome of its id."""
    before = await everything(database, but=NOT_COUNTED)
    with pytest.raises(Refusal) as found:
        await database.write(scenes.initiate_payment, command)
    assert await everything(database, but=NOT_COUNTED) == before
    return found.value


async def test_a_payment_moves_the_money_and_uses_the_consent(database: Database) -> None:
    someone, partner = await payer(database, 100_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, uses_left=3)
    made = await initiate(database, partner, consent, 12_800, order_id="A-4711")
    assert (made.customer_id, made.consent_id, made.order_id, made.amount) == (someone.id, consent.id, "A-4711", Amount(12_800, CNY))
    assert await balance(database, someone) == 87_200
    assert (await tills.held(database, partner.shop))[0] == 12_800
    assert (await as_it_stands(database, consent)).terms.uses_left == 2
    assert await spent(database, consent) == (1, 12_800)
    async with database.reading() as read:
        found = await scenes.find_initiations(read, [made.id])
        (paid,) = (await wallet.find_any_payments(read, [made.payment_id])).values()
    assert found == {made.id: made}
    assert (paid.customer_id, paid.reference, paid.amount) == (someone.id, "A-4711", Amount(12_800, CNY))


async def test_a_repeat_pays_nothing_twice_and_an_order_is_paid_under_one_id(database: Database) -> None:
    someone, partner = await payer(database, 100_000), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    command = initiating(partner, consent, 5_000)
    made = await database.write(scenes.initiate_payment, command)
    assert await database.write(scenes.initiate_payment, command) == made
    again = await refused(database, initiating(partner, consent, 5_000, order_id=command.order_id))
    assert isinstance(again, scenes.PartnerOrderPaid) and again.initiation_id == made.id
    assert isinstance(await refused(database, initiating(partner, consent, 6_000, request_id=command.request_id)), IdReused)
    assert await spent(database, consent) == (1, 5_000)
    assert await balance(database, someone) == 95_000


async def test_each_thing_that_a_consent_does_not_allow_is_refused_by_its_name(database: Database) -> None:
    someone, partner, other = await payer(database, 1_000_000), await a_partner(database), await a_partner(database)
    caps = scenes.Caps(Amount(20_000, CNY), Amount(50_000, CNY), Amount(30_000, CNY))
    consent = await consent_to(database, someone, partner, caps=caps, uses_left=2)
    reading = await consent_to(database, someone, partner, scopes=("payments.read", "accounts.read"))
    asked: list[tuple[dict[str, Any], type[Refusal]]] = [
        ({"amount": Amount(0, CNY)}, AmountOutOfRange),
        ({"order_id": ""}, scenes.PartnerOrderIdMalformed),
        ({"order_id": "x" * 65}, scenes.PartnerOrderIdMalformed),
        ({"order_id": "a b"}, scenes.PartnerOrderIdMalformed),
        ({"consent_id": uuid4()}, scenes.ConsentNotFound),
        ({"owner_id": other.id}, scenes.ConsentNotFound),
        ({"consent_id": reading.id}, scenes.ConsentLacksScope),
        ({"amount": Amount(1, USD)}, scenes.ConsentLacksAccount),
        ({"amount": Amount(20_001, CNY)}, scenes.CapExceeded),
        ({"payee_id": other.payee_id}, scenes.PartnerPayeeNotFound),
    ]
    for change, refusal in asked:
        assert isinstance(await refused(database, initiating(partner, consent, 10_000, **change)), refusal), change
    await initiate(database, partner, consent, 20_000)
    day = await refused(database, initiating(partner, consent, 10_001))
    assert isinstance(day, scenes.CapExceeded) and (day.window, day.left) == ("day", Amount(10_000, CNY))
    await initiate(database, partner, consent, 10_000)
    assert isinstance(await refused(database, initiating(partner, consent, 1)), scenes.ConsentExhausted)


async def test_a_payee_in_another_currency_is_told_so(database: Database) -> None:
    someone, partner = await payer(database, 10_000), await a_partner(database, shop=await tills.shop(database, asset=USD))
    consent = await consent_to(database, someone, partner)
    assert isinstance(await refused(database, initiating(partner, consent, 100)), AssetMismatch)


async def test_windows_are_those_of_the_business_day_and_month(fresh_database: Database) -> None:
    database = fresh_database
    # 23:30 on the last but one day of November in Shanghai.
    database.clock.freeze(datetime(2026, 11, 29, 15, 30, tzinfo=UTC))
    someone, partner = await payer(database, 1_000_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, caps=scenes.Caps(Amount(10_000, CNY), Amount(25_000, CNY), Amount(10_000, CNY)))
    await initiate(database, partner, consent, 10_000)
    assert (await refused(database, initiating(partner, consent, 1))).window == "day"  # type: ignore[attr-defined]
    database.clock.advance(timedelta(hours=1))
    await initiate(database, partner, consent, 10_000)
    database.clock.advance(timedelta(hours=23))
    assert datetime(2026, 11, 30, 15, 30, tzinfo=UTC) == database.clock.now()
    assert (await refused(database, initiating(partner, consent, 1))).window == "day"  # type: ignore[attr-defined]
    database.clock.advance(timedelta(hours=1))
    # December has begun in Shanghai, not in UTC.
    await initiate(database, partner, consent, 10_000)
    assert await spent(database, consent) == (3, 30_000)


async def test_one_agreed_payment_is_made_once(database: Database) -> None:
    someone, partner = await payer(database, 100_000), await a_partner(database)
    detail = scenes.PaymentDetail(partner.payee_id, Amount(12_800, CNY))
    consent = await consent_to(database, someone, partner, scopes=("payments.write",), detail=detail)
    assert isinstance(await refused(database, initiating(partner, consent, 12_799)), scenes.PaymentNotAgreed)
    await initiate(database, partner, consent, 12_800)
    assert isinstance(await refused(database, initiating(partner, consent, 12_800)), scenes.ConsentExhausted)


async def test_what_the_customer_has_is_not_told_with_a_refusal(database: Database) -> None:
    someone, partner = await payer(database, 100), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    poor = await refused(database, initiating(partner, consent, 10_000))
    assert isinstance(poor, scenes.PayerFundsInsufficient) and fields(poor) == ()  # type: ignore[arg-type]
    await database.write(ledger.set_frozen, ledger.SetFrozenCommand(request_id=None, owner_id=uuid4(), account_id=someone.account_id, frozen=True))
    frozen = await refused(database, initiating(partner, consent, 10))
    assert isinstance(frozen, scenes.PayerAccountUnavailable) and fields(frozen) == ()  # type: ignore[arg-type]
    rich = await person(database, 10_000_000)
    limited = await consent_to(database, rich, partner, caps=scenes.Caps(Amount(500_000, CNY), Amount(5_000_000, CNY)))
    for _ in range(20):
        try:
            await initiate(database, partner, limited, 500_000)
        except scenes.PayerLimitReached as reached:
            assert fields(reached) == ()  # type: ignore[arg-type]
            return
    raise AssertionError("the customer's own limits did not hold")


async def test_a_refusal_uses_nothing_and_the_id_keeps_it(database: Database) -> None:
    someone, partner = await payer(database, 100), await a_partner(database)
    consent = await consent_to(database, someone, partner, uses_left=1)
    command = initiating(partner, consent, 10_000)
    await refused(database, command)
    assert (await as_it_stands(database, consent)).terms.uses_left == 1
    with pytest.raises(scenes.PayerFundsInsufficient):
        await database.write(scenes.initiate_payment, command)


async def test_after_the_consent_is_revoked_narrowed_or_expired_nothing_beyond_it_is_paid(fresh_database: Database) -> None:
    database = fresh_database
    someone, partner = await payer(database, 100_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, life=timedelta(days=2))
    await narrow(database, someone, consent.id, payment_cap=Amount(1_000, CNY))
    assert isinstance(await refused(database, initiating(partner, consent, 1_001)), scenes.CapExceeded)
    await initiate(database, partner, consent, 1_000)
    database.clock.advance(timedelta(days=2))
    assert isinstance(await refused(database, initiating(partner, consent, 1_000)), scenes.ConsentExpired)
    database.clock.run()
    await revoke(database, someone, consent.id)
    assert isinstance(await refused(database, initiating(partner, consent, 1_000)), scenes.ConsentRevoked)
    assert await balance(database, someone) == 99_000


async def test_a_partner_cannot_name_a_payee_twice_or_a_code_that_takes_nothing(database: Database) -> None:
    partner, shop = await a_partner(database), await tills.shop(database)
    same = scenes.RegisterPayeeCommand(request_id=None, owner_id=uuid4(), partner_id=partner.id, payee_id=partner.payee_id, code_id=partner.shop.code_id)
    assert (await database.write(scenes.register_payee, same)).code_id == partner.shop.code_id
    with pytest.raises(IdReused):
        await database.write(
            scenes.register_payee,
            scenes.RegisterPayeeCommand(request_id=None, owner_id=uuid4(), partner_id=partner.id, payee_id=partner.payee_id, code_id=shop.code_id),
        )
    with pytest.raises(scenes.PartnerPayeeNotFound):
        await database.write(
            scenes.register_payee, scenes.RegisterPayeeCommand(request_id=None, owner_id=uuid4(), partner_id=partner.id, payee_id=uuid4(), code_id=uuid4())
        )
