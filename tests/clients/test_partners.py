"""Stock OAuth clients, which nobody here wrote, connect to the bank as partners: npm openid-client and oauth4webapi, Python's Authlib and requests-oauthlib."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import pytest_asyncio
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from requests_oauthlib import OAuth2Session

from gateway.embedded import Instance
from tests.gateway.app.running import RunningApp, SignedIn, running_app
from tests.gateway.oauth.clients import TestClient, a_customer, make_client, secret_of

FOLDER = Path(__file__).parent
MONEY = "openid profile payments.write"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def app(migrated: Instance, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningApp]:
    async with running_app(migrated.app_dsn, tmp_path_factory.mktemp("partners")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def customer(app: RunningApp) -> SignedIn:
    return await a_customer(app)


async def brought_back(client: TestClient, customer: SignedIn, address: str) -> str:
    """The address to which the browser is sent after the customer's yes to what the address asks for."""
    query = dict(parse_qsl(urlsplit(address).query))
    scopes = tuple(scope for scope in client.client.scopes if scope != "orders.write")
    back = await client.walk(customer, query, scopes)
    return client.redirect + "?" + "&".join(f"{name}={value}" for name, value in back.items())


async def story(script: str, client: TestClient, customer: SignedIn) -> dict[str, Any]:
    """What the script saw. It is asked for nothing but its customer's yes."""
    told = {"issuer": client.issuer, "clientId": client.id, "jwk": client.key.as_dict(private=True), "redirect": client.redirect, "scope": MONEY}
    environment = {**os.environ, "PARTNER": json.dumps(told)}
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    node = await asyncio.create_subprocess_exec("node", script, cwd=FOLDER, env=environment, **pipes)
    assert node.stdin is not None and node.stdout is not None
    async with asyncio.timeout(60):
        line = await node.stdout.readline()
        if line:
            back = await brought_back(client, customer, json.loads(line)["open"])
            node.stdin.write(f"{back}\n".encode())
        output, errors = await node.communicate()
    assert node.returncode == 0, errors.decode() + output.decode()
    return dict(json.loads(output.decode().strip().splitlines()[-1]))


async def test_openid_client_goes_the_whole_way_of_a_client_that_moves_money(packages: None, app: RunningApp, customer: SignedIn) -> None:
    seen = await story("openid-client.mjs", await make_client(app), customer)
    assert seen == {
        "parameters": ["client_id", "request_uri"],
        "type": "dpop",
        "scope": MONEY,
        "isSameSubject": True,
        "isSameRefreshToken": True,
        "before": True,
        "after": False,
    }


async def test_oauth4webapi_goes_the_whole_way_and_acts_for_itself(packages: None, app: RunningApp, customer: SignedIn) -> None:
    grants = ("authorization_code", "refresh_token", "client_credentials")
    client = await make_client(app, scopes=f"{MONEY} orders.write", grant_types=grants)
    assert await story("oauth4webapi.mjs", client, customer) == {
        "type": "dpop",
        "lives": 60,
        "noncesLearnt": 1,
        "isSameSubject": True,
        "before": True,
        "after": False,
        "own": "orders.write",
    }


async def test_authlib_signs_in_refreshes_introspects_and_revokes(app: RunningApp, customer: SignedIn) -> None:
    client = await make_client(app, scopes="openid profile")
    token_endpoint = client.url("token")
    proved = PrivateKeyJWT(token_endpoint, headers={"kid": "1"}, alg="ES256")
    session = AsyncOAuth2Client(
        client_id=client.id,
        client_secret=client.key,
        redirect_uri=client.redirect,
        scope="openid profile",
        code_challenge_method="S256",
        token_endpoint_auth_method=proved,
        revocation_endpoint_auth_method=proved,
        token_endpoint=token_endpoint,
        trust_env=False,
    )
    async with session:
        verifier = "v" * 64
        address, state = session.create_authorization_url(client.url("authorize"), code_verifier=verifier, nonce="n" * 16)
        back = await brought_back(client, customer, address)
        tokens = await session.fetch_token(token_endpoint, authorization_response=back, state=state, code_verifier=verifier)
        assert (tokens["token_type"], tokens["scope"]) == ("Bearer", "openid profile")
        assert (await session.get(client.url("userinfo"))).json()["name"] == "王小明"
        refreshed = await session.refresh_token(token_endpoint)
        assert refreshed["access_token"] != tokens["access_token"]
        seen = await session.introspect_token(client.url("introspect"), token=refreshed["access_token"])
        assert seen.json()["active"] is True
        gone = await session.revoke_token(client.url("revoke"), token=refreshed["refresh_token"])
        assert gone.status_code == 200, gone.text
        seen = await session.introspect_token(client.url("introspect"), token=refreshed["access_token"])
        assert seen.json() == {"active": False}


async def test_requests_oauthlib_signs_in_with_a_secret_of_the_sandbox(app: RunningApp, customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    client = await make_client(app, scopes="openid profile", auth_method="client_secret_basic", environment="sandbox")
    session = OAuth2Session(client.id, redirect_uri=client.redirect, scope=["openid", "profile"], pkce="S256")
    session.trust_env = False
    address, _ = session.authorization_url(client.url("authorize"), nonce="n" * 16)
    # The library asserts that it is led back over TLS, which it is: only the bank itself is on loopback here.
    back = await brought_back(client, customer, address)
    named = {"client_secret": secret_of(client), "include_client_id": False}
    tokens = await asyncio.to_thread(session.fetch_token, client.url("token"), authorization_response=back, **named)
    assert tokens["scope"] == ["openid", "profile"]
    info = await asyncio.to_thread(session.get, client.url("userinfo"))
    assert info.json()["name"] == "王小明"
    auth = (client.id, secret_of(client))
    refreshed = await asyncio.to_thread(session.refresh_token, client.url("token"), refresh_token=tokens["refresh_token"], auth=auth)
    assert refreshed["access_token"] != tokens["access_token"]
    seen = await asyncio.to_thread(session.post, client.url("introspect"), data={"token": refreshed["access_token"]}, auth=auth, withhold_token=True)
    assert seen.json()["active"] is True
    gone = await asyncio.to_thread(session.post, client.url("revoke"), data={"token": refreshed["refresh_token"]}, auth=auth, withhold_token=True)
    assert gone.status_code == 200
    seen = await asyncio.to_thread(session.post, client.url("introspect"), data={"token": refreshed["access_token"]}, auth=auth, withhold_token=True)
    assert seen.json() == {"active": False}
