"""Refresh tokens: each good once, with a short grace for a lost answer, and the end of the family when an old one comes back."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from domains import customers
from domains.customers import rules
from domains.customers.rows import SessionState
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from resolvers.context import NOBODY
from tests.domains.customers.conftest import SignIn, events_of, new_customer, nothing_written

STEPS = """
what is done                                                      | answer to the last step
refresh 0                                                         | pair 1
refresh 0, refresh 0                                              | pair 1
refresh 0, wait 60, refresh 0                                     | pair 1
refresh 0, wait 61, refresh 0                                     | RefreshTokenReused
refresh 0, use 1, refresh 0                                       | RefreshTokenReused
refresh 0, use 0, refresh 0                                       | pair 1
refresh 0, refresh 1                                              | pair 2
refresh 0, refresh 1, refresh 0                                   | RefreshTokenReused
refresh 0, refresh 1, refresh 1                                   | pair 2
refresh 0, refresh 1, use 1, refresh 1                            | pair 2
refresh 0, refresh 1, use 2, refresh 1                            | RefreshTokenReused
refresh 0, refresh 1, wait 59, refresh 1, wait 1, refresh 1       | pair 2
refresh 0, refresh 1, wait 59, refresh 1, wait 2, refresh 1       | RefreshTokenReused
refresh 0, use 1, refresh 1, refresh 1, use 2, refresh 2          | pair 3
refresh 0, use 1, refresh 0, refresh 1                            | SessionEnded
refresh 0, wait 61, refresh 0, refresh 0                          | SessionEnded
wait 7775999, refresh 0                                           | pair 1
wait 7776000, refresh 0                                           | SessionEnded
refresh 0, wait 7775999, refresh 1                                | pair 2
end, refresh 0                                                    | SessionEnded
refresh 0, end, refresh 0                                         | SessionEnded
"""

ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in STEPS.strip().splitlines()[1:]]


@pytest.mark.parametrize(("steps", "expected"), ROWS)
async def test_what_a_refresh_token_brings(database: Database, fresh_clock: Clock, steps: str, expected: str) -> None:
    customer = await new_customer(database)
    pairs = {0: (customer.tokens.access_token, customer.tokens.refresh_token)}
    answer = ""
    for step in steps.split(", "):
        match step.split():
            case ["wait", seconds]:
                fresh_clock.advance(timedelta(seconds=int(seconds)))
            case ["use", generation]:
                await use(database, customer, int(generation))
            case ["end"]:
                await database.write(customers.revoke_session, end_of(customer))
            case ["refresh", generation]:
                answer = await refreshed(database, pairs, int(generation))
    assert answer == expected


async def test_eight_refreshes_at_once_are_one(database: Database) -> None:
    customer = await new_customer(database)
    pairs = await asyncio.gather(*(refresh(database, customer.tokens.refresh_token) for _ in range(8)))
    assert {(pair.access_token, pair.refresh_token) for pair in pairs} == {(pairs[0].access_token, pairs[0].refresh_token)}
    assert pairs[0].access_token != customer.tokens.access_token


async def test_reuse_ends_the_session_and_tells_of_it(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database)
    await refresh(database, customer.tokens.refresh_token)
    fresh_clock.advance(timedelta(seconds=61))
    before = await events_of(database, customer.customer_id)
    with pytest.raises(customers.RefreshTokenReused):
        await refresh(database, customer.tokens.refresh_token)
    async with database.reading() as read:
        assert (await customers.list_sessions(read, [customer.customer_id], read.now))[customer.customer_id] == []
        revoked = await customers.list_revoked_sessions(read, fresh_clock.now() - timedelta(seconds=1))
    assert customer.session_id in {session.id for session in revoked}
    assert await events_of(database, customer.customer_id) == [*before, "SessionRevoked"]


async def test_reuse_ends_no_other_session(database: Database, signed_in: SignIn, phone: str, fresh_clock: Clock) -> None:
    first = (await signed_in(phone)).granted
    fresh_clock.advance(timedelta(seconds=61))
    second = (await signed_in(phone)).granted
    token = await token_of(database, first)
    await refresh(database, token)
    fresh_clock.advance(timedelta(seconds=61))
    with pytest.raises(customers.RefreshTokenReused):
        await refresh(database, token)
    assert await refresh(database, await token_of(database, second))


@pytest.mark.parametrize("text", ["", "x", "a" * 91, "a" * 5000, "né", "eyJhbGciOiJub25lIn0.e30."])
async def test_what_the_house_did_not_make_ends_nothing(database: Database, text: str) -> None:
    async with nothing_written(database):
        with pytest.raises(customers.SessionEnded):
            await refresh(database, text)


async def test_a_changed_token_is_not_ours(database: Database) -> None:
    token = (await new_customer(database)).tokens.refresh_token
    async with nothing_written(database):
        for position in (0, 30, 47, len(token) - 2):
            changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
            with pytest.raises(customers.SessionEnded):
                await refresh(database, changed)


async def test_a_session_that_is_bound_to_a_key_needs_its_proof_even_for_an_old_token(database: Database, fresh_clock: Clock) -> None:
    key = "k" * 43
    customer = await new_customer(database, key_thumbprint=key)
    async with nothing_written(database):
        for thumbprint in (None, "x" * 43):
            with pytest.raises(customers.DeviceKeyNeeded):
                await refresh(database, customer.tokens.refresh_token, thumbprint)
    assert await refresh(database, customer.tokens.refresh_token, key)
    fresh_clock.advance(timedelta(seconds=61))
    # A thief without the key cannot even end the session.
    async with nothing_written(database):
        with pytest.raises(customers.DeviceKeyNeeded):
            await refresh(database, customer.tokens.refresh_token)


def test_the_grace_counts_from_the_new_pair(fresh_clock: Clock) -> None:
    now = fresh_clock.now()
    state = SessionState(5, 4, now, now + timedelta(days=1), None, None)
    verdicts = {seconds: rules.decide_refresh(state, 4, now + timedelta(seconds=seconds)).value for seconds in (0, 60, 61)}
    assert verdicts == {0: "repeat", 60: "repeat", 61: "reused"}


async def refresh(database: Database, token: str, thumbprint: str | None = None) -> customers.TokenPair:
    command = customers.RefreshTokens(request_id=None, owner_id=NOBODY, refresh_token=token, proven_thumbprint=thumbprint)
    return await issue(database, await database.write(customers.refresh_tokens, command))


async def refreshed(database: Database, pairs: dict[int, tuple[str, str]], generation: int) -> str:
    """Which pair it was; the pair of one generation is always the same."""
    try:
        pair = await refresh(database, pairs[generation][1])
    except (customers.SessionEnded, customers.RefreshTokenReused) as refusal:
        return type(refusal).__name__
    found = pairs.setdefault(generation + 1, (pair.access_token, pair.refresh_token))
    assert found == (pair.access_token, pair.refresh_token)
    return f"pair {generation + 1}"


async def use(database: Database, customer: customers.DevelopmentCustomer, generation: int) -> None:
    command = customers.ConfirmUse(request_id=None, owner_id=customer.customer_id, session_id=customer.session_id, generation=generation)
    await database.write(customers.confirm_use, command)


def end_of(customer: customers.DevelopmentCustomer, request_id: UUID | None = None) -> customers.EndSession:
    return customers.EndSession(request_id=request_id, owner_id=customer.customer_id, session_id=customer.session_id)


async def token_of(database: Database, granted: customers.SessionGranted) -> str:
    return (await issue(database, granted)).refresh_token


async def issue(database: Database, granted: customers.SessionGranted) -> customers.TokenPair:
    async with database.reading() as read:
        return await customers.issue_tokens(read, granted, read.now)
