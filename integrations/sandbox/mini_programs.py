"""A network of mini-programs, as WeChat's servers speak: errors in the body of a 200, codes that are good once, for five minutes, and for one app.

GET  /sns/jscode2session?appid&secret&js_code&grant_type         {openid, session_key, unionid} or {errcode, errmsg}
POST /cgi-bin/stable_token {grant_type, appid, secret}           {access_token, expires_in}
POST /wxa/business/getuserphonenumber?access_token {code}        {errcode: 0, phone_info}
With the sandbox's key, what an app does on a phone and what a test asks for:
POST /login {"app_id", "user", "phone"?, "country"?, "union"?}   {code, phone_code, raw_data, signature}: wx.login, getPhoneNumber and getUserProfile in one
POST /faults {"fault", "count"?}, DELETE /faults                 the next questions meet it
POST /tokens                                                     access tokens that are out are no longer good"""

import hashlib
import hmac
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_bytes, token_urlsafe
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from domains.kernel.clock import Clock
from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import Fault
from integrations.sandbox.keys import SANDBOX_MINI_PROGRAMS

CODE_LIFE = timedelta(minutes=5)
HELD_SECONDS = 15.0


class NetworkFault(StrEnum):
    """What can go wrong with the next question."""

    SERVER_ERROR = "server_error"
    UNAVAILABLE = "unavailable"
    NEVER_ANSWERS = "never_answers"
    BUSY = "busy"
    """errcode -1."""
    TOO_OFTEN = "too_often"
    """errcode 45011."""
    WRONG_SECRET = "wrong_secret"
    """errcode 40125, though the secret is right."""
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    NO_OPEN_ID = "no_open_id"
    SHORT_KEY = "short_key"
    """A session key of another length."""
    HUGE = "huge"
    """An answer of a megabyte."""
    OTHER_APP = "other_app"
    """A phone that another app was given."""


@dataclass
class Login:
    """One use of the app: who, since when, and whether each of its codes was used."""

    app_id: str
    user: str
    phone: str
    country: str
    has_union: bool
    session_key: str
    made_at: datetime
    is_used: bool = False
    is_phone_used: bool = False


