"""Attacks by the form of a request, on the device grant, and on registration."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from joserfc.jwk import ECKey

from domains import scenes
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.assertions import CLIENT
from tests.gateway.oauth.attacks.pages import CROSS, PIN, browsing, consents_of, payer
from tests.gateway.oauth.attacks.table import ATTACKS, Attack, attack, told
from tests.gateway.oauth.clients import DEVICE_GRANT, TestClient, consent_of, make_client, make_public
from tests.gateway.pages.browser import Page
from tests.gateway.pages.partner_browser import PartnerBrowser

FORMS, DEVICES, REGISTRATION = "The form of requests", "Devices", "Registration in the sandbox"
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}


@attack(FORMS, "A parameter twice", "400 invalid_request")
async def parameter_doubled(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", content="grant_type=client_credentials&grant_type=refresh_token", headers=FORM_TYPE))


@attack(FORMS, "A parameter twice in the browser: sent nowhere", "page 400 invalid_request")
async def parameter_doubled_in_the_browser(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    address = f"/oauth/authorize?client_id={client.id}&redirect_uri=https://shop.example/back&redirect_uri=https://evil.example"
    return told(await app.http.get(address))


@attack(FORMS, "GET at the token endpoint", "405 invalid_request")
async def token_by_get(app: RunningApp, customer: SignedIn) -> str:
    answer = await app.http.get("/oauth/token", params={"grant_type": "client_credentials"})
    assert answer.headers["allow"] == "POST"
    return told(answer)


@attack(FORMS, "JSON at the token endpoint", "400 invalid_request")
async def token_by_json(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", json={"grant_type": "client_credentials"}))


@attack(FORMS, "A parameter of 9,000 characters", "400 invalid_request")
async def parameter_huge(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", data={"grant_type": "a" * 9000}))


@attack(FORMS, "A body of 70,000 bytes", "413")
async def body_huge(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", content="a=" + "b" * 70_000, headers=FORM_TYPE))


@attack(FORMS, "A hundred parameters", "400 invalid_request")
async def parameters_many(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", data={f"p{number}": "1" for number in range(100)}))


@attack(FORMS, "A NUL inside a parameter", "400 invalid_request")
async def parameter_with_nul(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", content="grant_type=a%00b", headers=FORM_TYPE))


@attack(FORMS, "No parameters at all", "401 invalid_client")
async def parameters_none(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.post("/oauth/token", content="", headers=FORM_TYPE))


@attack(FORMS, "A client_id that is an id in another spelling", "401 invalid_client")
async def client_id_respelled(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    return told(await app.http.post("/oauth/token", data={"grant_type": "refresh_token", "client_id": client.id.upper() + " "}))


async def device_client(app: RunningApp) -> TestClient:
    return await make_public(app, redirect_uris=(), scopes="openid accounts.read", grant_types=(DEVICE_GRANT, "refresh_token"))


async def asked(client: TestClient) -> dict[str, Any]:
    answer = await client.post("device_authorization", {"scope": "openid accounts.read"}, proof=None)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def poll(client: TestClient, device_code: str) -> str:
    return told(await client.post("token", {"grant_type": DEVICE_GRANT, "device_code": device_code}, proof=None))


async def decide(app: RunningApp, user_code: str, customer: SignedIn, *, allow: bool) -> None:
    async with app.application.house.database.transaction() as tx:
        found = await scenes.find_device_request(tx, user_code.lower().replace("-", " "))
        assert found is not None
        consent_id = await consent_of(tx, found.client, customer, found.device.scopes) if allow else None
        await scenes.decide_device(
            tx, found.device.id, customer_id=customer.id, consent_id=consent_id, scopes=found.device.scopes, signed_in_at=datetime.now(UTC)
        )


@attack(DEVICES, "A device asks before its customer answered", "400 authorization_pending")
async def device_pending(app: RunningApp, customer: SignedIn) -> str:
    client = await device_client(app)
    return await poll(client, (await asked(client))["device_code"])


@attack(DEVICES, "A device asks again at once", "400 slow_down")
async def device_hasty(app: RunningApp, customer: SignedIn) -> str:
    client = await device_client(app)
    code = (await asked(client))["device_code"]
    await poll(client, code)
    return await poll(client, code)


@attack(DEVICES, "A device asks after its customer said no", "400 access_denied")
async def device_denied(app: RunningApp, customer: SignedIn) -> str:
    client = await device_client(app)
    given = await asked(client)
    await decide(app, given["user_code"], customer, allow=False)
    return await poll(client, given["device_code"])


@attack(DEVICES, "Two customers say yes on the page at once, and the device polls eight times at once: one consent, one set of tokens", "400 invalid_grant")
async def device_raced(app: RunningApp, customer: SignedIn) -> str:
    client = await device_client(app)
    given = await asked(client)
    people = [await payer(app) for _ in range(2)]
    async with browsing(app) as first, browsing(app) as second:
        pages = [await _before_device(browser, given["user_code"], one) for browser, one in zip((first, second), people, strict=True)]
        yes = {"account_CNY": "yes", "days": "7", "pin": PIN}
        answers = await asyncio.gather(*(browser.decide(page, "allow", **yes) for browser, page in zip((first, second), pages, strict=True) for _ in range(2)))
    assert sum(isinstance(one, Page) and "The device is connected" in one.text for one in answers) == 1
    assert sum([await consents_of(app, one) for one in people]) == 1
    polls = await asyncio.gather(*(poll(client, given["device_code"]) for _ in range(8)))
    assert polls.count("200") == 1
    (only,) = set(polls) - {"200"}
    return only


@attack(DEVICES, "A yes to a device is posted by a page of somebody else, or for another device", "page 403")
async def device_forged(app: RunningApp, customer: SignedIn) -> str:
    client, someone = await device_client(app), await payer(app)
    mine, thiefs = await asked(client), await asked(client)
    yes = {"decision": "allow", "account_CNY": "yes", "days": "7", "pin": PIN}
    async with browsing(app) as browser:
        page = await _before_device(browser, mine["user_code"], someone)
        fields = page.form("/device/answer").fields | yes
        forgeries = (({"user_code": thiefs["user_code"], **yes}, CROSS), (fields | {"user_code": thiefs["user_code"]}, {}), (fields, CROSS))
        statuses = {(await browser.http.post("/device/answer", data=told, headers=headers)).status_code for told, headers in forgeries}
    assert await consents_of(app, someone) == 0
    assert await poll(client, thiefs["device_code"]) == "400 authorization_pending"
    (only,) = statuses
    return f"page {only}"


async def _before_device(browser: PartnerBrowser, user_code: str, someone: SignedIn) -> Page:
    """In front of what the device asks for, signed in."""
    page = await browser.post(await browser.get("/device"), "/device", user_code=user_code)
    await browser.sign_in_for(page, someone.phone)
    return await browser.post(await browser.get("/device"), "/device", user_code=user_code)


@attack(DEVICES, "Another client polls with the device code", "400 invalid_grant")
async def device_of_another_client(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await device_client(app), await device_client(app)
    return await poll(thief, (await asked(client))["device_code"])


@attack(DEVICES, "A device asks for a scope that moves money", "400 invalid_scope")
async def device_with_money(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, redirect_uris=(), scopes="openid payments.write", grant_types=(DEVICE_GRANT,))
    return told(await client.post("device_authorization", {"scope": "openid payments.write"}))


GOOD = {"client_name": "Sandbox", "redirect_uris": ["https://shop.example/back"]}


def _registration(name: str, what: str, answer: str, **changes: Any) -> None:
    async def run(app: RunningApp, customer: SignedIn) -> str:
        return told(await app.http.post("/oauth/register", json=GOOD | changes))

    ATTACKS.append(Attack(REGISTRATION, f"registration_{name}", what, answer, run))


_METADATA, _REDIRECT = "400 invalid_client_metadata", "400 invalid_redirect_uri"
_registration("script", "A redirect address that is a script", _REDIRECT, redirect_uris=["javascript:alert(1)"])
_registration("wildcard", "A redirect address with a wildcard", _REDIRECT, redirect_uris=["https://*.example/back"])
_registration("plain_http", "A redirect address without TLS", _REDIRECT, redirect_uris=["http://shop.example/back"])
_registration("no_texts", "Redirect addresses that are no texts", _REDIRECT, redirect_uris=[{"a": 1}])
_registration(
    "key_address",
    "Keys to be fetched from the metadata service (SSRF)",
    _METADATA,
    token_endpoint_auth_method="private_key_jwt",
    jwks_uri="http://169.254.169.254/keys",
)
_registration(
    "key_address_inside", "Keys to be fetched from inside (SSRF)", _METADATA, token_endpoint_auth_method="private_key_jwt", jwks_uri="https://10.0.0.1/keys"
)
_registration(
    "key_address_here", "Keys to be fetched from this machine (SSRF)", _METADATA, token_endpoint_auth_method="private_key_jwt", jwks_uri="http://127.0.0.1/keys"
)
_registration("key_address_file", "Keys to be read from a file", _METADATA, token_endpoint_auth_method="private_key_jwt", jwks_uri="file:///etc/passwd")
_registration("key_address_twice", "Keys by value and by address", _METADATA, jwks={"keys": []}, jwks_uri="https://shop.example/keys")
_registration("sector", "A sector to be fetched from an address (SSRF)", _METADATA, sector_identifier_uri="http://127.0.0.1/sector")
_registration("implicit", "The implicit grant", _METADATA, grant_types=["implicit"])
_registration("none_signed", "Id tokens with alg none", _METADATA, id_token_signed_response_alg="none")
_registration("long_name", "A name of 81 characters", _METADATA, client_name="a" * 81)
_registration("turned_name", "A name that turns the text around it", _METADATA, client_name="a\u202eknab")
_registration("no_name", "A name that is a list", _METADATA, client_name=["a"])
_registration("unknown_scope", "A scope that there is not", _METADATA, scope="admin")
_registration("money_with_secret", "A scope that moves money, with a mere secret", _METADATA, scope="payments.write")
_registration("symmetric_key", "A symmetric key", _METADATA, token_endpoint_auth_method="private_key_jwt", jwks={"keys": [{"kty": "oct", "k": "AAAA"}]})
_registration(
    *("key_with_nul", "A key whose name the database cannot hold", _METADATA),
    token_endpoint_auth_method="private_key_jwt",
    jwks={"keys": [ECKey.generate_key("P-256").as_dict(private=False) | {"kid": "a\0"}]},
)
_registration("statement", "A software statement of the client's own", "400 unapproved_software_statement", software_statement="e30.e30.")


@attack(REGISTRATION, "Reading another client's registration with one's own token", "401 invalid_token")
async def registration_of_another(app: RunningApp, customer: SignedIn) -> str:
    mine, other = [(await app.http.post("/oauth/register", json=GOOD)).json() for _ in range(2)]
    headers = {"authorization": f"Bearer {mine['registration_access_token']}"}
    own = await app.http.get(f"/oauth/register/{mine['client_id']}", headers=headers)
    assert own.json()["client_secret"] == mine["client_secret"]
    return told(await app.http.get(f"/oauth/register/{other['client_id']}", headers=headers))


@attack(REGISTRATION, "Using a client after its registration was removed", "401 invalid_client")
async def registration_removed(app: RunningApp, customer: SignedIn) -> str:
    mine = (await app.http.post("/oauth/register", json=GOOD)).json()
    headers = {"authorization": f"Bearer {mine['registration_access_token']}"}
    assert (await app.http.delete(f"/oauth/register/{mine['client_id']}", headers=headers)).status_code == 204
    return told(await app.http.post("/oauth/token", data={"grant_type": "authorization_code"}, auth=(mine["client_id"], mine["client_secret"])))


@attack(REGISTRATION, "A client of the sandbox at a server of production", "401 invalid_client")
async def sandbox_in_production(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **(CLIENT | {"environment": "sandbox"}))
    server = app.application._opened_doors().oauth
    before = server.settings
    server.settings = before.model_copy(update={"environment": "production"})
    try:
        return told(await client.post("token", {"grant_type": "client_credentials"}))
    finally:
        server.settings = before
