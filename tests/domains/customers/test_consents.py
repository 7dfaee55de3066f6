"""A customer's yes to a purpose."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.customers import rules
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Unauthenticated
from tests.domains.customers.conftest import events_of, new_customer, nothing_written

PURPOSE, VERSION = "credit_scoring", "2026-11"


@pytest.fixture
def newer_wording(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setitem(rules.PURPOSES, PURPOSE, (VERSION, "2027-03"))
    yield "2027-03"


async def test_a_consent_stands_until_it_is_withdrawn_and_stays_as_proof(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    granted_at = fresh_clock.now()
    granted = await grant(database, customer)
    assert granted == customers.ConsentRecorded(customer.customer_id, granted.id, PURPOSE, VERSION, granted_at, None)
    assert await standing(database, customer) == [customers.ConsentRow(granted.id, customer.customer_id, PURPOSE, VERSION, granted_at, None)]
    fresh_clock.advance(timedelta(days=1))
    withdrawn = await withdraw(database, customer)
    assert withdrawn == customers.ConsentRecorded(customer.customer_id, granted.id, PURPOSE, VERSION, granted_at, fresh_clock.now())
    assert await standing(database, customer) == []
    again = await grant(database, customer)
    assert again.id != granted.id
    async with database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM customers_consent WHERE customer_id = $1", customer.customer_id) == 2
    assert (await events_of(database, customer.customer_id))[-3:] == ["ConsentGranted", "ConsentWithdrawn", "ConsentGranted"]


async def test_a_yes_to_what_stands_is_the_consent_that_stands(database: Database) -> None:
    customer = await new_customer(database)
    answers = await asyncio.gather(*(grant(database, customer, request_id=uuid4()) for _ in range(8)))
    assert len({answer.id for answer in answers}) == 1
    assert (await events_of(database, customer.customer_id)).count("ConsentGranted") == 1


async def test_a_yes_to_another_wording_ends_the_one_to_the_old(database: Database, newer_wording: str, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    await grant(database, customer)
    fresh_clock.advance(timedelta(days=30))
    newer = await grant(database, customer, version=newer_wording)
    assert [(consent.id, consent.version) for consent in await standing(database, customer)] == [(newer.id, newer_wording)]


async def test_repeats_give_the_first_answer_even_after_a_withdrawal(database: Database) -> None:
    customer, request_id, withdrawal_id = await new_customer(database), uuid4(), uuid4()
    granted = await grant(database, customer, request_id=request_id)
    withdrawn = await withdraw(database, customer, request_id=withdrawal_id)
    async with nothing_written(database):
        assert await grant(database, customer, request_id=request_id) == granted
        assert await withdraw(database, customer, request_id=withdrawal_id) == withdrawn
        with pytest.raises(IdReused):
            await grant(database, customer, purpose="location", request_id=request_id)


@pytest.mark.parametrize(("purpose", "version"), [("world_peace", VERSION), (PURPOSE, "1999-01"), ("", ""), ("\x00", VERSION)])
async def test_an_unknown_purpose_or_wording_is_refused(database: Database, purpose: str, version: str) -> None:
    customer = await new_customer(database)
    async with nothing_written(database):
        with pytest.raises(customers.PurposeUnknown):
            await grant(database, customer, purpose=purpose, version=version)


async def test_what_does_not_stand_cannot_be_withdrawn(database: Database) -> None:
    customer, other = await new_customer(database), await new_customer(database)
    await grant(database, other)
    async with nothing_written(database):
        with pytest.raises(customers.ConsentUnknown):
            await withdraw(database, customer)
        with pytest.raises(customers.PurposeUnknown):
            await withdraw(database, customer, purpose="\x00")


async def test_an_ended_session_consents_to_nothing(database: Database) -> None:
    customer = await new_customer(database)
    command = customers.GrantConsent(request_id=uuid4(), owner_id=customer.customer_id, session_id=uuid4(), purpose=PURPOSE, version=VERSION)
    async with nothing_written(database):
        with pytest.raises(Unauthenticated):
            await database.write(customers.grant_consent, command)


async def test_higher_domains_ask_for_many_customers_in_one_statement(database: Database) -> None:
    consenting, other = await new_customer(database), await new_customer(database)
    granted = await grant(database, consenting)
    async with database.transaction() as tx:
        with database.counting() as statements:
            found = await customers.find_consents(tx, [other.customer_id, consenting.customer_id, uuid4()], PURPOSE)
    assert len(statements) == 1
    assert [consent.id if consent else None for consent in found] == [None, granted.id, None]


async def grant(
    database: Database, customer: customers.DevelopmentCustomer, *, purpose: str = PURPOSE, version: str = VERSION, request_id: UUID | None = None
) -> customers.ConsentRecorded:
    command = customers.GrantConsent(
        request_id=request_id or uuid4(), owner_id=customer.customer_id, session_id=customer.session_id, purpose=purpose, version=version
    )
    return await database.write(customers.grant_consent, command)


async def withdraw(
    database: Database, customer: customers.DevelopmentCustomer, *, purpose: str = PURPOSE, request_id: UUID | None = None
) -> customers.ConsentRecorded:
    command = customers.WithdrawConsent(request_id=request_id or uuid4(), owner_id=customer.customer_id, session_id=customer.session_id, purpose=purpose)
    return await database.write(customers.withdraw_consent, command)


async def standing(database: Database, customer: customers.DevelopmentCustomer) -> list[customers.ConsentRow]:
    async with database.reading() as read:
        return (await customers.list_consents(read, [customer.customer_id]))[customer.customer_id]
