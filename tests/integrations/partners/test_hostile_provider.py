"""The house's OAuth client against a provider that lies: whatever it does, no account is linked, in time and in bounded memory."""

import asyncio
import subprocess
import sys
import time
import tracemalloc
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from integrations.http import Bounds
from integrations.partners import PartnerConnector, read_manifest
from integrations.partners.answers import GrantAnswer
from tests.integrations.partners.hostile_provider import CLIENT_ID, SECRET

SECONDS_MOST = 12.0
MEMORY_MOST = 32 * 1024 * 1024
"""Of all of them at once: several send 64 MB, or without end."""

PATIENT = Bounds(connect=10.0, total=10.0)
"""For lies that are told at once: a busy machine is no reason to believe that the provider is away."""

REFUSED = {
    "metadata_issuer": "metadata_issuer",
    "metadata_issuer_slash": "metadata_issuer",
    "metadata_token_inside": "metadata_token_endpoint",
    "metadata_cloud": "metadata_token_endpoint",
    "metadata_plain_http": "metadata_token_endpoint",
    "metadata_jwks_file": "metadata_jwks_uri",
    "metadata_no_token_endpoint": "metadata_token_endpoint",
    "metadata_no_s256": "metadata_pkce",
    "jwks_inside": "metadata_jwks_uri",
    "metadata:redirect": "metadata_status",
    "metadata:html": "metadata_content_type",
    "metadata:broken": "metadata_json",
    "metadata:twice": "metadata_json",
    "metadata:deep": "metadata_json",
    "metadata:list": "metadata_json",
    "token:redirect": "token_status",
    "token:html": "token_content_type",
    "token:broken": "token_json",
    "token:twice": "token_json",
    "token:deep": "token_json",
    "token:list": "token_json",
    "token:error": "token_status",
    "token:teapot": "token_status",
    "no_id_token": "id_token_missing",
    "no_access_token": "access_token_missing",
    "no_token_type": "token_type",
    "token_type": "token_type",
    "token_type_dpop": "token_type",
    "token_type_list": "token_type",
    "access_number": "access_token",
    "access_split": "access_token",
    "scope_narrowed": "token_scope",
    "expires_true": "token_expires_in",
    "expires_past": "token_expires_in",
    "id_token_list": "id_token_missing",
    "id_token_huge": "id_token_format",
    "iss": "id_token_iss",
    "no_iss": "id_token_iss",
    "nonce": "id_token_nonce",
    "no_nonce": "id_token_nonce",
    "aud": "id_token_aud",
    "no_aud": "id_token_aud",
    "aud_many": "id_token_azp",
    "azp": "id_token_azp",
    "azp_many": "id_token_azp",
    "expired": "id_token_exp",
    "no_exp": "id_token_exp",
    "exp_text": "id_token_exp",
    "exp_true": "id_token_exp",
    "iat_future": "id_token_iat",
    "iat_old": "id_token_iat",
    "no_iat": "id_token_iat",
    "nbf_future": "id_token_nbf",
    "no_sub": "id_token_sub",
    "sub_empty": "id_token_sub",
    "sub_number": "id_token_sub",
    "at_hash": "id_token_at_hash",
    "at_hash_list": "id_token_at_hash",
    "alg_none": "id_token_alg",
    "alg_none_upper": "id_token_alg",
    "hs256_public": "id_token_alg",
    "hs256_secret": "id_token_alg",
    "embedded_key": "id_token_signature",
    "crit": "id_token_header",
    "typ": "id_token_header",
    "stale_for_ever": "id_token_signature",
    "foreign_key": "id_token_signature",
    "short_rsa": "id_token_signature",
    "signature_cut": "id_token_signature",
    "payload_changed": "id_token_signature",
    "claims_twice": "id_token_format",
    "padding": "id_token_signature",
    "keys_twice": "id_token_signature",
    "no_keys": "id_token_signature",
    "key_for_encryption": "id_token_signature",
    "many_keys": "keys_json",
    "jwks:redirect": "keys_status",
    "jwks:html": "keys_content_type",
    "jwks:deep": "keys_json",
    "userinfo_sub": "userinfo_sub",
    "userinfo_nobody": "userinfo_sub",
    "userinfo:redirect": "userinfo_status",
    "userinfo:html": "userinfo_content_type",
}
"""What a provider does, and the check that it fails."""

UNKNOWN = [
    *(f"{place}:{fault}" for place in ("metadata", "token", "jwks", "userinfo") for fault in ("huge", "endless", "slow_body", "silent", "gzip")),
    *(f"token:{fault}" for fault in ("endless_headers", "slow_headers", "cut")),
]
"""What is cut off: nothing is known of it, and nothing is linked."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    command = [sys.executable, str(Path(__file__).parent / "hostile_provider.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.kill()


@asynccontextmanager
async def client_of(origin: str, fault: str, bounds: Bounds | None = None) -> AsyncIterator[PartnerConnector]:
    """The house's client, with the bounds that it has in production unless others are given."""
    text = f"""
        name = "hostile"
        kind = "public_utilities"
        capabilities = ["bills"]
        title = {{zh = "敌", en = "Hostile"}}
        api = {{base_url = "{origin}/api"}}
        [auth]
        issuer = "{origin}/{fault}"
        client_id = "{CLIENT_ID}"
        method = "client_secret_basic"
        scopes = ["openid", "bills"]
        asks_userinfo = true
    """
    async with PartnerConnector(read_manifest(text, {"hostile": SECRET}, may_be_loopback=True), may_be_loopback=True, bounds=bounds) as connector:
        yield connector


