"""The two addresses by which a browser leaves for a partner and comes back: one browser, plain pages, nothing for scripts or frames, and no last word."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from structlog.testing import capture_logs

from domains import scenes
from gateway.embedded import Instance
from gateway.partner_links import PartnerLinks, partner_link_routes
from tests.domains.scenes.scene_house import ORIGIN, Person, SceneHouse, scene_house
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "gateway_partner_links") as dsn:
        async with scene_house(dsn, sandbox) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def browser(bank: SceneHouse) -> AsyncIterator[httpx.AsyncClient]:
    async with new_browser(bank) as opened:
        yield opened


def new_browser(bank: SceneHouse) -> httpx.AsyncClient:
    links = PartnerLinks(bank.database, is_secure=True)
    app = Starlette(routes=list(partner_link_routes(lambda: links)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN, headers={"accept-language": "en"})


async def leave(bank: SceneHouse, browser: httpx.AsyncClient, person: Person) -> tuple[scenes.Link, httpx.Response]:
    link = await bank.start(person)
    async with bank.database.reading(single=True) as read:
        address = scenes.link_address(read, link)
    assert address is not None and address.startswith(ORIGIN)
    return link, await browser.get(address)


async def back_from(address: str, login: str) -> str:
    """What the partner redirects to once the customer has agreed."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(address, data=asked | {"login": login, "decision": "allow"})).headers["location"]


def check_page(response: httpx.Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert (response.headers["x-frame-options"], response.headers["cache-control"], response.headers["referrer-policy"]) == ("DENY", "no-store", "no-referrer")
    assert "<script" not in response.text


async def test_a_browser_goes_and_comes_back_with_a_proof_for_the_app(bank: SceneHouse, browser: httpx.AsyncClient) -> None:
    person = await bank.person()
    link, away = await leave(bank, browser, person)
    assert away.status_code == 303
    cookie = away.headers["set-cookie"]
    assert cookie.startswith("__Host-scenebank_link=") and {"HttpOnly", "Secure", "Path=/"} <= set(cookie.split("; ")) and "samesite=lax" in cookie.lower()
    with capture_logs() as lines:
        page = await browser.get(await back_from(away.headers["location"], person.login))
    check_page(page, 200)
    assert "Almost done" in page.text and f"scenebank://links/{link.id}?proof=" in page.text
    proof = page.text.split("proof=")[1].split('"')[0]
    assert proof not in str(lines)
    assert (await bank.confirm(person, link.id, proof)).state == "linked"


async def test_another_browser_cannot_bring_the_answer_and_the_first_still_can(bank: SceneHouse, browser: httpx.AsyncClient) -> None:
    person = await bank.person()
    link, away = await leave(bank, browser, person)
    back = await back_from(away.headers["location"], person.login)
    async with new_browser(bank) as other:
        check_page(refused := await other.get(back), 400)
        assert "Nothing was linked" in refused.text and "proof" not in refused.text
    check_page(await browser.get(back), 200)
    check_page(await browser.get(back), 400)
    assert (await bank.find_link(link)).state == "authorized"


@pytest.mark.parametrize(
    "query",
    [
        *("", "code=a", "state=", "state=a&state=b&code=c", "state=a&code=c&code=d", "state=a&iss=b&iss=c&code=d", "state=" + "a" * 5000),
        *("state=a&code=c", "state=%00&code=%ff", "state=<script>alert(1)</script>&code=c", "error=access_denied"),
    ],
)
async def test_what_was_not_asked_for_is_refused_and_not_repeated(browser: httpx.AsyncClient, query: str) -> None:
    check_page(refused := await browser.get(f"/partners/links/callback?{query}"), 400)
    assert "alert" not in refused.text


async def test_a_ticket_is_good_once_and_none_is_made_up(bank: SceneHouse, browser: httpx.AsyncClient) -> None:
    link = await bank.start(await bank.person())
    async with bank.database.reading(single=True) as read:
        address = str(scenes.link_address(read, link))
    assert (await browser.get(address)).status_code == 303
    check_page(await browser.get(address), 400)
    for ticket in ("", "x", str(link.id), address[-70:-1] + "A"):
        check_page(await browser.get("/partners/links/open", params={"ticket": ticket}), 400)


async def test_only_get_and_a_chinese_page(bank: SceneHouse, browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/partners/links/callback")).status_code == 405
    page = await browser.get("/partners/links/callback", headers={"accept-language": "zh-CN"})
    assert "未能关联" in page.text
