"""POST /oauth/device_authorization: a screen without a keyboard asks (RFC 8628)."""

import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import scenes
from domains.kernel.ids import new_id
from domains.scenes import Purpose
from gateway.oauth.errors import NO_STORE, OAuthError
from gateway.oauth.parameters import read_form
from gateway.oauth.request_parameters import check_scopes
from gateway.oauth.server import AuthorizationServer
from gateway.oauth.tokens import DEVICE_GRANT

DEVICE_PATH = "/device"
DRAWS_MAX = 5


async def ask(server: AuthorizationServer, request: Request) -> Response:
    """A device code for the device, and a short one for its customer to type elsewhere. No money: FAPI 2.0 has no device grant."""
    form = await read_form(request)
    found = await server.authenticated(request, form)
    proof = server.proofs.read(request)
    await server.use_once(found, proof)
    if DEVICE_GRANT not in found.client.grant_types:
        raise OAuthError("unauthorized_client", "The client is not registered for the device grant.")
    scopes = check_scopes(found.client, form.get("scope", ""))
    if scenes.has_money(scopes):
        raise OAuthError("invalid_scope", "Money is not moved by the device grant.")
    for _ in range(DRAWS_MAX):
        id_, user_code = new_id(server.database.clock), scenes.user_code_of(secrets.token_bytes(8))
        command = scenes.AskByDeviceCommand(
            request_id=None,
            owner_id=found.client.partner_id,
            id=id_,
            client_id=found.client.id,
            partner_id=found.client.partner_id,
            user_code=user_code,
            scopes=scopes,
            key_thumbprint=None if proof is None else proof.thumbprint,
        )
        if (await server.write(scenes.ask_by_device, command)).is_kept:
            break
    else:
        raise OAuthError("temporarily_unavailable", "Repeat the request.", status=503, headers={"retry-after": "1"})
    page = f"{server.issuer}{DEVICE_PATH}"
    body = {
        "device_code": scenes.text_of(server.ports, Purpose.DEVICE_CODE, id_),
        "user_code": user_code,
        "verification_uri": page,
        "verification_uri_complete": f"{page}?{urlencode({'user_code': user_code})}",
        "expires_in": int(scenes.DEVICE_LIFE.total_seconds()),
        "interval": scenes.FIRST_INTERVAL_SECONDS,
    }
    return JSONResponse(body, headers=NO_STORE)
