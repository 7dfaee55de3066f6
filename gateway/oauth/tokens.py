"""POST /oauth/token: codes, refresh tokens, device codes and clients themselves, for access tokens."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import scenes
from domains.kernel.ids import new_id
from domains.scenes import Client, Purpose, TokensGranted
from gateway.oauth import access_tokens
from gateway.oauth.errors import NO_STORE, OAuthError
from gateway.oauth.parameters import Parameters, read_form, required
from gateway.oauth.proofs import invalid_proof
from gateway.oauth.request_parameters import check_scopes
from gateway.oauth.server import AuthorizationServer

VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


class Asked(NamedTuple):
    """A client that proved who it is, what it asks, and the key that it showed."""

    server: AuthorizationServer
    client: Client
    form: Parameters
    thumbprint: str | None


async def issue(server: AuthorizationServer, request: Request) -> Response:
    """The tokens. The client is known first, then its key, and only then is anything used up."""
    form = await read_form(request)
    found = await server.authenticated(request, form)
    proof = server.proofs.read(request)
    if proof is None and found.client.keeps_fapi:
        raise invalid_proof("This client's tokens are bound to a key: send a DPoP proof.")
    await server.use_once(found, proof)
    grant = GRANTS.get(required(form, "grant_type"))
    if grant is None:
        raise OAuthError("unsupported_grant_type", "There is no such grant.")
    if form["grant_type"] not in found.client.grant_types:
        raise OAuthError("unauthorized_client", "The client is not registered for this grant.")
    body = await grant(Asked(server, found.client, form, None if proof is None else proof.thumbprint))
    return JSONResponse(body, headers=NO_STORE)


async def _for_code(asked: Asked) -> dict[str, Any]:
    verifier = required(asked.form, "code_verifier")
    code = scenes.row_of(asked.server.ports, Purpose.CODE, required(asked.form, "code"))
    if not VERIFIER.fullmatch(verifier):
        raise OAuthError("invalid_request", "The code_verifier has 43 to 128 unreserved characters.")
    if code is None:
        raise OAuthError("invalid_grant", "The code is unknown.")
    command = scenes.ExchangeCodeCommand(
        request_id=None,
        owner_id=asked.client.partner_id,
        code_id=code.id,
        client_id=asked.client.id,
        verifier=verifier,
        redirect_uri=asked.form.get("redirect_uri"),
        key_thumbprint=asked.thumbprint,
        is_rotating=asked.client.is_public,
    )
    return await _answer(asked, await asked.server.write(scenes.exchange_code, command), with_identity=True)


async def _for_refresh_token(asked: Asked) -> dict[str, Any]:
    handle = scenes.row_of(asked.server.ports, Purpose.REFRESH_TOKEN, required(asked.form, "refresh_token"))
    if handle is None:
        raise OAuthError("invalid_grant", "The refresh token is unknown.")
    scopes = check_scopes(asked.client, asked.form["scope"]) if "scope" in asked.form else None
    command = scenes.RefreshPartnerTokensCommand(
        request_id=None,
        owner_id=asked.client.partner_id,
        family_id=handle.id,
        generation=handle.number,
        client_id=asked.client.id,
        key_thumbprint=asked.thumbprint,
        scopes=scopes,
    )
    return await _answer(asked, await asked.server.write(scenes.refresh_partner_tokens, command))


async def _for_device_code(asked: Asked) -> dict[str, Any]:
    handle = scenes.row_of(asked.server.ports, Purpose.DEVICE_CODE, required(asked.form, "device_code"))
    if handle is None:
        raise OAuthError("invalid_grant", "The device code is unknown.")
    command = scenes.PollDeviceCommand(
        request_id=None,
        owner_id=asked.client.partner_id,
        device_id=handle.id,
        client_id=asked.client.id,
        key_thumbprint=asked.thumbprint,
        is_rotating=asked.client.is_public,
    )
    return await _answer(asked, await asked.server.write(scenes.poll_device, command), with_identity=True)


async def _for_client(asked: Asked) -> dict[str, Any]:
    own = [name for name in asked.client.scopes if not scenes.SCOPES[name].is_of_customer]
    scopes = check_scopes(asked.client, asked.form.get("scope", " ".join(own)), of_customer=False)
    server, now = asked.server, asked.server.now
    token = access_tokens.make_client_token(await server.signer(), server.issuer, asked.client.id, scopes, new_id(server.database.clock), asked.thumbprint, now)
    return _body(token, scopes, asked.thumbprint)


GRANTS: dict[str, Callable[[Asked], Awaitable[dict[str, Any]]]] = {
    "authorization_code": _for_code,
    "refresh_token": _for_refresh_token,
    "client_credentials": _for_client,
    DEVICE_GRANT: _for_device_code,
}


async def _answer(asked: Asked, granted: TokensGranted, *, with_identity: bool = False) -> dict[str, Any]:
    server, now = asked.server, asked.server.now
    signer = await server.signer()
    token = access_tokens.make_customer_token(signer, server.issuer, granted, new_id(server.database.clock), asked.thumbprint, now)
    body = _body(token, granted.scopes, asked.thumbprint)
    if scenes.has_money(granted.scopes):
        body |= await _details(server, granted)
    if "refresh_token" in asked.client.grant_types:
        body["refresh_token"] = scenes.text_of(server.ports, Purpose.REFRESH_TOKEN, granted.family_id, granted.generation)
    if with_identity and "openid" in granted.scopes:
        body["id_token"] = access_tokens.make_id_token(signer, server.issuer, granted, token, now)
    return body


async def _details(server: AuthorizationServer, granted: TokensGranted) -> dict[str, Any]:
    """The one payment that the consent is about, where it is about one (RFC 9396, 7)."""
    async with server.database.reading(single=True) as read:
        (consent,) = await scenes.find_consents(read, [granted.consent_id], [granted.customer_id])
    detail = None if consent is None else consent.terms.detail
    return {} if detail is None else {"authorization_details": [scenes.write_payment_detail(detail)]}


def _body(token: str, scopes: tuple[str, ...], thumbprint: str | None) -> dict[str, Any]:
    kind = "Bearer" if thumbprint is None else "DPoP"
    return {"access_token": token, "token_type": kind, "expires_in": access_tokens.LIFE_SECONDS, "scope": " ".join(scopes)}
