"""Attacks on authorization requests and their addresses."""

from datetime import timedelta
from typing import Any

import httpx

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.table import ATTACKS, Attack, attack, told
from tests.gateway.oauth.clients import TestClient, make_client, make_public

ADDRESSES, PUSHED, ASKED = "Redirect addresses", "Pushed requests", "What a request asks"

VARIANTS = {
    "trailing_slash": ("https://shop.example/back/", "with a slash more"),
    "other_case": ("https://shop.example/BACK", "in capitals"),
    "host_in_capitals": ("https://SHOP.example/back", "with its host in capitals"),
    "with_port": ("https://shop.example:443/back", "with the port that is meant anyway"),
    "with_userinfo": ("https://shop.example@evil.example/back", "as the userinfo of another host"),
    "with_fragment": ("https://shop.example/back#x", "with a fragment"),
    "with_query": ("https://shop.example/back?next=https://evil.example", "with a query more"),
    "traversal": ("https://shop.example/back/../evil", "with steps back"),
    "traversal_escaped": ("https://shop.example/back/%2e%2e/evil", "with escaped steps back"),
    "wildcard": ("https://*.example/back", "with a wildcard"),
    "subdomain": ("https://shop.example.evil.example/back", "at a host that begins alike"),
    "plain_http": ("http://shop.example/back", "without TLS"),
    "script": ("javascript:alert(1)", "as a script"),
    "backslash": ("https://shop.example\\@evil.example/back", "with a backslash"),
    "prefix": ("https://shop.example/backdoor", "that begins alike"),
}


def _variant(name: str, address: str, words: str) -> None:
    async def run(app: RunningApp, customer: SignedIn) -> str:
        client = await make_public(app)
        asked = client.request(redirect_uri=address) | {"client_id": client.id}
        answer = await app.http.get("/oauth/authorize", params=asked)
        assert "location" not in answer.headers
        confidential = await make_client(app)
        assert told(await confidential.push(redirect_uri=address)) == "400 invalid_request"
        return told(answer)

    ATTACKS.append(Attack(ADDRESSES, f"redirect_{name}", f"The registered address {words}, pushed or in the browser", "page 400 invalid_request", run))


for _name, (_address, _words) in VARIANTS.items():
    _variant(_name, _address, _words)


