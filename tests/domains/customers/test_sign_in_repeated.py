"""A sign-in whose answer was lost: the device that proves its key uses the code again, and gets the same session; nobody else does."""

from datetime import timedelta

import pytest

from domains import customers
from domains.customers.errors import WrongCode
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from tests.domains.customers.conftest import code_for, try_code
from tests.domains.customers.test_sign_in import wrong

KEY, OTHER = "k" * 43, "o" * 43


async def tokens(database: Database, signed_in: customers.SignedIn) -> customers.TokenPair:
    async with database.reading() as read:
        return await customers.issue_tokens(read, signed_in.granted, read.now)


async def count_sessions(database: Database, owner_id: object) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM customers_session WHERE owner_id = $1", owner_id))


async def test_the_same_code_and_key_give_the_same_session_and_tokens(database: Database, phone: str, fresh_clock: None) -> None:
    code = await code_for(database, phone)
    first = await try_code(database, phone, code, key=KEY)
    database.clock.advance(timedelta(seconds=30))
    again = await try_code(database, phone, code, key=KEY)
    assert again == first and again.is_new
    assert (await tokens(database, again)).refresh_token == (await tokens(database, first)).refresh_token
    assert await count_sessions(database, first.granted.owner_id) == 1


@pytest.mark.parametrize("key", [OTHER, None])
async def test_another_device_gets_nothing_by_a_code_that_was_used(database: Database, phone: str, key: str | None) -> None:
    code = await code_for(database, phone)
    first = await try_code(database, phone, code, key=KEY)
    with pytest.raises(WrongCode) as refused:
        await try_code(database, phone, code, key=key)
    assert (refused.value.attempts_left, await count_sessions(database, first.granted.owner_id)) == (0, 1)


async def test_without_a_key_a_code_is_used_once(database: Database, phone: str) -> None:
    code = await code_for(database, phone)
    await try_code(database, phone, code)
    with pytest.raises(WrongCode):
        await try_code(database, phone, code)


async def test_a_wrong_code_is_counted_also_after_the_right_one(database: Database, phone: str) -> None:
    code = await code_for(database, phone)
    await try_code(database, phone, code, key=KEY)
    left = []
    for _ in range(6):
        with pytest.raises(WrongCode) as refused:
            await try_code(database, phone, wrong(code), key=KEY)
        left.append(refused.value.attempts_left)
    assert left == [4, 3, 2, 1, 0, 0]
    with pytest.raises(WrongCode):
        await try_code(database, phone, code, key=KEY)


async def test_after_the_codes_life_or_once_the_tokens_were_renewed_it_opens_nothing(database: Database, phone: str, fresh_clock: None) -> None:
    code = await code_for(database, phone)
    first = await try_code(database, phone, code, key=KEY)
    pair = await tokens(database, first)
    command = customers.RefreshTokens(request_id=None, owner_id=HOUSE_ID, refresh_token=pair.refresh_token, proven_thumbprint=KEY)
    await database.write(customers.refresh_tokens, command)
    with pytest.raises(WrongCode):
        await try_code(database, phone, code, key=KEY)
    database.clock.advance(timedelta(seconds=61))
    later = await code_for(database, phone)
    await try_code(database, phone, later, key=KEY)
    database.clock.advance(timedelta(minutes=5))
    with pytest.raises(WrongCode):
        await try_code(database, phone, later, key=KEY)


async def test_a_session_that_was_ended_is_not_opened_again(database: Database, phone: str) -> None:
    code = await code_for(database, phone)
    first = (await try_code(database, phone, code, key=KEY)).granted
    out = customers.SignOut(request_id=None, owner_id=first.owner_id, session_id=first.session_id, everywhere=False)
    await database.write(customers.sign_out, out)
    with pytest.raises(WrongCode):
        await try_code(database, phone, code, key=KEY)
