"""A company's system as a client of the bank: client credentials, tokens bound to a key (DPoP), and everything repeated until it is answered."""

import asyncio
import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from domains.kernel.clock import Clock

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPE = "companies.read companies.write webhooks.manage"
ATTEMPTS = 8
PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 10.0
HASTE_SECONDS = 0.001
"""After which a system that loses answers hangs up."""

COMPANIES = "query ($after: Cursor) { connectedCompanies(first: 50, after: $after) { nodes { id number accountId } pageInfo { hasNextPage endCursor } } }"
REGISTER = """mutation ($input: RegisterWebhookEndpointInput!) { registerWebhookEndpoint(input: $input) {
    ... on WebhookEndpointRegistered { secret endpoint { id } } ... on Problem { message } } }"""


class BankUnavailable(Exception):
    """The bank did not answer, however often it was asked, or said no."""


class Bank:
    """One bank, for one client."""

    def __init__(self, clock: Clock, origin: str, client_id: str, jwk: dict[str, Any]) -> None:
        self._clock, self._origin, self._client_id = clock, origin, client_id
        self._key, self._key_id = ECKey.import_key(jwk), str(jwk.get("kid", "1"))
        self._proof_key = ECKey.generate_key("P-256")
        self._http = httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False)
        self._token: str | None = None
        self._nonce: str | None = None
        self.answers: list[int] = []
        """What the bank said to each attempt; 0 where the answer was lost."""

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(self, query: str, **variables: Any) -> Any:
        """An operation of the bank's schema. Raises BankUnavailable."""
        answer = await self.send("POST", "/graphql", content=json.dumps({"query": query, "variables": variables}), kind="application/json")
        body = answer.json()
        if "errors" in body:
            raise BankUnavailable(str(body["errors"]))
        return body["data"]

    async def company(self, number: str) -> dict[str, Any]:
        """The company of that number, if it lets this system in. Raises BankUnavailable."""
        after = None
        while True:
            page = (await self.ask(COMPANIES, after=after))["connectedCompanies"]
            for one in page["nodes"]:
                if one["number"] == number:
                    found: dict[str, Any] = one
                    return found
            if not page["pageInfo"]["hasNextPage"]:
                raise BankUnavailable(f"the bank connects no company {number}")
            after = page["pageInfo"]["endCursor"]

    async def listen(self, address: str, event_types: list[str], document_id: str | None) -> str:
        """Tell the bank where webhooks go; answers the secret that signs them. Raises BankUnavailable."""
        given = {"requestId": str(uuid4()), "address": address, "eventTypes": event_types} | ({} if document_id is None else {"documentId": document_id})
        told = (await self.ask(REGISTER, input=given))["registerWebhookEndpoint"]
        if "secret" not in told:
            raise BankUnavailable(str(told))
        return str(told["secret"])

    async def send(self, method: str, path: str, *, content: str = "", kind: str = "", hasty: int = 0) -> httpx.Response:
        """Repeated after 5xx and after silence. The first `hasty` attempts hang up at once, so that the answer is lost. Raises BankUnavailable."""
        for attempt in range(ATTEMPTS):
            timeout = HASTE_SECONDS if attempt < hasty else PATIENCE_SECONDS
            try:
                answer = await self._once(method, path, content, kind, timeout)
            except httpx.TransportError:
                self.answers.append(0)
            else:
                self.answers.append(answer.status_code)
                if answer.status_code < 500 and answer.status_code != 429:
                    return answer
            await asyncio.sleep(PAUSE_SECONDS * (attempt + 1))
        raise BankUnavailable(f"{method} {path}")

    async def _once(self, method: str, path: str, content: str, kind: str, timeout: float) -> httpx.Response:
        for _ in range(3):
            token = self._token or await self._granted()
            address = f"{self._origin}{path.partition('?')[0]}"
            headers = {"authorization": f"DPoP {token}", "dpop": self._proof(method, address, token), "accept-language": "en"}
            if kind:
                headers["content-type"] = kind
            answer = await self._http.request(method, f"{self._origin}{path}", content=content.encode(), headers=headers, timeout=timeout)
            self._nonce = answer.headers.get("dpop-nonce", self._nonce)
            if answer.status_code != 401:
                return answer
            if "use_dpop_nonce" not in answer.headers.get("www-authenticate", ""):
                self._token = None
        return answer

    async def _granted(self) -> str:
        """A token of the client's own."""
        for _ in range(3):
            form = {"grant_type": "client_credentials", "scope": SCOPE, "client_assertion_type": ASSERTION_TYPE, "client_assertion": self._assertion()}
            address = f"{self._origin}/oauth/token"
            answer = await self._http.post(address, data=form, headers={"dpop": self._proof("POST", address, None)})
            self._nonce = answer.headers.get("dpop-nonce", self._nonce)
            if answer.status_code == 200:
                self._token = str(answer.json()["access_token"])
                return self._token
        raise BankUnavailable(f"no token: {answer.status_code} {answer.text}")

    def _assertion(self) -> str:
        now = int(self._clock.now().timestamp())
        claims = {"iss": self._client_id, "sub": self._client_id, "aud": self._origin, "jti": uuid4().hex, "iat": now, "exp": now + 60}
        return _signed({"alg": "ES256", "kid": self._key_id}, claims, self._key)

    def _proof(self, method: str, address: str, token: str | None) -> str:
        claims: dict[str, Any] = {"htm": method, "htu": address, "iat": int(self._clock.now().timestamp()), "jti": uuid4().hex}
        if self._nonce is not None:
            claims["nonce"] = self._nonce
        if token is not None:
            claims["ath"] = urlsafe_b64encode(sha256(token.encode()).digest()).rstrip(b"=").decode()
        public = self._proof_key.as_dict(private=False)
        jwk = {name: public[name] for name in ("kty", "crv", "x", "y")}
        return _signed({"alg": "ES256", "typ": "dpop+jwt", "jwk": jwk}, claims, self._proof_key)


def _signed(header: dict[str, Any], claims: dict[str, Any], key: ECKey) -> str:
    return jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=["ES256"])
