"""POST /oauth/par: pushed authorization requests (RFC 9126)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import scenes
from domains.kernel.ids import new_id
from domains.scenes import Purpose
from gateway.oauth.access_tokens import resource_of
from gateway.oauth.errors import NO_STORE, OAuthError
from gateway.oauth.parameters import read_form
from gateway.oauth.proofs import invalid_proof
from gateway.oauth.request_parameters import check_redirect, check_request
from gateway.oauth.server import AuthorizationServer

PREFIX = "urn:ietf:params:oauth:request_uri:"


async def push(server: AuthorizationServer, request: Request) -> Response:
    """Keep the request for a minute, under an address that only this client's browser may come with, once."""
    form = await read_form(request)
    found = await server.authenticated(request, form)
    proof = server.proofs.read(request)
    await server.use_once(found, proof)
    if "request_uri" in form:
        raise OAuthError("invalid_request", "A pushed request names no other.")
    if form.get("client_id", str(found.client.id)) != str(found.client.id):
        raise OAuthError("invalid_request", "The client_id is another client's.")
    check_redirect(found.client, form)
    kept = check_request(found.client, form, resource_of(server.issuer))
    thumbprint = form.get("dpop_jkt")
    if proof is not None:
        if thumbprint not in (None, proof.thumbprint):
            raise invalid_proof("The proof is by another key than dpop_jkt names.")
        thumbprint = proof.thumbprint
    id_ = new_id(server.database.clock)
    command = scenes.PushRequestCommand(
        request_id=None, owner_id=found.client.partner_id, id=id_, client_id=found.client.id, parameters=kept, key_thumbprint=thumbprint
    )
    await server.write(scenes.push_request, command)
    address = PREFIX + scenes.text_of(server.ports, Purpose.REQUEST, id_)
    return JSONResponse({"request_uri": address, "expires_in": int(scenes.PUSHED_LIFE.total_seconds())}, 201, headers=NO_STORE)
