"""POST /oauth/register, and GET, PUT, DELETE /oauth/register/{client_id}: clients of the sandbox register themselves (RFC 7591, RFC 7592)."""

from typing import Any
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id, new_id
from domains.scenes import Client, Purpose
from gateway.oauth.errors import NO_STORE, OAuthError
from gateway.oauth.key_sets import KeySetUnread, fetch_key_set, read_key_set
from gateway.oauth.server import AuthorizationServer

BODY_MAX = 16 * 1024
DEFAULT_SCOPE = "openid profile"
ONLY = {"response_types": ["code"], "id_token_signed_response_alg": "ES256", "subject_type": "pairwise", "authorization_signed_response_alg": "ES256"}
"""Fields that have one acceptable value. What else a registration may say is neither kept nor shown: no logo is fetched, no page is linked to."""
NOT_TAKEN = ("sector_identifier_uri", "request_uris", "initiate_login_uri", "backchannel_logout_uri", "tls_client_certificate_bound_access_tokens")


async def register(server: AuthorizationServer, request: Request) -> Response:
    """A new partner of the sandbox, with one client."""
    told = await _read(request)
    client_id = new_id(server.database.clock)
    partner_id = derived_id(client_id, "partner")
    fields = await _fields(server, told)
    partner = scenes.RegisterPartnerCommand(request_id=partner_id, owner_id=HOUSE_ID, name=fields["name"])
    await server.write(scenes.register_partner, partner)
    command = scenes.RegisterClientCommand(
        request_id=client_id, owner_id=HOUSE_ID, partner_id=partner_id, environment="sandbox", is_self_managed=True, **fields
    )
    return _shown(server, await server.write(scenes.register_client, command), 201)


async def show(server: AuthorizationServer, request: Request) -> Response:
    return _shown(server, await _managed(server, request), 200)


async def change(server: AuthorizationServer, request: Request) -> Response:
    """All of the registration anew. Raises OAuthError."""
    client = await _managed(server, request)
    told = await _read(request)
    if told.get("client_id") != str(client.id):
        raise OAuthError("invalid_client_metadata", "The client_id must be the client's.")
    command = scenes.UpdateClientCommand(request_id=None, owner_id=HOUSE_ID, client_id=client.id, partner_id=client.partner_id, **await _fields(server, told))
    return _shown(server, await server.write(scenes.update_client, command), 200)


async def remove(server: AuthorizationServer, request: Request) -> Response:
    client = await _managed(server, request)
    command = scenes.ClientCommand(request_id=None, owner_id=HOUSE_ID, client_id=client.id, partner_id=client.partner_id)
    await server.write(scenes.remove_client, command)
    return Response(status_code=204, headers=NO_STORE)


def registration_of(server: AuthorizationServer, client: Client) -> dict[str, Any]:
    """A client's registration as RFC 7591 shows it, with the secret where there is one."""
    ports = server.ports
    shown: dict[str, Any] = {
        "client_id": str(client.id),
        "client_id_issued_at": int(client.created_at.timestamp()),
        "client_name": client.name,
        "redirect_uris": list(client.redirect_uris),
        "grant_types": list(client.grant_types),
        "response_types": ["code"] if "authorization_code" in client.grant_types else [],
        "token_endpoint_auth_method": client.auth_method,
        "scope": " ".join(client.scopes),
        "subject_type": "pairwise",
        "id_token_signed_response_alg": "ES256",
        "require_pushed_authorization_requests": client.keeps_fapi,
        "dpop_bound_access_tokens": client.keeps_fapi,
    }
    if client.jwks_uri is not None:
        shown["jwks_uri"] = client.jwks_uri
    elif client.jwks is not None:
        shown["jwks"] = client.jwks
    if client.secret_number is not None:
        shown["client_secret"] = scenes.text_of(ports, Purpose.CLIENT_SECRET, client.id, client.secret_number)
        shown["client_secret_expires_at"] = 0
    if client.registration_number is not None:
        shown["registration_access_token"] = scenes.text_of(ports, Purpose.REGISTRATION, client.id, client.registration_number)
        shown["registration_client_uri"] = f"{server.address('register')}/{client.id}"
    return shown


