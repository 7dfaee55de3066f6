"""What the pages refuse, and what they never show."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from starlette.responses import Response

from gateway.pages.sessions import PageSession, SessionCookies
from tests.conftest import TEST_KEYS
from tests.gateway.app.running import RunningApp, a_phone
from tests.gateway.pages.browser import Browser, Page, transfer_fields

Visitor = Callable[..., Browser]

HOSTILE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/wallet/../..//evil.example",
    "javascript:alert(1)",
    "/wallet?x=//evil",
    " /wallet",
    "/wallet\r\nSet-Cookie: a=b",
]
MARKUP = """<script>alert(1)</script>"><img src=x onerror=alert(1)>'{{ 7*7 }}"""


async def ready(browser: Browser, amount: str = "100.00") -> None:
    await browser.sign_in()
    await browser.fill(amount)


@pytest.mark.parametrize("token", [None, "", "x", "another visitor's"])
async def test_a_form_without_its_own_token_changes_nothing(visitor: Visitor, token: str | None) -> None:
    browser, other = visitor(), visitor()
    await ready(browser)
    await other.sign_in()
    target = await other.fill("1.00")
    fields = transfer_fields(target, "1", currency="CNY")
    if token is not None:
        theirs = (await other.get("/wallet/transfer")).form("/wallet/transfer").fields["form_token"]
        fields["form_token"] = theirs if token == "another visitor's" else token
    answer = await browser.send("POST", "/wallet/transfer", fields)
    assert (answer.status_code, "form is out of date" in answer.text) == (403, True)
    assert await browser.movements() == 1


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}])
async def test_a_form_from_a_foreign_page_changes_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    browser, other = visitor(), visitor()
    await ready(browser)
    await other.sign_in()
    page = await browser.get("/wallet/transfer")
    fields = page.form("/wallet/transfer").fields | {"to": str(await other.fill("1.00")), "amount": "1", "note": ""}
    assert (await browser.send("POST", "/wallet/transfer", fields, **headers)).status_code == 403
    assert await browser.movements() == 1
    assert (await browser.send("POST", "/wallet/transfer", fields)).status_code == 303


