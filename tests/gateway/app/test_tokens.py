"""Who is let in: tokens that stand, and all those that do not."""

import asyncio
import time
from base64 import urlsafe_b64decode
from datetime import timedelta

import orjson
import pytest
import websockets

from domains import customers
from domains.customers import EndSession
from tests.gateway.app.proofs import DeviceKey, encode
from tests.gateway.app.running import RunningApp, SignedIn

ACCOUNT = '{ account(id: "none") { id } }'


def with_token(token: str, scheme: str = "Bearer") -> dict[str, str]:
    return {"authorization": f"{scheme} {token}"}


def code_of(answer: dict[str, object]) -> object:
    (error,) = answer["errors"]  # type: ignore[misc]
    return error["extensions"]["code"]  # type: ignore[index]


def rewritten(token: str, header: dict[str, object] | None = None, claims: dict[str, object] | None = None, signature: str | None = None) -> str:
    """The token with other members and its old signature, or another one."""
    head, body, signed = token.split(".")

    def changed(part: str, more: dict[str, object] | None) -> str:
        return encode(orjson.dumps(orjson.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) | (more or {})))

    return f"{changed(head, header) if header else head}.{changed(body, claims) if claims else body}.{signed if signature is None else signature}"


async def test_a_token_that_stands_is_let_in(app: RunningApp) -> None:
    customer = await app.customer()
    assert (await app.ask(ACCOUNT, customer)) == {"account": None}


async def test_without_a_token_a_customers_field_asks_to_sign_in(app: RunningApp) -> None:
    answer = await app.post(ACCOUNT)
    assert (answer.status_code, code_of(answer.json())) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: rewritten(token, claims={"sub": "00000000-0000-0000-0000-000000000001"}),
        lambda token: rewritten(token, claims={"exp": 9_999_999_999}),
        lambda token: rewritten(token, claims={"scope": "customer operator:ledger"}),
        lambda token: rewritten(token, header={"alg": "none"}, signature=""),
        lambda token: rewritten(token, header={"alg": "HS256"}),
        lambda token: rewritten(token, header={"kid": "00000000-0000-0000-0000-000000000001"}),
        lambda token: rewritten(token, header={"crit": ["exp"]}),
        lambda token: token[:-4] + "AAAA",
        lambda token: token + "=",
        lambda token: "x" * 5000,
        lambda token: "a.b.c",
    ],
)
async def test_a_forged_token_is_refused_with_a_challenge(app: RunningApp, forge: object) -> None:
    customer = await app.customer()
    answer = await app.post(ACCOUNT, headers=with_token(forge(customer.token)))  # type: ignore[operator]
    assert (answer.status_code, code_of(answer.json())) == (401, "UNAUTHENTICATED")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json().keys() == {"errors"}


@pytest.mark.parametrize("authorization", ["Bearer", "Basic dXNlcjpwYXNz", "token"])
async def test_credentials_of_another_kind_are_refused(app: RunningApp, authorization: str) -> None:
    answer = await app.post(ACCOUNT, headers={"authorization": authorization})
    assert (answer.status_code, code_of(answer.json())) == (401, "UNAUTHENTICATED")


async def test_an_expired_token_is_refused(app: RunningApp) -> None:
    customer = await app.customer()
    await app.ask(ACCOUNT, customer)
    clock = app.application.house.clock
    clock._look = lambda: None  # type: ignore[attr-defined]
    try:
        clock.advance(timedelta(minutes=11))
        answer = await app.post(ACCOUNT, customer)
        assert code_of(answer.json()) == "UNAUTHENTICATED"
    finally:
        clock.run()
        del clock._look  # type: ignore[attr-defined]