class MiniProgramServer:
    """The network's servers and its test desk."""

    def __init__(self, api_key: str, clock: Clock) -> None:
        self._authorization = f"Bearer {api_key}".encode()
        self._clock = clock
        self._secrets = dict(SANDBOX_MINI_PROGRAMS.values())
        self._logins: dict[str, Login] = {}
        self._tokens: dict[str, str] = {}
        self._faults: deque[NetworkFault] = deque()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sns/jscode2session", self._session),
            Route("/cgi-bin/stable_token", self._token, methods=["POST"]),
            Route("/wxa/business/getuserphonenumber", self._phone, methods=["POST"]),
            Route("/login", self._login, methods=["POST"]),
            Route("/faults", self._plan, methods=["POST", "DELETE"]),
            Route("/tokens", self._forget_tokens, methods=["POST"]),
        ]

    async def _session(self, request: Request) -> Response:
        asked = request.query_params
        failed = await self._failed(request)
        if failed is not None:
            return failed
        refused = self._refused_app(asked.get("appid"), asked.get("secret"))
        if refused is not None:
            return refused
        login = self._logins.get(asked.get("js_code", ""))
        if login is None or login.app_id != asked.get("appid") or self._clock.now() > login.made_at + CODE_LIFE:
            return _error(40029, "invalid code")
        if login.is_used:
            return _error(40163, "code been used")
        login.is_used = True
        answer = {"openid": _subject("open", login.app_id, login.user), "session_key": login.session_key}
        if login.has_union:
            answer["unionid"] = _subject("union", "sandbox", login.user)
        fault = self._take(NetworkFault.NO_OPEN_ID, NetworkFault.SHORT_KEY)
        if fault is NetworkFault.NO_OPEN_ID:
            del answer["openid"]
        elif fault is NetworkFault.SHORT_KEY:
            answer["session_key"] = "c2hvcnQ="
        return JSONResponse(answer)

    async def _token(self, request: Request) -> Response:
        asked = await _read(request)
        refused = self._refused_app(asked.get("appid"), asked.get("secret"))
        if refused is not None:
            return refused
        token = next((token for token, app_id in self._tokens.items() if app_id == asked["appid"]), None) or token_urlsafe(48)
        self._tokens[token] = asked["appid"]
        return JSONResponse({"access_token": token, "expires_in": 7200})

    async def _phone(self, request: Request) -> Response:
        failed = await self._failed(request)
        if failed is not None:
            return failed
        app_id = self._tokens.get(request.query_params.get("access_token", ""))
        if app_id is None:
            return _error(40001, "invalid credential, access_token is invalid or not latest")
        code = str((await _read(request)).get("code", ""))
        login = self._logins.get(code.removesuffix("-phone")) if code.endswith("-phone") else None
        if login is None or login.app_id != app_id or self._clock.now() > login.made_at + CODE_LIFE:
            return _error(40029, "invalid code")
        if login.is_phone_used:
            return _error(40163, "code been used")
        login.is_phone_used = True
        other = self._take(NetworkFault.OTHER_APP) is not None
        watermark = {"timestamp": int(self._clock.now().timestamp()), "appid": "wxother" if other else app_id}
        info = {"phoneNumber": login.phone, "purePhoneNumber": login.phone, "countryCode": login.country, "watermark": watermark}
        return JSONResponse({"errcode": 0, "errmsg": "ok", "phone_info": info})

    async def _login(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        asked = await _read(request)
        if asked.get("app_id") not in self._secrets or not isinstance(asked.get("user"), str):
            return refusal("malformed", 400)
        code, key = token_urlsafe(24), b64encode(token_bytes(16)).decode()
        self._logins[code] = Login(
            asked["app_id"], asked["user"], str(asked.get("phone", "")), str(asked.get("country", "86")), bool(asked.get("union", True)), key, self._clock.now()
        )
        raw_data = orjson.dumps({"nickName": asked["user"], "language": "zh_CN"}).decode()
        signature = hashlib.sha1((raw_data + key).encode(), usedforsecurity=False).hexdigest()
        return JSONResponse({"code": code, "phone_code": f"{code}-phone", "raw_data": raw_data, "signature": signature})

    async def _plan(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        if request.method == "DELETE":
            self._faults.clear()
            return Response(status_code=204)
        asked = await _read(request)
        try:
            self._faults.extend([NetworkFault(asked["fault"])] * int(asked.get("count", 1)))
        except (KeyError, TypeError, ValueError):
            return refusal("malformed", 400)
        return Response(status_code=204)

    async def _forget_tokens(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        self._tokens.clear()
        return Response(status_code=204)

    async def _failed(self, request: Request) -> Response | None:
        """The planned failure of this question, before anything was looked at."""
        fault = self._take(*(fault for fault in NetworkFault if fault not in LATER))
        if fault is None:
            return None
        made = FAILED.get(fault)
        return made() if made is not None else await fail(request, Fault(fault.value), HELD_SECONDS)

    def _take(self, *among: NetworkFault) -> NetworkFault | None:
        return self._faults.popleft() if self._faults and self._faults[0] in among else None

    def _refused_app(self, app_id: object, secret: object) -> Response | None:
        known = self._secrets.get(str(app_id))
        if known is None:
            return _error(40013, "invalid appid")
        return None if hmac.compare_digest(known.encode(), str(secret).encode()) else _error(40125, "invalid appsecret")

    def _may(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), self._authorization)


LATER = frozenset({NetworkFault.NO_OPEN_ID, NetworkFault.SHORT_KEY, NetworkFault.OTHER_APP})
"""Faults of an answer, when the question was understood."""


FAILED: dict[NetworkFault, Callable[[], Response]] = {
    NetworkFault.BUSY: lambda: _error(-1, "system error"),
    NetworkFault.TOO_OFTEN: lambda: _error(45011, "api minute-quota reach limit"),
    NetworkFault.WRONG_SECRET: lambda: _error(40125, "invalid appsecret"),
    NetworkFault.NOT_JSON: lambda: PlainTextResponse("<html>gateway</html>"),
    NetworkFault.NOT_AN_OBJECT: lambda: JSONResponse(["openid"]),
    NetworkFault.HUGE: lambda: JSONResponse({"openid": "x" * 1_000_000}),
}


def _error(code: int, message: str) -> Response:
    return JSONResponse({"errcode": code, "errmsg": message})


def _subject(kind: str, issuer: str, user: str) -> str:
    return "o" + hashlib.sha256(f"{kind} {issuer} {user}".encode()).hexdigest()[:27]


async def _read(request: Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
