"""POST /oauth/introspect: what a token is worth just now (RFC 7662), to the client that it was given to and to resource servers."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import scenes
from domains.customers import TokenInvalid
from domains.scenes import Client, Purpose
from gateway.oauth import access_tokens
from gateway.oauth.access_tokens import PartnerClaims
from gateway.oauth.errors import NO_STORE, invalid_client
from gateway.oauth.parameters import read_form, required
from gateway.oauth.server import AuthorizationServer

NOTHING: dict[str, Any] = {"active": False}
"""Of a token that does not stand, and of one that the caller has no business with: the two are not told apart."""


async def introspect(server: AuthorizationServer, request: Request) -> Response:
    """Whether the token stands. A public client has no way to prove that it may ask."""
    form = await read_form(request)
    found = await server.authenticated(request, form)
    if found.client.is_public:
        raise invalid_client("A public client cannot introspect.")
    await server.use_once(found, None)
    token = required(form, "token")
    claims = await read_token(server, token)
    body = NOTHING
    if claims is not None and (found.client.is_resource_server or claims.client_id == found.client.id):
        body = await _of_access_token(server, claims)
    elif claims is None:
        body = await _of_refresh_token(server, found.client, token)
    return JSONResponse(body, headers=NO_STORE)


async def read_token(server: AuthorizationServer, token: str) -> PartnerClaims | None:
    """The claims of an access token of ours that has not expired."""
    for anew in (False, True):
        try:
            return access_tokens.read_access_token(token, await server.public_keys(anew=anew), server.issuer, server.now)
        except TokenInvalid:
            return None
        except KeyError:
            continue
    return None


async def _of_access_token(server: AuthorizationServer, claims: PartnerClaims) -> dict[str, Any]:
    async with server.database.reading(single=True) as read:
        standing = await scenes.find_standing(read, claims.jti, claims.client_id, claims.grant_id)
    if not standing.stands:
        return NOTHING
    told: dict[str, Any] = {
        "active": True,
        "iss": server.issuer,
        "aud": access_tokens.resource_of(server.issuer),
        "sub": claims.subject,
        "client_id": str(claims.client_id),
        "scope": " ".join(claims.scopes),
        "jti": str(claims.jti),
        "iat": claims.issued_at,
        "exp": claims.expires_at,
        "token_type": "Bearer" if claims.key_thumbprint is None else "DPoP",
    }
    return told | ({} if claims.key_thumbprint is None else {"cnf": {"jkt": claims.key_thumbprint}})


async def _of_refresh_token(server: AuthorizationServer, client: Client, token: str) -> dict[str, Any]:
    handle = scenes.row_of(server.ports, Purpose.REFRESH_TOKEN, token)
    if handle is None:
        return NOTHING
    async with server.database.reading(single=True) as read:
        family = await scenes.find_family(read, handle.id)
    if family is None or family.client_id != client.id or family.revoked_at is not None or family.expires_at <= server.now:
        return NOTHING
    if handle.number != family.generation:
        return NOTHING
    subject = access_tokens.pairwise_subject(family.partner_id, family.customer_id)
    return {
        "active": True,
        "iss": server.issuer,
        "sub": subject,
        "client_id": str(client.id),
        "scope": " ".join(family.scopes),
        "exp": int(family.expires_at.timestamp()),
        "token_type": "refresh_token",
    }
