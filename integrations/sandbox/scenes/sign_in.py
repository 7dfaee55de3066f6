"""Sign in at a sandbox shop with the bank: the shop as a client of the bank's authorization server, with a code, PKCE and an ID token that it checks.

POST /bank       {"issuer", "client_id", "client_secret"}: which bank, and as whom     (with the sandbox's key)
GET  /sign-in    to the bank, and back to /back: {"login"} and a cookie, by which the customer is known
POST /checkout   {"order_id", "title", "amount_minor"}: whoever is signed in orders something"""

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.sandbox.failing import refusal

COOKIE = "shop_session"

Place = Callable[[str, str, str, int], object]


class BankSignIn:
    """Sessions of those whom the bank has named. `place` writes down what a login orders."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._bank: dict[str, str] = {}
        self._begun: dict[str, tuple[str, str]] = {}
        self._sessions: dict[str, str] = {}

    def routes(self) -> list[BaseRoute]:
        return [Route("/sign-in", self._leave), Route("/back", self._come_back), Route("/checkout", self._check_out, methods=["POST"])]

    async def know_bank(self, request: Request) -> Response:
        """POST /bank."""
        self._bank = orjson.loads(await request.body())
        return Response(status_code=204)

    async def _leave(self, request: Request) -> Response:
        if not self._bank:
            return refusal("no_bank", 404)
        state, nonce, verifier = token_urlsafe(16), token_urlsafe(16), token_urlsafe(32)
        self._begun[state] = (nonce, verifier)
        asked = {
            "response_type": "code",
            "client_id": self._bank["client_id"],
            "redirect_uri": _back(request),
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return RedirectResponse(f"{self._bank['issuer']}/oauth/authorize?{urlencode(asked)}", 303)

    async def _come_back(self, request: Request) -> Response:
        begun = self._begun.pop(request.query_params.get("state", ""), None)
        if begun is None or request.query_params.get("iss") != self._bank.get("issuer"):
            return refusal("not_begun_here", 400)
        login = await self._redeem(request.query_params.get("code", ""), _back(request), *begun)
        if login is None:
            return refusal("not_signed_in", 401)
        session = token_urlsafe(24)
        self._sessions[session] = login
        answer = JSONResponse({"login": login})
        answer.set_cookie(COOKIE, session, httponly=True, samesite="lax")
        return answer

    async def _redeem(self, code: str, redirect_uri: str, nonce: str, verifier: str) -> str | None:
        """Whom the bank's ID token names, if it is for this shop and this sign-in."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
        async with httpx.AsyncClient(base_url=self._bank["issuer"], trust_env=False, timeout=5) as client:
            answer = await client.post("/oauth/token", data=form, auth=(self._bank["client_id"], self._bank["client_secret"]))
            if answer.status_code != 200:
                return None
            keys = (await client.get("/oauth/jwks")).json()
        try:
            claims: dict[str, Any] = jwt.decode(answer.json()["id_token"], KeySet.import_key_set(keys), algorithms=["ES256"]).claims
        except (JoseError, ValueError, KeyError):
            return None
        audience = claims.get("aud")
        is_ours = self._bank["client_id"] in (audience if isinstance(audience, list) else [audience])
        is_good = is_ours and claims.get("iss") == self._bank["issuer"] and claims.get("nonce") == nonce and claims.get("exp", 0) > time.time()
        return str(claims["sub"]) if is_good else None

    async def _check_out(self, request: Request) -> Response:
        login = self._sessions.get(request.cookies.get(COOKIE, ""))
        if login is None:
            return refusal("unauthorized", 401)
        asked = orjson.loads(await request.body())
        self._place(login, asked["order_id"], asked["title"], asked["amount_minor"])
        return Response(status_code=201)


def _back(request: Request) -> str:
    return str(request.url.replace(path=request.url.path.rpartition("/")[0] + "/back", query=""))
