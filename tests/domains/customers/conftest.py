"""People to test with: each test makes its own, with a phone that nobody else has."""

from collections.abc import Awaitable, Callable
from itertools import count
from secrets import randbelow
from uuid import UUID, uuid4

import pytest

from domains import customers
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from resolvers.context import NOBODY

_numbers = count(randbelow(10**8))

SignIn = Callable[..., Awaitable[customers.SignedIn]]


def new_phone() -> str:
    """A phone in E.164 form that no other test uses."""
    return f"+86139{next(_numbers) % 10**8:08d}"


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
