"""Codes of tickets and forms on the landing page: their holder's alone; and a code opens the app, the mini-program or the page by what scans it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import offers
from domains.kernel.database import Database
from domains.offers.branches import FieldKind, FormField, Opening
from tests.domains.offers.visits import Desk, a_desk
from tests.gateway.app.running import RunningApp
from tests.gateway.pages.browser import Browser

ALWAYS = tuple(Opening(weekday, 0, 24 * 60) for weekday in range(1, 8))
FORM = (FormField("fullName", FieldKind.TEXT, "姓名", "Full name", True, 20),)


async def who(database: Database, browser: Browser) -> dict[str, UUID]:
    customer_id = await browser.customer_id()
    async with database.reading() as read:
        session_id = await read.fetchval("SELECT id FROM customers_session WHERE owner_id = $1 ORDER BY id DESC LIMIT 1", customer_id)
    return {"owner_id": customer_id, "session_id": session_id}


async def path_of(database: Database, shown: Any) -> str:
    async with database.reading() as read:
        address = offers.branches.visit_addresses(read, [shown])[0]
    return "/c/" + address.rpartition("/")[2]


async def a_ticket(database: Database, browser: Browser, desk: Desk, branch: Any) -> Any:
    command = offers.branches.TakeTicketCommand(request_id=uuid4(), **await who(database, browser), branch_id=branch.id)
    return await database.write(offers.branches.take_ticket, command)


async def test_a_tickets_code_shows_its_holder_the_number_and_the_wait_and_nobody_else_anything(house: RunningApp, visitor: Callable[..., Browser]) -> None:
    database = house.application.house.database
    desk = await a_desk(database)
    branch = await desk.open(hours=ALWAYS)
    first, second, stranger, nobody = visitor(), visitor(), visitor(), visitor()
    for browser in (first, second, stranger):
        await browser.sign_in()
    await a_ticket(database, first, desk, branch)
    path = await path_of(database, await a_ticket(database, second, desk, branch))
    page = await second.get(path)
    assert (page.status, "Number 2" in page.text, "1 before you, about 5 minutes" in page.text, "Queue ticket" in page.text) == (200, True, True, True)
    picture = await second.http.get(path.replace("/c/", "/codes/") + ".svg")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
    for browser in (first, stranger, nobody):
        refused = await browser.get(path)
        assert (refused.status, "Number 2" in refused.text, "This code is not known here." in refused.text) == (404, False, True)
    for _ in range(2):
        command = offers.branches.CallNextCommand(request_id=uuid4(), **desk.who, branch_id=branch.id, counter="Window 3")
        await database.write(offers.branches.call_next, command)
    assert "Please come to Window 3" in (await second.get(path)).text


async def test_a_forms_code_shows_its_holder_what_it_is_and_no_answer(house: RunningApp, visitor: Callable[..., Browser]) -> None:
    database = house.application.house.database
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(hours=ALWAYS), form=FORM)
    mine, stranger = visitor("zh"), visitor()
    await mine.sign_in()
    command = offers.branches.FillInFormCommand(request_id=uuid4(), **await who(database, mine), service_id=service.id, answers=(("fullName", "欧阳锋"),))
    path = await path_of(database, await database.write(offers.branches.fill_in_form, command))
    page = await mine.get(path)
    assert (page.status, "您预填的表单" in page.text, "柜员只能打开一次" in page.text, "欧阳锋" in page.text) == (200, True, True, False)
    assert (await stranger.get(path)).status == 404


@pytest.mark.parametrize(
    ("agent", "status", "has_app_button"),
    [
        ("Mozilla/5.0 ScenebankApp/1.0", 303, False),
        ("Mozilla/5.0 MicroMessenger/8 miniProgram/wx1", 200, False),
        ("Mozilla/5.0 (iPhone) Safari/605", 200, True),
    ],
)
async def test_a_code_opens_the_app_the_mini_program_or_the_page_by_what_scans(
    house: RunningApp, visitor: Callable[..., Browser], agent: str, status: int, has_app_button: bool
) -> None:
    database, browser = house.application.house.database, visitor()
    desk = await a_desk(database)
    service = await desk.serve(await desk.open(hours=ALWAYS))
    await browser.sign_in()
    share = offers.ShareProductCommand(request_id=uuid4(), **await who(database, browser), kind=offers.Kind.BRANCH_SERVICE, product_id=service.id)
    shared = await database.write(offers.share_product, share)
    async with database.reading() as read:
        path = "/c/" + offers.code_addresses(read, [shared])[0].rpartition("/")[2]
    answer = await browser.http.get(path, headers={"user-agent": agent})
    assert (answer.status_code, "Open the app" in answer.text) == (status, has_app_button)
    if status == 303:
        assert answer.headers["location"].startswith(f"scenebank:/{path}?attribution=")
        return
    async with database.reading() as read:
        device = await read.fetchval("SELECT device FROM offers_scan WHERE code_id = $1 ORDER BY scanned_at DESC LIMIT 1", shared.id)
    assert device == ("mini_program" if "miniProgram" in agent else "browser")
