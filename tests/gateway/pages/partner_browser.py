"""A customer's browser that a partner's client sent to the bank: without script, keeping cookies, stopping where it is sent back to the client."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.gateway.oauth.clients import TestClient
from tests.gateway.pages.browser import POLICY, Browser, Page


@dataclass
class SentBack:
    """The browser arrived at the client's address with these parameters."""

    address: str
    answer: dict[str, str]


class PartnerBrowser(Browser):
    """As any visitor's browser. The policy of a page may name the client's origin beside our own as a place where its forms lead to."""

    async def send(self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        came_from = {"origin": self.app.application.settings.origin, "sec-fetch-site": "same-origin"} if method == "POST" else {}
        response = await self.http.request(method, path, data=fields, headers=came_from | {name.replace("_", "-"): value for name, value in headers.items()})
        targets = response.headers["content-security-policy"].split("form-action 'self'")[1].split(";")[0]
        assert response.headers["content-security-policy"].replace(f"'self'{targets};", "'self';") == POLICY
        assert targets in ("", " https://shop.example"), targets
        assert (response.headers["x-frame-options"], response.headers["cache-control"]) == ("DENY", "no-store")
        assert "Traceback" not in response.text
        return response

    async def arrive(self, client: TestClient, **asked: Any) -> Page:
        """With a pushed request of that client's."""
        pushed = await client.push(**asked)
        assert pushed.status_code == 201, pushed.text
        page = await self.go("GET", f"/oauth/authorize?client_id={client.id}&request_uri={pushed.json()['request_uri']}")
        assert isinstance(page, Page)
        return page

    async def go(self, method: str, path: str, fields: dict[str, str] | None = None) -> Page | SentBack:
        """Follow redirects until a page of ours stands still, or the browser is sent to the client."""
        response = await self.send(method, path, fields)
        while response.is_redirect:
            assert response.status_code == 303
            location = response.headers["location"]
            if location.startswith("https://shop.example/"):
                return SentBack(location.partition("?")[0], {name: value for name, (value,) in parse_qs(urlsplit(location).query).items()})
            assert location.startswith("/") and not location.startswith("//"), location
            response = await self.send("GET", location)
        return Page(response)

    async def post(self, page: Page, action: str, **typed: str) -> Page:
        """Fill in the page's form; a page of ours answers."""
        answer = await self.go("POST", action, page.form(action).fields | typed)
        assert isinstance(answer, Page), answer
        return answer

    async def sign_in_for(self, page: Page, phone: str) -> Page:
        """By phone and one-time code, through the partner's pages."""
        page = await self.post(page, "/oauth/consent/login", phone=phone)
        while page.status == 422:
            assert "Too many codes" in page.text
            await asyncio.sleep(0.2)
            page = await self.post(page, "/oauth/consent/login", phone=phone)
        return await self.post(page, "/oauth/consent/code", code=await self.code(phone))

    async def decide(self, page: Page, decision: str, **typed: str) -> Page | SentBack:
        """Allow or refuse on the consent page."""
        action = next(one.action for one in page.forms if one.action in ("/oauth/consent", "/device/answer"))
        return await self.go("POST", action, page.form(action).fields | {"decision": decision} | typed)