async def test_a_browser_that_names_no_origin_is_let_in_by_its_form_token(visitor: Visitor) -> None:
    browser = visitor()
    page = await browser.get("/login")
    fields = page.form("/login").fields | {"phone": a_phone()}
    answer = await browser.http.post("/login", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login/code")


async def test_a_form_sent_twice_at_once_and_again_posts_once(visitor: Visitor) -> None:
    browser, other = visitor(), visitor()
    await ready(browser)
    await other.sign_in()
    page = await browser.get("/wallet/transfer")
    fields = page.form("/wallet/transfer").fields | {"to": str(await other.fill("1.00")), "amount": "30", "note": ""}
    answers = await asyncio.gather(*(browser.send("POST", "/wallet/transfer", fields) for _ in range(6)))
    answers.append(await browser.send("POST", "/wallet/transfer", fields))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await browser.movements() == 2
    assert "¥70.00" in (await browser.get("/wallet")).text
    changed = await browser.send("POST", "/wallet/transfer", fields | {"amount": "31"})
    assert (changed.status_code, "This id was used for another request" in changed.text) == (422, True)
    assert "¥70.00" in (await browser.get("/wallet")).text


async def test_a_code_that_was_wrong_five_times_is_dead_even_when_right(visitor: Visitor) -> None:
    browser, phone = visitor(), a_phone()
    page = await browser.submit(await browser.get("/login"), "/login", phone=phone)
    code = await browser.code(phone)
    wrong = "000000" if code != "000000" else "000001"
    for left in (4, 3, 2, 1, 0):
        page = await browser.submit(page, "/login/code", code=wrong)
        assert page.status == 422 and f"Attempts left: {left}" in page.text
    assert not [form for form in page.forms if form.action == "/login/code"], "only another code helps now"
    token = page.form("/login").fields["form_token"]
    answer = await browser.send("POST", "/login/code", {"form_token": token, "code": code})
    assert answer.status_code == 422 and "Attempts left: 0" in answer.text
    assert (await browser.get("/wallet")).path == "/login?next=%2Fwallet"


@pytest.mark.parametrize("phone", ["", "12", "138 0013 800", "<b>", "1" * 200])
async def test_what_is_no_phone_number_is_told_so(visitor: Visitor, phone: str) -> None:
    browser = visitor()
    page = await browser.submit(await browser.get("/login"), "/login", phone=phone)
    assert (page.status, page.path) == (422, "/login") and "This is not a phone number" in page.text


async def test_an_expired_token_is_renewed_in_two_tabs_at_once_and_one_left_open_is_not(visitor: Visitor, house: RunningApp) -> None:
    browser = visitor()
    await browser.sign_in()
    old = browser.http.cookies["scenebank"]
    clock = house.application.house.clock
    clock._look = lambda: None  # type: ignore[attr-defined]
    try:
        clock.advance(timedelta(minutes=11))
        tabs = await asyncio.gather(browser.send("GET", "/wallet"), browser.send("GET", "/settings"))
        assert [tab.status_code for tab in tabs] == [200, 200]
        assert browser.http.cookies["scenebank"] != old
        assert (await browser.get("/wallet")).path == "/wallet"
        clock.advance(timedelta(minutes=41))
        page = await browser.get("/wallet/transfer")
        assert page.path == "/login?next=%2Fwallet%2Ftransfer"
    finally:
        clock.run()
        del clock._look  # type: ignore[attr-defined]


async def test_a_form_of_an_ended_session_leads_to_signing_in_and_changes_nothing(visitor: Visitor) -> None:
    browser = visitor()
    await ready(browser)
    page = await browser.get("/wallet/transfer")
    await browser.submit(await browser.get("/logout"), "/logout")
    answer = await browser.send("POST", "/wallet/transfer", page.form("/wallet/transfer").fields | {"to": a_phone(), "amount": "1"})
    assert answer.status_code == 403, "the form was of the session that ended"


@pytest.mark.parametrize("next_path", HOSTILE)
async def test_signing_in_leads_nowhere_else(visitor: Visitor, next_path: str) -> None:
    browser, phone = visitor(), a_phone()
    page = await browser.get(f"/login?next={quote(next_path)}")
    assert page.form("/login").fields["next"] == "/wallet"
    fields = page.form("/login").fields | {"phone": phone, "next": next_path}
    await browser.send("POST", "/login", fields)
    page = await browser.get("/login/code")
    page = await browser.submit(page, "/login/code", code=await browser.code(phone))
    assert page.path == "/wallet"
    assert (await browser.send("GET", f"/login?next={quote(next_path)}")).headers["location"] == "/wallet"


@pytest.mark.parametrize("path", ["//evil.example?lang=en", "/\\evil.example?lang=en", "/login//evil.example?lang=en", "/https://evil.example?lang=en"])
async def test_changing_the_language_leads_nowhere_else(visitor: Visitor, house: RunningApp, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/html\r\nconnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert b"\r\nlocation:" not in answer.lower() and answer.split()[1] in {b"404", b"400"}


async def test_what_people_write_is_shown_as_they_wrote_it_and_never_runs(visitor: Visitor) -> None:
    browser, other = visitor(), visitor()
    await ready(browser)
    await other.sign_in()
    target = await other.fill("1.00")
    page = await browser.submit(await browser.get("/wallet/transfer"), "/wallet/transfer", to=MARKUP, amount=MARKUP, note=MARKUP)
    assert page.status == 422 and "<script" not in page.html and "&lt;script&gt;" in page.html
    page = await browser.submit(page, "/wallet/transfer", to=str(target), amount="1", note=MARKUP)
    assert MARKUP in page.text and "<script" not in page.html
    for reader in (browser, other):
        page = await reader.get("/wallet")
        assert MARKUP in page.text and "<script" not in page.html
    page = await browser.submit(await browser.get("/settings"), "/settings/identity", name=MARKUP, id_number="1")
    assert page.status == 422 and "<script" not in page.html
    page = await browser.get(f"/wallet?account={quote(MARKUP)}&lang2={quote(MARKUP)}")
    assert page.status == 200 and "<script" not in page.html


async def test_nobody_sees_anothers_movement_or_top_up(visitor: Visitor) -> None:
    browser, other = visitor(), visitor()
    await ready(browser)
    await ready(other)
    link = next(link for link in (await browser.get("/wallet")).links if link.startswith("/wallet/movements/"))
    top_up = await browser.submit(await browser.get("/wallet/top-up"), "/wallet/top-up", amount="5")
    assert (await browser.get(link)).status == 200
    for path in (link, top_up.path):
        page = await other.get(path)
        assert page.status == 404 and "There is no such page" in page.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/wallet/movements/none", 404),
        ("GET", "/assets/000000000000/pages.css", 404),
        ("GET", "/assets/../../settings.py", 404),
        ("GET", "/settings/pin", 405),
        ("DELETE", "/wallet", 405),
        ("POST", "/", 405),
    ],
)
async def test_what_is_not_there_is_a_page_too(visitor: Visitor, method: str, path: str, status: int) -> None:
    browser = visitor()
    page = Page(await browser.send(method, path))
    assert page.status == status and str(status) in page.text and "Back to the start" in page.text


