"""A small OpenID provider for the sandbox's scene partners: discovery, sign-in by name, codes with PKCE, tokens that rotate, userinfo, revocation.

It goes by real time, as other providers do."""

import hashlib
import hmac
import time
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from html import escape
from secrets import token_urlsafe
from urllib.parse import parse_qs, unquote_plus, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID = "scenebank"
CODE_SECONDS = 60
TOKEN_SECONDS = 300

PAGE = """<!doctype html><meta charset="utf-8"><title>{name}</title><h1>{name}</h1><p>Scenebank asks for: {scope}</p>
<form method="post">{fields}<label>Account <input name="login" value="lin" required></label> <button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></form>"""

ASKED = ("client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "response_type")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code is good for, once."""

    login: str
    redirect_uri: str
    challenge: str
    nonce: str
    scope: str
    until: float


class SandboxProvider:
    """Whoever names an account is signed in to it: nothing here is worth a password."""

    def __init__(self, name: str, secret: str) -> None:
        self._name = name
        self._secret = secret
        self._key = ECKey.generate_key("P-256", parameters={"kid": token_urlsafe(6), "alg": "ES256", "use": "sig"})
        self._codes: dict[str, Code] = {}
        self._access: dict[str, tuple[str, float]] = {}
        self._refresh: dict[str, tuple[str, str]] = {}
        self.token_seconds = TOKEN_SECONDS
        self.refreshes = 0

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/jwks", self._jwks),
            Route("/authorize", self._show, methods=["GET"]),
            Route("/authorize", self._decide, methods=["POST"]),
            Route("/token", self._token, methods=["POST"]),
            Route("/userinfo", self._userinfo),
            Route("/revoke", self._revoke, methods=["POST"]),
        ]

    def login_of(self, request: Request) -> str | None:
        """Whose access token came with a request, if it still holds."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        login, until = self._access.get(token, ("", 0.0))
        return login if until > time.time() else None

    def forget(self, *, refresh: bool) -> None:
        """Every access token ends now; every refresh token too."""
        self._access.clear()
        if refresh:
            self._refresh.clear()

    async def _metadata(self, request: Request) -> Response:
        issuer = self._issuer(request)
        return JSONResponse(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "revocation_endpoint": f"{issuer}/revoke",
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "subject_types_supported": ["public"],
            }
        )

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _show(self, request: Request) -> Response:
        asked = {name: request.query_params.get(name, "") for name in ASKED}
        if asked["client_id"] != CLIENT_ID or asked["response_type"] != "code" or asked["code_challenge_method"] != "S256":
            return HTMLResponse("<h1>This request is not understood.</h1>", 400)
        fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in asked.items())
        return HTMLResponse(PAGE.format(name=escape(self._name), scope=escape(asked["scope"]), fields=fields))

    async def _decide(self, request: Request) -> Response:
        form = await _form(request)
        back = {"state": form.get("state", ""), "iss": self._issuer(request)}
        if form.get("decision") == "deny":
            return RedirectResponse(f"{form['redirect_uri']}?{urlencode({'error': 'access_denied', **back})}", 303)
        code = token_urlsafe(24)
        self._codes[code] = Code(form["login"], form["redirect_uri"], form["code_challenge"], form["nonce"], form["scope"], time.time() + CODE_SECONDS)
        return RedirectResponse(f"{form['redirect_uri']}?{urlencode({'code': code, **back})}", 303)

    async def _token(self, request: Request) -> Response:
        form = await _form(request)
        if not self._is_client(request):
            return _error("invalid_client", 401)
        if form.get("grant_type") == "refresh_token":
            known = self._refresh.pop(form.get("refresh_token", ""), None)
            self.refreshes += 1
            return _error("invalid_grant") if known is None else self._tokens(request, known[0], known[1], None)
        code = self._codes.pop(form.get("code", ""), None)
        challenge = urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if code is None or code.until < time.time() or code.redirect_uri != form.get("redirect_uri") or not hmac.compare_digest(code.challenge, challenge):
            return _error("invalid_grant")
        return self._tokens(request, code.login, code.scope, code.nonce)

    async def _userinfo(self, request: Request) -> Response:
        login = self.login_of(request)
        return _error("invalid_token", 401) if login is None else JSONResponse({"sub": login})

    async def _revoke(self, request: Request) -> Response:
        if not self._is_client(request):
            return _error("invalid_client", 401)
        token = (await _form(request)).get("token", "")
        known = self._refresh.pop(token, None)
        self._access = {kept: one for kept, one in self._access.items() if kept != token and (known is None or one[0] != known[0])}
        return Response(status_code=200)

    def _tokens(self, request: Request, login: str, scope: str, nonce: str | None) -> Response:
        now = int(time.time())
        access, refresh = token_urlsafe(24), token_urlsafe(24)
        self._access[access] = (login, now + self.token_seconds)
        self._refresh[refresh] = (login, scope)
        claims = {"iss": self._issuer(request), "sub": login, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        digest = hashlib.sha256(access.encode()).digest()
        claims["at_hash"] = urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
        if nonce is not None:
            claims["nonce"] = nonce
        id_token = jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key)
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": self.token_seconds, "refresh_token": refresh, "scope": scope}
        return JSONResponse(answer | {"id_token": id_token}, headers={"cache-control": "no-store"})

    def _is_client(self, request: Request) -> bool:
        try:
            given = b64decode(request.headers.get("authorization", "").removeprefix("Basic "), validate=True).decode()
        except ValueError:
            return False
        client_id, _, secret = given.partition(":")
        return unquote_plus(client_id) == CLIENT_ID and hmac.compare_digest(unquote_plus(secret).encode(), self._secret.encode())

    def _issuer(self, request: Request) -> str:
        return f"{request.url.scheme}://{request.headers['host']}/scenes/{self._name}"


async def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}


def _error(code: str, status: int = 400) -> Response:
    return JSONResponse({"error": code}, status)
