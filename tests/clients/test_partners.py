"""Stock OAuth clients, which nobody here wrote, connect to the bank as partners and move money: npm openid-client and oauth4webapi, Python's Authlib and
requests-oauthlib. Their customer signs in and consents on the bank's own pages."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from requests_oauthlib import OAuth2Session

from tests.clients.bank import MONEY, Bank, Payer
from tests.clients.proving import BoundClient, Proved, Prover, ShortAssertion
from tests.gateway.oauth.clients import ASSERTION_TYPE, TestClient, make_client, secret_of
from tests.patience import patience

FOLDER = Path(__file__).parent
PAY = """mutation ($input: InitiatePaymentInput!) { initiatePayment(input: $input) {
    __typename ... on PaymentInitiation { id orderId state amount { amount } } ... on Problem { message } } }"""
STATUS = "query ($id: ID!) { paymentInitiation(id: $id) { state amount { amount } } consentedAccounts { balance { amount } } }"
CERTAIN = {"state": "PAID", "isSameAgain": True, "over": "CapExceeded", "seen": "PAID 128.00, 872.00 left", "before": True, "after": False, "refused": 401}
"""What every client sees that pays 128.00 of 1,000.00 twice under one id, and then more than its consent gives; and that gives its token back."""


async def story(script: str, bank: Bank, payer: Payer, client: TestClient) -> dict[str, Any]:
    """What the script saw. It is asked for nothing but its customer's yes."""
    told = {
        "issuer": client.issuer,
        "clientId": client.id,
        "jwk": client.key.as_dict(private=True),
        "redirect": client.redirect,
        "scope": MONEY,
        "payeeId": await bank.payee(client),
    }
    environment = {**os.environ, "PARTNER": json.dumps(told)}
    pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    node = await asyncio.create_subprocess_exec("node", script, cwd=FOLDER, env=environment, **pipes)
    assert node.stdin is not None and node.stdout is not None
    async with patience():
        line = await node.stdout.readline()
        if line:
            back = await payer.brought_back(json.loads(line)["open"])
            node.stdin.write(f"{back}\n".encode())
        output, errors = await node.communicate()
    assert node.returncode == 0, errors.decode() + output.decode()
    return dict(json.loads(output.decode().strip().splitlines()[-1]))


async def seen_by(ask: Any, refresh: Any, introspect: Any, revoke: Any, payee_id: str) -> dict[str, Any]:
    """What a client in Python saw of the same: `ask` the schema, `refresh` the token, `introspect` one, `revoke` all."""

    async def pay(request_id: str, amount: str) -> dict[str, Any]:
        input_ = {"requestId": request_id, "orderId": f"order-{amount}", "payeeId": payee_id, "amount": {"amount": amount, "currency": "CNY"}}
        return dict((await ask(PAY, input=input_))["initiatePayment"])

    request_id = str(uuid4())
    first, again, over = await pay(request_id, "128.00"), await pay(request_id, "128.00"), await pay(str(uuid4()), "200.01")
    token = await refresh()
    seen, before = await ask(STATUS, id=request_id), await introspect(token)
    assert await revoke() == 200
    payment, (account,) = seen["paymentInitiation"], seen["consentedAccounts"]
    return {
        "state": first["state"],
        "isSameAgain": first == again,
        "over": over["__typename"],
        "seen": f"{payment['state']} {payment['amount']['amount']}, {account['balance']['amount']} left",
        "before": before,
        "after": await introspect(token),
        "refused": (await ask("{ profile { subject } }"))["refused"],
    }


async def test_openid_client_goes_the_whole_way_of_a_client_that_moves_money(packages: None, bank: Bank) -> None:
    payer = await bank.payer()
    seen = await story("openid-client.mjs", bank, payer, await make_client(bank.app, scopes=MONEY))
    assert seen == CERTAIN | {
        "parameters": ["client_id", "request_uri"],
        "type": "dpop",
        "scope": MONEY,
        "isSameSubject": True,
        "isSameRefreshToken": True,
    }
    assert await payer.payments() == [12_800]


async def test_oauth4webapi_goes_the_whole_way_and_acts_for_itself(packages: None, bank: Bank) -> None:
    payer = await bank.payer()
    grants = ("authorization_code", "refresh_token", "client_credentials")
    client = await make_client(bank.app, scopes=f"{MONEY} orders.write", grant_types=grants)
    assert await story("oauth4webapi.mjs", bank, payer, client) == CERTAIN | {
        "type": "dpop",
        "lives": 60,
        "noncesLearnt": 1,
        "isSameSubject": True,
        "own": "orders.write",
    }
    assert await payer.payments() == [12_800]


