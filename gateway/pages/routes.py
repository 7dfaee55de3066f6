"""Where each page is, and what stands for a page that is nowhere."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.pages import codes, consenting, devices, entering, operators, settings, wallet
from gateway.pages.portal import portal_routes
from gateway.pages.rendering import ASSETS_PATH, find_asset
from gateway.pages.visits import Pages, Show

OpenedPages = Callable[[], Pages]


def page_routes(opened: OpenedPages) -> list[Route]:
    """Every page. `opened` gives what the application's lifespan opened."""

    def shown(path: str, show: Show, post: Show | None = None, *, signed_in: bool = True) -> list[Route]:
        routes = [Route(path, _endpoint(opened, show, signed_in), methods=["GET"])]
        return routes if post is None else [*routes, posted(path, post, signed_in=signed_in)]

    def posted(path: str, post: Show, *, signed_in: bool = True) -> Route:
        return Route(path, _endpoint(opened, post, signed_in), methods=["POST"])

    return [
        *shown("/", entering.show_home, signed_in=False),
        *shown("/login", entering.show_login, entering.ask_for_code, signed_in=False),
        *shown("/login/code", entering.show_code, entering.sign_in, signed_in=False),
        *shown("/logout", entering.show_logout, entering.sign_out, signed_in=False),
        *shown("/wallet", wallet.show_wallet),
        *shown("/wallet/movements/{id:uuid}", wallet.show_movement),
        *shown("/wallet/transfer", wallet.show_transfer, wallet.transfer),
        *shown("/wallet/top-up", wallet.show_top_up, wallet.top_up),
        *shown("/wallet/top-up/{id:uuid}", wallet.show_top_up_state),
        *shown("/settings", settings.show_settings),
        *shown("/c/{token}", codes.show_code, signed_in=False),
        *shown("/C/{token}", codes.show_code, signed_in=False),
        posted("/settings/pin", settings.set_pin),
        posted("/settings/identity", settings.verify_identity),
        posted("/settings/session", settings.revoking("revoke_session", "session", "sessionId")),
        posted("/settings/device", settings.revoking("revoke_device", "device", "deviceId")),
        *shown("/oauth/consent", consenting.show_consent, consenting.answer, signed_in=False),
        posted("/oauth/consent/login", consenting.ask_for_code, signed_in=False),
        posted("/oauth/consent/code", consenting.sign_in, signed_in=False),
        posted("/oauth/consent/switch", consenting.switch, signed_in=False),
        *shown("/device", devices.show_device, devices.find, signed_in=False),
        posted("/device/answer", consenting.answer, signed_in=False),
        *shown("/operators/login", operators.show_login, operators.enter, signed_in=False),
        posted("/operators/leave", operators.leave, signed_in=False),
        *shown("/operators/reconciliation", operators.show_reconciliation),
        *portal_routes(lambda path, show, post: shown(path, show, post, signed_in=False), lambda path, post: posted(path, post, signed_in=False)),
        Route(f"{ASSETS_PATH}/{{path:path}}", _asset),
    ]


def page_errors(opened: OpenedPages) -> dict[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    """Starlette's exception handlers: a page for a browser, a word for everybody else."""

    async def refuse(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if "text/html" in request.headers.get("accept", ""):
            response = await opened().refuse(request, status)
        else:
            response = PlainTextResponse(error.detail if isinstance(error, HTTPException) else "Internal Server Error", status)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    return {HTTPException: refuse}


def _endpoint(opened: OpenedPages, show: Show, signed_in: bool) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await opened().serve(request, show, signed_in=signed_in)

    return answer


async def _asset(request: Request) -> Response:
    response = find_asset(request)
    if response is None:
        raise HTTPException(404)
    response.headers["x-content-type-options"] = "nosniff"
    return response
