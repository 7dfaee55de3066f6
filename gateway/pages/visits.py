"""One request for a page: who asks and in which language, what the handlers are given, and how an answer goes out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from gateway.auth import GatewayAuthenticator, TokenVerifier
from gateway.explaining import explain
from gateway.graphql import Unauthenticated
from gateway.oauth import AuthorizationServer
from gateway.pages.asking import AskFailed, PageCaller
from gateway.pages.failing import error_page, failure_page, log_masked
from gateway.pages.guarding import is_next_path, is_of_our_origin, read_form, secure
from gateway.pages.rendering import TEMPLATES
from gateway.pages.sessions import PageSession, SessionCookies
from gateway.pages.wording import CURRENCIES, KINDS, chosen, moment_text, money_text
from gateway.settings import Settings
from resolvers.context import NOBODY, Viewer
from resolvers.permissions import OPERATOR_PERMISSIONS, Permission

LANGUAGES = {"zh": "zh-CN", "en": "en"}
LANGUAGE_COOKIE = "scenebank-language"
YEAR_SECONDS = 31_536_000
IDLE_MAX_SECONDS = 30 * 60
"""Counted from when the access token expired: a browser that was left open does not go on for ever."""

PAGE_PERMISSIONS = OPERATOR_PERMISSIONS | {Permission.CUSTOMER}


class DemoCustomer(NamedTuple):
    """Somebody whom the seed planted, for a visitor to sign in as."""

    name: str
    name_in_english: str
    phone: str
    pin: str


class SignInNeeded(Exception):
    """Nobody is signed in, or not any more."""


@dataclass(slots=True)
class Visit:
    """What a page's handler works with."""

    pages: "Pages"
    request: Request
    language: str
    session: PageSession
    viewer: Viewer
    form: dict[str, str] = field(default_factory=dict)
    is_changed: bool = False
    form_targets: tuple[str, ...] = ()
    """Origins beside our own to which an answer to the page's forms may lead on."""

    @property
    def is_signed_in(self) -> bool:
        return self.viewer.id != NOBODY

    def say(self, zh: str, en: str) -> str:
        """The one of the two in the visitor's language."""
        return zh if self.language == "zh" else en

    @property
    def is_staff(self) -> bool:
        return bool(self.viewer.permissions & OPERATOR_PERMISSIONS)

    async def ask(self, name: str, /, **variables: Any) -> dict[str, Any]:
        """Run a document of ours as the visitor. Raises AskFailed, or SignInNeeded where the session has ended meanwhile."""
        try:
            return await self.pages.caller.ask(name, self.viewer, variables)
        except AskFailed as failed:
            if failed.code == "UNAUTHENTICATED":
                raise SignInNeeded from None
            raise

    async def tell(self, name: str, /, **fields: Any) -> dict[str, Any]:
        """Run a mutation of ours; its outcome, with `__typename` and, for a refusal, `message`."""
        data = await self.ask(name, input=fields)
        outcome: dict[str, Any] = next(iter(data.values()))
        return outcome

    def keep(self, session: PageSession) -> None:
        """Give the browser this session with the answer."""
        self.session, self.is_changed = session, True

    def request_id(self) -> UUID:
        """The id that the form was made with. Raises HTTPException (400) when the form carries none."""
        try:
            return UUID(self.form.get("request_id", ""))
        except ValueError:
            raise HTTPException(400) from None

    def render(self, template: str, status: int = 200, /, **values: Any) -> Response:
        """A page. Each has `say`, `money`, `moment`, `kind`, and a form's token."""
        query = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        given: dict[str, Any] = {
            "say": self.say,
            "money": money_text,
            "moment": lambda instant, **more: moment_text(instant, self.language, self.pages.clock.now(), **more),
            "kind": lambda name: chosen(KINDS, name, self.language),
            "currency": lambda code: chosen(CURRENCIES, code, self.language),
            "language": self.language,
            "language_tag": LANGUAGES[self.language],
            "other_language": "?" + urlencode([*query, ("lang", "en" if self.language == "zh" else "zh")]),
            "path": self.request.url.path,
            "is_signed_in": self.is_signed_in,
            "is_staff": self.is_staff,
            "is_development": self.pages.settings.is_development,
            "form_token": self.pages.cookies.form_token(self.session),
            "new_id": uuid4,
        }
        body = TEMPLATES.get_template(template).render(given | values)
        return Response(body, status, {"content-language": LANGUAGES[self.language]}, media_type="text/html")

    def see_other(self, path: str) -> Response:
        """On to another of our pages."""
        return RedirectResponse(path, 303)