async def test_authlib_goes_the_whole_way_of_a_client_that_moves_money(bank: Bank) -> None:
    payer, client, prover = await bank.payer(), await make_client(bank.app, scopes=MONEY), Prover()
    proved = ShortAssertion(client.issuer, headers={"kid": "1"}, alg="ES256")
    session = BoundClient(
        prover,
        client_id=client.id,
        client_secret=client.key,
        redirect_uri=client.redirect,
        scope=MONEY,
        code_challenge_method="S256",
        token_endpoint_auth_method=proved,
        revocation_endpoint_auth_method=proved,
        token_endpoint=client.url("token"),
        trust_env=False,
    )
    async with session:
        found = (await session.request("GET", f"{client.issuer}/.well-known/oauth-authorization-server", withhold_token=True)).json()
        verifier = "v" * 64
        address, state = session.create_authorization_url(found["authorization_endpoint"], code_verifier=verifier, nonce="n" * 16)
        pushing = found["pushed_authorization_request_endpoint"]
        auth = session.client_auth(session.token_endpoint_auth_method)
        pushed = await session.request("POST", pushing, data=bank.parameters(address), auth=auth, withhold_token=True)
        assert pushed.status_code == 201, pushed.text
        back = await payer.brought_back(f"{found['authorization_endpoint']}?client_id={client.id}&request_uri={pushed.json()['request_uri']}")
        tokens = await session.fetch_token(found["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier)
        assert (tokens["token_type"], tokens["scope"]) == ("DPoP", MONEY)

        async def ask(query: str, **variables: Any) -> dict[str, Any]:
            answer = await session.post(f"{client.issuer}/graphql", json={"query": query, "variables": variables})
            return dict(answer.json()["data"]) if answer.status_code == 200 else {"refused": answer.status_code}

        async def refresh() -> str:
            return str((await session.refresh_token(found["token_endpoint"]))["access_token"])

        async def introspect(token: str) -> bool:
            return bool((await session.introspect_token(found["introspection_endpoint"], token=token)).json()["active"])

        async def revoke() -> int:
            return int((await session.revoke_token(found["revocation_endpoint"], token=tokens["refresh_token"])).status_code)

        assert await seen_by(ask, refresh, introspect, revoke, await bank.payee(client)) == CERTAIN
    assert await payer.payments() == [12_800]


async def test_requests_oauthlib_goes_the_whole_way_of_a_client_that_moves_money(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    payer, client, prover = await bank.payer(), await make_client(bank.app, scopes=MONEY), Prover()
    session = OAuth2Session(client.id, redirect_uri=client.redirect, scope=MONEY.split(), pkce="S256")
    session.trust_env = False

    async def post(url: str, data: dict[str, Any]) -> Any:
        told = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": client.assertion(), **data}
        return await asyncio.to_thread(session.post, url, data=told, auth=Proved(prover), withhold_token=True)

    found = (await asyncio.to_thread(session.get, f"{client.issuer}/.well-known/oauth-authorization-server", auth=Proved(prover), withhold_token=True)).json()
    address, state = session.authorization_url(found["authorization_endpoint"], nonce="n" * 16)
    pushed = await post(found["pushed_authorization_request_endpoint"], bank.parameters(address))
    assert pushed.status_code == 201, pushed.text
    back = await payer.brought_back(f"{found['authorization_endpoint']}?client_id={client.id}&request_uri={pushed.json()['request_uri']}")

    async def tokens_by(step: Any, **more: Any) -> dict[str, Any]:
        proofs = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": client.assertion(), "auth": Proved(prover)}
        return dict(await asyncio.to_thread(step, found["token_endpoint"], **proofs, **more))

    tokens = await tokens_by(session.fetch_token, authorization_response=back, include_client_id=False, state=state)
    assert (tokens["token_type"], sorted(tokens["scope"])) == ("DPoP", sorted(MONEY.split()))

    async def ask(query: str, **variables: Any) -> dict[str, Any]:
        bound = Proved(prover, session.token["access_token"])
        body = {"query": query, "variables": variables}
        answer = await asyncio.to_thread(session.post, f"{client.issuer}/graphql", json=body, auth=bound, withhold_token=True)
        return dict(answer.json()["data"]) if answer.status_code == 200 else {"refused": answer.status_code}

    async def refresh() -> str:
        return str((await tokens_by(session.refresh_token, refresh_token=tokens["refresh_token"]))["access_token"])

    async def introspect(token: str) -> bool:
        return bool((await post(found["introspection_endpoint"], {"token": token})).json()["active"])

    async def revoke() -> int:
        return int((await post(found["revocation_endpoint"], {"token": tokens["refresh_token"]})).status_code)

    assert await seen_by(ask, refresh, introspect, revoke, await bank.payee(client)) == CERTAIN
    assert await payer.payments() == [12_800]


async def test_authlib_as_it_comes_signs_in_refreshes_introspects_and_revokes(bank: Bank) -> None:
    payer, client = await bank.payer(), await make_client(bank.app, scopes="openid profile")
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
        back = await payer.brought_back(address)
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


async def test_requests_oauthlib_as_it_comes_signs_in_with_a_secret_of_the_sandbox(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    payer = await bank.payer()
    client = await make_client(bank.app, scopes="openid profile", auth_method="client_secret_basic", environment="sandbox")
    session = OAuth2Session(client.id, redirect_uri=client.redirect, scope=["openid", "profile"], pkce="S256")
    session.trust_env = False
    address, _ = session.authorization_url(client.url("authorize"), nonce="n" * 16)
    # The library asserts that it is led back over TLS, which it is: only the bank itself is on loopback here.
    back = await payer.brought_back(address)
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
