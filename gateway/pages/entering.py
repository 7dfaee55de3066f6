"""The home page, signing in by phone and code, and signing out."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from gateway.pages.guarding import next_path
from gateway.pages.sessions import PageSession
from gateway.pages.visits import Visit
from gateway.pages.wording import device_name

PLATFORM = "web"


async def show_home(visit: Visit) -> Response:
    return visit.render("home.html", demo_customers=visit.pages.demo_customers, origin=visit.pages.settings.origin)


async def show_login(visit: Visit) -> Response:
    asked_for = visit.request.query_params.get("next")
    if visit.is_signed_in:
        return visit.see_other(next_path(asked_for))
    return _login(visit, next_path(asked_for), phone="", problem=None, status=200)


async def ask_for_code(visit: Visit) -> Response:
    """The phone was posted: send a code, and go on to where it is typed."""
    phone, then = visit.form.get("phone", "").strip(), next_path(visit.form.get("next"))
    outcome = await visit.tell("request_code", requestId=str(visit.request_id()), phone=phone)
    if outcome["__typename"] != "CodeSent":
        return _login(visit, then, phone=phone, problem=outcome["message"], status=422)
    visit.keep(PageSession(visit.session.form_key, phone=phone, next_path=then, attribution=visit.session.attribution))
    return visit.see_other("/login/code")


async def show_code(visit: Visit) -> Response:
    if visit.is_signed_in:
        return visit.see_other("/wallet")
    if not visit.session.phone:
        return visit.see_other("/login")
    return _code(visit, problem=None, attempts_left=None, status=200)


async def sign_in(visit: Visit) -> Response:
    """The code was posted."""
    phone = visit.session.phone
    if not phone:
        return visit.see_other("/login")
    outcome = await visit.tell(
        "sign_in",
        phone=phone,
        code=visit.form.get("code", "").strip(),
        deviceName=device_name(visit.request.headers.get("user-agent", "")),
        platform=PLATFORM,
    )
    if outcome["__typename"] != "SignedIn":
        return _code(visit, problem=outcome["message"], attempts_left=outcome.get("attemptsLeft"), status=422)
    then = next_path(visit.session.next_path)
    # A new session throughout: nothing that was known before signing in is worth anything after it, but for the scan that led here.
    visit.keep(visit.pages.with_tokens(PageSession(attribution=visit.session.attribution), outcome["tokens"]))
    return visit.see_other(then)


async def show_logout(visit: Visit) -> Response:
    return visit.render("logout.html")


async def sign_out(visit: Visit) -> Response:
    """End the session, or all of the customer's; without one, only forget the cookie."""
    if visit.is_signed_in:
        everywhere = visit.form.get("everywhere") == "yes"
        outcome = await visit.tell("sign_out", requestId=str(visit.request_id()), everywhere=everywhere)
        if outcome["__typename"] != "SignedOut":
            raise HTTPException(400)
    visit.keep(PageSession())
    return visit.see_other("/")


def _login(visit: Visit, then: str, *, phone: str, problem: str | None, status: int) -> Response:
    return visit.render("login.html", status, next=then, phone=phone, problem=problem)


def _code(visit: Visit, *, problem: str | None, attempts_left: int | None, status: int) -> Response:
    then = next_path(visit.session.next_path)
    return visit.render("code.html", status, next=then, phone=visit.session.phone, problem=problem, is_used_up=attempts_left == 0)
