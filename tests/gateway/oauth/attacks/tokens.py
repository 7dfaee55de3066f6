"""Attacks on tokens that were given: wider scopes, others' tokens, races, and reuse."""

import asyncio
from datetime import timedelta

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.assertions import CLIENT
from tests.gateway.oauth.attacks.table import attack, told
from tests.gateway.oauth.clients import make_client, make_public

SCOPES, REFRESH, OTHERS = "Scopes", "Refresh tokens", "Others' tokens"
INACTIVE = '200 {"active": false}'


@attack(SCOPES, "A refresh asks for a scope that the customer did not grant", "400 invalid_scope")
async def refresh_widened(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer, scopes=("openid",), scope="openid"))["refresh_token"]
    return told(await client.refresh(token, scope="openid payments.write"))


@attack(SCOPES, "A code exchange asks for more: what was granted is given", "openid")
async def exchange_widened(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    code = await client.code(customer, ("openid",))
    return str((await client.exchange(code, scope="openid payments.write")).json()["scope"])


@attack(SCOPES, "A client asks for a customer's scope without a customer", "400 invalid_scope")
async def customers_scope_for_itself(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **(CLIENT | {"scopes": "accounts.read orders.read"}))
    return told(await client.post("token", {"grant_type": "client_credentials", "scope": "accounts.read"}))


@attack(SCOPES, "A client asks for itself for a scope that it is not registered for", "400 invalid_scope")
async def foreign_scope_for_itself(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **(CLIENT | {"scopes": "orders.read"}))
    return told(await client.post("token", {"grant_type": "client_credentials", "scope": "orders.write"}))


@attack(SCOPES, "A grant that the client is not registered for", "400 unauthorized_client")
async def grant_not_registered(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).post("token", {"grant_type": "client_credentials"}))


@attack(SCOPES, "The password grant", "400 unsupported_grant_type")
async def password_grant(app: RunningApp, customer: SignedIn) -> str:
    return told(await (await make_client(app)).post("token", {"grant_type": "password", "username": "a", "password": "b"}))


