"""Attacks on codes and their challenges."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.table import attack, told
from tests.gateway.oauth.clients import encode, make_client, make_public

GROUP = "Codes and their challenges"


@attack(GROUP, "A code is used a second time; what it gave holds no more", "400 invalid_grant")
async def code_replayed(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer)
    given = (await client.exchange(code)).json()
    answer = await client.exchange(code)
    assert await client.introspect(given["access_token"]) == {"active": False}
    assert (await client.refresh(given["refresh_token"])).json()["error"] == "invalid_grant"
    return told(answer)


@attack(GROUP, "A code is used 16 times at once: one is given tokens, and they hold no more", "400 invalid_grant")
async def code_raced(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer)
    answers = await asyncio.gather(*(client.exchange(code) for _ in range(16)))
    (given,) = [one for one in answers if one.status_code == 200]
    assert await client.introspect(given.json()["access_token"]) == {"active": False}
    (only,) = {told(one) for one in answers if one.status_code != 200}
    return only


@attack(GROUP, "Another client brings the code; its owner can still use it", "400 invalid_grant")
async def code_of_another_client(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await make_client(app), await make_client(app)
    code = await client.code(customer)
    answer = await thief.exchange(code)
    assert (await client.exchange(code)).status_code == 200
    return told(answer)


@attack(GROUP, "The code is changed by one sign", "400 invalid_grant")
async def code_forged(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer)
    return told(await client.exchange(code[:-2] + ("AA" if code[-2:] != "AA" else "BB")))


@attack(GROUP, "A refresh token is brought as a code", "400 invalid_grant")
async def refresh_token_as_code(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    return told(await client.exchange((await client.tokens(customer))["refresh_token"]))


@attack(GROUP, "The code comes with another verifier; the right one still works", "400 invalid_grant")
async def verifier_wrong(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer)
    answer = await client.exchange(code, "w" * 43)
    assert (await client.exchange(code)).status_code == 200
    return told(answer)


@attack(GROUP, "The code comes without a verifier", "400 invalid_request")
async def verifier_missing(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    return told(await client.exchange(await client.code(customer), code_verifier=None))


@attack(GROUP, "The verifier is too short to be one", "400 invalid_request")
async def verifier_short(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    return told(await client.exchange(await client.code(customer), "short"))


@attack(GROUP, "The request has no challenge", "400 invalid_request")
async def challenge_missing(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).push(code_challenge=None, code_challenge_method=None))


@attack(GROUP, "The challenge is of the method plain", "400 invalid_request")
async def challenge_plain(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).push(code_challenge="v" * 43, code_challenge_method="plain"))


@attack(GROUP, "The challenge names no method, which would mean plain", "400 invalid_request")
async def challenge_without_method(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).push(code_challenge_method=None))


@attack(GROUP, "A public client comes without a challenge", "redirect invalid_request")
async def challenge_missing_in_the_browser(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    asked = client.request(code_challenge=None) | {"client_id": client.id}
    return told(await app.http.get("/oauth/authorize", params=asked))


@attack(GROUP, "The code is exchanged with a key other than the one that dpop_jkt named", "400 invalid_grant")
async def code_bound_to_another_key(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer)
    client.proof_key = type(client.proof_key).generate_key("P-256")
    return told(await client.exchange(code))


@attack(GROUP, "The code is exchanged for another registered address than it was sent to", "400 invalid_grant")
async def code_for_another_address(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, redirect_uris=("https://shop.example/back", "https://shop.example/other"))
    return told(await client.exchange(await client.code(customer), redirect_uri="https://shop.example/other"))


@attack(GROUP, "Mix-up: the answer names its issuer, so that a client can tell it from another server's", "redirect with iss")
async def mix_up(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    back = await client.walk(customer, client.request() | {"client_id": client.id})
    refused = await app.http.get("/oauth/authorize", params=client.request(response_type="token") | {"client_id": client.id})
    (named,) = parse_qs(urlsplit(refused.headers["location"]).query)["iss"]
    assert back["iss"] == named == client.issuer
    return "redirect with iss"


@attack(GROUP, "A stolen link to the customer's page is opened in another browser", "page 400")
async def page_in_another_browser(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    led = await app.http.get("/oauth/authorize", params=client.request() | {"client_id": client.id})
    async with httpx.AsyncClient(base_url=client.issuer, trust_env=False) as other:
        return f"page {(await other.get(led.headers['location'])).status_code}"


@attack(GROUP, "A code of a customer is put into the thief's own session: the challenge is not the thief's", "400 invalid_grant")
async def code_injected(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer, code_challenge=encode(b"x" * 32))
    return told(await client.exchange(code))
