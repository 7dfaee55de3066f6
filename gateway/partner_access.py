"""A partner's access token at the schema's door: signature and audience, the key that it is bound to, and what stands behind it at this instant."""

import binascii
from base64 import urlsafe_b64decode
from dataclasses import dataclass

import orjson

from domains import customers, scenes
from domains.customers import PublicKey, TokenInvalid
from domains.kernel.database import Database
from gateway.graphql import Unauthenticated
from gateway.oauth.access_tokens import PartnerClaims, read_access_token
from resolvers.context import PartnerPrincipal

CHALLENGE = b'DPoP error="invalid_token", algs="ES256"'
_CLAIMS_MAX = 4096


@dataclass(frozen=True, slots=True)
class PartnerCall:
    """Who asks, and until when the token is good."""

    principal: PartnerPrincipal
    expires_at: float


class PartnerAccess:
    """Reads partners' access tokens. Nothing of what stands behind one is kept from one request to the next: a consent that is revoked is so at once."""

    def __init__(self, database: Database, issuer: str) -> None:
        self._database = database
        self._issuer = issuer
        self._keys: dict[str, PublicKey] = {}

    def is_ours(self, token: str) -> bool:
        """Whether a token says that it is a partner's: only then is it read here. What it says is not believed before `identify` has read it."""
        try:
            body = token.split(".")[1]
            claims = orjson.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4))) if len(body) <= _CLAIMS_MAX else None
        except (IndexError, ValueError, binascii.Error):
            return False
        return isinstance(claims, dict) and claims.get("iss") == self._issuer

    async def identify(self, token: str, scheme: str, thumbprint: str | None) -> PartnerCall:
        """The partner behind a token that came under that scheme, with a proof of that key. One statement. Raises Unauthenticated."""
        claims = await self._claims(token)
        _check_binding(claims, scheme, thumbprint)
        async with self._database.reading(single=True) as read:
            grant = await scenes.find_partner_grant(read, claims.client_id, claims.consent_id, claims.jti, claims.grant_id)
        if grant is None or (grant.consent is not None) != (claims.consent_id is not None):
            raise Unauthenticated("The access token does not stand any more.", challenge=CHALLENGE)
        return PartnerCall(_principal(claims, grant), claims.expires_at)

    async def _claims(self, token: str) -> PartnerClaims:
        now = self._database.clock.now()
        try:
            return read_access_token(token, self._keys, self._issuer, now)
        except TokenInvalid:
            raise Unauthenticated(challenge=CHALLENGE) from None
        except KeyError:
            async with self._database.reading(single=True) as read:
                self._keys = {key.id: key for key in await customers.public_keys(read)}
        try:
            return read_access_token(token, self._keys, self._issuer, now)
        except (TokenInvalid, KeyError):
            raise Unauthenticated(challenge=CHALLENGE) from None


def _check_binding(claims: PartnerClaims, scheme: str, thumbprint: str | None) -> None:
    """A bound token comes with a proof of its key, under the scheme DPoP; one that is not bound moves no money."""
    if claims.key_thumbprint is None:
        if scheme != "bearer" or scenes.has_money(claims.scopes):
            raise Unauthenticated(challenge=CHALLENGE)
    elif scheme != "dpop" or thumbprint != claims.key_thumbprint:
        raise Unauthenticated("This token is bound to the client's key: send it as DPoP, with a proof of that key.", challenge=CHALLENGE)


def _principal(claims: PartnerClaims, grant: scenes.PartnerGrant) -> PartnerPrincipal:
    """What is left of the token's scopes: those that the consent still gives or, without a customer, those that need none."""
    consent = grant.consent
    if consent is None:
        own = frozenset(name for name in claims.scopes if name in scenes.SCOPES and not scenes.SCOPES[name].is_of_customer)
        return PartnerPrincipal(grant.partner_id, grant.client_id, own)
    terms = consent.terms
    return PartnerPrincipal(
        grant.partner_id,
        grant.client_id,
        frozenset(claims.scopes) & frozenset(terms.scopes),
        consent.customer_id,
        consent.id,
        terms.account_ids,
        frozenset(terms.open_claims),
    )
