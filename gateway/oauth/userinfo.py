"""GET and POST /oauth/userinfo: what the customer lets the client know (OpenID Connect Core, 5.3)."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import customers, scenes
from domains.kernel.transactions import Read
from gateway.oauth.access_tokens import PartnerClaims
from gateway.oauth.client_authentication import Authenticated
from gateway.oauth.errors import NO_STORE, OAuthError
from gateway.oauth.introspection import read_token
from gateway.oauth.server import AuthorizationServer


async def tell(server: AuthorizationServer, request: Request) -> Response:
    """The claims of the token's scopes that the consent still gives, masked unless the customer shows them in full.

    The token comes in the Authorization header alone, with a proof of its key where it is bound to one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() not in ("bearer", "dpop") or not token:
        raise OAuthError("invalid_token", status=401, headers={"www-authenticate": 'DPoP algs="ES256", Bearer'})
    claims = await read_token(server, token.strip())
    if claims is None or (scheme.lower() == "dpop") != (claims.key_thumbprint is not None):
        raise _refused("The token is none of ours, has expired, or is of the other kind.")
    await _check_proof(server, request, token.strip(), claims)
    if "openid" not in claims.scopes or claims.grant_id is None:
        raise OAuthError("insufficient_scope", status=403, headers={"www-authenticate": 'DPoP error="insufficient_scope", scope="openid"'})
    async with server.database.reading() as read:
        standing = await scenes.find_standing(read, claims.jti, claims.client_id, claims.grant_id)
        if not standing.stands or standing.customer_id is None:
            raise _refused("The token was revoked.")
        (party,) = await customers.list_parties(read, [standing.customer_id])
        scopes, shown = await _consented(read, claims, standing.customer_id)
        (whole,) = await customers.list_open_claims(read, [(standing.customer_id, shown)])
    told: dict[str, Any] = {"sub": claims.subject}
    name, phone = whole.name or (party and party.masked_name), whole.phone or (party and party.masked_phone)
    if "profile" in scopes and name is not None:
        told["name"] = name
    if "phone" in scopes and phone is not None:
        told["phone_number"] = phone
    return JSONResponse(told, headers=NO_STORE)


async def _consented(read: Read, claims: PartnerClaims, customer_id: UUID) -> tuple[frozenset[str], frozenset[str]]:
    """Which of the token's scopes the customer's consent still gives, and what it shows in full: `name`, `phone`."""
    (consent,) = await scenes.find_consents(read, [claims.consent_id], [customer_id]) if claims.consent_id is not None else (None,)
    if consent is None:
        return frozenset(claims.scopes), frozenset()
    shown = frozenset({"name": "name", "phone_number": "phone"}[name] for name in consent.terms.open_claims)
    return frozenset(claims.scopes) & frozenset(consent.terms.scopes), shown


async def _check_proof(server: AuthorizationServer, request: Request, token: str, claims: PartnerClaims) -> None:
    try:
        proof = server.proofs.read(request, token, needs_nonce=False)
    except OAuthError as error:
        raise _proof_refused(error) from None
    if claims.key_thumbprint is None:
        return
    if proof is None or proof.thumbprint != claims.key_thumbprint:
        raise _refused("The token is bound to a key, and its proof did not come with it.")
    async with server.database.reading(single=True) as read:
        (client,) = await scenes.find_clients(read, [claims.client_id])
    if client is None:
        raise _refused("The token was revoked.")
    try:
        await server.use_once(Authenticated(client), proof)
    except OAuthError as error:
        raise _proof_refused(error) from None


def _refused(description: str) -> OAuthError:
    return OAuthError("invalid_token", description, status=401, headers={"www-authenticate": 'DPoP error="invalid_token", algs="ES256"'})


def _proof_refused(error: OAuthError) -> OAuthError:
    """The same as a resource tells it (RFC 9449, 7.1): 401, with the challenge."""
    headers = {"www-authenticate": f'DPoP error="{error.error}", algs="ES256"'}
    return OAuthError(error.error, error.description, status=401, headers=headers)