@attack(REFRESH, "A refresh token that was given for another two steps ago: the family is revoked", "400 invalid_grant")
async def refresh_reused(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    first = await _public_tokens(app, customer, client)
    second = (await client.refresh(first["refresh_token"], proof=None)).json()
    third = (await client.refresh(second["refresh_token"], proof=None)).json()
    answer = await client.refresh(first["refresh_token"], proof=None)
    assert (await client.refresh(third["refresh_token"], proof=None)).json()["error"] == "invalid_grant"
    assert (await app.http.get("/oauth/userinfo", headers={"authorization": f"Bearer {third['access_token']}"})).status_code == 401
    return told(answer)


@attack(REFRESH, "A refresh token raced by 16 at once: all are told the same successor, and it still works", "one successor")
async def refresh_raced(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    first = await _public_tokens(app, customer, client)
    answers = await asyncio.gather(*(client.refresh(first["refresh_token"], proof=None) for _ in range(16)))
    assert {one.status_code for one in answers} == {200}
    (successor,) = {one.json()["refresh_token"] for one in answers}
    assert (await client.refresh(successor, proof=None)).status_code == 200
    return "one successor"


@attack(REFRESH, "A thief refreshes first and the owner a minute later: the thief's successor is dead, and its use ends the family", "400 invalid_grant")
async def refresh_stolen(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    first = await _public_tokens(app, customer, client)
    stolen = (await client.refresh(first["refresh_token"], proof=None)).json()
    clock = app.application.house.database.clock
    clock.freeze(clock.now() + timedelta(seconds=61))
    try:
        own = (await client.refresh(first["refresh_token"], proof=None)).json()
        assert own["refresh_token"] != stolen["refresh_token"]
        answer = await client.refresh(stolen["refresh_token"], proof=None)
        assert (await client.refresh(own["refresh_token"], proof=None)).json()["error"] == "invalid_grant"
    finally:
        clock.run()
    return told(answer)


@attack(REFRESH, "A refresh token of another client; its owner can still use it", "400 invalid_grant")
async def refresh_of_another_client(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await make_client(app), await make_client(app)
    token = (await client.tokens(customer))["refresh_token"]
    answer = await thief.refresh(token)
    assert (await client.refresh(token)).status_code == 200
    return told(answer)


@attack(REFRESH, "A refresh token with another generation written into it", "400 invalid_grant")
async def refresh_forged(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer))["refresh_token"]
    return told(await client.refresh(token[:26] + ("B" if token[26] != "B" else "C") + token[27:]))


@attack(REFRESH, "An access token is brought as a refresh token", "400 invalid_grant")
async def access_token_as_refresh(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    return told(await client.refresh((await client.tokens(customer))["access_token"]))


@attack(REFRESH, "A refresh token after its customer was asked for it back", "400 invalid_grant")
async def refresh_after_revocation(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer))["refresh_token"]
    assert (await client.post("revoke", {"token": token}, proof=None)).status_code == 200
    return told(await client.refresh(token))


@attack(OTHERS, "Introspecting another client's access token", INACTIVE)
async def introspect_anothers(app: RunningApp, customer: SignedIn) -> str:
    client, spy = await make_client(app), await make_client(app)
    token = (await client.tokens(customer))["access_token"]
    assert (await client.introspect(token))["active"] is True
    assert await spy.introspect(token) == {"active": False}
    return INACTIVE


@attack(OTHERS, "Introspecting another client's refresh token", INACTIVE)
async def introspect_anothers_refresh(app: RunningApp, customer: SignedIn) -> str:
    client, spy = await make_client(app), await make_client(app)
    assert await spy.introspect((await client.tokens(customer))["refresh_token"]) == {"active": False}
    return INACTIVE


@attack(OTHERS, "A public client introspects", "401 invalid_client")
async def introspect_as_public(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    return told(await client.post("introspect", {"token": "x"}, proof=None))


@attack(OTHERS, "Revoking another client's access token, which still holds", "400 invalid_grant")
async def revoke_anothers(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await make_client(app), await make_client(app)
    token = (await client.tokens(customer))["access_token"]
    answer = await thief.post("revoke", {"token": token}, proof=None)
    assert (await client.introspect(token))["active"] is True
    return told(answer)


@attack(OTHERS, "Revoking another client's refresh token, which still works", "400 invalid_grant")
async def revoke_anothers_refresh(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await make_client(app), await make_client(app)
    token = (await client.tokens(customer))["refresh_token"]
    answer = await thief.post("revoke", {"token": token}, proof=None)
    assert (await client.refresh(token)).status_code == 200
    return told(answer)


@attack(OTHERS, "A customer's own token of the bank's app, shown as a partner's", "401 invalid_token")
async def house_token_as_partners(app: RunningApp, customer: SignedIn) -> str:
    return told(await app.http.get("/oauth/userinfo", headers={"authorization": f"Bearer {customer.token}"}))


@attack(OTHERS, "An id token is used as an access token", "401 invalid_token")
async def id_token_as_access(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    told_tokens = await _public_tokens(app, customer, client)
    return told(await app.http.get("/oauth/userinfo", headers={"authorization": f"Bearer {told_tokens['id_token']}"}))


@attack(OTHERS, "The token is put into the address, where it is logged", "401 invalid_token")
async def token_in_the_address(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    token = (await _public_tokens(app, customer, client))["access_token"]
    return told(await app.http.get("/oauth/userinfo", params={"access_token": token}))


async def _public_tokens(app: RunningApp, customer: SignedIn, client: object) -> dict[str, str]:
    code = (await client.walk(customer, client.request() | {"client_id": client.id}))["code"]  # type: ignore[attr-defined]
    return dict((await client.exchange(code, proof=None)).json())  # type: ignore[attr-defined]
