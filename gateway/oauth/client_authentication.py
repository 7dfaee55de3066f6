"""Who the client is: private_key_jwt (RFC 7523), client_secret_basic in the sandbox, or a public client's mere name."""

import hashlib
import hmac
import time
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote_plus
from uuid import UUID

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from starlette.requests import Request

from domains import scenes
from domains.kernel.transactions import Read
from domains.scenes import Client, Purpose
from gateway.oauth.errors import OAuthError, invalid_client
from gateway.oauth.parameters import Parameters

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_ALGORITHMS = ("ES256", "PS256", "Ed25519")
ASSERTION_MAX = 4096
FAPI_SECONDS_MOST, SECONDS_MOST = 600, 3610
"""An assertion that holds for longer is refused: what is remembered against replay must have an end. Stock libraries make them for an hour."""
SECONDS_AHEAD = 10
"""How far a client's clock may be ahead of ours (FAPI 2.0, 5.3.2.1: 10 seconds are taken, 60 are not)."""

_HEADER_MEMBERS = {"alg", "kid", "typ"}
_TYPES = {"JWT", "client-authentication+jwt"}


class KeyUnknown(OAuthError):
    """The assertion names a key that is not among those of the client, who publishes them at an address: they may be new there."""

    def __init__(self, client: Client) -> None:
        refusal = invalid_client("The assertion is signed by a key or an algorithm that is not the client's.")
        super().__init__(refusal.error, refusal.description, status=refusal.status, headers=refusal.headers)
        self.client = client


class Authenticated(NamedTuple):
    """A client that proved who it is. `shown` is to be used once: the assertion, and until when it must be remembered."""

    client: Client
    shown: tuple[tuple[bytes, datetime], ...] = ()


async def authenticate(read: Read, request: Request, form: Parameters, issuer: str, endpoints: Collection[str], *, is_development: bool) -> Authenticated:
    """The client of a request. Raises OAuthError invalid_client (401), or invalid_request for two proofs at once.

    `endpoints` are addresses that a client outside of FAPI may name as its assertion's audience beside the issuer."""
    authorization = request.headers.get("authorization")
    ways = [authorization is not None, "client_assertion" in form or "client_assertion_type" in form, "client_secret" in form]
    if sum(ways) > 1:
        raise OAuthError("invalid_request", "The client proves who it is in more than one way.")
    if authorization is not None:
        found = await _by_secret(read, authorization, form)
    elif ways[1]:
        found = await _by_assertion(read, form, issuer, endpoints)
    else:
        found = Authenticated(await _by_name(read, form))
    if found.client.environment == "sandbox" and not is_development:
        raise invalid_client("Clients of the sandbox are not served here.")
    return found


async def find_client(read: Read, text: str | None) -> Client | None:
    """The client of a client_id."""
    try:
        client_id = UUID(text)
    except (ValueError, TypeError, AttributeError):
        return None
    if str(client_id) != text:
        return None
    return (await scenes.find_clients(read, [client_id]))[0]


async def _by_name(read: Read, form: Parameters) -> Client:
    client = await find_client(read, form.get("client_id"))
    if client is None or not client.is_public or "client_secret" in form:
        raise invalid_client("The client did not prove who it is.")
    return client


async def _by_secret(read: Read, authorization: str, form: Parameters) -> Authenticated:
    scheme, _, encoded = authorization.partition(" ")
    try:
        name, _, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (ValueError, Base64Error):
        raise invalid_client("The Authorization header cannot be read.", basic=True) from None
    name, secret = unquote_plus(name), unquote_plus(secret)
    if scheme.lower() != "basic" or form.get("client_id", name) != name:
        raise invalid_client("The Authorization header is not for this client.", basic=True)
    client = await find_client(read, name)
    if client is None or client.auth_method != "client_secret_basic" or client.secret_number is None:
        raise invalid_client("The client does not prove who it is in this way.", basic=True)
    expected = scenes.text_of(read, Purpose.CLIENT_SECRET, client.id, client.secret_number)
    if not hmac.compare_digest(expected.encode(), secret.encode()):
        raise invalid_client("The secret is wrong.", basic=True)
    return Authenticated(client)


