"""Attacks on how a client proves who it is."""

import hmac
import json
import time
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.table import ATTACKS, Attack, attack, told
from tests.gateway.oauth.clients import ASSERTION_TYPE, TestClient, encode, make_client, make_public, secret_of

GROUP = "Client authentication"
CLIENT = {"redirect_uris": (), "scopes": "orders.read orders.write", "grant_types": ("client_credentials",)}


async def ask(client: TestClient, assertion: str | None, **form: Any) -> str:
    """client_credentials with that assertion."""
    sent = {"grant_type": "client_credentials", **form}
    if assertion is not None:
        sent |= {"client_assertion": assertion, "client_assertion_type": ASSERTION_TYPE} | form
    await client.fresh_nonce()
    answer = await client.app.http.post("/oauth/token", data=sent, headers={"dpop": client.proof(client.url("token"))})
    return told(answer)


def _claims(name: str, what: str, **claims: Any) -> None:
    async def run(app: RunningApp, customer: SignedIn) -> str:
        client = await make_client(app, **CLIENT)
        now = time.time()
        made = {key: (now + value[0] if isinstance(value, tuple) else value) for key, value in claims.items()}
        places = {"TOKEN": client.url("token"), "BOTH": [client.issuer, "https://other.example"], "LIST": [client.issuer]}
        return await ask(client, client.assertion(**{key: places.get(str(value), value) for key, value in made.items()}))

    ATTACKS.append(Attack(GROUP, f"assertion_{name}", what, "401 invalid_client", run))


_claims("expired", "An assertion that expired a second ago", exp=(-1,))
_claims("without_end", "An assertion without exp", exp=None)
_claims("for_years", "An assertion that holds for an hour, from a client of the FAPI profile", exp=(3600,))
_claims("not_yet", "An assertion that holds from a minute on", nbf=(60,))
_claims("of_the_future", "An assertion issued a minute ahead", iat=(60,))
_claims("old", "An assertion issued an hour ago", iat=(-3600,))
_claims("without_id", "An assertion without jti", jti=None)
_claims("wrong_audience", "An assertion for another server", aud="https://other.example")
_claims("token_endpoint_audience", "An assertion for the token endpoint, from a client of the FAPI profile", aud="TOKEN")
_claims("many_audiences", "An assertion for us and somebody else", aud="BOTH")
_claims("listed_audience", "An assertion whose audience is a list, from a client of the FAPI profile", aud="LIST")
_claims("wrong_issuer", "An assertion issued by somebody else", iss="other")
_claims("expiry_true", "An assertion whose exp is `true`", exp=True)


def _header(name: str, what: str, **header: Any) -> None:
    async def run(app: RunningApp, customer: SignedIn) -> str:
        client = await make_client(app, **CLIENT)
        return await ask(client, client.assertion(header))

    ATTACKS.append(Attack(GROUP, f"header_{name}", what, "401 invalid_client", run))


_header("jku", "An assertion that brings the address of its key set", jku="https://evil.example/keys")
_header("x5u", "An assertion that brings the address of its certificate", x5u="https://evil.example/cert")
_header("other_kid", "An assertion that names a key that the client has not", kid="2")
_header("other_type", "An assertion that is really a proof", typ="dpop+jwt")


@attack(GROUP, "An assertion that brings its own key", "401 invalid_client")
async def header_jwk(app: RunningApp, customer: SignedIn) -> str:
    client, own = await make_client(app, **CLIENT), ECKey.generate_key("P-256")
    return await ask(client, client.assertion({"jwk": own.as_dict(private=False)}, own))


@attack(GROUP, "An assertion with alg none", "401 invalid_client")
async def algorithm_none(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    body = client.assertion().split(".")[1]
    return await ask(client, f"{encode(json.dumps({'alg': 'none', 'kid': '1'}).encode())}.{body}.")


@attack(GROUP, "An assertion signed by HMAC with the client's public key as the secret", "401 invalid_client")
async def algorithm_confused(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    public = client.key.as_pem(private=False)
    body = json.dumps({"iss": client.id, "sub": client.id, "aud": client.issuer, "jti": "12345678", "exp": int(time.time()) + 60}).encode()
    head = json.dumps({"alg": "HS256", "kid": "1"}).encode()
    signed = f"{encode(head)}.{encode(body)}"
    forged = f"{signed}.{encode(hmac.digest(public, signed.encode(), 'sha256'))}"
    return await ask(client, forged)


@attack(GROUP, "An assertion signed with RS256, which FAPI 2.0 does not take, by the client's own RSA key", "401 invalid_client")
async def algorithm_rs256(app: RunningApp, customer: SignedIn) -> str:
    key = RSAKey.generate_key(2048)
    client = await make_client(app, **CLIENT, jwks={"keys": [key.as_dict(private=False) | {"kid": "1"}]})
    body = json.dumps({"iss": client.id, "sub": client.id, "aud": client.issuer, "jti": "12345678", "exp": int(time.time()) + 60}).encode()
    return await ask(client, jws.serialize_compact({"alg": "RS256", "kid": "1"}, body, key, algorithms=["RS256"]))


@attack(GROUP, "An assertion signed by another client's key", "401 invalid_client")
async def key_of_another_client(app: RunningApp, customer: SignedIn) -> str:
    client, thief = await make_client(app, **CLIENT), await make_client(app, **CLIENT)
    return await ask(client, client.assertion(key=thief.key))


@attack(GROUP, "An assertion that is shown a second time", "401 invalid_client")
async def assertion_replayed(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    assertion = client.assertion()
    assert await ask(client, assertion) == "200"
    return await ask(client, assertion)


@attack(GROUP, "An assertion of 5,000 characters", "401 invalid_client")
async def assertion_huge(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    return await ask(client, client.assertion(more="a" * 5000))


@attack(GROUP, "A confidential client names itself and proves nothing", "401 invalid_client")
async def unproved(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    return await ask(client, None, client_id=client.id)


@attack(GROUP, "A client of another way to prove itself comes with a secret", "401 invalid_client")
async def secret_where_there_is_none(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    return told(await app.http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(client.id, "guess")))


async def sandbox_client(app: RunningApp) -> TestClient:
    more = {"auth_method": "client_secret_basic", "environment": "sandbox", "scopes": "orders.read"}
    return await make_client(app, **(CLIENT | more))


@attack(GROUP, "A wrong secret", "401 invalid_client")
async def secret_wrong(app: RunningApp, customer: SignedIn) -> str:
    client = await sandbox_client(app)
    answer = await app.http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(client.id, secret_of(client)[:-1]))
    assert answer.headers["www-authenticate"].startswith("Basic ")
    return told(answer)


@attack(GROUP, "A secret in the body, where it is logged", "401 invalid_client")
async def secret_in_the_body(app: RunningApp, customer: SignedIn) -> str:
    client = await sandbox_client(app)
    form = {"grant_type": "client_credentials", "client_id": client.id, "client_secret": secret_of(client)}
    return told(await app.http.post("/oauth/token", data=form))


@attack(GROUP, "Two proofs of who it is at once", "400 invalid_request")
async def two_ways_at_once(app: RunningApp, customer: SignedIn) -> str:
    client, other = await make_client(app, **CLIENT), await sandbox_client(app)
    form = client.identified({"grant_type": "client_credentials"})
    return told(await app.http.post("/oauth/token", data=form, auth=(other.id, secret_of(other))))


@attack(GROUP, "A public client acts for itself", "400 unauthorized_client")
async def public_for_itself(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    return told(await app.http.post("/oauth/token", data={"grant_type": "client_credentials", "client_id": client.id}))
