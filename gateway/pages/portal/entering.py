"""The portal's door: a partner's people sign in with the key that the bank gave them or, in the sandbox, with their registration token.

The session is the browser's sealed cookie with the key in it. The key is looked up with every request: once it is renewed, every session it opened is over."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from starlette.responses import Response

from domains import scenes
from domains.scenes import PortalPartner
from gateway.limits import PostgresBuckets
from gateway.pages.failing import error_page
from gateway.pages.sessions import PageSession
from gateway.pages.visits import Show, Visit

HOME, LOGIN = "/portal", "/portal/login"
IDLE_SECONDS, LONGEST_SECONDS = 30 * 60, 8 * 60 * 60
KEY_MAX_CHARACTERS = 128
TRIES_MOST, COST_OF_ONE = 100, 10
"""Ten wrong keys at once, then one every ten seconds, by what an address types."""

_KEYS = UUID("3f1d0e0c-3d0c-5b7e-9a3e-6f4a5d2b8c17")

Portal = Callable[[Visit, PortalPartner], Awaitable[Response]]


def of_partner(show: Portal) -> Show:
    """The page for a partner who is signed in; anybody else is led to the door."""

    async def answer(visit: Visit) -> Response:
        partner = await _partner(visit)
        if partner is None:
            visit.keep(PageSession())
            return visit.see_other(LOGIN)
        visit.keep(replace(visit.session, portal_until=int(visit.pages.clock.now().timestamp()) + IDLE_SECONDS))
        return await show(visit, partner)

    return answer


async def show_login(visit: Visit) -> Response:
    if await _partner(visit) is not None:
        return visit.see_other(HOME)
    return visit.render("portal/login.html", partner=None, problem=None)


async def enter(visit: Visit) -> Response:
    """A key was posted. A new session throughout: nothing of the browser's old one is worth anything in it."""
    key = visit.form.get("key", "").strip()[:KEY_MAX_CHARACTERS]
    if await _found(visit, key) is None:
        taken = await PostgresBuckets(visit.pages.database, TRIES_MOST, 1).take(uuid5(_KEYS, visit.viewer.address), COST_OF_ONE, COST_OF_ONE)
        if not taken.granted:
            return error_page(visit, 429)
        problem = visit.say("这个密钥无效, 或已被更换。", "This key does not stand, or not any more.")
        return visit.render("portal/login.html", 422, partner=None, problem=problem)
    now = int(visit.pages.clock.now().timestamp())
    visit.keep(PageSession(portal_key=key, portal_until=now + IDLE_SECONDS, portal_end=now + LONGEST_SECONDS))
    return visit.see_other(HOME)


async def leave(visit: Visit) -> Response:
    """Forget the key."""
    visit.keep(PageSession())
    return visit.see_other(LOGIN)


def page(visit: Visit, partner: PortalPartner, template: str, status: int = 200, /, **values: Any) -> Response:
    """A page of the portal."""
    told = {"problem": None, "done": None} | values
    if visit.request.method == "POST":
        # What answers a form may stand where no page is: the other language is that of the page about the same thing.
        told["other_language"] = f"{_page_of(visit.request.url.path)}?lang={'en' if visit.language == 'zh' else 'zh'}"
    return visit.render(f"portal/{template}", status, partner=partner, is_sandbox=visit.pages.settings.is_development, form=visit.form, **told)


def _page_of(path: str) -> str:
    """`/portal/webhooks/<id>` for what is done to that endpoint, `/portal/deliveries` for what is done to them."""
    parts = path.split("/")
    return "/".join(parts[:4] if parts[2] in ("clients", "webhooks") else parts[:3])


async def _partner(visit: Visit) -> PortalPartner | None:
    now = visit.pages.clock.now().timestamp()
    if not visit.session.portal_key or now >= min(visit.session.portal_until, visit.session.portal_end):
        return None
    return await _found(visit, visit.session.portal_key)


async def _found(visit: Visit, key: str) -> PortalPartner | None:
    async with visit.pages.database.reading(single=True) as read:
        found = await scenes.find_portal_partner(read, key)
    # Whoever registered itself is of the sandbox, and production has none.
    return found if found is None or found.is_of_bank or visit.pages.settings.is_development else None
