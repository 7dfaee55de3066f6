"""One mini-program of the house, asked over HTTP in the way that WeChat's network is asked: errors come in the body of a 200."""

import asyncio
import re
import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import httpx
import structlog

from integrations.breaker import CircuitBreaker
from integrations.errors import PartnerUnavailable
from integrations.guard import GuardedTransport, check_address
from integrations.http import Bounds, PartnerHttp
from integrations.mini_programs.answers import (
    AWAY,
    CODE_INVALID,
    TOKEN_ENDED,
    Exchanged,
    ExchangedPhone,
    error_of,
    read_object,
    read_phone,
    read_session,
    read_token,
)

_log = structlog.get_logger("integrations.mini_programs")

BOUNDS = Bounds(connect=2.0, total=4.0, answer_max=16 * 1024)
_CODE = re.compile(r"[A-Za-z0-9_-]{8,256}", re.ASCII)
_RENEWED_BEFORE_SECONDS = 300


class MiniProgramClient:
    """Implements the customers' `MiniProgram` port: it never raises for what the network does. Close it, or use it as `async with`."""

    def __init__(
        self,
        app_id: str,
        secret: str,
        *,
        network: str = "wechat",
        url: str = "https://api.weixin.qq.com",
        may_be_loopback: bool = False,
        bounds: Bounds = BOUNDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        check_address(url, may_be_loopback=may_be_loopback)
        self._app_id, self._network, self._secret = app_id, network, secret
        guarded = transport or GuardedTransport(may_be_loopback=may_be_loopback)
        self._http = PartnerHttp(f"mini-program {app_id}", url, secrets=(secret,), bounds=bounds, transport=guarded, breaker=CircuitBreaker())
        self._renewing = asyncio.Lock()
        self._token: tuple[str, float] | None = None

    @property
    def app_id(self) -> str:
        return self._app_id

    @property
    def network(self) -> str:
        return self._network

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        await self._http.close()

    async def exchange_code(self, code: str, raw_data: str | None = None, signature: str | None = None) -> Exchanged:
        """Who has that code, which is used up by asking. With `raw_data` and `signature` the user info is checked too; the session key is then forgotten."""
        if not _CODE.fullmatch(code):
            return Exchanged(CODE_INVALID)
        query = urlencode({"appid": self._app_id, "secret": self._secret, "js_code": code, "grant_type": "authorization_code"})
        try:
            return read_session(read_object(await self._http.call("GET", f"/sns/jscode2session?{query}")), raw_data, signature)
        except (PartnerUnavailable, ValueError) as error:
            return Exchanged(self._note("code", error))

    async def exchange_phone_code(self, code: str) -> ExchangedPhone:
        """The phone behind a phone code, which is used up by asking."""
        if not _CODE.fullmatch(code):
            return ExchangedPhone(CODE_INVALID)
        try:
            body = await self._ask_phone(await self._access_token(), code)
            if error_of(body) in TOKEN_ENDED:
                self._token = None
                body = await self._ask_phone(await self._access_token(), code)
            return read_phone(body, self._app_id)
        except (PartnerUnavailable, ValueError) as error:
            return ExchangedPhone(self._note("phone code", error))

    async def _ask_phone(self, token: str, code: str) -> dict[str, Any]:
        query = urlencode({"access_token": token})
        return read_object(await self._http.call("POST", f"/wxa/business/getuserphonenumber?{query}", json={"code": code}))

    async def _access_token(self) -> str:
        """The app's token, asked for once for all who wait."""
        async with self._renewing:
            if self._token is None or self._token[1] <= time.monotonic():
                body = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
                token, seconds = read_token(read_object(await self._http.call("POST", "/cgi-bin/stable_token", json=body, idempotent=True)))
                self._token = token, time.monotonic() + max(1, seconds - _RENEWED_BEFORE_SECONDS)
            return self._token[0]

    def _note(self, what: str, error: Exception) -> str:
        # Our own words only: a network's body may hold whatever it likes.
        _log.warning("mini-program not answered", app=self._app_id, what=what, failure=type(error).__name__)
        return AWAY
