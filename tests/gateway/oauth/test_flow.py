"""The whole way of a client: push, consent, tokens, refresh, introspect, revoke."""

from base64 import urlsafe_b64decode
from hashlib import sha256
from typing import Any
from uuid import uuid5

import httpx
import orjson
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.clients import TestClient, encode, make_client, make_public, secret_of


async def verified(app: RunningApp, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set((await app.http.get("/oauth/jwks")).json())
    return dict(jwt.decode(token, keys, algorithms=["ES256"]).claims)


def header_of(token: str) -> dict[str, Any]:
    head = token.partition(".")[0]
    return dict(orjson.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4))))


async def userinfo(client: TestClient, token: str, **more: Any) -> httpx.Response:
    proof = client.proof(client.url("userinfo"), "GET", token, **more)
    return await client.app.http.get("/oauth/userinfo", headers={"authorization": f"DPoP {token}", "dpop": proof})


async def test_a_fapi_client_goes_the_whole_way(app: RunningApp, customer: SignedIn) -> None:
    client = await make_client(app)
    pushed = await client.push()
    assert (pushed.status_code, pushed.json()["expires_in"]) == (201, 60)
    back = await client.walk(customer, {"client_id": client.id, "request_uri": pushed.json()["request_uri"]})
    assert set(back) == {"code", "state", "iss"}
    assert (back["state"], back["iss"]) == ("the-state", client.issuer)
    answer = await client.exchange(back["code"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("DPoP", 600, "openid profile payments.write")
    claims = await verified(app, told["access_token"])
    assert header_of(told["access_token"])["typ"] == "at+jwt"
    assert claims["iss"] == client.issuer and claims["aud"] == f"{client.issuer}/graphql"
    assert claims["sub"] == str(uuid5(client.client.partner_id, str(customer.id)))
    assert (claims["client_id"], claims["cnf"], claims["exp"] - claims["iat"]) == (client.id, {"jkt": client.thumbprint}, 600)
    identity = await verified(app, told["id_token"])
    assert identity["at_hash"] == encode(sha256(told["access_token"].encode()).digest()[:16])
    assert (identity["aud"], identity["nonce"], identity["sub"]) == (client.id, "the-nonce", claims["sub"])
    assert 0 <= identity["iat"] - identity["auth_time"] < 30
    known = await userinfo(client, told["access_token"])
    assert known.json() == {"sub": claims["sub"], "name": "王小明"}, known.text
    again = (await client.refresh(told["refresh_token"])).json()
    assert again["refresh_token"] == told["refresh_token"]
    narrowed = (await client.refresh(told["refresh_token"], scope="openid")).json()
    assert narrowed["scope"] == "openid"
    seen = await client.introspect(again["access_token"])
    assert (seen["active"], seen["scope"], seen["cnf"]) == (True, "openid profile payments.write", {"jkt": client.thumbprint})
    assert (await client.introspect(told["refresh_token"]))["active"] is True
    assert (await client.post("revoke", {"token": again["access_token"]}, proof=None)).status_code == 200
    assert await client.introspect(again["access_token"]) == {"active": False}
    assert (await client.introspect(told["access_token"]))["active"] is True
    assert (await client.post("revoke", {"token": told["refresh_token"]}, proof=None)).status_code == 200
    assert await client.introspect(told["access_token"]) == {"active": False}
    assert (await userinfo(client, told["access_token"])).json()["error"] == "invalid_token"
    assert (await client.refresh(told["refresh_token"])).json()["error"] == "invalid_grant"


async def test_a_public_client_comes_with_the_browser_and_its_refresh_tokens_rotate(app: RunningApp, customer: SignedIn) -> None:
    client = await make_public(app)
    back = await client.walk(customer, client.request() | {"client_id": client.id})
    told = (await client.exchange(back["code"], proof=None)).json()
    assert told["token_type"] == "Bearer"
    info = await app.http.get("/oauth/userinfo", headers={"authorization": f"Bearer {told['access_token']}"})
    assert info.json()["name"] == "王小明"
    second = (await client.refresh(told["refresh_token"], proof=None)).json()
    assert second["refresh_token"] != told["refresh_token"]
    # The answer was lost: the same one again.
    assert (await client.refresh(told["refresh_token"], proof=None)).json()["refresh_token"] == second["refresh_token"]
    third = (await client.refresh(second["refresh_token"], proof=None)).json()
    assert third["refresh_token"] not in (told["refresh_token"], second["refresh_token"])


async def test_a_client_of_the_sandbox_may_have_a_secret_and_act_for_itself(app: RunningApp) -> None:
    client = await make_client(
        app,
        auth_method="client_secret_basic",
        environment="sandbox",
        redirect_uris=(),
        scopes="orders.read",
        grant_types=("client_credentials",),
    )
    answer = await app.http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(client.id, secret_of(client)))
    told = answer.json()
    assert (answer.status_code, told["token_type"], told["scope"], "refresh_token" in told) == (200, "Bearer", "orders.read", False)
    claims = await verified(app, told["access_token"])
    assert (claims["sub"], "consent_id" in claims, "grant_id" in claims) == (client.id, False, False)
