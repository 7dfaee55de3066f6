"""One partner, as its manifest has it: linked by its provider, called by the operations of its kind."""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

import httpx

from integrations.breaker import CircuitBreaker
from integrations.errors import PartnerUnavailable
from integrations.guard import GuardedTransport
from integrations.http import Bounds, PartnerAnswer, PartnerHttp
from integrations.partners.answers import CallAnswer, GrantAnswer
from integrations.partners.grants import Grants
from integrations.partners.kinds import KINDS
from integrations.partners.manifest import Manifest
from integrations.partners.operations import Operation
from integrations.partners.provider import Provider
from integrations.partners.proving import Proofs
from integrations.strict_json import JsonRefused, read_object


class PartnerConnector:
    """Close it, or use it as `async with`. No method raises for what the partner does."""

    def __init__(
        self,
        manifest: Manifest,
        *,
        may_be_loopback: bool = False,
        bounds: Bounds | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time.time,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.manifest = manifest
        bounds = bounds or Bounds(total=float(manifest.limits.call_seconds), answer_max=manifest.limits.answer_bytes_most)
        transport = transport or GuardedTransport(may_be_loopback=may_be_loopback)
        auth, key = manifest.auth, manifest.api_key
        breaker = breaker or CircuitBreaker()
        self._http = PartnerHttp(manifest.name, "", secrets=() if key is None else (key,), bounds=bounds, transport=transport, breaker=breaker)
        self._provider_http = PartnerHttp(f"{manifest.name} provider", "", bounds=bounds, transport=transport)
        self._proofs = None if auth is None or auth.proof_key is None else Proofs(auth.proof_key, now)
        self._grants = None if auth is None else self._grants_of(Provider(auth, self._provider_http, may_be_loopback=may_be_loopback), now)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.close()
        await self._provider_http.close()

    async def authorization_address(self, *, state: str, nonce: str, verifier: str, redirect_uri: str) -> str | None:
        """Where the customer signs in at the partner; None when it cannot be told now."""
        if self._grants is None:
            return None
        return await self._grants.authorization_address(state=state, nonce=nonce, verifier=verifier, redirect_uri=redirect_uri)

    async def redeem(self, *, code: str, issuer: str | None, nonce: str, verifier: str, redirect_uri: str) -> GrantAnswer:
        """Tokens for the code that came back."""
        if self._grants is None:
            return GrantAnswer("refused", "links_no_accounts")
        return await self._grants.redeem(code=code, issuer=issuer, nonce=nonce, verifier=verifier, redirect_uri=redirect_uri)

    async def refresh(self, refresh_token: str, subject: str) -> GrantAnswer:
        """Newer tokens of the same account."""
        if self._grants is None:
            return GrantAnswer("refused", "links_no_accounts")
        return await self._grants.refresh(refresh_token, subject)

    async def revoke(self, token: str) -> bool:
        """Whether the token holds no more."""
        return self._grants is None or await self._grants.revoke(token)

    async def call(self, operation: str, call_id: UUID, token: str | None, given: Mapping[str, Any]) -> CallAnswer:
        """Ask the partner for something of its kind; for what is keyed once, whatever is repeated."""
        asked = KINDS[self.manifest.kind].operations[operation]
        address = self._address(operation, asked, call_id, given)
        body = None if asked.body is None else asked.body(call_id, given)
        try:
            answer = await self._ask(asked, address, body, call_id, token)
            if self._proofs is not None and self._proofs.wants_another(address, answer):
                # Refused before anything was looked at, for want of a nonce that is there now.
                answer = await self._ask(asked, address, body, call_id, token)
        except PartnerUnavailable as failure:
            return CallAnswer("unknown", reason=failure.what)
        return _read(asked, call_id, answer)

    async def _ask(self, asked: Operation, address: str, body: object, call_id: UUID, token: str | None) -> PartnerAnswer:
        proofs = self._proofs
        renewed = None if proofs is None or token is None else lambda: proofs.headers(asked.method, address, token)
        headers = self._headers(asked, call_id, token)
        # What is not keyed changes nothing.
        return await self._http.call(asked.method, address, json=body, headers=headers, idempotent=True, renewed=renewed)

    def _grants_of(self, provider: Provider, now: Callable[[], float]) -> Grants:
        return Grants(provider, self._provider_http, now=now, proofs=self._proofs)

    def _address(self, name: str, asked: Operation, call_id: UUID, given: Mapping[str, Any]) -> str:
        path = self.manifest.endpoints.get(name, asked.path)
        values = {key: quote(str(value), safe="") for key, value in given.items()}
        return f"{self.manifest.base_url.rstrip('/')}/{path.format(**{**values, 'call_id': call_id})}"

    def _headers(self, asked: Operation, call_id: UUID, token: str | None) -> dict[str, str]:
        bearer = token or self.manifest.api_key
        return {
            **({"authorization": f"Bearer {bearer}"} if bearer is not None else {}),
            **({"idempotency-key": str(call_id)} if asked.keyed else {}),
        }


def _read(asked: Operation, call_id: UUID, answer: PartnerAnswer) -> CallAnswer:
    content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status == 401:
        return CallAnswer("unauthorized", reason="unauthorized")
    if content_type != "application/json":
        return CallAnswer("unknown", reason="not JSON")
    try:
        data = read_object(answer.body)
        return asked.read(call_id, data) if 200 <= answer.status < 300 else _refusal(asked, answer.status, data)
    except (JsonRefused, ValueError, KeyError, TypeError):
        return CallAnswer("unknown", reason="not understood")


def _refusal(asked: Operation, status: int, data: Mapping[str, Any]) -> CallAnswer:
    """What an error code says. Raises as the readers do."""
    code = data["error"]["code"]
    if not isinstance(code, str):
        raise TypeError("code")
    if status in (402, 409, 422) and code in asked.refusals:
        return CallAnswer("refused", reason=code)
    if status == 404 and code == asked.absent:
        return CallAnswer("absent", reason=code)
    return CallAnswer("unknown", reason=code[:60])