async def test_who_wants_no_html_gets_none(visitor: Visitor) -> None:
    answer = await visitor().http.get("/nowhere", headers={"accept": "application/json"})
    assert (answer.status_code, answer.text) == (404, "Not Found")


async def test_other_bodies_than_forms_are_refused(visitor: Visitor) -> None:
    browser = visitor()
    await browser.sign_in()
    token = (await browser.get("/settings")).form("/settings/pin").fields["form_token"]
    origin = browser.app.application.settings.origin
    for kind, body, status in [
        ("application/json", b'{"form_token": "x"}', 415),
        ("text/plain", f"form_token={token}".encode(), 415),
        ("application/x-www-form-urlencoded", f"form_token={token}&how=set&how=reset".encode(), 415),
        ("application/x-www-form-urlencoded", f"form_token={token}&new_pin=%ff".encode(), 415),
        ("application/x-www-form-urlencoded", f"form_token={token}&new_pin=%00".encode(), 415),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(100)), 415),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 70_000, 413),
    ]:
        answer = await browser.http.post("/settings/pin", content=body, headers={"content-type": kind, "origin": origin, "connection": "close"})
        assert answer.status_code == status, body[:60]
    assert "Not set" in (await browser.get("/settings")).text


async def test_a_bug_of_ours_is_an_error_page_with_an_id(visitor: Visitor, house: RunningApp, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = visitor()
    await browser.sign_in()

    async def ask(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(house.application._opened_doors().pages.caller, "ask", ask)
    page = await browser.get("/wallet")
    assert page.status == 500 and "Something went wrong" in page.text and "secret words" not in page.html
    assert re.search(r"tell us this id: [0-9a-f]{16}", page.text)


async def test_the_cookie_is_closed_to_scripts_and_tells_nothing(visitor: Visitor, house: RunningApp) -> None:
    browser, phone = visitor(), a_phone()
    page = await browser.submit(await browser.get("/login"), "/login", phone=phone)
    answer = await browser.send("POST", "/login/code", page.form("/login/code").fields | {"code": await browser.code(phone)})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie and "Domain" not in cookie
    value = browser.http.cookies["scenebank"]
    assert "eyJ" not in value and phone not in value and len(value) < 3800
    browser.http.cookies.clear()
    for forged in (value[:-4] + "AAAA", value[::-1], "x", ""):
        browser.http.cookies.set("scenebank", forged, domain="127.0.0.1")
        assert (await browser.send("GET", "/wallet")).headers["location"] == "/login?next=%2Fwallet"
        browser.http.cookies.clear()


async def test_a_form_made_before_signing_in_is_worth_nothing_after_it(visitor: Visitor) -> None:
    browser = visitor()
    before = (await browser.get("/login")).form("/login").fields["form_token"]
    await browser.sign_in()
    assert (await browser.get("/settings")).form("/settings/pin").fields["form_token"] != before


def test_over_https_the_cookie_belongs_to_the_host_alone() -> None:
    response = Response()
    SessionCookies(TEST_KEYS, "https://bank.example").write(response, PageSession())
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-scenebank=") and "; Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


async def test_styles_are_kept_by_the_browser_and_pages_are_not(visitor: Visitor) -> None:
    browser = visitor()
    page = await browser.get("/")
    path = re.search(r'href="(/assets/[^"]+\.css)"', page.html)
    assert path is not None
    answer = await browser.http.get(path[1])
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
