"""Races for a consent: payments against each other, against its caps and uses, and against the customer who takes it back."""

import asyncio
from uuid import uuid4

import pytest

from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from tests.domains.scenes.consenting import a_partner, as_it_stands, consent_to, initiating, payer, revoke, spent
from tests.domains.wallet.people import balance


async def race(database: Database, commands: list[scenes.InitiatePaymentCommand]) -> tuple[list[scenes.Initiation], list[Refusal]]:
    """What became of commands that were sent at once."""
    answers = await asyncio.gather(*(database.write(scenes.initiate_payment, one) for one in commands), return_exceptions=True)
    assert all(isinstance(one, scenes.Initiation | Refusal) for one in answers), answers
    return [one for one in answers if isinstance(one, scenes.Initiation)], [one for one in answers if isinstance(one, Refusal)]


@pytest.mark.parametrize("attempt", range(5))
async def test_sixteen_racing_payments_never_exceed_the_monthly_cap(database: Database, attempt: int) -> None:
    someone, partner = await payer(database, 1_000_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, caps=scenes.Caps(Amount(3_000, CNY), Amount(20_000, CNY)))
    made, refused = await race(database, [initiating(partner, consent, 3_000) for _ in range(16)])
    assert (len(made), {type(one) for one in refused}) == (6, {scenes.CapExceeded})
    assert await spent(database, consent) == (6, 18_000)
    assert await balance(database, someone) == 1_000_000 - 18_000


@pytest.mark.parametrize("attempt", range(5))
async def test_uses_left_are_exact_after_a_race(database: Database, attempt: int) -> None:
    someone, partner = await payer(database, 1_000_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, uses_left=7)
    made, refused = await race(database, [initiating(partner, consent, 100 + number) for number in range(16)])
    assert (len(made), {type(one) for one in refused}) == (7, {scenes.ConsentExhausted})
    assert (await as_it_stands(database, consent)).terms.uses_left == 0
    assert (await spent(database, consent))[0] == 7
    assert await balance(database, someone) == 1_000_000 - sum(one.amount.minor for one in made)


async def test_racing_repeats_of_one_payment_pay_once(database: Database) -> None:
    someone, partner = await payer(database, 100_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, uses_left=3)
    made, refused = await race(database, [initiating(partner, consent, 1_000, request_id=(id_ := uuid4()), order_id="one")] * 16)
    assert (refused, {one.id for one in made}, len(made)) == ([], {id_}, 16)
    assert await spent(database, consent) == (1, 1_000)
    assert await balance(database, someone) == 99_000


async def test_one_order_under_sixteen_ids_is_paid_once(database: Database) -> None:
    someone, partner = await payer(database, 100_000), await a_partner(database)
    consents = [await consent_to(database, someone, partner) for _ in range(4)]
    made, refused = await race(database, [initiating(partner, consents[number % 4], 1_000, order_id="one") for number in range(16)])
    assert (len(made), {type(one) for one in refused}) == (1, {scenes.PartnerOrderPaid})
    assert await balance(database, someone) == 99_000


@pytest.mark.parametrize("attempt", range(8))
async def test_no_payment_posts_after_a_revocation_was_answered(database: Database, attempt: int) -> None:
    someone, partner = await payer(database, 1_000_000), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    paying = [asyncio.create_task(database.write(scenes.initiate_payment, initiating(partner, consent, 100))) for _ in range(16)]
    await asyncio.sleep(0.004 * attempt)
    await revoke(database, someone, consent.id)
    at_revocation = (await spent(database, consent), await balance(database, someone))
    answers = await asyncio.gather(*paying, return_exceptions=True)
    made = sum(isinstance(one, scenes.Initiation) for one in answers)
    assert {type(one) for one in answers} <= {scenes.Initiation, scenes.ConsentRevoked}
    assert (await spent(database, consent), await balance(database, someone)) == at_revocation == ((made, 100 * made), 1_000_000 - 100 * made)
