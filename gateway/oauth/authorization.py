"""GET and POST /oauth/authorize: a browser comes with a request, and is led to the customer's pages; and how it is sent back."""

import secrets
from html import escape
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from domains import scenes
from domains.kernel.ids import new_id
from domains.scenes import Client, Purpose, PushedRequest
from gateway.oauth.access_tokens import resource_of
from gateway.oauth.client_authentication import find_client
from gateway.oauth.errors import OAuthError
from gateway.oauth.parameters import Parameters, read_form, read_query, required
from gateway.oauth.pushed_requests import PREFIX
from gateway.oauth.request_parameters import check_redirect, check_request
from gateway.oauth.server import AuthorizationServer
from gateway.securing import secure

CONSENT_PATH = "/oauth/consent"
COOKIE = "scenebank_request"
_KEY_LENGTH = 43


async def authorize(server: AuthorizationServer, request: Request) -> Response:
    """To the pages, with a cookie that says which browser it was; back to the client with an error; or, where nobody can be trusted, a page that says so."""
    try:
        form = read_query(request.scope["query_string"]) if request.method == "GET" else await read_form(request)
        client = await _client(server, form)
        browser_key = browser_key_of(server, request) or secrets.token_urlsafe(32)
        if "request_uri" in form:
            opened = await _open(server, client, form, browser_key)
        else:
            address = check_redirect(client, form)
            try:
                opened = await _take_in(server, client, form, browser_key)
            except OAuthError as error:
                return send_back(server, address, form.get("state"), {"error": error.error, "error_description": error.description})
    except OAuthError as error:
        return refusal_page(server, error)
    response = RedirectResponse(f"{CONSENT_PATH}?{urlencode({'request': str(opened.id)})}", 303)
    secure(response, is_https=_is_https(server))
    response.set_cookie(cookie_name(server), browser_key, path="/", secure=_is_https(server), httponly=True, samesite="lax")
    return response


async def answer_request(server: AuthorizationServer, request_id: Any, browser_key: str) -> Response:
    """Send the browser back to the client with what its customer answered: for the pages, after their commit. Another browser is told nothing."""
    async with server.database.reading() as read:
        found = await scenes.find_answered_request(read, request_id, browser_key)
    if found is None:
        return refusal_page(server, OAuthError("invalid_request", "There is no such request, or it was not answered here."))
    if found.refusal is not None:
        answer = {"error": found.refusal, "error_description": "The customer was not asked, or said no."}
    else:
        answer = {"code": scenes.text_of(server.ports, Purpose.CODE, found.id)}
    return send_back(server, found.parameters["redirect_uri"], found.parameters.get("state"), answer)


def send_back(server: AuthorizationServer, address: str, state: str | None, answer: dict[str, str]) -> Response:
    """Redirect to a registered address, with the issuer's name against mix-up (RFC 9207)."""
    told = answer | ({"state": state} if state is not None else {}) | {"iss": server.issuer}
    response = RedirectResponse(f"{address}{'&' if '?' in address else '?'}{urlencode(told)}", 303)
    secure(response, is_https=_is_https(server))
    # Not even our own address goes along: the client has no use for it.
    response.headers["referrer-policy"] = "no-referrer"
    return response


def refusal_page(server: AuthorizationServer, error: OAuthError) -> Response:
    """What a browser is told that must not be sent anywhere."""
    text = f"<!doctype html><html lang=en><meta charset=utf-8><title>{error.error}</title><h1>{error.error}</h1><p>{escape(error.description)}</p></html>"
    response = HTMLResponse(text, error.status if error.status >= 400 else 400)
    secure(response, is_https=_is_https(server))
    return response


def browser_key_of(server: AuthorizationServer, request: Request) -> str | None:
    """What the cookie says which browser it is; None without one of ours."""
    value = request.cookies.get(cookie_name(server), "")
    return value if len(value) == _KEY_LENGTH and value.isascii() else None


def cookie_name(server: AuthorizationServer) -> str:
    """With the prefix that keeps neighbours from setting it, where the address allows it."""
    return f"__Host-{COOKIE}" if _is_https(server) else COOKIE


async def _client(server: AuthorizationServer, form: Parameters) -> Client:
    async with server.database.reading(single=True) as read:
        client = await find_client(read, required(form, "client_id"))
    if client is None or (client.environment == "sandbox" and not server.settings.is_development):
        raise OAuthError("invalid_client", "There is no such client.")
    return client


async def _open(server: AuthorizationServer, client: Client, form: Parameters, browser_key: str) -> PushedRequest:
    """The pushed request, which nothing beside it in the address can change."""
    address = form["request_uri"]
    handle = scenes.row_of(server.ports, Purpose.REQUEST, address.removeprefix(PREFIX)) if address.startswith(PREFIX) else None
    if handle is None:
        raise OAuthError("invalid_request_uri", "The request_uri is not one that was pushed here.")
    command = scenes.OpenRequestCommand(request_id=None, owner_id=client.partner_id, id=handle.id, client_id=client.id, browser_key=browser_key)
    return await server.write(scenes.open_request, command)


async def _take_in(server: AuthorizationServer, client: Client, form: Parameters, browser_key: str) -> PushedRequest:
    if client.keeps_fapi:
        raise OAuthError("invalid_request", "This client pushes its requests (RFC 9126).")
    kept = check_request(client, form, resource_of(server.issuer))
    command = scenes.PushRequestCommand(
        request_id=None,
        owner_id=client.partner_id,
        id=new_id(server.database.clock),
        client_id=client.id,
        parameters=kept,
        key_thumbprint=form.get("dpop_jkt"),
        browser_key=browser_key,
    )
    return await server.write(scenes.push_request, command)


def _is_https(server: AuthorizationServer) -> bool:
    return server.issuer.startswith("https://")
