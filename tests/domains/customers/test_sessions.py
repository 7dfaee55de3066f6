"""Sessions and devices that a customer sees and ends."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.customers.service.sign_in import start_session
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from tests.domains.customers.conftest import SignIn, events_of, new_customer, nothing_written


async def test_each_device_is_listed_once_and_each_sign_in_is_a_session(database: Database, signed_in: SignIn, phone: str, fresh_clock: Clock) -> None:
    phone_first = (await signed_in(phone, device="手机")).granted
    fresh_clock.advance(timedelta(seconds=61))
    tablet = (await signed_in(phone, device="平板", key="k" * 43)).granted
    fresh_clock.advance(timedelta(seconds=61))
    phone_again = (await signed_in(phone, device="手机")).granted
    sessions, devices = await standing(database, phone_first.owner_id)
    assert [session.id for session in sessions] == [phone_again.session_id, tablet.session_id, phone_first.session_id]
    assert [(session.device_name, session.bound_to_key) for session in sessions] == [("手机", False), ("平板", True), ("手机", False)]
    assert [(device.name, device.platform, device.bound_to_key, device.gets_push) for device in devices] == [
        ("手机", "ios", False, False),
        ("平板", "ios", True, False),
    ]
    assert devices[0].last_seen_at - devices[0].first_seen_at == timedelta(seconds=122)


async def test_a_removed_device_ends_its_sessions_and_no_others(database: Database, signed_in: SignIn, phone: str, fresh_clock: Clock) -> None:
    first = (await signed_in(phone, device="手机")).granted
    fresh_clock.advance(timedelta(seconds=61))
    tablet = (await signed_in(phone, device="平板")).granted
    fresh_clock.advance(timedelta(seconds=61))
    second = (await signed_in(phone, device="手机")).granted
    _, devices = await standing(database, first.owner_id)
    lost = next(device for device in devices if device.name == "手机")
    ended = await database.write(customers.revoke_device, customers.RevokeDevice(request_id=None, owner_id=first.owner_id, device_id=lost.id))
    assert set(ended.session_ids) == {first.session_id, second.session_id}
    sessions, devices = await standing(database, first.owner_id)
    assert ([session.id for session in sessions], [device.name for device in devices]) == ([tablet.session_id], ["平板"])
    assert (await events_of(database, first.owner_id)).count("SessionRevoked") == 2
    fresh_clock.advance(timedelta(seconds=61))
    await signed_in(phone, device="手机")
    _, devices = await standing(database, first.owner_id)
    assert lost.id not in {device.id for device in devices}


async def test_a_strangers_session_and_device_are_unknown(database: Database) -> None:
    customer, stranger = await new_customer(database), await new_customer(database)
    _, (device,) = await standing(database, stranger.customer_id)
    async with nothing_written(database):
        for session_id in (stranger.session_id, uuid4()):
            with pytest.raises(customers.SessionUnknown):
                await database.write(customers.revoke_session, end(customer.customer_id, session_id))
        for device_id in (device.id, uuid4()):
            with pytest.raises(customers.DeviceUnknown):
                await database.write(customers.revoke_device, customers.RevokeDevice(request_id=None, owner_id=customer.customer_id, device_id=device_id))


async def test_a_session_ends_once_and_its_repeat_is_the_same_answer(database: Database) -> None:
    customer = await new_customer(database)
    command = end(customer.customer_id, customer.session_id, uuid4())
    answers = await asyncio.gather(*(database.write(customers.revoke_session, command) for _ in range(8)))
    assert answers == [customers.SessionsEnded((customer.session_id,))] * 8
    assert (await events_of(database, customer.customer_id)).count("SessionRevoked") == 1
    with pytest.raises(customers.SessionUnknown):
        await database.write(customers.revoke_session, end(customer.customer_id, customer.session_id, uuid4()))


async def test_signing_out_twice_is_signing_out_once(database: Database) -> None:
    customer = await new_customer(database)
    command = customers.SignOut(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id)
    assert await database.write(customers.sign_out, command) == customers.SessionsEnded((customer.session_id,))
    async with nothing_written(database):
        assert await database.write(customers.sign_out, command) == customers.SessionsEnded(())


async def test_signing_out_everywhere_ends_every_session(database: Database, signed_in: SignIn, phone: str, fresh_clock: Clock) -> None:
    first = (await signed_in(phone, device="手机")).granted
    fresh_clock.advance(timedelta(seconds=61))
    second = (await signed_in(phone, device="平板")).granted
    stranger = await new_customer(database)
    command = customers.SignOut(request_id=None, owner_id=first.owner_id, session_id=first.session_id, everywhere=True)
    ended = await database.write(customers.sign_out, command)
    assert set(ended.session_ids) == {first.session_id, second.session_id}
    assert (await standing(database, first.owner_id))[0] == []
    assert len((await standing(database, stranger.customer_id))[0]) == 1
    async with nothing_written(database):
        with pytest.raises(Unauthenticated):
            await database.write(customers.sign_out, command)


async def test_the_twenty_first_session_ends_the_one_that_was_used_longest_ago(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    granted = []
    for _ in range(20):
        fresh_clock.advance(timedelta(seconds=1))
        granted.append(await another_session(database, customer))
    sessions, _ = await standing(database, customer.customer_id)
    assert [session.id for session in sessions] == list(reversed(granted))
    assert await checks(database, customer.customer_id, customer.session_id) == [False]


async def test_a_session_is_checked_in_the_verbs_own_transaction(database: Database, fresh_clock: Clock) -> None:
    customer, stranger = await new_customer(database), await new_customer(database)
    assert await checks(database, customer.customer_id, customer.session_id, stranger.session_id, uuid4()) == [True, False, False]
    await database.write(customers.revoke_session, end(customer.customer_id, customer.session_id))
    assert await checks(database, customer.customer_id, customer.session_id) == [False]
    fresh_clock.advance(timedelta(days=90))
    assert await checks(database, stranger.customer_id, stranger.session_id) == [False]


async def test_revocations_since_an_instant_are_listed(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    before = fresh_clock.now()
    fresh_clock.advance(timedelta(seconds=1))
    await database.write(customers.revoke_session, end(customer.customer_id, customer.session_id))
    async with database.reading() as read:
        assert customers.RevokedSession(customer.session_id, fresh_clock.now()) in await customers.list_revoked_sessions(read, before)
        assert customer.session_id not in {row.id for row in await customers.list_revoked_sessions(read, fresh_clock.now())}


def end(owner_id: UUID, session_id: UUID, request_id: UUID | None = None) -> customers.EndSession:
    return customers.EndSession(request_id=request_id, owner_id=owner_id, session_id=session_id)


async def standing(database: Database, customer_id: UUID) -> tuple[list[customers.SessionRow], list[customers.DeviceRow]]:
    async with database.reading() as read:
        sessions = await customers.list_sessions(read, [customer_id], read.now)
        devices = await customers.list_devices(read, [customer_id])
    return sessions[customer_id], devices[customer_id]


async def another_session(database: Database, customer: customers.DevelopmentCustomer) -> UUID:
    async with database.transaction() as tx:
        return (await start_session(tx, customer.customer_id, None, ("customer",), None)).session_id


async def checks(database: Database, customer_id: UUID, *session_ids: UUID) -> list[bool]:
    async with database.transaction() as tx:
        return await customers.check_sessions(tx, session_ids, [customer_id] * len(session_ids))
