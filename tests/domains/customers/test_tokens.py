"""Access tokens: who signed them, what they claim, and how keys follow each other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from domains import customers
from domains.customers import tokens
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from resolvers.context import NOBODY
from tests.domains.customers.conftest import new_customer


async def test_a_token_tells_whose_it_is_and_for_how_long(database: Database, fresh_clock: Clock) -> None:
    customer = await new_customer(database, key_thumbprint="k" * 43)
    claims = customers.verify_access_token(customer.tokens.access_token, await keys_of(database), fresh_clock.now())
    expires_at = int(fresh_clock.now().timestamp()) + 600
    assert claims == customers.AccessClaims(customer.customer_id, customer.session_id, 0, expires_at, ("customer",), "k" * 43)
    assert customer.tokens.expires_in == 600


async def test_a_token_lives_ten_minutes(database: Database, fresh_clock: Clock) -> None:
    token, keys = (await new_customer(database)).tokens.access_token, await keys_of(database)
    issued_at = datetime.fromtimestamp(int(fresh_clock.now().timestamp()), UTC)
    assert customers.verify_access_token(token, keys, issued_at + timedelta(minutes=10, microseconds=-1))
    with pytest.raises(customers.TokenInvalid):
        customers.verify_access_token(token, keys, issued_at + timedelta(minutes=10))


def forged_key(header: dict[str, Any], claims: dict[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    return tokens._sign(key, header, claims)


FORGERIES: dict[str, Callable[[dict[str, Any], dict[str, Any], ec.EllipticCurvePrivateKey], str]] = {
    "another key": forged_key,
    "no algorithm": lambda header, claims, key: tokens._sign(key, header | {"alg": "none"}, claims),
    "no signature": lambda header, claims, key: tokens._sign(key, header, claims).rpartition(".")[0] + ".",
    "a symmetric algorithm": lambda header, claims, key: tokens._sign(key, header | {"alg": "HS256"}, claims),
    "a key of its own": lambda header, claims, key: tokens._sign(key, header | {"jwk": {"kty": "EC"}}, claims),
    "a critical header": lambda header, claims, key: tokens._sign(key, header | {"crit": ["exp"]}, claims),
    "another kind of token": lambda header, claims, key: tokens._sign(key, header | {"typ": "JWT"}, claims),
    "no key id": lambda header, claims, key: tokens._sign(key, {"alg": "ES256", "typ": "at+jwt"}, claims),
    "a signature of nothing": lambda header, claims, key: tokens._sign(key, header, claims).rpartition(".")[0] + "." + "A" * 86,
    "too long": lambda header, claims, key: tokens._sign(key, header, claims | {"pad": "x" * 3000}),
    "two parts": lambda header, claims, key: tokens._sign(key, header, claims).rpartition(".")[0],
    "four parts": lambda header, claims, key: tokens._sign(key, header, claims) + ".x",
    "not base64": lambda header, claims, key: "é.é.é",
    "not JSON": lambda header, claims, key: "eA.eA.eA",
    "a list": lambda header, claims, key: "W10.W10.W10",
    "nothing": lambda header, claims, key: "",
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forged_token_is_refused(database: Database, fresh_clock: Clock, name: str) -> None:
    token, keys = (await new_customer(database)).tokens.access_token, await keys_of(database)
    header, claims = (orjson.loads(tokens._decode(part)) for part in token.split(".")[:2])
    forged = FORGERIES[name](header, claims, ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(customers.TokenInvalid):
        customers.verify_access_token(forged, keys, fresh_clock.now())


async def test_a_changed_claim_breaks_the_signature(database: Database, fresh_clock: Clock) -> None:
    mine, other, keys = await new_customer(database), await new_customer(database), await keys_of(database)
    head, body, signature = mine.tokens.access_token.split(".")
    claims = orjson.loads(tokens._decode(body)) | {"sub": str(other.customer_id)}
    with pytest.raises(customers.TokenInvalid):
        customers.verify_access_token(f"{head}.{tokens._encode(orjson.dumps(claims))}.{signature}", keys, fresh_clock.now())


async def test_a_token_has_one_spelling(database: Database, fresh_clock: Clock) -> None:
    token, keys = (await new_customer(database)).tokens.access_token, await keys_of(database)
    for other in (token + "=", token[:-1] + " " + token[-1], token.replace(".", "..", 1)):
        with pytest.raises(customers.TokenInvalid):
            customers.verify_access_token(other, keys, fresh_clock.now())


async def test_a_key_that_is_not_known_yet_is_told_apart_from_a_forgery(database: Database, fresh_clock: Clock) -> None:
    token = (await new_customer(database)).tokens.access_token
    with pytest.raises(KeyError):
        customers.verify_access_token(token, {}, fresh_clock.now())


async def test_a_new_key_is_published_before_it_signs_and_the_old_one_still_verifies(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime(2026, 11, 24, tzinfo=UTC))
    first = await new_customer(fresh_database)
    clock.advance(timedelta(days=30))
    second = await new_customer(fresh_database)
    keys = await keys_of(fresh_database)
    assert len(keys) == 2
    assert key_id(second) == key_id(first)
    clock.advance(timedelta(minutes=15))
    third = await new_customer(fresh_database)
    assert key_id(third) not in {key_id(first)}
    for one in (second, third):
        assert customers.verify_access_token(one.tokens.access_token, keys, clock.now() - timedelta(minutes=10)).owner_id == one.customer_id
    assert {key.jwk["kid"] for key in keys.values()} == {key_id(first), key_id(third)}


async def test_private_keys_that_sign_no_more_are_forgotten(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime(2026, 11, 24, tzinfo=UTC))
    for _ in range(4):
        await new_customer(fresh_database)
        clock.advance(timedelta(days=31))
    async with fresh_database.reading() as read:
        rows = await read.fetch("SELECT number, private_key_sealed IS NOT NULL AS kept FROM customers_signing_key ORDER BY number")
    assert [(row["number"], row["kept"]) for row in rows] == [(1, False), (2, False), (3, True), (4, True)]


async def test_a_repeat_of_a_refresh_gives_the_same_pair_after_the_keys_have_changed(fresh_database: Database) -> None:
    clock = fresh_database.clock
    clock.freeze(datetime(2026, 11, 24, tzinfo=UTC))
    customer = await new_customer(fresh_database)
    clock.advance(timedelta(days=30))
    await new_customer(fresh_database)
    clock.advance(timedelta(minutes=15) - timedelta(seconds=30))
    pairs = []
    for _ in range(2):
        command = customers.RefreshTokens(request_id=None, owner_id=NOBODY, refresh_token=customer.tokens.refresh_token)
        granted = await fresh_database.write(customers.refresh_tokens, command)
        async with fresh_database.reading() as read:
            pairs.append((await customers.issue_tokens(read, granted, read.now))[:2])
        clock.advance(timedelta(seconds=60))
    assert pairs[0] == pairs[1]


async def keys_of(database: Database) -> dict[str, customers.PublicKey]:
    async with database.reading() as read:
        return {key.id: key for key in await customers.public_keys(read)}


def key_id(customer: customers.DevelopmentCustomer) -> str:
    header = orjson.loads(tokens._decode(customer.tokens.access_token.partition(".")[0]))
    return str(header["kid"])


async def test_a_clock_that_was_ahead_and_went_back_leaves_the_house_able_to_sign(fresh_database: Database) -> None:
    clock = fresh_database.clock
    await new_customer(fresh_database)
    for _ in range(3):
        clock.advance(tokens.rules.SIGNING_KEY_LIFE + timedelta(days=1))
        await new_customer(fresh_database)
    clock.run()
    customer = await new_customer(fresh_database)
    assert customers.verify_access_token(customer.tokens.access_token, await keys_of(fresh_database), clock.now()).owner_id == customer.customer_id
