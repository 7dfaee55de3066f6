"""Attacks on the pages that a customer sees: forged, framed, swapped, stolen, and raced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from domains import customers
from tests.gateway.app.documents import customer_with_money
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.oauth.attacks.table import attack
from tests.gateway.oauth.clients import make_client, make_public
from tests.gateway.pages.browser import Page
from tests.gateway.pages.partner_browser import PartnerBrowser, SentBack

GROUP = "The customer's pages"
PIN = "482913"
YES = {"decision": "allow", "account_CNY": "yes", "days": "7", "pin": PIN}
CROSS = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
CONSENT = "/oauth/consent"


@asynccontextmanager
async def browsing(app: RunningApp) -> AsyncIterator[PartnerBrowser]:
    browser = PartnerBrowser(app, app.application.settings.data, "en")
    try:
        yield browser
    finally:
        await browser.http.aclose()


async def payer(app: RunningApp) -> SignedIn:
    someone = await customer_with_money(app, 100_000)
    await customers.set_pin(app.application.house.database.write, someone.id, someone.session_id, PIN)
    return someone


async def consents_of(app: RunningApp, someone: SignedIn) -> int:
    async with app.application.house.database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM scenes_consent WHERE customer_id = $1", someone.id))


@asynccontextmanager
async def asked(app: RunningApp) -> AsyncIterator[tuple[SignedIn, PartnerBrowser, Page]]:
    """A customer who is signed in, in front of a consent page about money."""
    someone, client = await payer(app), await make_client(app)
    async with browsing(app) as browser:
        page = await browser.sign_in_for(await browser.arrive(client), someone.phone)
        assert "asks for your consent" in page.text
        yield someone, browser, page


async def refused(app: RunningApp, someone: SignedIn, browser: PartnerBrowser, page: Page, *forgeries: tuple[dict[str, str], dict[str, str]]) -> str:
    """What all forgeries (fields, headers) are answered, with the customer's cookies. None of them consents to anything, and the customer still can."""
    statuses = {(await browser.http.post(CONSENT, data=fields, headers=headers)).status_code for fields, headers in forgeries}
    assert await consents_of(app, someone) == 0
    assert isinstance(await browser.decide(page, "allow", **{name: value for name, value in YES.items() if name != "decision"}), SentBack)
    assert await consents_of(app, someone) == 1
    (only,) = statuses
    return f"page {only}"


@attack(GROUP, "The customer's yes is posted by a page of somebody else, with the customer's cookies (CSRF)", "page 403")
async def consent_forged(app: RunningApp, customer: SignedIn) -> str:
    async with asked(app) as (someone, browser, page):
        fields = page.form(CONSENT).fields
        known = {"request": fields["request"], **YES}
        sibling = {"origin": "https://shop." + app.application.settings.origin.partition("//")[2], "sec-fetch-site": "same-site"}
        return await refused(
            app,
            someone,
            browser,
            page,
            (known, CROSS),
            # A browser of long ago names no origin: what the form carries decides.
            (known, {}),
            (known | {"form_token": "", "interaction": ""}, {}),
            # Even with everything that is on the page.
            (fields | YES, CROSS),
            (fields | YES, sibling),
            (fields | YES, {"origin": "null"}),
        )


@attack(GROUP, "The yes is posted with tokens of the thief's own session and request", "page 403")
async def consent_with_tokens_of_another(app: RunningApp, customer: SignedIn) -> str:
    async with asked(app) as (someone, browser, page), asked(app) as (_, _, thiefs):
        mine, theirs = page.form(CONSENT).fields, thiefs.form(CONSENT).fields
        forgeries = [theirs, mine | {"form_token": theirs["form_token"]}, mine | {"interaction": theirs["interaction"]}]
        return await refused(app, someone, browser, page, *((one | YES, {}) for one in forgeries))


@attack(GROUP, "The yes to one request is posted as the yes to another of the same customer", "page 403")
async def consent_swapped(app: RunningApp, customer: SignedIn) -> str:
    async with asked(app) as (someone, browser, page):
        second = await browser.arrive(await make_client(app))
        mine, other = page.form(CONSENT).fields, second.form(CONSENT).fields
        return await refused(app, someone, browser, page, (mine | {"request": other["request"]} | YES, {}), (other | {"request": mine["request"]} | YES, {}))


@attack(GROUP, "The whole form is stolen, and posted from the thief's browser", "page 403")
async def consent_stolen(app: RunningApp, customer: SignedIn) -> str:
    async with asked(app) as (someone, browser, page), browsing(app) as thief:
        await thief.get("/")
        answer = await thief.http.post(CONSENT, data=page.form(CONSENT).fields | YES)
        assert await consents_of(app, someone) == 0
        assert isinstance(await browser.go("POST", CONSENT, page.form(CONSENT).fields | YES), SentBack)
        return f"page {answer.status_code}"