def _shown(server: AuthorizationServer, client: Client, status: int) -> Response:
    return JSONResponse(registration_of(server, client), status, headers=NO_STORE)


async def _managed(server: AuthorizationServer, request: Request) -> Client:
    """The client that the registration token manages. Raises OAuthError invalid_token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    handle = scenes.row_of(server.ports, Purpose.REGISTRATION, token.strip()) if scheme.lower() == "bearer" else None
    client = None
    if handle is not None and str(handle.id) == request.path_params["client_id"]:
        async with server.database.reading(single=True) as read:
            (client,) = await scenes.find_clients(read, [UUID(str(handle.id))])
    if handle is None or client is None or client.registration_number != handle.number:
        raise OAuthError("invalid_token", "The registration token is not this client's.", status=401, headers={"www-authenticate": "Bearer"})
    return client


async def _read(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise OAuthError("invalid_client_metadata", "The body must be application/json.")
    body = await request.body()
    try:
        told = orjson.loads(body) if len(body) <= BODY_MAX else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise OAuthError("invalid_client_metadata", "The body must be a JSON object of 16 KiB at most.")
    if "software_statement" in told:
        raise OAuthError("unapproved_software_statement", "Software statements are not taken.")
    return told


async def _keys(server: AuthorizationServer, told: dict[str, Any]) -> dict[str, Any]:
    """The keys of a registration: by value, or read from the address at which they are published. Raises OAuthError."""
    jwks, address = told.get("jwks"), told.get("jwks_uri")
    if jwks is not None and not isinstance(jwks, dict):
        raise OAuthError("invalid_client_metadata", "The field jwks is no key set.")
    if address is None:
        return {"jwks": jwks}
    if jwks is not None or not isinstance(address, str) or "\0" in address or told.get("token_endpoint_auth_method") != "private_key_jwt":
        raise OAuthError("invalid_client_metadata", "The field jwks_uri is a text, stands without jwks, and goes with private_key_jwt.")
    try:
        read = read_key_set(await fetch_key_set(address, may_be_loopback=server.settings.partners_on_loopback))
    except KeySetUnread:
        read = None
    if read is None:
        raise OAuthError("invalid_client_metadata", "No key set can be read at jwks_uri, or such an address is never called.")
    return {"jwks": read, "jwks_uri": address}


async def _fields(server: AuthorizationServer, told: dict[str, Any]) -> dict[str, Any]:
    """The registration as the domain takes it. Raises OAuthError for values of another kind; what they may say is decided there."""
    for name in NOT_TAKEN:
        if name in told:
            raise OAuthError("invalid_client_metadata", f"The field {name} is not taken.")
    for name, value in ONLY.items():
        if name in told and told[name] != value and not (name == "response_types" and told[name] == []):
            raise OAuthError("invalid_client_metadata", f"The field {name} has another value than the one that there is.")
    scopes = scenes.known_scopes(_text(told, "scope", DEFAULT_SCOPE))
    if scopes is None:
        raise OAuthError("invalid_client_metadata", "The field scope names one that there is not.")
    return {
        "name": _text(told, "client_name", "Sandbox client"),
        "auth_method": _text(told, "token_endpoint_auth_method", "client_secret_basic"),
        **await _keys(server, told),
        "redirect_uris": _texts(told, "redirect_uris", ()),
        "scopes": scopes,
        "grant_types": _texts(told, "grant_types", ("authorization_code",)),
    }


def _text(told: dict[str, Any], name: str, default: str) -> str:
    value = told.get(name, default)
    if not isinstance(value, str) or "\0" in value:
        raise OAuthError("invalid_client_metadata", f"The field {name} is no text.")
    return value


def _texts(told: dict[str, Any], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = told.get(name, default)
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and "\0" not in one for one in value):
        raise OAuthError("invalid_redirect_uri" if name == "redirect_uris" else "invalid_client_metadata", f"The field {name} is no list of texts.")
    return tuple(value)
