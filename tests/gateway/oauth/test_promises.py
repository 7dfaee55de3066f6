"""What the server says of itself is so; what it gives ends in time; and a 5xx never burns a token."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

from domains import customers, scenes
from domains.customers import rules
from domains.kernel import database as kernel_database
from domains.kernel.committer import CommitUnknown
from gateway.oauth import AuthorizationServer
from gateway.oauth.authorization import cookie_name
from gateway.oauth.metadata import metadata
from gateway.settings import Settings
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.clients import FAPI_SCOPE, TestClient, make_client, make_public
from tests.gateway.oauth.test_flow import header_of, verified

MINUTE = timedelta(seconds=60)


async def test_the_metadata_says_what_there_is_and_every_endpoint_answers(app: RunningApp) -> None:
    told = (await app.http.get("/.well-known/oauth-authorization-server")).json()
    assert told == (await app.http.get("/.well-known/openid-configuration")).json()
    assert told["issuer"] == str(app.http.base_url).rstrip("/")
    assert (told["response_types_supported"], told["code_challenge_methods_supported"]) == (["code"], ["S256"])
    assert told["authorization_response_iss_parameter_supported"] is True
    assert "none" not in told["id_token_signing_alg_values_supported"] + told["dpop_signing_alg_values_supported"]
    assert "RS256" not in told["token_endpoint_auth_signing_alg_values_supported"]
    for name, address in told.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            assert (await app.http.get(urlsplit(address).path)).status_code in (200, 400, 401, 405), name


async def test_on_https_every_address_and_cookie_is_of_https(app: RunningApp) -> None:
    server = AuthorizationServer(Settings(public_url="https://bank.example"), app.application.house.database)
    assert (server.issuer, cookie_name(server)) == ("https://bank.example", "__Host-scenebank_request")
    addresses = [value for name, value in metadata(server).items() if name.endswith(("_endpoint", "_uri"))]
    assert len(addresses) >= 8
    assert all(address.startswith("https://bank.example/oauth/") for address in addresses)


async def test_a_redirect_is_a_303(app: RunningApp) -> None:
    client = await make_public(app)
    for asked in (client.request(), client.request(response_type="token")):
        assert (await app.http.get("/oauth/authorize", params=asked | {"client_id": client.id})).status_code == 303


async def test_a_code_holds_for_a_minute(app: RunningApp, customer: SignedIn) -> None:
    client = await make_client(app)
    code = await client.code(customer)
    clock = app.application.house.database.clock
    clock.freeze(clock.now() + MINUTE)
    try:
        assert (await client.exchange(code)).json()["error"] == "invalid_grant"
    finally:
        clock.run()


async def test_an_access_token_holds_for_ten_minutes(app: RunningApp, customer: SignedIn) -> None:
    client = await make_client(app)
    told = await client.tokens(customer)
    assert (await client.introspect(told["access_token"]))["active"] is True
    clock = app.application.house.database.clock
    clock.freeze(clock.now() + 10 * MINUTE)
    try:
        assert await client.introspect(told["access_token"]) == {"active": False}
    finally:
        clock.run()


async def test_every_token_names_its_key_and_a_new_key_is_shown_before_it_signs(app: RunningApp, customer: SignedIn) -> None:
    client = await make_client(app)
    told = await client.tokens(customer)
    keys = (await app.http.get("/oauth/jwks")).json()["keys"]
    assert header_of(told["access_token"])["kid"] in {key["kid"] for key in keys}
    assert {key["alg"] for key in keys} == {"ES256"}
    assert all(not {"d", "p", "q"} & set(key) for key in keys)
    database = app.application.house.database
    server = app.application._opened_doors().oauth
    database.clock.freeze(database.clock.now() + rules.SIGNING_KEY_LIFE + MINUTE)
    server._signer = None
    try:
        shown = (await app.http.get("/oauth/jwks")).json()["keys"]
        (fresh,) = {key["kid"] for key in shown} - {key["kid"] for key in keys}
        assert {key["kid"] for key in keys} <= {key["kid"] for key in shown}
        signer = await server.signer()
        early = signer.sign("JWT", {"iss": "test"}, database.clock.now())
        assert header_of(early)["kid"] != fresh
        late = signer.sign("JWT", {"iss": "test"}, database.clock.now() + rules.SIGNING_KEY_LEAD)
        assert header_of(late)["kid"] == fresh
        assert (await verified(app, late))["iss"] == "test"
    finally:
        database.clock.run()
        server._signer = None


async def test_two_partners_know_one_customer_by_two_names(app: RunningApp, customer: SignedIn) -> None:
    names = [(await verified(app, (await (await make_client(app)).tokens(customer))["id_token"]))["sub"] for _ in range(2)]
    assert len({*names, str(customer.id)}) == 3


async def test_a_consent_that_was_taken_back_ends_its_tokens(app: RunningApp, customer: SignedIn) -> None:
    client = await make_client(app)
    told = await client.tokens(customer)
    consent_id = (await verified(app, told["access_token"]))["consent_id"]
    database = app.application.house.database
    command = scenes.RevokeConsentCommand(request_id=uuid4(), owner_id=customer.id, session_id=customer.session_id, consent_id=UUID(consent_id))
    await database.write(scenes.revoke_consent, command)
    assert await client.introspect(told["access_token"]) == {"active": False}
    assert (await client.refresh(told["refresh_token"])).json()["error"] == "invalid_grant"


class Cut:
    """COMMIT answers nothing: once, after it took effect or instead of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, takes_effect: bool) -> None:
        self.left = 1
        commit = kernel_database._commit

        async def cut(connection: Any) -> None:
            if self.left == 0:
                return await commit(connection)
            self.left -= 1
            if takes_effect:
                await commit(connection)
            else:
                await kernel_database._roll_back(connection)
            raise CommitUnknown

        monkeypatch.setattr(kernel_database, "_commit", cut)


