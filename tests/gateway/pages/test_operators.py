"""Staff's pages: who gets in, and what the report of channels' bills shows in both languages."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers
from domains.wallet.jobs.reconciliation import explain_open_differences
from resolvers.permissions import Permission
from tests.domains.wallet.bills import LATER, NOON, Line, Order, bill, book, reconcile
from tests.gateway.app.running import RunningApp, running_app
from tests.gateway.pages.browser import Browser, Page


@dataclass
class Office:
    """A house of its own with a reconciled bill, and staff with a token."""

    app: RunningApp
    folder: Path
    token: str
    operator_id: str

    def browser(self, language: str = "en") -> Browser:
        return Browser(self.app, self.folder, language)

    async def enter(self, browser: Browser, token: str | None = None) -> Page:
        return await browser.submit(await browser.get("/operators/login"), "/operators/login", token=self.token if token is None else token)


@pytest_asyncio.fixture
async def office(fresh_dsn: Callable[[str], str], tmp_path: Path) -> AsyncIterator[Office]:
    async with running_app(fresh_dsn("scenebank_app"), tmp_path) as app:
        database = app.application.house.database
        database.clock.freeze(LATER)
        operator_id = await customers.create_operator(database, "王经理", [Permission.OPERATOR_LEDGER])
        token = (await customers.make_operator_token(database, operator_id)).access_token
        agreed = [Order(1_000 + number, reference=f"SBX{number:06d}") for number in range(30)]
        unbilled, more, pending = Order(20_000), Order(50_000, reference="SBX777777"), Order(70, state="pending")
        await book(database, [*agreed, unbilled, more, pending])
        stranger = Line("SBX999999", str(uuid4()), "123456", "CNY", NOON.isoformat())
        lines = [*(one.line for one in agreed), '"broken', more.line._replace(minor="50700"), pending.line, stranger]
        await reconcile(database, bill(lines))
        yield Office(app, tmp_path, token, str(operator_id))


async def test_staff_see_the_report_in_both_languages_and_each_look_is_audited(office: Office) -> None:
    browser = office.browser()
    page = await office.enter(browser)
    assert (page.status, page.path) == (200, "/operators/reconciliation")
    for text in ("Channel bills against our books", "To look into", "Missing in our books"):
        assert text in page.text, text
    assert "line 32 : not five columns" in page.text or "line 32: not five columns" in page.text
    # 0.70 and 1,234.56 and 7.00 that only the bill says, less 200.00 that only the books say.
    assert "+¥1,042.26" in page.text
    differing = await browser.get("/operators/reconciliation?channel=sandbox&state=AMOUNT_DIFFERS")
    for text in ("SBX777777", "¥500.00", "¥507.00", "+¥7.00"):
        assert text in differing.text, text
    assert "SBX999999" not in differing.text
    assert "−¥200.00" in (await browser.get("/operators/reconciliation?state=MISSING_THEIRS")).text
    chinese = office.browser("zh-CN")
    page = await office.enter(chinese)
    for text in ("渠道对账", "待查", "账上没有", "账单没有", "金额不符", "第 32 行", "列数不对"):
        assert text in page.text, text
    async with office.app.application.house.database.reading() as read:
        assert (
            await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'wallet.look_at_bills' AND actor_id = $1::text::uuid", office.operator_id)
            == 4
        )


async def test_the_items_are_paged_and_aged_ones_say_what_they_are(office: Office) -> None:
    browser = office.browser()
    page = await office.enter(browser)
    following = next(link for link in page.links if "after=" in link)
    second = await browser.get(following)
    assert second.status == 200 and "Back to the newest" in second.text
    office.app.application.house.database.clock.freeze(LATER + timedelta(days=4))
    await explain_open_differences(office.app.application.house.database)
    database = office.app.application.house.database
    token = (await customers.make_operator_token(database, await customers.create_operator(database, "李", [Permission.OPERATOR_LEDGER]))).access_token
    page = await office.enter(office.browser(), token)
    assert "Aged, over three days 4" in page.text


async def test_nobody_else_gets_in(office: Office) -> None:
    stranger = office.browser()
    page = await stranger.get("/operators/reconciliation")
    assert (page.status, page.path) == (200, "/operators/login")
    made = await customers.make_development_customer(office.app.application.house.database, "+8613912340000")
    for token in ("", "x.y.z", made.tokens.access_token):
        page = await office.enter(stranger, token)
        assert page.status == 422
        assert "This token does not stand" in page.text
    headers = {"authorization": f"Bearer {made.tokens.access_token}"}
    query = {"query": '{ reconciliation(channel: "sandbox") { suspense { amount } } }'}
    answer = (await office.app.http.post("/graphql", json=query, headers=headers)).json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    async with office.app.application.house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'wallet.look_at_bills'") == 0


async def test_a_customers_session_does_not_open_the_report(office: Office) -> None:
    office.app.application.house.database.clock.run()
    browser = office.browser()
    await browser.sign_in()
    assert (await browser.get("/operators/reconciliation")).status == 403


async def test_leaving_forgets_the_token(office: Office) -> None:
    browser = office.browser()
    page = await office.enter(browser)
    page = await browser.submit(page, "/operators/leave")
    assert page.path == "/operators/login"
    assert (await browser.get("/operators/reconciliation")).path == "/operators/login"


@pytest.mark.parametrize("query", ["?channel=nobody", "?state=x", "?after=x", "?channel=<script>"])
async def test_an_odd_address_breaks_nothing(office: Office, query: str) -> None:
    browser = office.browser()
    await office.enter(browser)
    assert (await browser.get(f"/operators/reconciliation{query}")).status in (200, 400)
