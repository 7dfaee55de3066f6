"""A browser without script: follows links, fills in forms, keeps cookies, and checks every page that it is shown."""

import asyncio
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from domains import customers, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.money import from_decimal
from integrations.messengers.console import latest_code
from tests.gateway.app.running import RunningApp, a_phone

VOID = frozenset({"meta", "link", "img", "input", "br"})
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Page:
    """What a page shows: its text, its forms, its links. Fails on HTML that is not well formed, and on anything that could run."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.path = response.url.raw_path.decode()
        self.html = response.text
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        reader = HTMLParser()
        reader.handle_starttag, reader.handle_endtag, reader.handle_data = self._start, self._end, self._words.append  # type: ignore[method-assign]
        reader.feed(response.text)
        assert self._open == [], f"left open: {self._open}"
        self.text = re.sub(r"\s+", " ", " ".join(self._words))

    def form(self, action: str, **fields: str) -> Form:
        """The first form that is posted there, and has such hidden fields."""
        return next(one for one in self.forms if one.action == action and fields.items() <= one.fields.items())

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in {"script", "iframe", "object", "embed", "style", "base"}, tag
        assert not [name for name in given if name.startswith("on") or name == "style"], given
        assert not str(given.get("href") or "").lower().startswith(("javascript:", "data:")), given
        if tag not in VOID and not (self._open and "svg" in self._open):
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(given["action"] or ""))
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "input" and given.get("type") == "hidden":
            self.forms[-1].fields[str(given["name"])] = given["value"] or ""

    def _end(self, tag: str) -> None:
        if "svg" in self._open and tag != "svg":
            return
        assert self._open.pop() == tag, f"</{tag}> closes something else"


class Browser:
    """One visitor. `get` and `submit` follow redirects as a browser does."""

    def __init__(self, app: RunningApp, folder: Path, language: str = "en") -> None:
        self.app, self.folder = app, folder
        headers = {
            "accept": "text/html,application/xhtml+xml",
            "accept-language": language,
            "user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537",
        }
        self.http = httpx.AsyncClient(base_url=app.application.settings.origin, headers=headers, trust_env=False, timeout=10)

    async def send(self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        """One request and its answer, with the promises of every page checked."""
        came_from = {"origin": self.app.application.settings.origin, "sec-fetch-site": "same-origin"} if method == "POST" else {}
        response = await self.http.request(method, path, data=fields, headers=came_from | {name.replace("_", "-"): value for name, value in headers.items()})
        assert response.headers["content-security-policy"] == POLICY
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "Traceback" not in response.text
        return response

    async def get(self, path: str) -> Page:
        return await self._follow(await self.send("GET", path))

    async def submit(self, page: Page, action: str, which: dict[str, str] | None = None, /, **typed: str) -> Page:
        """Fill in the page's form and post it."""
        return await self._follow(await self.send("POST", action, page.form(action, **(which or {})).fields | typed))

    async def sign_in(self, phone: str | None = None) -> str:
        """Through the pages, with a code."""
        phone = phone or a_phone()
        page = await self.submit(await self.get("/login"), "/login", phone=phone)
        while page.status == 422:
            assert "Too many codes" in page.text
            await asyncio.sleep(0.2)
            page = await self.submit(page, "/login", phone=phone)
        page = await self.submit(page, "/login/code", code=await self.code(phone))
        assert (page.status, page.path) == (200, "/wallet")
        return phone

    async def code(self, phone: str) -> str:
        """What the worker would send, taken from where it is kept in development."""
        database = self.app.application.house.database
        async with database.reading() as read:
            challenge_id = await read.fetchval("SELECT subject_id FROM kernel_outbox WHERE name = 'CodeRequested' ORDER BY id DESC LIMIT 1")
        await customers.deliver_code(database, challenge_id)
        code = latest_code(self.folder, phone)
        assert code is not None
        return code

    async def customer_id(self) -> UUID:
        found = re.search(r"(?:Customer id|客户号) ([0-9a-f-]{36})", (await self.get("/settings")).text)
        assert found is not None
        return UUID(found[1])

    async def fill(self, amount: str) -> UUID:
        """Let the wallet hold at least that much; tells whose it is."""
        customer_id = await self.customer_id()
        command = wallet.FillForDevelopmentCommand(request_id=None, owner_id=HOUSE_ID, customer_id=customer_id, least=from_decimal(amount, CNY))
        await self.app.application.house.database.write(wallet.fill_for_development, command)
        return customer_id

    async def movements(self) -> int:
        """How many the wallet's first page shows."""
        return sum(link.startswith("/wallet/movements/") for link in (await self.get("/wallet")).links)

    async def _follow(self, response: httpx.Response) -> Page:
        while response.is_redirect:
            assert response.status_code == 303
            assert response.headers["location"].startswith("/") and not response.headers["location"].startswith("//")
            response = await self.send("GET", response.headers["location"])
        return Page(response)


def transfer_fields(to: Any, amount: str, **more: str) -> dict[str, str]:
    return {"to": str(to), "amount": amount, "note": "", "request_id": str(uuid4()), **more}