async def public_tokens(client: TestClient, customer: SignedIn) -> dict[str, Any]:
    code = (await client.walk(customer, client.request() | {"client_id": client.id}))["code"]
    return dict((await client.exchange(code, proof=None)).json())


@pytest.mark.parametrize("takes_effect", [True, False], ids=["committed", "lost"])
@pytest.mark.parametrize("later", [timedelta(0), 10 * MINUTE], ids=["at-once", "ten-minutes-later"])
async def test_a_refresh_that_was_answered_by_a_503_is_repeated(
    app: RunningApp, customer: SignedIn, monkeypatch: pytest.MonkeyPatch, takes_effect: bool, later: timedelta
) -> None:
    client = await make_public(app)
    first = (await public_tokens(client, customer))["refresh_token"]
    Cut(monkeypatch, takes_effect=takes_effect)
    answer = await client.refresh(first, proof=None)
    assert (answer.status_code, answer.json()["error"], answer.headers["retry-after"]) == (503, "temporarily_unavailable", "1")
    clock = app.application.house.database.clock
    clock.freeze(clock.now() + later)
    try:
        successor = (await client.refresh(first, proof=None)).json()["refresh_token"]
        assert (await client.refresh(successor, proof=None)).status_code == 200
    finally:
        clock.run()


async def test_a_code_whose_exchange_was_undone_can_still_be_used(app: RunningApp, customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = await make_public(app)
    code = (await client.walk(customer, client.request() | {"client_id": client.id}))["code"]
    Cut(monkeypatch, takes_effect=False)
    assert (await client.exchange(code, proof=None)).status_code == 503
    assert (await client.exchange(code, proof=None)).status_code == 200


async def test_a_registration_is_read_changed_and_removed_by_its_own_token(app: RunningApp) -> None:
    made = (await app.http.post("/oauth/register", json={"client_name": "Sandbox", "redirect_uris": ["http://127.0.0.1:9/back"]})).json()
    headers = {"authorization": f"Bearer {made['registration_access_token']}"}
    path = f"/oauth/register/{made['client_id']}"
    assert (await app.http.get(path, headers=headers)).json() == made
    changed = made | {"client_name": "Other", "scope": "openid"}
    answer = await app.http.put(path, headers=headers, json=changed)
    assert (answer.status_code, answer.json()["client_name"], answer.json()["scope"]) == (200, "Other", "openid")
    refused = await app.http.put(path, headers=headers, json=changed | {"scope": FAPI_SCOPE})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client_metadata")
    assert (await app.http.delete(path, headers=headers)).status_code == 204
    assert (await app.http.get(path, headers=headers)).status_code == 401


async def test_a_house_token_is_signed_by_the_same_keys_and_never_taken_for_a_partners(app: RunningApp, customer: SignedIn) -> None:
    keys = await app.application._opened_doors().oauth.public_keys(anew=True)
    claims = customers.read_signed(customer.token, keys, "at+jwt")
    assert claims["iss"] == "scenebank"
    client = await make_public(app)
    answer = await app.http.get("/oauth/userinfo", headers={"authorization": f"Bearer {customer.token}"})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    told = await public_tokens(client, customer)
    with pytest.raises((customers.TokenInvalid, KeyError)):
        customers.verify_access_token(told["access_token"], keys, app.application.house.database.clock.now())
