"""Offers for a customer: ranked with a reason where they agreed, in one order for everybody where not; and contacts within caps."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains import customers, offers
from domains.kernel.database import Database
from domains.kernel.relay import relay_until_idle
from domains.offers import (
    Channel,
    Conditions,
    ContactCap,
    Kind,
    Limits,
    Why,
    listeners,  # noqa: F401  registers them
)
from domains.offers.rules.ranking import Known, place_of, why_of
from tests.domains.offers.campaigns import ANY, FIVE_OFF, campaign, claim
from tests.domains.offers.games import end
from tests.domains.offers.staff import Staff, address, scan
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, person
from tests.staff import staff_member

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
IDS = st.integers(1, 4).map(lambda number: UUID(int=number))


@given(st.lists(st.tuples(st.frozensets(IDS), st.integers(0, 10), st.booleans()), max_size=10), st.frozensets(IDS), st.frozensets(IDS))
def test_without_consent_nothing_of_the_customer_changes_the_order(told: Any, bought: frozenset[UUID], scanned: frozenset[UUID]) -> None:
    def order(known: Known | None) -> list[int]:
        ranked = []
        for number, (merchants, days, is_new) in enumerate(told):
            ends_at = NOW + timedelta(days=days)
            why = why_of(Conditions(tuple(merchants), newcomer_days=30 if is_new else None), ends_at, known, NOW)
            ranked.append((place_of(why, ends_at, UUID(int=number), is_personal=known is not None), number))
        return [number for _, number in sorted(ranked)]

    assert order(None) == [number for number, _ in sorted(enumerate(told), key=lambda one: (one[1][1], one[0]))]
    assert sorted(order(Known(bought, scanned))) == sorted(order(None))


@pytest.fixture
async def house(fresh_database: Database) -> Staff:
    # A Wednesday in the morning, so that no day or week ends within a test.
    fresh_database.clock.freeze(datetime(2027, 1, 6, 2, tzinfo=UTC))
    return Staff(fresh_database, await staff_member(fresh_database, "operator:offers"))


async def agree(database: Database, someone: Person, purpose: str = "personal_offers") -> None:
    await database.write(customers.grant_consent, customers.GrantConsent(request_id=uuid4(), **who(someone), purpose=purpose, version="2026-11"))


async def withdraw(database: Database, someone: Person, purpose: str = "personal_offers") -> None:
    await database.write(customers.withdraw_consent, customers.WithdrawConsent(request_id=uuid4(), **who(someone), purpose=purpose))


def who(someone: Person) -> dict[str, UUID]:
    return {"owner_id": someone.id, "session_id": someone.session_id}


async def for_all(database: Database, *people: Person) -> list[list[tuple[UUID, Why]]]:
    async with database.reading() as read:
        told = await offers.list_offers_for_me(read, [(one.id, one.session_id) for one in people], 20)
    return [[(one.campaign.id, one.why) for one in of_one] for of_one in told]


async def four(house: Staff) -> tuple[list[offers.Campaign], tills.Shop, tills.Shop]:
    """For everybody, of two shops, for newcomers; the shops' end last."""
    bought, scanned = await tills.shop(house.database), await tills.shop(house.database)
    await relay_until_idle(house.database)
    now = house.database.clock.now()
    told = [Conditions(), Conditions(newcomer_days=30), Conditions((scanned.merchant_id,)), Conditions((bought.merchant_id,))]
    made = [
        await campaign(house, FIVE_OFF, 1_000, Limits(per_person=1), conditions=one, ends_at=now + timedelta(days=2 + number))
        for number, one in enumerate(told)
    ]
    return made, bought, scanned


async def test_who_agreed_has_their_own_order_and_everybody_else_has_one(house: Staff) -> None:
    database = house.database
    (everybody, newcomers, of_scanned, of_bought), bought, scanned = await four(house)
    mine, other = await person(database, 10_000), await person(database)
    for shop in (scanned, bought):
        async with database.reading() as read:
            merchant = (await offers.find_products(read, [(Kind.MERCHANT, shop.merchant_id)]))[Kind.MERCHANT, shop.merchant_id]
        await scan(database, await address(database, await house.hang(merchant)), mine.id)
    await tills.pay(database, mine, bought, 1_000)
    await relay_until_idle(database)
    same = [(everybody.id, Why.ENDS_SOON), (newcomers.id, Why.ENDS_SOON), (of_scanned.id, Why.FOR_EVERYBODY), (of_bought.id, Why.FOR_EVERYBODY)]
    assert await for_all(database, mine, other) == [same, same]
    await agree(database, mine)
    personal = [
        (of_bought.id, Why.BOUGHT_THERE),
        (of_scanned.id, Why.SCANNED_THERE),
        (newcomers.id, Why.FOR_NEWCOMERS),
        (everybody.id, Why.ENDS_SOON),
    ]
    assert await for_all(database, mine, other) == [personal, same]
    await withdraw(database, mine)
    assert await for_all(database, mine, other) == [same, same]