@attack(GROUP, "A yes is posted four times at once, and once more: the client is given one code", "page 403")
async def consent_raced(app: RunningApp, customer: SignedIn) -> str:
    async with asked(app) as (someone, browser, page):
        fields = page.form(CONSENT).fields | YES
        answers = await asyncio.gather(*(browser.http.post(CONSENT, data=fields) for _ in range(4)))
        assert await consents_of(app, someone) == 1
        led = [one.headers["location"] for one in answers if one.is_redirect]
        assert len(led) >= 1 and len(set(led)) == 1 and "code=" in led[0]
        again = await browser.http.post(CONSENT, data=fields)
        assert await consents_of(app, someone) == 1
        assert {one.status_code for one in answers if not one.is_redirect} <= {400, 403}
        return f"page {again.status_code}"


@attack(GROUP, "More is posted than the page offers: higher caps, a longer life, another's account", "page 422")
async def consent_widened(app: RunningApp, customer: SignedIn) -> str:
    async with asked(app) as (someone, browser, page):
        wider: list[dict[str, str]] = [{"payment_cap": "1000000"}, {"days": "3650"}, {"account_CNY": "no", "account_USD": "yes"}, {"pin": "111111"}]
        fields = page.form(CONSENT).fields
        return await refused(app, someone, browser, page, *((fields | YES | one, {}) for one in wider))


@attack(GROUP, "The cookie of before the sign-in is kept by a thief who planted it (session fixation)", "signed in nowhere")
async def session_fixed(app: RunningApp, customer: SignedIn) -> str:
    someone, client = await payer(app), await make_client(app)
    async with browsing(app) as browser, browsing(app) as thief:
        page = await browser.arrive(client)
        planted = dict(browser.http.cookies)
        await browser.sign_in_for(page, someone.phone)
        thief.http.cookies.update(planted)
        seen = await thief.go("GET", f"{CONSENT}?request={page.form('/oauth/consent/login').fields['request']}")
        assert isinstance(seen, Page) and "Sign in to see what it asks for" in seen.text
        wallet = await thief.http.get("/wallet")
        assert wallet.headers["location"].startswith("/login")
    return "signed in nowhere"


@attack(GROUP, "Somebody is signed out by a form of another site, which a browser sends without the cookie", "page 403 without a cookie")
async def session_displaced(app: RunningApp, customer: SignedIn) -> str:
    paths = (CONSENT, "/oauth/consent/login", "/login", "/logout", "/portal/login", "/portal/clients/new", "/portal/leave")
    async with httpx.AsyncClient(base_url=app.application.settings.origin, trust_env=False) as browser:
        answers = [await browser.post(path, data={"form_token": "x"}, headers=headers) for path in paths for headers in (CROSS, {})]
    assert not any("set-cookie" in one.headers for one in answers)
    (only,) = {one.status_code for one in answers}
    return f"page {only} without a cookie"


@attack(GROUP, "Each page is put into a frame (clickjacking)", "frame-ancestors 'none'")
async def framed(app: RunningApp, customer: SignedIn) -> str:
    seen: list[httpx.Response] = []

    async def note(response: httpx.Response) -> None:
        seen.append(response)

    someone, client = await payer(app), await make_public(app)
    async with browsing(app) as browser:
        browser.http.event_hooks = {"response": [note]}
        led = await browser.http.get("/oauth/authorize", params=client.request() | {"client_id": client.id})
        page = Page(await browser.send("GET", led.headers["location"]))
        page = await browser.sign_in_for(page, someone.phone)
        await browser.decide(page, "allow", account_CNY="yes", days="7")
        for path in (CONSENT, "/device", "/login", "/portal/login", "/operators/login", "/nowhere"):
            await browser.send("GET", path)
    assert {one.request.url.path for one in seen} >= {"/oauth/authorize", CONSENT, "/oauth/consent/login", "/oauth/consent/code", "/device", "/portal/login"}
    for answer in seen:
        assert answer.headers["x-frame-options"] == "DENY", answer.url
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], answer.url
    return "frame-ancestors 'none'"


@attack(GROUP, "A client's name, and what a request shows, carry HTML", "shown as text")
async def consent_with_markup(app: RunningApp, customer: SignedIn) -> str:
    name = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    client: Any = await make_public(app, name=name)
    async with browsing(app) as browser:
        someone = await payer(app)
        page = Page(await browser.send("GET", (await _authorize(browser, client)).headers["location"]))
        assert name in page.text and "<img src=x" not in page.html
        page = await browser.sign_in_for(page, someone.phone)
        assert name in page.text and "<script" not in page.html
    return "shown as text"


async def _authorize(browser: PartnerBrowser, client: Any) -> httpx.Response:
    return await browser.http.get("/oauth/authorize", params=client.request() | {"client_id": client.id})
