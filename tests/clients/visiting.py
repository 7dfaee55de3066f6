"""A customer in front of a browser without script: opens an address of the bank, signs in by phone and code, agrees, and is sent back to the client."""

import time
from collections.abc import Callable
from urllib.parse import urljoin

import httpx

from tests.gateway.pages.browser import Page


def visit(address: str, phone: str, pin: str, code: Callable[[], str]) -> None:
    """To the client's own page at the end. `code` looks up the last code that was sent, or "" for none yet."""
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=20, headers={"accept": "text/html", "accept-language": "en"}) as browser:
        page = browser.get(address)
        before = code()
        page = _submit(browser, page, "/oauth/consent/login", phone=phone)
        page = _submit(browser, page, "/oauth/consent/code", code=_awaited(code, before))
        assert "asks for your consent" in page.text, page.text
        page = _submit(browser, page, "/oauth/consent", account_CNY="yes", payment_cap="200", month_cap="300", days="30", pin=pin, decision="allow")
        assert "You may close this page" in page.text, page.text


def _submit(browser: httpx.Client, page: httpx.Response, action: str, **typed: str) -> httpx.Response:
    form = Page(page).form(action)
    origin = f"{page.url.scheme}://{page.url.netloc.decode()}"
    return browser.post(urljoin(str(page.url), action), data=form.fields | typed, headers={"origin": origin, "sec-fetch-site": "same-origin"})


def _awaited(code: Callable[[], str], before: str) -> str:
    until = time.monotonic() + 20
    while (found := code()) in ("", before):
        assert time.monotonic() < until, "no code was sent"
        time.sleep(0.1)
    return found