async def test_what_cannot_be_had_is_not_offered(house: Staff) -> None:
    database, mine = house.database, await person(house.database)
    once, full = await campaign(house, limits=Limits(per_person=1)), await campaign(house, limits=Limits(total=1, per_person=None))
    verified, ended = await campaign(house, conditions=Conditions(tiers=("verified",))), await campaign(house)
    coded, ahead = await campaign(house, shared_code="SECRET99"), await campaign(house, starts_at=database.clock.now() + timedelta(days=1))
    await end(house, ended)
    assert {id_ for id_, _ in (await for_all(database, mine))[0]} == {once.id, full.id}
    await claim(database, mine, once)
    await claim(database, await person(database), full)
    assert await for_all(database, mine) == [[]]
    (told,) = await for_all(database, await person(database, verified=True))
    assert {id_ for id_, _ in told} == {once.id, verified.id}
    assert {coded.id, ahead.id}.isdisjoint(id_ for id_, _ in told)
    async with database.reading() as read:
        assert await offers.list_offers_for_me(read, [(mine.id, uuid4())], 20) == [[]]


async def test_five_statements_for_however_many_ask(house: Staff) -> None:
    await four(house)
    people = [await person(house.database) for _ in range(10)]
    for one in people[:5]:
        await agree(house.database, one)
    with house.database.counting() as statements:
        told = await for_all(house.database, *people)
    assert (len([one for one in statements if not one.startswith(("BEGIN", "COMMIT"))]), [len(one) for one in told]) == (5, [4] * 10)


def contacting(someone: Person, one: offers.Campaign, channel: Channel = Channel.IN_APP, **more: Any) -> offers.ContactCustomerCommand:
    named = {"request_id": uuid4(), "campaign_id": one.id, "channel": channel, "owner_id": someone.id, "session_id": someone.session_id}
    return offers.ContactCustomerCommand(**{**named, **more})


async def contacts(database: Database, someone: Person) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM offers_contact WHERE customer_id = $1", someone.id))


async def test_no_cap_is_passed_by_contacts_at_once_and_the_offer_is_found_as_before(house: Staff) -> None:
    database, mine, one = house.database, await person(house.database), await campaign(house, limits=ANY)
    commands = [contacting(mine, one) for _ in range(16)]
    told = await asyncio.gather(*(database.write(offers.contact_customer, command) for command in commands), return_exceptions=True)
    recorded = [answer for answer in told if isinstance(answer, offers.ContactRecorded)]
    refused = {(type(answer), answer.scope, answer.most) for answer in told if isinstance(answer, offers.ContactCapReached)}
    assert (len(recorded), refused, await contacts(database, mine)) == (3, {(offers.ContactCapReached, "day", 3)}, 3)
    assert [id_ for id_, _ in (await for_all(database, mine))[0]] == [one.id]
    again = await database.write(offers.contact_customer, next(command for command, answer in zip(commands, told, strict=True) if answer in recorded))
    assert (again in recorded, await contacts(database, mine)) == (True, 3)


async def test_caps_are_data_by_channel_day_and_week(house: Staff) -> None:
    database, mine, one = house.database, await person(house.database), await campaign(house, limits=ANY)

    async def cap(per_day: int, per_week: int) -> None:
        command = offers.SetContactCapCommand(request_id=uuid4(), **house.who, cap=ContactCap(Channel.IN_APP, per_day, per_week))
        await database.write(offers.set_contact_cap, command)

    with pytest.raises(offers.ContactCapMalformed):
        await cap(1, 101)
    await cap(2, 3)
    told = []
    for days in (0, 1, 5):
        database.clock.advance(timedelta(days=days))
        for _ in range(3):
            try:
                await database.write(offers.contact_customer, contacting(mine, one))
                told.append("contacted")
            except offers.ContactCapReached as refused:
                told.append(refused.scope)
    assert told == ["contacted", "contacted", "day", "contacted", "week", "week", "contacted", "contacted", "day"]
    await cap(0, 0)
    with pytest.raises(offers.ContactCapReached):
        await database.write(offers.contact_customer, contacting(await person(database), one))


async def test_messages_are_sent_with_consent_alone(house: Staff) -> None:
    database, mine, one = house.database, await person(house.database), await campaign(house)

    async def push() -> offers.ContactRecorded:
        return await database.write(offers.contact_customer, contacting(mine, one, Channel.PUSH, session_id=None))

    with pytest.raises(offers.ContactNotAgreed):
        await push()
    await agree(database, mine, "marketing_messages")
    assert (await push()).channel is Channel.PUSH
    await withdraw(database, mine, "marketing_messages")
    with pytest.raises(offers.ContactNotAgreed):
        await push()
    await end(house, one)
    with pytest.raises(offers.CampaignEnded):
        await database.write(offers.contact_customer, contacting(mine, one))
    with pytest.raises(offers.CampaignNotFound):
        await database.write(offers.contact_customer, contacting(mine, one, campaign_id=uuid4()))
    assert await contacts(database, mine) == 1