Show = Callable[[Visit], Awaitable[Response]]


class Pages:
    """Serves the pages of one house."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        caller: PageCaller,
        verifier: TokenVerifier,
        authenticator: GatewayAuthenticator,
        demo_customers: Sequence[DemoCustomer] = (),
        oauth: AuthorizationServer | None = None,
    ) -> None:
        """`oauth` is where partners' requests come from and their answers go."""
        self.settings = settings
        self.database = database
        self._oauth = oauth
        self.caller = caller
        self.cookies = SessionCookies(database.ports.get(Keyring), settings.origin)
        self.demo_customers = demo_customers if settings.is_development else ()
        self.clock = database.clock
        self._verifier = verifier
        self._authenticator = authenticator

    @property
    def oauth(self) -> AuthorizationServer:
        """The authorization server. Raises RuntimeError where none is wired."""
        if self._oauth is None:
            raise RuntimeError("no authorization server is wired")
        return self._oauth

    async def serve(self, request: Request, show: Show, *, signed_in: bool) -> Response:
        """The page, or the one that says why not. Nothing is raised."""
        visit = await self._visit(request)
        try:
            response = await self._answer(visit, show, signed_in)
        except SignInNeeded:
            response = self._ask_to_sign_in(visit)
        except HTTPException as refused:
            response = error_page(visit, refused.status_code)
        except AskFailed as failed:
            response = failure_page(visit, failed)
        except Exception as error:  # noqa: BLE001 - the edge: masked and logged
            explanation = explain(error)
            if explanation is not None:
                response = failure_page(visit, AskFailed({"extensions": {"code": explanation.code, **explanation.extensions}}))
            else:
                response = error_page(visit, 500, error_id=log_masked(error, request.url.path))
        if visit.is_changed:
            self.cookies.write(response, visit.session)
        secure(response, is_https=self.cookies.is_secure, form_targets=visit.form_targets)
        return response

    async def refuse(self, request: Request, status: int) -> Response:
        """The error page for what no handler took."""
        response = error_page(await self._visit(request), status)
        secure(response, is_https=self.cookies.is_secure)
        return response

    async def _visit(self, request: Request) -> Visit:
        kept = request.cookies.get(LANGUAGE_COOKIE, "")
        # Who asks is told by the cookie alone, whatever else the request carries.
        told = {"authorization": "", "dpop": ""} | ({"accept-language": kept} if kept in LANGUAGES else {})
        viewer = (await self._authenticator.identify(request.scope, told)).viewer
        session = self.cookies.read(request)
        # A form that comes without the session's cookie is refused, and takes none along: else a page of somebody else, whose forms a browser sends without
        # our cookie, would put a new one in the place of the visitor's own.
        return Visit(self, request, viewer.language, session or PageSession(), viewer, is_changed=session is None and request.method != "POST")

    async def _answer(self, visit: Visit, show: Show, signed_in: bool) -> Response:
        request = visit.request
        if request.method != "POST" and request.query_params.get("lang") in LANGUAGES:
            return self._switch_language(visit)
        if request.method == "POST":
            await self._read_form(visit)
        await self._sign_in(visit)
        if visit.is_signed_in and visit.session.attribution:
            await _claim_attribution(visit)
        if signed_in and not visit.is_signed_in:
            raise SignInNeeded
        return await show(visit)

    def _switch_language(self, visit: Visit) -> Response:
        url = visit.request.url
        chosen_language = visit.request.query_params["lang"]
        query = urlencode([(name, value) for name, value in visit.request.query_params.multi_items() if name != "lang"])
        response = visit.see_other(url.path + (f"?{query}" if query else ""))
        response.set_cookie(LANGUAGE_COOKIE, chosen_language, max_age=YEAR_SECONDS, path="/", secure=self.cookies.is_secure, httponly=True, samesite="lax")
        return response

    async def _read_form(self, visit: Visit) -> None:
        if not is_of_our_origin(visit.request, self.settings.origin, is_development=self.settings.is_development):
            raise HTTPException(403)
        form = await read_form(visit.request)
        if form is None:
            raise HTTPException(415)
        if not self.cookies.is_form_token(visit.session, form.get("form_token", "")):
            raise HTTPException(403)
        visit.form = form

    async def _sign_in(self, visit: Visit) -> None:
        """Make the visitor the viewer, when the session's tokens stand or can be renewed."""
        if not visit.session.access_token:
            return
        try:
            claims = await self._verifier.verify(visit.session.access_token)
            await self._verifier.confirm(claims)
        except Unauthenticated:
            if not await self._renew(visit):
                visit.keep(PageSession())
                return
            # Not confirmed yet: another tab may have sent the old cookie meanwhile, and is given the same tokens.
            claims = await self._verifier.verify(visit.session.access_token)
        permissions = frozenset({Permission.PUBLIC} | {one for one in PAGE_PERMISSIONS if one.value in claims.permissions})
        visit.viewer = replace(visit.viewer, id=claims.owner_id, session_id=claims.session_id, permissions=permissions)

    async def _renew(self, visit: Visit) -> bool:
        now = self.clock.now().timestamp()
        if now > visit.session.expires_at + IDLE_MAX_SECONDS or not visit.session.refresh_token:
            return False
        outcome = await visit.tell("refresh_tokens", refreshToken=visit.session.refresh_token)
        if outcome["__typename"] != "TokensRefreshed":
            return False
        visit.keep(self.with_tokens(visit.session, outcome["tokens"]))
        return True

    def with_tokens(self, session: PageSession, tokens: dict[str, Any]) -> PageSession:
        """The session with a pair of tokens that was just issued."""
        expires_at = int(self.clock.now().timestamp()) + int(tokens["expiresInSeconds"])
        return replace(session, access_token=tokens["accessToken"], refresh_token=tokens["refreshToken"], expires_at=expires_at)

    async def session_of_staff(self, token: str) -> PageSession:
        """A session that is not renewed. Raises Unauthenticated for a token that does not stand, is bound to a device, or is not of staff."""
        claims = await self._verifier.verify(token)
        if claims.key_thumbprint is not None or not any(one.value in claims.permissions for one in OPERATOR_PERMISSIONS):
            raise Unauthenticated
        return PageSession(access_token=token, expires_at=int(claims.expires_at))

    def _ask_to_sign_in(self, visit: Visit) -> Response:
        visit.keep(PageSession())
        path = visit.request.url.path
        if path.startswith("/operators"):
            return visit.see_other("/operators/login")
        if path.startswith("/settings"):
            path = "/settings"
        return visit.see_other(f"/login?{urlencode({'next': path})}" if is_next_path(path) else "/login")


async def _claim_attribution(visit: Visit) -> None:
    """The scan that led here is the customer's now; one that is refused is forgotten, and nobody is bothered with it."""
    token = visit.session.attribution
    # The same token under the same id: two tabs that arrive together claim once.
    await visit.tell("claim_attribution", requestId=str(uuid5(visit.viewer.id, token)), token=token)
    visit.keep(replace(visit.session, attribution=""))
