"""What a partner adds to a library that signs no proofs of a key (RFC 9449): proofs for requests-oauthlib's and for Authlib's requests."""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from typing import Any
from uuid import uuid4

from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuth2Auth
from authlib.oauth2.rfc6750 import add_bearer_token
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc import jws
from joserfc.jwk import ECKey
from requests import PreparedRequest, Response
from requests.auth import AuthBase


class Prover:
    """Holds the key, and the nonce that the bank gave last."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256")
        self.nonce: str | None = None

    def proof(self, method: str, url: str, authorization: str = "") -> str:
        """What proves, for one request, that its sender holds the key."""
        claims: dict[str, Any] = {"htm": method, "htu": url, "iat": int(time.time()), "jti": str(uuid4())}
        if self.nonce is not None:
            claims["nonce"] = self.nonce
        if authorization:
            token = authorization.partition(" ")[2]
            claims["ath"] = urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.as_dict(private=False)}
        return jws.serialize_compact(header, json.dumps(claims).encode(), self.key, algorithms=["ES256"])

    def note(self, nonce: str | None) -> None:
        """A nonce came with an answer: the next proof names it."""
        self.nonce = nonce or self.nonce


class Proved(AuthBase):
    """For requests: each with a proof and, once there is one, with the token under the scheme DPoP."""

    def __init__(self, prover: Prover, token: str = "") -> None:
        self._prover = prover
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        if self._token:
            request.headers["authorization"] = f"DPoP {self._token}"
        request.headers["dpop"] = self._prover.proof(str(request.method), str(request.url), str(request.headers.get("authorization", "")))
        request.register_hook("response", self._note)
        return request

    def _note(self, response: Response, **_: Any) -> None:
        self._prover.note(response.headers.get("dpop-nonce"))


def _add_bound_token(token: str, uri: str, headers: Any, body: Any, placement: str) -> Any:
    uri, headers, body = add_bearer_token(token, uri, headers, body, placement)
    headers["Authorization"] = f"DPoP {token}"
    return uri, headers, body


class BoundAuth(OAuth2Auth):
    """Authlib's way to send a token, taught a token of the type DPoP."""

    SIGN_METHODS = OAuth2Auth.SIGN_METHODS | {"dpop": _add_bound_token}


class BoundClient(AsyncOAuth2Client):
    """Authlib's client, whose every request carries a proof."""

    token_auth_class = BoundAuth

    def __init__(self, prover: Prover, **more: Any) -> None:
        async def sign(request: Any) -> None:
            request.headers["dpop"] = prover.proof(request.method, str(request.url), request.headers.get("authorization", ""))

        async def note(response: Any) -> None:
            prover.note(response.headers.get("dpop-nonce"))

        super().__init__(event_hooks={"request": [sign], "response": [note]}, **more)


class ShortAssertion(PrivateKeyJWT):
    """Authlib's assertion for a minute instead of an hour, as FAPI 2.0 wants it."""

    def sign(self, auth: Any, token_endpoint: str) -> Any:
        self.claims = {"exp": int(time.time()) + 60}
        return super().sign(auth, token_endpoint)