async def test_an_ended_session_is_refused_within_a_second_and_its_sockets_are_closed_with_4401(app: RunningApp) -> None:
    customer = await app.customer()
    async with websockets.connect(app.socket_url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        await socket.send(orjson.dumps({"type": "connection_init", "payload": customer.headers}).decode())
        assert orjson.loads(await socket.recv())["type"] == "connection_ack"
        await _end(app, customer)
        began = time.monotonic()
        while (await app.post(ACCOUNT, customer)).status_code == 200:
            await asyncio.sleep(0.02)
        assert time.monotonic() - began < 1
        with pytest.raises(websockets.ConnectionClosed):
            while True:
                await asyncio.wait_for(socket.recv(), 2)
        assert socket.close_code == 4401


async def test_a_bound_token_needs_its_device_keys_proof(app: RunningApp) -> None:
    key, other = DeviceKey(), DeviceKey()
    customer = await app.customer(key_thumbprint=key.thumbprint)
    url = f"{app.application.settings.origin}/graphql"

    async def status(proof: str | None, scheme: str = "DPoP") -> int:
        headers = with_token(customer.token, scheme) | ({"dpop": proof} if proof is not None else {})
        return (await app.post(ACCOUNT, headers=headers)).status_code

    honest = key.proof(url, customer.token)
    assert await status(honest) == 200
    assert await status(honest) == 401, "a proof is good once"
    refused = {
        "none": None,
        "another key": other.proof(url, customer.token),
        "another address": key.proof(f"{app.application.settings.origin}/other", customer.token),
        "another host": key.proof("https://elsewhere.example/graphql", customer.token),
        "another method": key.proof(url, customer.token, method="GET"),
        "too old": key.proof(url, customer.token, iat=int(time.time()) - 120),
        "from the future": key.proof(url, customer.token, iat=int(time.time()) + 120),
        "another token": key.proof(url, "another"),
        "no token": key.proof(url),
        "no jti": key.proof(url, customer.token, jti=None),
        "wrong type": key.proof(url, customer.token, header={"typ": "jwt"}),
        "no algorithm": key.proof(url, customer.token, header={"alg": "none"}),
        "foreign jwk": key.proof(url, customer.token, header={"jwk": other.jwk}),
        "no point": key.proof(url, customer.token, header={"jwk": key.jwk | {"x": "AA"}}),
        "rubbish": "a.b.c",
    }
    assert {name: await status(proof) for name, proof in refused.items()} == dict.fromkeys(refused, 401)


async def test_proofs_are_young_or_old_by_the_houses_clock(app: RunningApp) -> None:
    key, clock = DeviceKey(), app.application.house.clock
    customer = await app.customer(key_thumbprint=key.thumbprint)
    url = f"{app.application.settings.origin}/graphql"

    async def status(**claims: object) -> int:
        return (await app.post(ACCOUNT, headers=with_token(customer.token, "DPoP") | {"dpop": key.proof(url, customer.token, **claims)})).status_code

    clock.freeze(clock.now() + timedelta(minutes=5))
    try:
        assert await status() == 401
        assert await status(iat=int(clock.now().timestamp())) == 200
    finally:
        clock.run()


async def test_a_socket_shows_its_token_at_connection_init(app: RunningApp) -> None:
    async with websockets.connect(app.socket_url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        await socket.send('{"type": "connection_init", "payload": {"authorization": "Bearer forged"}}')
        with pytest.raises(websockets.ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 2)
        assert socket.close_code in (4401, 4403)


async def test_live_ready_and_metrics_are_served(app: RunningApp) -> None:
    assert (await app.http.get("/livez")).json() == {"status": "alive"}
    assert (await app.http.get("/readyz")).json() == {"status": "ready"}
    metrics = (await app.http.get("/metrics")).text
    assert 'scenebank_graphql_operations_total{kind="query"' in metrics and "scenebank_engine_plans " in metrics


async def test_resolver_calls_are_counted_in_development(app: RunningApp) -> None:
    async def total() -> int:
        return int((await app.http.get("/development/resolver-calls")).json()["total"])

    customer, before = await app.customer(), await total()
    await app.ask(ACCOUNT, customer)
    assert await total() == before + 1
    await app.post("{ nothing }", customer)
    assert await total() == before + 1


async def _end(app: RunningApp, customer: SignedIn) -> None:
    command = EndSession(request_id=None, owner_id=customer.id, session_id=customer.session_id)
    await app.application.house.database.write(customers.revoke_session, command)
