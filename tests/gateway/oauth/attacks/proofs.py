"""Attacks on proofs of possession (DPoP)."""

import time
from collections.abc import Callable
from typing import Any

import httpx
from joserfc.jwk import ECKey

from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.assertions import CLIENT
from tests.gateway.oauth.attacks.table import ATTACKS, Attack, attack, told
from tests.gateway.oauth.clients import TestClient, make_client, make_public

GROUP = "Proofs of possession (DPoP)"


def _proof(name: str, what: str, answer: str, make: Callable[[TestClient], str | None]) -> None:
    async def run(app: RunningApp, customer: SignedIn) -> str:
        client = await make_client(app, **CLIENT)
        await client.fresh_nonce()
        return told(await client.post("token", {"grant_type": "client_credentials"}, proof=make(client)))

    ATTACKS.append(Attack(GROUP, f"proof_{name}", what, answer, run))


def _at_token(**more: Any) -> Callable[[TestClient], str]:
    return lambda client: client.proof(client.url("token"), **more)


INVALID = "400 invalid_dpop_proof"
_proof("missing", "No proof, where tokens must be bound", INVALID, lambda client: None)
_proof("other_method", "A proof for GET", INVALID, lambda client: client.proof(client.url("token"), "GET"))
_proof("other_address", "A proof for another endpoint", INVALID, lambda client: client.proof(client.url("par")))
_proof("other_host", "A proof for another host", INVALID, lambda client: client.proof("https://other.example/oauth/token"))
_proof("old", "A proof of two minutes ago", INVALID, lambda client: client.proof(client.url("token"), iat=int(time.time()) - 120))
_proof("of_the_future", "A proof of a minute ahead", INVALID, lambda client: client.proof(client.url("token"), iat=int(time.time()) + 60))
_proof("without_id", "A proof without jti", INVALID, _at_token(jti=None))
_proof("without_nonce", "A proof without a nonce", "400 use_dpop_nonce", _at_token(nonce=None))
_proof("old_nonce", "A proof with a nonce that is over", "400 use_dpop_nonce", _at_token(nonce="AAAAAAAAAAAAAAAAAAAAAAAA"))
_proof("other_type", "A proof that is a plain JWT", INVALID, _at_token(header={"typ": "JWT"}))
_proof("swapped_key", "A proof whose header shows another key", INVALID, _at_token(header={"jwk": ECKey.generate_key("P-256").as_dict(private=False)}))
_proof(
    "private_key",
    "A proof that shows its private key",
    INVALID,
    lambda client: client.proof(client.url("token"), header={"jwk": client.proof_key.as_dict(private=True)}),
)
_proof("huge", "A proof of 3,000 characters", INVALID, _at_token(more="a" * 3000))


@attack(GROUP, "A proof that is shown a second time", INVALID)
async def proof_replayed(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    await client.fresh_nonce()
    proof = client.proof(client.url("token"))
    assert (await client.post("token", {"grant_type": "client_credentials"}, proof=proof)).status_code == 200
    return told(await client.post("token", {"grant_type": "client_credentials"}, proof=proof))


@attack(GROUP, "Two proofs at once", INVALID)
async def proofs_doubled(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    await client.fresh_nonce()
    headers = [("dpop", client.proof(client.url("token"))) for _ in range(2)]
    async with httpx.AsyncClient(base_url=client.issuer, trust_env=False) as http:
        return told(await http.post("/oauth/token", data=client.identified({"grant_type": "client_credentials"}), headers=headers))


@attack(GROUP, "A proof with alg none", INVALID)
async def proof_unsigned(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app, **CLIENT)
    await client.fresh_nonce()
    head, body, _ = client.proof(client.url("token")).split(".")
    return told(await client.post("token", {"grant_type": "client_credentials"}, proof=f"{head}.{body}."))


async def userinfo(client: TestClient, scheme: str, token: str, proof: str | None) -> str:
    headers = {"authorization": f"{scheme} {token}"} | ({} if proof is None else {"dpop": proof})
    return told(await client.app.http.get("/oauth/userinfo", headers=headers))


@attack(GROUP, "A stolen bound token is used as a bearer token", "401 invalid_token")
async def bound_token_as_bearer(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    return await userinfo(client, "Bearer", (await client.tokens(customer))["access_token"], None)


@attack(GROUP, "A stolen bound token comes with the thief's own key", "401 invalid_token")
async def bound_token_other_key(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer))["access_token"]
    return await userinfo(client, "DPoP", token, client.proof(client.url("userinfo"), "GET", token, ECKey.generate_key("P-256")))


@attack(GROUP, "A proof that was made for another token", "401 invalid_dpop_proof")
async def proof_of_another_token(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer))["access_token"]
    return await userinfo(client, "DPoP", token, client.proof(client.url("userinfo"), "GET", "another"))


@attack(GROUP, "A proof for a resource that names no token", "401 invalid_dpop_proof")
async def proof_of_no_token(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer))["access_token"]
    return await userinfo(client, "DPoP", token, client.proof(client.url("userinfo"), "GET"))


@attack(GROUP, "The proof at the resource is shown a second time", "401 invalid_dpop_proof")
async def resource_proof_replayed(app: RunningApp, customer: SignedIn) -> str:
    client = await make_client(app)
    token = (await client.tokens(customer))["access_token"]
    proof = client.proof(client.url("userinfo"), "GET", token)
    assert await userinfo(client, "DPoP", token, proof) == "200"
    return await userinfo(client, "DPoP", token, proof)


@attack(GROUP, "A public client's refresh token comes with another key", "400 invalid_grant")
async def refresh_with_another_key(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    code = (await client.walk(customer, client.request() | {"client_id": client.id}))["code"]
    token = (await client.exchange(code)).json()["refresh_token"]
    client.proof_key = ECKey.generate_key("P-256")
    return told(await client.refresh(token))


@attack(GROUP, "A public client's bound refresh token comes without a proof", "400 invalid_grant")
async def refresh_without_a_key(app: RunningApp, customer: SignedIn) -> str:
    client = await make_public(app)
    code = (await client.walk(customer, client.request() | {"client_id": client.id}))["code"]
    return told(await client.refresh((await client.exchange(code)).json()["refresh_token"], proof=None))
