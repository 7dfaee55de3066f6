"""Stamp cards: a stamp for each purchase or each day's scan, taken back with a refund, and a full card redeemed once."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import offers, wallet
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from domains.offers import (
    Conditions,
    Kind,
    listeners,  # noqa: F401  registers them
)
from domains.offers.games import Draw, Outcome, Stamps, StampSource, StampsTooFew
from domains.offers.service.stamps import stamp_purchases
from tests.domains.offers.campaigns import budget, campaign
from tests.domains.offers.games import EIGHT, card, draw, drawing, end, game, seed, sure
from tests.domains.offers.staff import Staff, address, scan
from tests.domains.wallet import tills
from tests.domains.wallet.people import balance, person
from tests.staff import staff_member

TWO_OF_TEN = Stamps(2, least_minor=1_000)


async def house(database: Database) -> tuple[Staff, tills.Shop]:
    database.clock.freeze(database.clock.now())
    return Staff(database, await staff_member(database, "operator:offers")), await tills.shop(database, fee_bps=0)


async def test_a_full_card_is_redeemed_once(fresh_database: Database) -> None:
    staff, shop = await house(database := fresh_database)
    paid = await campaign(staff, budget_minor=5_000, conditions=Conditions(merchant_ids=(shop.merchant_id,)))
    one, payer = await game(staff, paid, *sure(EIGHT), stamps=TWO_OF_TEN), await person(database, 10_000)
    other = await tills.shop(database)
    for where, minor in ((shop, 1_000), (shop, 999), (other, 2_000)):
        await tills.pay(database, payer, where, minor)
    await relay_until_idle(database)
    assert (await card(database, payer, one)).stamps == 1
    with pytest.raises(StampsTooFew) as refused:
        await draw(database, payer, one)
    assert (refused.value.stamps, refused.value.needed, (await seed(database, payer, one)).next_nonce) == (1, 2, 1)
    await tills.pay(database, payer, shop, 1_000)
    await relay_until_idle(database)
    before = await balance(database, payer)
    commands = [await drawing(database, payer, one) for _ in range(8)]
    told = await asyncio.gather(*(database.write(offers.games.draw, command) for command in commands), return_exceptions=True)
    assert Counter(type(answer).__name__ for answer in told) == {"Draw": 1, "StampsTooFew": 7}
    (played,) = [answer for answer in told if isinstance(answer, Draw)]
    assert (played.outcome, await balance(database, payer) - before, (await card(database, payer, one)).stamps) == (Outcome.GIVEN, 888, 0)
    assert await budget(database, paid) == (4_112, 4_112)


async def test_a_payment_told_of_twice_has_one_stamp(fresh_database: Database) -> None:
    staff, shop = await house(database := fresh_database)
    one, payer = await game(staff, await campaign(staff), stamps=TWO_OF_TEN), await person(database, 10_000)
    await tills.pay(database, payer, shop, 1_000)
    await relay_until_idle(database)
    async with database.reading() as read:
        payment = await read.fetchrow("SELECT customer_id, source_id FROM offers_stamp WHERE game_id = $1", one.id)
        assert payment is not None
    async with database.transaction() as tx:
        paid = await wallet.find_payments(tx, [payment["source_id"]], [payer.id])
        await stamp_purchases(tx, [row for row in paid if row is not None] * 2)
    assert (await card(database, payer, one)).stamps == 1


async def test_a_refund_takes_the_stamp_back(fresh_database: Database) -> None:
    staff, shop = await house(database := fresh_database)
    one, payer = await game(staff, await campaign(staff), stamps=TWO_OF_TEN), await person(database, 10_000)
    paid = await tills.pay(database, payer, shop, 1_500)
    await relay_until_idle(database)
    await tills.refund(database, shop, paid.payment_id, 500)
    await relay_until_idle(database)
    assert (await card(database, payer, one)).stamps == 1
    await tills.refund(database, shop, paid.payment_id, 1)
    await relay_until_idle(database)
    assert (await card(database, payer, one)).stamps == 0


async def test_a_stamp_that_was_redeemed_and_returned_is_made_up_for_by_the_next(fresh_database: Database) -> None:
    staff, shop = await house(database := fresh_database)
    one, payer = await game(staff, await campaign(staff), stamps=TWO_OF_TEN), await person(database, 20_000)
    paid = [await tills.pay(database, payer, shop, 1_000) for _ in range(2)]
    await relay_until_idle(database)
    await draw(database, payer, one)
    await tills.refund(database, shop, paid[0].payment_id, 1_000)
    await relay_until_idle(database)
    assert (await card(database, payer, one)).stamps == -1
    for stamps in (0, 1):
        await tills.pay(database, payer, shop, 1_000)
        await relay_until_idle(database)
        assert (await card(database, payer, one)).stamps == stamps
        with pytest.raises(StampsTooFew):
            await draw(database, payer, one)
    await tills.pay(database, payer, shop, 1_000)
    await relay_until_idle(database)
    await draw(database, payer, one)
    assert (await card(database, payer, one)).stamps == 0
    async with database.reading() as read:
        states = await read.fetch("SELECT state, count(*) FROM offers_stamp WHERE game_id = $1 GROUP BY state ORDER BY state", one.id)
    assert [tuple(row) for row in states] == [("settled", 1), ("used", 4)]


async def test_a_code_that_is_scanned_stamps_once_a_day(fresh_database: Database) -> None:
    staff, shop = await house(database := fresh_database)
    await relay_until_idle(database)
    one, visitor = await game(staff, await campaign(staff), stamps=Stamps(2, StampSource.SCAN)), await person(database)
    async with database.reading() as read:
        merchant = (await offers.find_products(read, [(Kind.MERCHANT, shop.merchant_id)]))[Kind.MERCHANT, shop.merchant_id]
    text = await address(database, await staff.hang(merchant))
    for stamps in (1, 2):
        for _ in range(3):
            await scan(database, text, visitor.id)
        await scan(database, text)
        await relay_until_idle(database)
        assert (await card(database, visitor, one)).stamps == stamps
        database.clock.advance(timedelta(days=1))


async def test_after_the_end_there_are_no_stamps(fresh_database: Database) -> None:
    staff, shop = await house(database := fresh_database)
    paid = await campaign(staff)
    one, payer = await game(staff, paid, stamps=TWO_OF_TEN), await person(database, 10_000)
    await end(staff, paid)
    await tills.pay(database, payer, shop, 1_000)
    await relay_until_idle(database)
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM offers_stamp WHERE game_id = $1", one.id) == 0
    with pytest.raises(offers.CampaignEnded):
        await draw(database, payer, one, request_id=uuid4())