@attack(ADDRESSES, "No address at all, though one is registered", "page 400 invalid_request")
async def redirect_missing(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    return told(await app.http.get("/oauth/authorize", params=client.request(redirect_uri=None) | {"client_id": client.id}))


@attack(ADDRESSES, "Open redirect: an unknown client and an address of its own", "page 400 invalid_client")
async def open_redirect(app: RunningApp, customer: SignedIn) -> str:
    asked = {"client_id": "evil", "response_type": "code", "redirect_uri": "https://evil.example"}
    return told(await app.http.get("/oauth/authorize", params=asked))


async def authorize(client: TestClient, **asked: Any) -> httpx.Response:
    async with httpx.AsyncClient(base_url=client.issuer, trust_env=False) as browser:
        return await browser.get("/oauth/authorize", params={"client_id": client.id} | asked)


@attack(PUSHED, "A client that moves money comes with an unpushed request", "redirect invalid_request")
async def unpushed(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    return told(await authorize(client, **client.request()))


@attack(PUSHED, "A request_uri that another client pushed", "page 400 invalid_request_uri")
async def request_of_another_client(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await make_client(app), await make_client(app)
    return told(await authorize(thief, request_uri=(await client.push()).json()["request_uri"]))


@attack(PUSHED, "A request_uri after it was answered", "page 400 invalid_request_uri")
async def request_reused(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    address = (await client.push()).json()["request_uri"]
    await client.walk(customer, {"client_id": client.id, "request_uri": address})
    return told(await authorize(client, request_uri=address))


@attack(PUSHED, "A request_uri that another browser opened before", "page 400 invalid_request_uri")
async def request_opened_elsewhere(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    address = (await client.push()).json()["request_uri"]
    assert (await authorize(client, request_uri=address)).status_code == 303
    return told(await authorize(client, request_uri=address))


@attack(PUSHED, "A request_uri that is 61 seconds old", "page 400 invalid_request_uri")
async def request_expired(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    address = (await client.push()).json()["request_uri"]
    clock = app.application.house.database.clock
    clock.freeze(clock.now() + timedelta(seconds=61))
    try:
        return told(await authorize(client, request_uri=address))
    finally:
        clock.run()


@attack(PUSHED, "A request_uri of the attacker's own (SSRF)", "page 400 invalid_request_uri")
async def request_uri_elsewhere(app: RunningApp, customer: SignedIn) -> str:
    return told(await authorize(await make_client(app), request_uri="http://169.254.169.254/latest"))


@attack(PUSHED, "Parameters beside the request_uri try to change what was pushed: the scope that was pushed stands", "unchanged")
async def request_widened(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    pushed = await client.push(scope="openid")
    query = {"client_id": client.id, "request_uri": pushed.json()["request_uri"], "scope": "payments.write", "redirect_uri": "https://evil.example"}
    back = await client.walk(customer, query, ("openid",))
    assert (await client.exchange(back["code"])).json()["scope"] == "openid"
    return "unchanged"


@attack(PUSHED, "A pushed request that names another request_uri", "400 invalid_request")
async def request_in_a_request(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).push(request_uri="urn:x"))


@attack(PUSHED, "A pushed request with a client_id other than the assertion's", "401 invalid_client")
async def request_for_another_client(app: RunningApp, customer: SignedIn) -> str:
    client, other = await make_client(app), await make_client(app)
    return told(await client.push(client_id=other.id))


@attack(ASKED, "A scope that is the client's own, webhooks.manage or settlements.read, is asked of a customer", "400 invalid_scope")
async def scope_of_client_alone(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, scopes="openid payments.write webhooks.manage settlements.read")
    assert told(await client.push(scope="openid settlements.read")) == "400 invalid_scope"
    return told(await client.push(scope="openid webhooks.manage"))


@attack(PUSHED, "dpop_jkt names a key other than the proof's", "400 invalid_dpop_proof")
async def request_bound_to_another_key(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).push(dpop_jkt="A" * 43))


def _asks(name: str, what: str, answer: str, **changes: Any) -> None:
    async def run(app: RunningApp, customer: SignedIn) -> str:
        return told(await (await make_client(app)).push(**changes))

    ATTACKS.append(Attack(ASKED, name, what, answer, run))


_asks("implicit", "response_type=token", "400 unsupported_response_type", response_type="token")
_asks("hybrid", "response_type=code id_token", "400 unsupported_response_type", response_type="code id_token")
_asks("fragment_mode", "response_mode=fragment", "400 invalid_request", response_mode="fragment")
_asks("scope_unknown", "A scope that there is not", "400 invalid_scope", scope="openid everything")
_asks("scope_of_others", "A scope that the client is not registered for", "400 invalid_scope", scope="openid orders.write")
_asks("scope_missing", "No scope", "400 invalid_scope", scope=None)
_asks("request_object", "A request object", "400 request_not_supported", request="eyJhbGciOiJub25lIn0.e30.")
_asks("self_registered", "A registration inside the request", "400 registration_not_supported", registration="{}")
_asks("prompt_none", "prompt=none, to be given a code unseen", "400 interaction_required", prompt="none")
_asks("prompt_contradiction", "prompt=none login", "400 invalid_request", prompt="none login")
_asks("max_age_negative", "max_age=-1", "400 invalid_request", max_age="-1")
_asks("state_huge", "A state of 1,025 characters", "400 invalid_request", state="a" * 1025)
_asks("login_hint_unprintable", "A login_hint with a line break", "400 invalid_request", login_hint="a\r\nset-cookie: b")
_asks("details_malformed", "authorization_details that are no payment", "400 invalid_authorization_details", authorization_details='[{"type":"everything"}]')
