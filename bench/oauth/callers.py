"""Callers of the token endpoint: requests signed beforehand, sent over connections that stay."""

import asyncio
import json
import time
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Caller:
    """One client, with its key for assertions and its key for proofs."""

    def __init__(self, port: int, issuer: str, client_id: str, key: ECKey) -> None:
        self._port = port
        self._issuer = issuer
        self._client_id = client_id
        self._key = key
        self._proof_key = ECKey.generate_key("P-256")
        public = self._proof_key.as_dict(private=False)
        self._jwk = {name: public[name] for name in ("kty", "crv", "x", "y")}
        self._nonce = ""

    async def learn_nonce(self) -> None:
        """The nonce of the requests that are made from now on."""
        async with httpx.AsyncClient(trust_env=False) as http:
            self._nonce = (await http.get(f"{self._issuer}/oauth/jwks")).headers["dpop-nonce"]

    def request(self, form: str) -> bytes:
        """A whole request, with an assertion and a proof of its own."""
        now = int(time.time())
        told = {"iss": self._client_id, "sub": self._client_id, "aud": self._issuer, "jti": token_urlsafe(16), "iat": now, "exp": now + 300}
        proof = {"htm": "POST", "htu": f"{self._issuer}/oauth/token", "iat": now, "jti": token_urlsafe(16), "nonce": self._nonce}
        assertion = signed(self._key, {"alg": "ES256", "kid": "1"}, told)
        body = f"{form}&{urlencode({'client_assertion_type': ASSERTION_TYPE, 'client_assertion': assertion})}"
        lines = (
            "POST /oauth/token HTTP/1.1",
            f"host: 127.0.0.1:{self._port}",
            "content-type: application/x-www-form-urlencoded",
            f"content-length: {len(body)}",
            f"dpop: {signed(self._proof_key, {'alg': 'ES256', 'typ': 'dpop+jwt', 'jwk': self._jwk}, proof)}",
        )
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    async def send(self, requests: list[bytes], connections: int) -> None:
        """All of them, a few at once. Raises RuntimeError for an answer other than 200."""
        waiting = iter(requests)

        async def work() -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            for request in waiting:
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                body = await reader.readexactly(length)
                if not head.startswith(b"HTTP/1.1 200"):
                    raise RuntimeError(body.decode())
            writer.close()

        await asyncio.gather(*(work() for _ in range(connections)))


def signed(key: ECKey, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A JWT."""
    return jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=["ES256"])
