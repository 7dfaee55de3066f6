"""Where notifications go: to the customer who is signed in on the installation, and to nobody else."""

import asyncio
from datetime import timedelta
from secrets import token_hex
from uuid import uuid4

import pytest

from domains import customers
from domains.customers.service.sign_in import start_session
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Unauthenticated
from tests.domains.customers.conftest import new_customer, nothing_written


async def test_a_device_has_one_token_the_last(database: Database) -> None:
    customer = await new_customer(database)
    first, second = token_hex(32), token_hex(32)
    await register(database, customer, first)
    registered = await register(database, customer, second)
    assert await targets(database, customer) == [customers.PushTarget(customer.customer_id, registered.device_id, "apns", second)]
    async with database.reading() as read:
        (device,) = (await customers.list_devices(read, [customer.customer_id]))[customer.customer_id]
    assert (device.id, device.gets_push) == (registered.device_id, True)


async def test_an_installation_notifies_the_customer_who_registered_last(database: Database) -> None:
    first, second, token = await new_customer(database), await new_customer(database), token_hex(32)
    await register(database, first, token)
    await register(database, second, token)
    assert [target.customer_id for target in await targets(database, first, second)] == [second.customer_id]


async def test_of_eight_customers_with_one_token_one_is_notified(database: Database) -> None:
    everybody, token = [await new_customer(database) for _ in range(8)], token_hex(32)
    await asyncio.gather(*(register(database, customer, token) for customer in everybody))
    assert len(await targets(database, *everybody)) == 1


async def test_signing_out_ends_notifications_unless_another_session_stands_on_the_device(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    registered = await register(database, customer, token_hex(32))
    async with database.transaction() as tx:
        other = await start_session(tx, customer.customer_id, registered.device_id, ("customer",), None)
    await sign_out(database, customer)
    assert len(await targets(database, customer)) == 1
    command = customers.EndSession(request_id=None, owner_id=customer.customer_id, session_id=other.session_id)
    await database.write(customers.revoke_session, command)
    assert await targets(database, customer) == []
    async with database.reading() as read:
        assert await read.fetchval("SELECT push_token_sealed FROM customers_device WHERE id = $1", registered.device_id) is None


async def test_sessions_and_their_device_that_end_at_once_wait_for_each_other_in_one_direction(database: Database) -> None:
    customer = await new_customer(database)
    device_id = (await register(database, customer, token_hex(32))).device_id
    sessions = []
    for _ in range(6):
        async with database.transaction() as tx:
            sessions.append((await start_session(tx, customer.customer_id, device_id, ("customer",), None)).session_id)
    ends = [customers.EndSession(request_id=None, owner_id=customer.customer_id, session_id=session_id) for session_id in sessions]
    removal = customers.RevokeDevice(request_id=None, owner_id=customer.customer_id, device_id=device_id)
    answers = await asyncio.gather(
        *(database.write(customers.revoke_session, one) for one in ends), database.write(customers.revoke_device, removal), return_exceptions=True
    )
    assert {type(answer).__name__ for answer in answers} <= {"SessionsEnded", "SessionUnknown"}
    async with database.reading() as read:
        assert (await customers.list_sessions(read, [customer.customer_id], read.now))[customer.customer_id] == []
    assert await targets(database, customer) == []


async def test_a_removed_device_and_an_expired_session_are_not_notified(database: Database, fresh_clock: Clock) -> None:
    removed, expired = await new_customer(database), await new_customer(database)
    device_id = (await register(database, removed, token_hex(32))).device_id
    await register(database, expired, token_hex(32))
    await database.write(customers.revoke_device, customers.RevokeDevice(request_id=None, owner_id=removed.customer_id, device_id=device_id))
    assert [target.customer_id for target in await targets(database, removed, expired)] == [expired.customer_id]
    fresh_clock.advance(timedelta(days=90))
    assert await targets(database, removed, expired) == []


async def test_targets_of_many_customers_are_one_statement(database: Database) -> None:
    everybody = [await new_customer(database) for _ in range(3)]
    for customer in everybody:
        await register(database, customer, token_hex(32))
    with database.counting() as statements:
        assert len(await targets(database, *everybody)) == 3
    assert len(statements) == 1


@pytest.mark.parametrize(("service", "token"), [("APNS!", "x"), ("", "x"), ("apns", ""), ("apns", "x" * 4097), ("apns", "a\nb"), ("apns", "é")])
async def test_a_malformed_token_is_refused(database: Database, service: str, token: str) -> None:
    customer = await new_customer(database)
    async with nothing_written(database):
        with pytest.raises(customers.DeviceMalformed):
            await register(database, customer, token, service)


async def test_an_ended_session_and_one_on_no_device_register_nothing(database: Database) -> None:
    customer = await new_customer(database)
    async with database.transaction() as tx:
        nowhere = await start_session(tx, customer.customer_id, None, ("customer",), None)
    command = customers.RegisterPushToken(request_id=None, owner_id=customer.customer_id, session_id=uuid4(), service="apns", token="x")
    on_no_device = customers.RegisterPushToken(request_id=None, owner_id=customer.customer_id, session_id=nowhere.session_id, service="apns", token="x")
    async with nothing_written(database):
        with pytest.raises(Unauthenticated):
            await database.write(customers.register_push_token, command)
        with pytest.raises(customers.DeviceUnknown):
            await database.write(customers.register_push_token, on_no_device)


async def register(database: Database, customer: customers.DevelopmentCustomer, token: str, service: str = "apns") -> customers.PushTokenRegistered:
    command = customers.RegisterPushToken(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id, service=service, token=token)
    return await database.write(customers.register_push_token, command)


async def sign_out(database: Database, customer: customers.DevelopmentCustomer) -> None:
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id))


async def targets(database: Database, *everybody: customers.DevelopmentCustomer) -> list[customers.PushTarget]:
    async with database.reading() as read:
        return await customers.list_push_targets(read, [customer.customer_id for customer in everybody])
