"""Where a customer's browser leaves for a partner, and where it comes back: bound to one browser by a cookie, and never the last word on a link."""

from collections.abc import Callable
from html import escape
from secrets import token_urlsafe

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from domains import scenes
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable

COOKIE = "scenebank_link"
COOKIE_SECONDS = 600
TEXT_MAX = 4096

HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}

WORDS = {
    "zh": ("即将完成", "请回到应用确认关联。", "回到应用", "未能关联", "没有关联任何账户, 请在应用中重新开始。"),
    "en": ("Almost done", "Go back to the app and confirm.", "Back to the app", "Not linked", "Nothing was linked. Please start again in the app."),
}

_log = structlog.get_logger("gateway.partner_links")


class PartnerLinks:
    """The two addresses. `app_address` is where the app hears of the last step: the link's id and the proof are added."""

    def __init__(self, database: Database, *, is_secure: bool, app_address: str = "scenebank://links") -> None:
        self._database = database
        self._is_secure = is_secure
        self._app_address = app_address

    async def open(self, request: Request) -> Response:
        """GET /partners/links/open?ticket=…: on to the partner, from this browser alone."""
        key = token_urlsafe(24)
        try:
            address = await scenes.open_link(self._database, request.query_params.get("ticket", "")[:TEXT_MAX], key)
        except scenes.LinkAnswerRefused as refused:
            return self._refused(request, refused.reason)
        except Unavailable:
            return self._page(request, 503, 3)
        response = RedirectResponse(address, 303, HEADERS)
        # Lax: the partner's redirect back is a navigation from elsewhere.
        response.set_cookie(self._cookie, key, max_age=COOKIE_SECONDS, path="/", secure=self._is_secure, httponly=True, samesite="lax")
        return response

    async def come_back(self, request: Request) -> Response:
        """GET /partners/links/callback?code=…&state=…&iss=…: what the partner sent the browser back with."""
        told = _read(request)
        if told is None:
            return self._refused(request, "malformed")
        try:
            authorized = await scenes.return_from_partner(self._database, told, request.cookies.get(self._cookie, ""))
        except (scenes.LinkAnswerRefused, scenes.LinkNotFound) as refused:
            return self._refused(request, refused.reason if isinstance(refused, scenes.LinkAnswerRefused) else "late")
        except Unavailable:
            return self._page(request, 503, 3)
        address = f"{self._app_address}/{authorized.link_id}?proof={authorized.proof}"
        response = self._page(request, 200, 0, address)
        response.delete_cookie(self._cookie, path="/", secure=self._is_secure, httponly=True, samesite="lax")
        return response

    @property
    def _cookie(self) -> str:
        return f"__Host-{COOKIE}" if self._is_secure else COOKIE

    def _refused(self, request: Request, reason: str) -> Response:
        _log.warning("link refused", reason=reason)
        return self._page(request, 400, 3)

    def _page(self, request: Request, status: int, first: int, address: str | None = None) -> Response:
        language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"
        words = WORDS[language]
        link = "" if address is None else f'<p><a href="{escape(address)}">{words[2]}</a></p>'
        body = (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{words[first]}</title><h1>{words[first]}</h1><p>{words[first + 1]}</p>{link}</html>"
        )
        return HTMLResponse(body, status, HEADERS)


def partner_link_routes(opened: Callable[[], PartnerLinks]) -> list[Route]:
    """`opened` gives what the application's lifespan opened."""

    async def open_link(request: Request) -> Response:
        return await opened().open(request)

    async def come_back(request: Request) -> Response:
        return await opened().come_back(request)

    return [Route("/partners/links/open", open_link, methods=["GET"]), Route("/partners/links/callback", come_back, methods=["GET"])]


def _read(request: Request) -> scenes.PartnerReturn | None:
    """What came back; None where something comes twice, is too long, or no state came at all."""
    given = request.query_params.multi_items()
    values = dict(given)
    names = ("state", "code", "iss", "error")
    comes_twice = any(sum(name == one for one, _ in given) > 1 for name in names)
    if comes_twice or not values.get("state") or any(len(values.get(name, "")) > TEXT_MAX for name in names):
        return None
    return scenes.PartnerReturn(values["state"], values.get("code"), values.get("iss"), values.get("error"))
