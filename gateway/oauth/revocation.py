"""POST /oauth/revoke: a client gives a token back (RFC 7009)."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from domains import scenes
from domains.scenes import Purpose, RevokeTokenCommand
from gateway.oauth.errors import NO_STORE, OAuthError
from gateway.oauth.introspection import read_token
from gateway.oauth.parameters import read_form, required
from gateway.oauth.server import AuthorizationServer


async def revoke(server: AuthorizationServer, request: Request) -> Response:
    """A refresh token with all that grew out of it, or one access token. A token that is none is revoked already; another client's is refused."""
    form = await read_form(request)
    client = await server.client_of(request, form)
    token = required(form, "token")
    handle = scenes.row_of(server.ports, Purpose.REFRESH_TOKEN, token)
    claims = await read_token(server, token) if handle is None else None
    command = None
    if handle is not None:
        command = RevokeTokenCommand(request_id=None, owner_id=client.partner_id, client_id=client.id, family_id=handle.id)
    elif claims is not None:
        if claims.client_id != client.id:
            raise OAuthError("invalid_grant", "The token was given to another client.")
        expires_at = datetime.fromtimestamp(claims.expires_at, UTC)
        command = RevokeTokenCommand(request_id=None, owner_id=client.partner_id, client_id=client.id, jti=claims.jti, expires_at=expires_at)
    if command is not None:
        await server.write(scenes.revoke_partner_token, command)
    return Response(status_code=200, headers=NO_STORE)
