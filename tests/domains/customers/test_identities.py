"""What a customer is known by: linked with a proof, to one customer at most, unlinked with a line in the log."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.customers import identities
from domains.customers.service.identity_tickets import make_ticket, read_ticket
from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Unauthenticated
from tests.domains.customers.conftest import code_for, events_of, new_customer, new_phone, nothing_written

PIN = "258036"
NOT_GIVEN = customers.PinProof(customers.PinVerdict.ABSENT)


def somebody(network: str = "sandbox") -> identities.NewIdentity:
    return identities.NewIdentity("mini_program", network, f"o{uuid4().hex}")


def ticket_of(database: Database, identity: identities.NewIdentity, key: str | None = None) -> str:
    return make_ticket(database.ports.get(Keyring), identity, key, database.clock.now())


async def link(
    database: Database, customer: customers.DevelopmentCustomer, ticket: str, *, request_id: UUID | None = None, pin: str | None = None
) -> identities.LinkedIdentity:
    proof = await customers.prove_pin(database.write, customer.customer_id, pin)
    command = identities.LinkIdentity(request_id=request_id or uuid4(), owner_id=customer.customer_id, session_id=customer.session_id, ticket=ticket, pin=proof)
    return await database.write(identities.link_identity, command)


async def unlink(database: Database, customer: customers.DevelopmentCustomer, identity_id: UUID, pin: str | None = None) -> identities.EndedIdentity:
    proof = await customers.prove_pin(database.write, customer.customer_id, pin)
    command = identities.UnlinkIdentity(request_id=uuid4(), owner_id=customer.customer_id, session_id=customer.session_id, identity_id=identity_id, pin=proof)
    return await database.write(identities.unlink_identity, command)


async def known_by(database: Database, customer_id: UUID) -> list[tuple[str, str | None, str]]:
    async with database.reading() as read:
        (found,) = (await identities.list_identities(read, [customer_id])).values()
    return [(row.kind.value, row.masked_value, row.proof.value) for row in found]


async def log_of(database: Database, customer_id: UUID) -> list[tuple[UUID, str]]:
    async with database.reading() as read:
        (found,) = (await identities.list_identity_changes(read, [customer_id])).values()
    return [(row.identity_id, row.change) for row in found]


async def test_a_phone_is_always_there_and_a_linked_identity_stands_beside_it(database: Database) -> None:
    phone = new_phone()
    customer = await customers.make_development_customer(database, phone)
    new = somebody()
    linked = await link(database, customer, ticket_of(database, new))
    assert await known_by(database, customer.customer_id) == [
        ("phone", f"{phone[3:6]}****{phone[10:]}", "code"),
        ("mini_program", f"{new.value[:3]}****{new.value[-2:]}", "code"),
    ]
    assert await log_of(database, customer.customer_id) == [(linked.identity_id, "linked")]
    assert (await events_of(database, customer.customer_id))[-1] == "IdentityLinked"
    async with database.reading() as read:
        row = await read.fetchrow("SELECT * FROM customers_identity WHERE id = $1", linked.identity_id)
    assert row is not None
    assert new.value.encode() not in bytes(row["value_sealed"]) + bytes(row["value_index"])


async def test_linking_twice_is_linking_once(database: Database) -> None:
    customer, ticket, request_id = await new_customer(database), ticket_of(database, somebody()), uuid4()
    first = await link(database, customer, ticket, request_id=request_id)
    async with nothing_written(database):
        assert await link(database, customer, ticket, request_id=request_id) == first
        with pytest.raises(IdReused):
            await link(database, customer, ticket_of(database, somebody()), request_id=request_id)
    assert (await link(database, customer, ticket)).identity_id == first.identity_id


async def test_with_a_pin_only_the_pin_links_and_unlinks(database: Database) -> None:
    customer, ticket = await new_customer(database), ticket_of(database, somebody())
    await customers.set_pin(database.write, customer.customer_id, customer.session_id, PIN)
    with pytest.raises(customers.PinNeeded):
        await link(database, customer, ticket)
    with pytest.raises(customers.PinWrong):
        await link(database, customer, ticket, pin="111222")
    linked = await link(database, customer, ticket, pin=PIN)
    assert (await known_by(database, customer.customer_id))[1][2] == "pin"
    with pytest.raises(customers.PinNeeded):
        await unlink(database, customer, linked.identity_id)
    assert len(await known_by(database, customer.customer_id)) == 2
    await unlink(database, customer, linked.identity_id, PIN)
    assert len(await known_by(database, customer.customer_id)) == 1
    assert await log_of(database, customer.customer_id) == [(linked.identity_id, "unlinked"), (linked.identity_id, "linked")]


async def test_without_a_pin_the_sign_in_must_be_fresh(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    fresh_clock.advance(timedelta(minutes=11))
    with pytest.raises(customers.FreshSignInNeeded):
        await link(database, customer, ticket_of(database, somebody()))
    assert len(await known_by(database, customer.customer_id)) == 1


async def test_the_phone_cannot_be_unlinked_and_nobody_unlinks_a_strangers(database: Database) -> None:
    owner, stranger = await new_customer(database), await new_customer(database)
    linked = await link(database, owner, ticket_of(database, somebody()))
    with pytest.raises(identities.LastWayToSignIn):
        await unlink(database, owner, owner.customer_id)
    for identity_id in (linked.identity_id, owner.customer_id, uuid4()):
        with pytest.raises(identities.IdentityNotFound):
            await unlink(database, stranger, identity_id)
    await unlink(database, owner, linked.identity_id)
    with pytest.raises(identities.IdentityNotFound):
        await unlink(database, owner, linked.identity_id)


async def test_an_identity_belongs_to_one_customer_however_many_race_for_it(database: Database) -> None:
    racing, ticket = [await new_customer(database) for _ in range(12)], ticket_of(database, somebody())
    outcomes = await asyncio.gather(*(link(database, one, ticket) for one in racing), return_exceptions=True)
    won = [outcome for outcome in outcomes if isinstance(outcome, identities.LinkedIdentity)]
    assert len(won) == 1
    assert sum(isinstance(outcome, identities.IdentityTaken) for outcome in outcomes) == 11
    assert sum([len(await known_by(database, one.customer_id)) - 1 for one in racing]) == 1
    # Let go, it is free for another.
    (owner,) = (one for one in racing if one.customer_id == won[0].customer_id)
    await unlink(database, owner, won[0].identity_id)
    other = next(one for one in racing if one is not owner)
    assert (await link(database, other, ticket)).customer_id == other.customer_id


async def test_a_ticket_is_of_ten_minutes_of_its_device_and_of_the_house(database: Database) -> None:
    keyring, now, new = database.ports.get(Keyring), database.clock.now(), somebody()
    ticket = make_ticket(keyring, new, "key", now)
    assert read_ticket(keyring, ticket, "key", now + timedelta(minutes=9, seconds=58)) == new
    wrong = [(ticket, None, now), (ticket, "other", now), (ticket, "key", now + timedelta(minutes=10)), (ticket[:-4], "key", now), ("", "key", now)]
    for text, key, at in [*wrong, ("é", "key", now), ("A" * 5000, "key", now), (ticket.swapcase(), "key", now)]:
        with pytest.raises(identities.TicketInvalid):
            read_ticket(keyring, text, key, at)


async def test_a_ticket_and_a_code_sign_in_and_link_in_one_commit(database: Database) -> None:
    phone, new = new_phone(), somebody()
    known = await customers.make_development_customer(database, phone)
    code = await code_for(database, phone)
    with pytest.raises(customers.WrongCode):
        await sign_in_with_ticket(database, ticket_of(database, new), phone, "000000" if code != "000000" else "111111")
    assert len(await known_by(database, known.customer_id)) == 1
    signed_in = await sign_in_with_ticket(database, ticket_of(database, new), phone, code)
    assert (signed_in.granted.owner_id, signed_in.is_new) == (known.customer_id, False)
    assert (await known_by(database, known.customer_id))[1][2] == "code"
    # Somebody else's: neither a session nor a new customer comes of it, and the code stays good.
    other = new_phone()
    code = await code_for(database, other)
    with pytest.raises(identities.IdentityTaken):
        await sign_in_with_ticket(database, ticket_of(database, new), other, code)
    async with database.reading() as read:
        assert not await customers.find_by_phone(read, other)
    assert (await sign_in_with_ticket(database, ticket_of(database, somebody()), other, code)).is_new


async def test_a_partners_word_is_an_identity_too(database: Database) -> None:
    customer = await new_customer(database)
    async with database.transaction() as tx:
        new = identities.NewIdentity("partner", "morning-water", f"resident-{uuid4()}")
        identity_id = await identities.attach_identity(tx, customer.customer_id, new, identities.IdentityProof.PROVIDER, HOUSE_ID)
    assert (await known_by(database, customer.customer_id))[1][::2] == ("partner", "provider")
    assert await log_of(database, customer.customer_id) == [(identity_id, "linked")]


async def test_an_ended_session_links_nothing(database: Database) -> None:
    customer = await new_customer(database)
    await database.write(customers.sign_out, customers.SignOut(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id))
    async with nothing_written(database):
        with pytest.raises(Unauthenticated):
            await link(database, customer, ticket_of(database, somebody()))


async def sign_in_with_ticket(database: Database, ticket: str, phone: str, code: str) -> customers.SignedIn:
    command = identities.SignInWithTicket(
        request_id=None, owner_id=HOUSE_ID, device_name="小程序", platform="mini-program", ticket=ticket, phone=phone, code=code
    )
    return await database.write(identities.sign_in_with_ticket, command)
