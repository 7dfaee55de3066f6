"""People to test with: each test makes its own, with a phone that nobody else has."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from itertools import count
from secrets import randbelow
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from resolvers.context import NOBODY
from tests.id_numbers import an_id_number

_numbers = count(randbelow(10**8))

SignIn = Callable[..., Awaitable[customers.SignedIn]]


def new_phone() -> str:
    """A phone in E.164 form that no other test uses."""
    return f"+86139{next(_numbers) % 10**8:08d}"


def new_id_number(born: str = "19900307") -> str:
    """A right ID number of somebody born on that day, that no other test uses."""
    return an_id_number(date.fromisoformat(born))


async def new_customer(database: Database, **identity: str) -> customers.DevelopmentCustomer:
    """A customer of their own, signed in; verified with `name` and `id_number`."""
    return await customers.make_development_customer(database, new_phone(), **identity)


@asynccontextmanager
async def nothing_written(database: Database) -> AsyncIterator[None]:
    """Fails when any row of the customers' tables, of the outbox, the audit log or the data keys came, went or changed."""
    before = await _everything(database)
    yield
    assert await _everything(database) == before


async def events_of(database: Database, subject_id: UUID) -> list[str]:
    """The names of the facts about somebody, in the order of their commits."""
    async with database.reading() as read:
        return [row["name"] for row in await read.fetch("SELECT name FROM kernel_outbox WHERE subject_id = $1 ORDER BY id", subject_id)]


async def ask(database: Database, phone: str, request_id: UUID | None = None, *, device: str = "", address: str = "") -> customers.CodeSent:
    """Ask for a code, as the resolver does."""
    command = customers.RequestCode(request_id=request_id or uuid4(), owner_id=NOBODY, phone=phone, language="zh", device=device, address=address)
    return await database.write(customers.request_code, command)


async def code_for(database: Database, phone: str) -> str:
    """Ask for a code, let the worker's step run, and read the code from the messenger."""
    await ask(database, phone)
    async with database.reading() as read:
        challenge_id = await read.fetchval("SELECT subject_id FROM kernel_outbox WHERE name = 'CodeRequested' ORDER BY id DESC LIMIT 1")
    await customers.deliver_code(database, challenge_id)
    code = database.ports.get(customers.Messenger).latest_code(phone)  # type: ignore[attr-defined]
    assert code is not None
    return str(code)


async def try_code(database: Database, phone: str, code: str, *, device: str = "手机", key: str | None = None) -> customers.SignedIn:
    command = customers.SignIn(request_id=None, owner_id=NOBODY, phone=phone, code=code, device_name=device, platform="ios", key_thumbprint=key)
    return await database.write(customers.sign_in, command)


@pytest.fixture
def phone() -> str:
    return new_phone()


@pytest.fixture
def signed_in(database: Database) -> SignIn:
    """Signs a phone in, through a code."""

    async def run(phone: str | None = None, **device: str) -> customers.SignedIn:
        phone = phone or new_phone()
        return await try_code(database, phone, await code_for(database, phone), **device)

    return run


@pytest.fixture
def fresh_clock(clock: Clock) -> Clock:
    """The clock stands still until the test moves it."""
    clock.freeze(clock.now())
    return clock


async def _everything(database: Database) -> dict[str, str]:
    async with database.reading() as read:
        tables = await read.fetch(
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE 'customers\\_%' OR tablename = ANY($1))",
            ["kernel_outbox", "kernel_audit", "kernel_data_key"],
        )
        return {
            row["name"]: await read.fetchval(f"SELECT md5(coalesce(string_agg(item::text, chr(10) ORDER BY item::text), '')) FROM {row['name']} AS item")
            for row in tables
        }
