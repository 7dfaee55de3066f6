"""What a browser holds: one cookie, sealed, with the session's tokens and the key that its forms are bound to."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, field

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.requests import Request
from starlette.responses import Response

from domains.kernel.crypto import Keyring

_NONCE_BYTES = 12
_COOKIE_MAX = 3_800
"""Browsers drop a cookie of more than 4,096 bytes with its name and attributes."""
_BOUND_TO = b"scenebank page session 1"


@dataclass(frozen=True, slots=True)
class PageSession:
    """One browser's visit. `form_key` is made anew at sign-in and sign-out; the tokens are empty before sign-in, the rest after it."""

    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    access_token: str = ""
    refresh_token: str = ""
    expires_at: int = 0
    phone: str = ""
    next_path: str = ""
    signed_in_for: str = ""
    """The partner's request during which the customer signed in."""
    attribution: str = ""
    """The token of the last code that was opened before sign-in; claimed at sign-in."""
    portal_key: str = ""
    """The key by which a partner's people are in the portal; until then, and until whenever at most, in seconds since 1970."""
    portal_until: int = 0
    portal_end: int = 0


class SessionCookies:
    """Seals sessions into cookies (AES-256-GCM) and opens them again; makes and checks the token of a form."""

    def __init__(self, keyring: Keyring, origin: str) -> None:
        self._cipher = AESGCM(keyring.derive("scenebank page session"))
        self._form_key = keyring.derive("scenebank page forms")
        self.is_secure = origin.startswith("https://")
        self.name = "__Host-scenebank" if self.is_secure else "scenebank"

    def read(self, request: Request) -> PageSession | None:
        """The session of the request's cookie; None for no cookie, or one that is not ours or was changed."""
        try:
            raw = urlsafe_b64decode(request.cookies.get(self.name, "").encode("ascii"))
            return PageSession(**orjson.loads(self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _BOUND_TO)))
        except (ValueError, InvalidTag, TypeError):
            return None

    def write(self, response: Response, session: PageSession) -> None:
        """Set the cookie. It lasts as long as the browser is open."""
        nonce = os.urandom(_NONCE_BYTES)
        value = urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, orjson.dumps(asdict(session)), _BOUND_TO)).decode()
        if len(value) > _COOKIE_MAX:
            raise ValueError("the session does not fit into a cookie")
        response.set_cookie(self.name, value, path="/", secure=self.is_secure, httponly=True, samesite="lax")

    def form_token(self, session: PageSession) -> str:
        """What every form of that session carries."""
        return urlsafe_b64encode(hmac.new(self._form_key, session.form_key.encode(), hashlib.sha256).digest()).decode()

    def is_form_token(self, session: PageSession, token: str) -> bool:
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())
