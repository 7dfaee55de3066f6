"""The whole application on a real server, and browsers that visit it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from gateway.embedded import Instance
from tests.gateway.app.running import RunningApp, running_app
from tests.gateway.pages.browser import Browser
from tests.gateway.pages.portal import PortalUser, a_key, a_partner

NOBODY_THERE = "http://127.0.0.1:49151"
"""Where the payment channel would be: nothing is charged, because no worker runs."""


@pytest.fixture(scope="session")
def pages_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenebank-pages")


@pytest_asyncio.fixture(scope="session")
async def house(migrated: Instance, pages_folder: Path) -> AsyncIterator[RunningApp]:
    async with running_app(migrated.app_dsn, pages_folder, sandbox_url=NOBODY_THERE) as running:
        yield running


@pytest_asyncio.fixture
async def visitor(house: RunningApp, pages_folder: Path) -> AsyncIterator[Callable[..., Browser]]:
    """Makes browsers: `visitor("zh")`."""
    opened: list[Browser] = []

    def open_browser(language: str = "en") -> Browser:
        opened.append(Browser(house, pages_folder, language))
        return opened[-1]

    yield open_browser
    for browser in opened:
        await browser.http.aclose()


@pytest_asyncio.fixture
async def engineer(house: RunningApp, pages_folder: Path) -> AsyncIterator[Callable[..., Any]]:
    """Makes partners' engineers: `await engineer("zh")`, signed in with a key from the bank."""
    opened: list[Browser] = []

    async def sign_in(language: str = "en", partner_id: UUID | None = None) -> PortalUser:
        user = PortalUser(house, pages_folder, language, partner_id or await a_partner(house))
        opened.append(user)
        assert (await user.enter(await a_key(house, user.partner_id))).path == "/portal"
        return user

    yield sign_in
    for browser in opened:
        await browser.http.aclose()