async def _by_assertion(read: Read, form: Parameters, issuer: str, endpoints: Collection[str]) -> Authenticated:
    assertion = form.get("client_assertion", "")
    if form.get("client_assertion_type") != ASSERTION_TYPE or not assertion or len(assertion) > ASSERTION_MAX:
        raise invalid_client("The assertion is missing, of another type, or too large.")
    header, claims = _unverified(assertion)
    if not set(header) <= _HEADER_MEMBERS or header.get("typ", "JWT") not in _TYPES:
        # jku, x5u, jwk and their like would let the assertion choose the key that it is checked with.
        raise invalid_client("The assertion's header has members that are not taken.")
    client = await find_client(read, claims.get("sub") if isinstance(claims.get("sub"), str) else None)
    if client is None or client.auth_method != "private_key_jwt" or form.get("client_id", str(client.id)) != str(client.id):
        raise invalid_client("The assertion is not of a client that proves itself so.")
    _verify(client, header, assertion)
    until = _check_claims(client, claims, issuer, endpoints, time.time())
    digest = hashlib.sha256(f"{client.id}\0{claims['jti']}".encode()).digest()
    return Authenticated(client, ((digest, datetime.fromtimestamp(until, UTC)),))


def _unverified(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, to find out whose key is to be asked. Nothing of them is believed before `_verify`."""
    try:
        head, body, _ = assertion.split(".")
        header, claims = (orjson.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (head, body))
    except (ValueError, Base64Error):
        raise invalid_client("The assertion is no JWT.") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise invalid_client("The assertion is no JWT.")
    return header, claims


def _verify(client: Client, header: dict[str, Any], assertion: str) -> None:
    """The key decides by which algorithm it is asked, never the header."""
    jwk = _key_of(client, header)
    algorithm = None if jwk is None else scenes.algorithm_of(jwk)
    if jwk is None and client.jwks_uri is not None:
        raise KeyUnknown(client)
    if jwk is None or algorithm is None or header.get("alg") != algorithm:
        raise invalid_client("The assertion is signed by a key or an algorithm that is not the client's.")
    try:
        jws.deserialize_compact(assertion, _imported(orjson.dumps(jwk)), algorithms=[algorithm])
    except (JoseError, ValueError, TypeError):
        raise invalid_client("The assertion's signature is wrong.") from None


def _key_of(client: Client, header: dict[str, Any]) -> dict[str, Any] | None:
    keys = (client.jwks or {}).get("keys", [])
    if "kid" in header:
        keys = [key for key in keys if key.get("kid") == header["kid"]]
    else:
        keys = [key for key in keys if scenes.algorithm_of(key) == header.get("alg")]
    return keys[0] if len(keys) == 1 else None


@lru_cache(maxsize=1000)
def _imported(jwk: bytes) -> ECKey | RSAKey | OKPKey:
    key = orjson.loads(jwk)
    kinds: dict[str, Any] = {"EC": ECKey, "RSA": RSAKey, "OKP": OKPKey}
    found: ECKey | RSAKey | OKPKey = kinds[key["kty"]].import_key({name: value for name, value in key.items() if name not in ("alg", "use", "key_ops")})
    return found


def _check_claims(client: Client, claims: dict[str, Any], issuer: str, endpoints: Collection[str], now: float) -> float:
    """Until when the assertion must be remembered. Raises OAuthError invalid_client."""
    if claims.get("iss") != str(client.id):
        raise invalid_client("The assertion's issuer is not the client.")
    if not _is_audience(client, claims.get("aud"), issuer, endpoints):
        raise invalid_client("The assertion is for somebody else: its audience must be the issuer, as one text.")
    jti, expires = claims.get("jti"), claims.get("exp")
    most = FAPI_SECONDS_MOST if client.keeps_fapi else SECONDS_MOST
    if not isinstance(jti, str) or not 8 <= len(jti) <= 256:
        raise invalid_client("The assertion has no jti of 8 to 256 characters.")
    if not isinstance(expires, int | float) or isinstance(expires, bool) or not now < expires <= now + most:
        raise invalid_client("The assertion has expired, or holds for too long.")
    if any(name in claims and (not _is_instant(claims[name]) or claims[name] > now + SECONDS_AHEAD) for name in ("nbf", "iat")):
        raise invalid_client("The assertion is of the future.")
    if claims.get("iat", now) < now - most:
        raise invalid_client("The assertion is too old.")
    return float(expires)


def _is_instant(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_audience(client: Client, audience: object, issuer: str, endpoints: Collection[str]) -> bool:
    if client.keeps_fapi:
        return audience == issuer
    only = audience[0] if isinstance(audience, list) and len(audience) == 1 else audience
    return isinstance(only, str) and (only == issuer or only in endpoints)
