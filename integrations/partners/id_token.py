"""ID tokens, believed in full or not at all (OpenID Connect Core 3.1.3.7)."""

import binascii
import hashlib
import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from joserfc import jws
from joserfc.errors import JoseError

from integrations.partners.provider import Key, Provider, ProviderRefused
from integrations.strict_json import JsonRefused, read_object

TOKEN_MAX_CHARACTERS = 16 * 1024
SUBJECT_MAX_CHARACTERS = 255
SKEW_SECONDS = 60
AGE_SECONDS_MOST = 600
LIFE_SECONDS_MOST = 24 * 3600

_DIGESTS = {
    "ES256": hashlib.sha256,
    "PS256": hashlib.sha256,
    "RS256": hashlib.sha256,
    "ES384": hashlib.sha384,
    "PS384": hashlib.sha384,
    "EdDSA": hashlib.sha512,
}


async def verify_id_token(provider: Provider, token: str, *, nonce: str | None, access_token: str, now: Callable[[], float] = time.time) -> Mapping[str, Any]:
    """The claims. Where no key that we know fits, or the signature fails, the keys are fetched once more. Raises ProviderRefused, PartnerUnavailable."""
    header, claims = _read(token)
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in provider.terms.algorithms:
        raise ProviderRefused("id_token_alg")
    if "crit" in header or not (key_id is None or isinstance(key_id, str)) or str(header.get("typ", "JWT")).upper() != "JWT":
        raise ProviderRefused("id_token_header")
    if not await _is_signed(provider, token, key_id, algorithm):
        raise ProviderRefused("id_token_signature")
    _check_claims(provider, claims, nonce, now())
    _check_hash(claims, algorithm, access_token)
    return claims


async def _is_signed(provider: Provider, token: str, key_id: str | None, algorithm: str) -> bool:
    known = await provider.find_key(key_id, algorithm, fresh=False)
    if known is not None and _verifies(token, known, algorithm):
        return True
    key = await provider.find_key(key_id, algorithm, fresh=True)
    return key is not None and _verifies(token, key, algorithm)


def _verifies(token: str, key: Key, algorithm: str) -> bool:
    try:
        jws.deserialize_compact(token, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError):
        return False
    return True


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = token.split(".")
    if len(token) > TOKEN_MAX_CHARACTERS or len(parts) != 3 or not token.isascii():
        raise ProviderRefused("id_token_format")
    try:
        header, claims = (read_object(_decoded(part)) for part in parts[:2])
    except (ValueError, binascii.Error, JsonRefused):
        raise ProviderRefused("id_token_format") from None
    return header, claims


def _decoded(text: str) -> bytes:
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        raise ValueError("not base64url")
    return raw


def _check_claims(provider: Provider, claims: Mapping[str, Any], nonce: str | None, now: float) -> None:
    terms = provider.terms
    if claims.get("iss") != terms.issuer:
        raise ProviderRefused("id_token_iss")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_MAX_CHARACTERS or not subject.isprintable():
        raise ProviderRefused("id_token_sub")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or terms.client_id not in audiences:
        raise ProviderRefused("id_token_aud")
    # Who else may take the token for its own may have brought it here: such a token must be said to be for us.
    if ("azp" in claims or len(audiences) > 1) and claims.get("azp") != terms.client_id:
        raise ProviderRefused("id_token_azp")
    _check_times(claims, now)
    given = claims.get("nonce")
    if nonce is not None and not (isinstance(given, str) and hmac.compare_digest(given.encode(), nonce.encode())):
        raise ProviderRefused("id_token_nonce")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    expires, issued, begins = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if not _is_time(expires) or expires <= now or expires > now + LIFE_SECONDS_MOST + AGE_SECONDS_MOST:
        raise ProviderRefused("id_token_exp")
    if not _is_time(issued) or not now - AGE_SECONDS_MOST <= issued <= now + SKEW_SECONDS:
        raise ProviderRefused("id_token_iat")
    if not _is_time(begins) or begins > now + SKEW_SECONDS:
        raise ProviderRefused("id_token_nbf")


def _is_time(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_hash(claims: Mapping[str, Any], algorithm: str, access_token: str) -> None:
    """`at_hash` may be left out where the token comes from the token endpoint; where it stands it must fit."""
    if "at_hash" not in claims:
        return
    digest = _DIGESTS[algorithm](access_token.encode()).digest()
    wanted = urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    given = claims["at_hash"]
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), wanted):
        raise ProviderRefused("id_token_at_hash")