async def link(connector: PartnerConnector, issuer: str | None, nonce: str = "the-nonce") -> GrantAnswer:
    """What the house does with a code that came back."""
    code = urlsafe_b64encode(nonce.encode()).rstrip(b"=").decode()
    return await connector.redeem(code=code, issuer=issuer, nonce="the-nonce", verifier="v" * 43, redirect_uri="https://scenebank.example/back")


async def attempt(origin: str, fault: str, bounds: Bounds | None = None) -> tuple[GrantAnswer, float]:
    async with client_of(origin, fault, bounds) as connector:
        started = time.monotonic()
        return await link(connector, f"{origin}/{fault}"), time.monotonic() - started


@pytest.mark.parametrize("fault", ["none", "stale_keys"])
async def test_an_honest_provider_is_believed_also_when_it_has_changed_its_keys(origin: str, fault: str) -> None:
    answer, _ = await attempt(origin, fault, PATIENT)
    assert (answer.state, answer.subject, answer.access_token, answer.refresh_token) == ("granted", "lin", "access-token", "refresh-token")


@pytest.mark.parametrize("fault", REFUSED)
async def test_a_lie_links_nothing(origin: str, fault: str) -> None:
    answer, seconds = await attempt(origin, fault, PATIENT)
    assert (answer.state, answer.reason) == ("refused", REFUSED[fault])
    assert (answer.access_token, answer.refresh_token, answer.subject) == (None, None, None)
    assert seconds < SECONDS_MOST


async def test_keys_are_fetched_again_once_and_no_more(origin: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        before = (await client.get(f"{origin}/x/asked")).json().get("stale_for_ever jwks", 0)
        await attempt(origin, "stale_for_ever")
        assert (await client.get(f"{origin}/x/asked")).json()["stale_for_ever jwks"] == before + 2


async def test_what_never_ends_ends_in_time_and_in_bounded_memory(origin: str) -> None:
    """Side by side: those that send 64 MB or without end, those that trickle, and those that say nothing."""
    tracemalloc.start()
    try:
        started = time.monotonic()
        answers = await asyncio.gather(*(attempt(origin, fault) for fault in UNKNOWN))
        seconds, (_, peak) = time.monotonic() - started, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [(answer.state, answer.access_token) for answer, _ in answers] == [("unknown", None)] * len(UNKNOWN)
    assert max(seconds, *(one for _, one in answers)) < SECONDS_MOST
    assert peak < MEMORY_MOST
    assert len(REFUSED) + len(UNKNOWN) >= 30


@pytest.mark.parametrize("issuer", [None, "", "https://honest.example", "ORIGIN/none/", "origin/NONE", "http://127.0.0.1/none"])
async def test_a_code_that_comes_from_elsewhere_is_shown_to_nobody(origin: str, issuer: str | None) -> None:
    async with client_of(origin, "none") as connector, httpx.AsyncClient(trust_env=False) as client:
        before = (await client.get(f"{origin}/x/asked")).json()
        answer = await link(connector, issuer if issuer is None else issuer.replace("ORIGIN", origin))
        assert (answer.state, answer.reason) == ("refused", "response_iss")
        after = (await client.get(f"{origin}/x/asked")).json()
    assert {name: count for name, count in after.items() if name != "x asked"} == {name: count for name, count in before.items() if name != "x asked"}


async def test_a_code_of_another_session_does_not_fit(origin: str) -> None:
    async with client_of(origin, "none") as connector:
        answer = await link(connector, f"{origin}/none", nonce="the nonce of another session")
    assert (answer.state, answer.reason) == ("refused", "id_token_nonce")


@pytest.mark.parametrize("fault", ["metadata:redirect", "metadata:silent", "metadata_issuer", "metadata:endless"])
async def test_no_customer_is_sent_to_a_provider_that_lies_about_itself(origin: str, fault: str) -> None:
    async with client_of(origin, fault) as connector:
        assert await connector.authorization_address(state="s", nonce="n", verifier="v" * 43, redirect_uri="https://scenebank.example/back") is None


async def test_the_customer_is_sent_with_pkce_state_and_nonce_and_no_secret(origin: str) -> None:
    async with client_of(origin, "none") as connector:
        address = await connector.authorization_address(state="the-state", nonce="the-nonce", verifier="v" * 43, redirect_uri="https://scenebank.example/back")
    assert address is not None and SECRET not in address and "v" * 43 not in address
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    challenge = asked.pop("code_challenge")
    assert len(challenge) == 43
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": "https://scenebank.example/back",
        "scope": "openid bills",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge_method": "S256",
    }


async def test_a_refreshed_token_is_of_the_same_account(origin: str) -> None:
    async with client_of(origin, "none") as connector:
        # The provider's answer to a refresh is for "lin".
        answer = await connector.refresh("refresh-token", "somebody-else")
    assert answer.state in ("refused", "unknown") and answer.access_token is None
