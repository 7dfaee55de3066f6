"""Tokens bound to the house's key: a proof in each request, made for it alone, with the nonce that its server wants; and providers that do otherwise."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from integrations.http import Bounds, PartnerAnswer
from integrations.partners import Manifest, ManifestMalformed, PartnerConnector, read_manifest
from integrations.partners.proving import Proofs

ISSUER = "https://id.partner.example"
KEY = ECKey.generate_key("P-256")
CALL = UUID(int=7)
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
    "dpop_signing_alg_values_supported": ["ES256"],
}
Answer = Callable[[httpx.Request], httpx.Response]


def claims_of(proof: str) -> dict[str, Any]:
    """What a proof says, its signature checked against the key that it brings."""
    read = jws.deserialize_compact(proof, KEY, algorithms=["ES256"])
    assert read.headers()["typ"] == "dpop+jwt" and read.headers()["jwk"] == {name: KEY.as_dict(private=False)[name] for name in ("kty", "crv", "x", "y")}
    return dict(json.loads(read.payload))


def manifest(*, dpop: bool = True, key: ECKey | None = KEY) -> Manifest:
    text = f"""
        name = "bound"
        kind = "public_utilities"
        capabilities = ["bills"]
        title = {{zh = "绑", en = "Bound"}}
        api = {{base_url = "https://api.partner.example/v1"}}
        [auth]
        issuer = "{ISSUER}"
        client_id = "scenebank"
        method = "client_secret_basic"
        scopes = ["openid", "bills"]
        dpop = {str(dpop).lower()}
    """
    return read_manifest(text, {"bound": "secret"} | ({} if key is None else {"bound.dpop": json.dumps(key.as_dict(private=True))}))


async def asked(answer: Answer, act: Callable[[PartnerConnector], Any], **metadata: Any) -> tuple[Any, list[httpx.Request]]:
    """What came of an act against a partner that answers so, and what it was sent beside questions for its metadata."""
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/.well-known/openid-configuration":
            return streamed(httpx.Response(200, json=METADATA | metadata))
        # A copy: what is sent again is the same request with other headers.
        seen.append(httpx.Request(request.method, request.url, headers=request.headers))
        return streamed(answer(request))

    bounds = Bounds(retry_pause=0.0)
    async with PartnerConnector(manifest(), transport=httpx.MockTransport(respond), bounds=bounds) as connector:
        return await act(connector), seen


def streamed(response: httpx.Response) -> httpx.Response:
    """As it comes from a network: read by its reader."""
    return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(response.content))


def bills(connector: PartnerConnector) -> Any:
    return connector.call("list_bills", CALL, "the-token", {})


def redeem(connector: PartnerConnector) -> Any:
    return connector.redeem(code="code", issuer=ISSUER, nonce="n", verifier="v" * 43, redirect_uri="https://scenebank.example/back")


def without_nonce(request: httpx.Request) -> httpx.Response:
    return httpx.Response(401, headers={"www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": f"nonce-{request.headers['dpop'][-8:]}"})


def test_a_proof_is_of_one_request_its_token_and_its_moment() -> None:
    proofs = Proofs(json.dumps(KEY.as_dict(private=True)), lambda: 1_764_057_600.5)
    headers = proofs.headers("POST", "https://api.partner.example/v1/payments?a=b", "the-token")
    claims = claims_of(headers["dpop"])
    ath = urlsafe_b64encode(sha256(b"the-token").digest()).rstrip(b"=").decode()
    assert headers["authorization"] == "DPoP the-token"
    told = {"htm": "POST", "htu": "https://api.partner.example/v1/payments", "iat": 1_764_057_600, "ath": ath}
    assert {name: value for name, value in claims.items() if name != "jti"} == told
    again = claims_of(proofs.headers("POST", "https://api.partner.example/v1/payments?a=b")["dpop"])
    assert again["jti"] != claims["jti"] and "ath" not in again


@pytest.mark.parametrize("nonce", ["", "a b", 'a"b', "\u4e2d", "x" * 513])
def test_what_is_no_nonce_is_not_taken_for_one(nonce: str) -> None:
    proofs = Proofs(json.dumps(KEY.as_dict(private=True)))
    answer = PartnerAnswer(401, {"www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": nonce}, b"")
    assert not proofs.wants_another(ISSUER, answer)
    assert "nonce" not in claims_of(proofs.headers("GET", ISSUER)["dpop"])


def test_a_nonce_is_of_its_server_alone() -> None:
    proofs = Proofs(json.dumps(KEY.as_dict(private=True)))
    assert not proofs.wants_another(f"{ISSUER}/token", PartnerAnswer(200, {"dpop-nonce": "one"}, b""))
    assert claims_of(proofs.headers("GET", f"{ISSUER}/userinfo")["dpop"])["nonce"] == "one"
    assert "nonce" not in claims_of(proofs.headers("GET", "https://api.partner.example/v1/bills")["dpop"])


async def test_a_call_is_repeated_once_with_the_nonce_that_was_wanted() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if claims_of(request.headers["dpop"]).get("nonce") != "wanted":
            return httpx.Response(401, headers={"www-authenticate": 'DPoP error="use_dpop_nonce"', "dpop-nonce": "wanted"})
        return httpx.Response(200, json={"bills": []})

    told, seen = await asked(answer, bills)
    assert (told.state, len(seen)) == ("done", 2)
    assert {request.headers["authorization"] for request in seen} == {"DPoP the-token"}
    assert len({claims_of(request.headers["dpop"])["jti"] for request in seen}) == 2


async def test_a_server_that_never_has_enough_nonces_is_asked_twice_and_no_more() -> None:
    told, seen = await asked(without_nonce, bills)
    assert (told.state, len(seen)) == ("unauthorized", 2)

    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": "use_dpop_nonce"}, headers={"dpop-nonce": f"nonce-{request.headers['dpop'][-8:]}"})

    told, seen = await asked(refuse, redeem)
    assert (told.state, told.reason, len(seen)) == ("refused", "token_status", 2)


async def test_what_is_sent_again_by_itself_has_a_proof_of_its_own() -> None:
    told, seen = await asked(lambda _: httpx.Response(503), bills)
    assert told.state == "unknown" and len(seen) == 3
    assert len({claims_of(request.headers["dpop"])["jti"] for request in seen}) == 3


async def test_a_token_that_is_not_bound_is_refused_where_binding_was_agreed() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"access_token": "a", "token_type": "Bearer", "id_token": "x"})

    told, _ = await asked(answer, redeem)
    assert (told.state, told.reason, told.access_token) == ("refused", "token_type", None)


async def test_a_provider_that_knows_no_proofs_is_not_asked_for_tokens() -> None:
    for offered in (None, [], ["RS256"], "ES256"):
        told, seen = await asked(lambda _: httpx.Response(500), redeem, dpop_signing_alg_values_supported=offered)
        assert (told.state, told.reason, seen) == ("refused", "metadata_dpop", [])


async def test_the_code_is_asked_for_with_the_thumbprint_of_the_key() -> None:
    def act(connector: PartnerConnector) -> Any:
        return connector.authorization_address(state="s", nonce="n", verifier="v" * 43, redirect_uri="https://scenebank.example/back")

    address, _ = await asked(lambda _: httpx.Response(500), act)
    assert parse_qs(urlsplit(address).query)["dpop_jkt"] == [KEY.thumbprint()]


def test_a_manifest_that_binds_needs_a_key_and_never_shows_it() -> None:
    assert KEY.as_dict(private=True)["d"] not in repr(manifest())
    assert manifest(dpop=False).auth.proof_key is None  # type: ignore[union-attr]
    for key in (None, ECKey.generate_key("P-384")):
        with pytest.raises(ManifestMalformed, match=r"auth\.dpop"):
            manifest(key=key)
