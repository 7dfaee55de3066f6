"""What the authorization server signs: partners' access tokens (RFC 9068) and id tokens; and how an access token is read again."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domains import customers, scenes
from domains.customers import PublicKey, TokenInvalid, TokenSigner
from domains.kernel.ids import derived_id
from domains.scenes import TokensGranted

LIFE_SECONDS = int(scenes.PARTNER_TOKEN_LIFE.total_seconds())


class PartnerClaims(NamedTuple):
    """An access token of a partner's client. Without `grant_id` and `consent_id` the client acts for itself."""

    client_id: UUID
    subject: str
    scopes: tuple[str, ...]
    jti: UUID
    issued_at: int
    expires_at: int
    grant_id: UUID | None
    consent_id: UUID | None
    key_thumbprint: str | None


def resource_of(issuer: str) -> str:
    """The audience of access tokens: the schema's own address."""
    return f"{issuer}/graphql"


def pairwise_subject(partner_id: UUID, customer_id: UUID) -> str:
    """What a customer is called towards one partner: another name for each."""
    return str(derived_id(partner_id, str(customer_id)))


def make_customer_token(signer: TokenSigner, issuer: str, granted: TokensGranted, jti: UUID, key_thumbprint: str | None, now: datetime) -> str:
    """An access token by which a client acts for a customer."""
    subject = pairwise_subject(granted.partner_id, granted.customer_id)
    claims = _claims(issuer, subject, granted.client_id, granted.scopes, jti, key_thumbprint, now)
    return signer.sign(customers.ACCESS_TYPE, claims | {"grant_id": str(granted.family_id), "consent_id": str(granted.consent_id)}, now)


def make_client_token(signer: TokenSigner, issuer: str, client_id: UUID, scopes: tuple[str, ...], jti: UUID, thumbprint: str | None, now: datetime) -> str:
    """An access token by which a client acts for itself."""
    return signer.sign(customers.ACCESS_TYPE, _claims(issuer, str(client_id), client_id, scopes, jti, thumbprint, now), now)


def make_id_token(signer: TokenSigner, issuer: str, granted: TokensGranted, access_token: str, now: datetime) -> str:
    """Who signed in, when, and for which client (OpenID Connect Core, 2)."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    claims: dict[str, Any] = {
        "iss": issuer,
        "sub": pairwise_subject(granted.partner_id, granted.customer_id),
        "aud": str(granted.client_id),
        "iat": int(now.timestamp()),
        "exp": int(now.timestamp()) + LIFE_SECONDS,
        "auth_time": int(granted.signed_in_at.timestamp()),
        "at_hash": urlsafe_b64encode(half).rstrip(b"=").decode(),
    }
    if granted.nonce is not None:
        claims["nonce"] = granted.nonce
    return signer.sign("JWT", claims, now)


def read_access_token(token: str, keys: Mapping[str, PublicKey], issuer: str, now: datetime) -> PartnerClaims:
    """The claims of an access token that was made for this house's schema and has not expired. Raises TokenInvalid; KeyError when the key is not known.

    Whether it still stands is the database's to say: `scenes.find_standing`."""
    claims = customers.read_signed(token, keys, customers.ACCESS_TYPE)
    if claims.get("iss") != issuer or claims.get("aud") != resource_of(issuer):
        raise TokenInvalid
    try:
        found = PartnerClaims(
            UUID(claims["client_id"]),
            str(claims["sub"]),
            tuple(claims["scope"].split()),
            UUID(claims["jti"]),
            int(claims["iat"]),
            int(claims["exp"]),
            UUID(claims["grant_id"]) if "grant_id" in claims else None,
            UUID(claims["consent_id"]) if "consent_id" in claims else None,
            claims.get("cnf", {}).get("jkt"),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TokenInvalid from error
    if found.expires_at <= now.timestamp():
        raise TokenInvalid
    return found


def _claims(issuer: str, subject: str, client_id: UUID, scopes: tuple[str, ...], jti: UUID, key_thumbprint: str | None, now: datetime) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": resource_of(issuer),
        "sub": subject,
        "client_id": str(client_id),
        "scope": " ".join(scopes),
        "jti": str(jti),
        "iat": int(now.timestamp()),
        "exp": int(now.timestamp()) + LIFE_SECONDS,
    }
    return claims | ({"cnf": {"jkt": key_thumbprint}} if key_thumbprint is not None else {})
