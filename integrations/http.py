"""The one way in which the house calls a partner over HTTP: timed, bounded, retried within a budget, and silent about secrets."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

import httpx
import orjson
import structlog

from integrations.breaker import CircuitBreaker
from integrations.errors import PartnerUnavailable
from integrations.guard import AddressRefused

_log = structlog.get_logger("integrations.http")

# httpx logs every address it asks for; what may be logged of a call is decided here.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

RETRIED_STATUSES = frozenset({429, 502, 503, 504})
"""The partner says that it did not get to the request."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds and bytes. `total` covers all attempts of one call; `retries_per_call` come out of a budget that calls fill: `retry_share` of a retry each."""

    connect: float = 2.0
    total: float = 5.0
    answer_max: int = 256 * 1024
    attempts_max: int = 3
    retry_share: float = 0.1
    retries_saved_max: float = 10.0
    retry_pause: float = 0.1


class PartnerAnswer(NamedTuple):
    """Any answer of less than 500. `body` is whole and not longer than the bounds allow."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises ValueError."""
        return orjson.loads(self.body)


class PartnerHttp:
    """Calls one partner. Close it, or use it as `async with`. Follows no redirect, keeps no cookie, reads no proxy or password from the
    environment.

    Where the partner itself says which addresses are called, `transport` is a GuardedTransport. An open `breaker` refuses at once: then nothing was sent.
    `secrets` are blotted out of whatever is logged; headers, queries and bodies are never logged at all."""

    def __init__(
        self,
        partner: str,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        bounds: Bounds | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self._partner = partner
        self._breaker = breaker
        self._secrets = secrets
        self._bounds = bounds or Bounds()
        self._budget = self._bounds.retries_saved_max
        self._client = httpx.AsyncClient(
            base_url=base_url,
            # What is sent compressed is not unpacked, so a small answer cannot grow beyond its bound.
            headers={"accept": "application/json", "accept-encoding": "identity", "user-agent": "scenebank", **(headers or {})},
            timeout=httpx.Timeout(self._bounds.total, connect=self._bounds.connect),
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=15),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )
        # A partner's cookie would be shown again in the next customer's call.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        await self._client.aclose()

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        idempotent: bool = False,
        answer_max: int | None = None,
        renewed: Callable[[], Mapping[str, str]] | None = None,
    ) -> PartnerAnswer:
        """Ask once, or again if the call is idempotent and did not get through. The body is JSON or a form. Raises PartnerUnavailable: then the outcome is not
        known, unless it says that nothing `was_sent`. `renewed` makes headers anew for each attempt: those that are good for one."""
        content, content_type = _body(json, form)
        try:
            request = self._client.build_request(method, path, content=content, headers={**content_type, **(headers or {})})
        except (httpx.InvalidURL, ValueError) as error:
            raise PartnerUnavailable(self._partner, "not an address", was_sent=False) from error
        if self._breaker is not None and not self._breaker.admit():
            raise PartnerUnavailable(self._partner, "left alone for a while", was_sent=False)
        self._budget = min(self._bounds.retries_saved_max, self._budget + self._bounds.retry_share)
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._bounds.total):
                answer = await self._attempt(request, idempotent, answer_max or self._bounds.answer_max, renewed)
        except TimeoutError as error:
            self._note(request, started, failure="timeout")
            self._count(failed=True)
            raise PartnerUnavailable(self._partner, "no answer in time") from error
        except PartnerUnavailable as error:
            self._note(request, started, failure=error.what)
            self._count(failed=True)
            raise
        self._note(request, started, status=answer.status)
        self._count(failed=False)
        return answer

    async def _attempt(self, request: httpx.Request, idempotent: bool, answer_max: int, renewed: Callable[[], Mapping[str, str]] | None) -> PartnerAnswer:
        attempt = 1
        while True:
            if renewed is not None:
                request.headers.update(renewed())
            try:
                answer = await self._send(request, answer_max)
                if answer.status < 500 and answer.status not in RETRIED_STATUSES:
                    return answer
                failure, may_retry = f"answered {answer.status}", answer.status in RETRIED_STATUSES
            except AddressRefused as error:
                raise PartnerUnavailable(self._partner, "may not be called", was_sent=False) from error
            except httpx.TimeoutException as error:
                # Time was spent: what is left of the total is better given to the next asking.
                raise PartnerUnavailable(self._partner, type(error).__name__) from error
            except httpx.TransportError as error:
                failure, may_retry = type(error).__name__, True
            if not (idempotent and may_retry and attempt < self._bounds.attempts_max and self._budget >= 1):
                raise PartnerUnavailable(self._partner, failure)
            self._budget -= 1
            await asyncio.sleep(self._bounds.retry_pause * 2 ** (attempt - 1))
            attempt += 1

    async def _send(self, request: httpx.Request, answer_max: int) -> PartnerAnswer:
        response = await self._client.send(request, stream=True)
        try:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise PartnerUnavailable(self._partner, "answered compressed, unasked")
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > answer_max:
                    raise PartnerUnavailable(self._partner, f"answered more than {answer_max} bytes")
            return PartnerAnswer(response.status_code, response.headers, bytes(body))
        finally:
            await response.aclose()

    def _count(self, *, failed: bool) -> None:
        if self._breaker is not None:
            (self._breaker.failed if failed else self._breaker.succeeded)()

    def _note(self, request: httpx.Request, started: float, *, status: int | None = None, failure: str | None = None) -> None:
        path = request.url.path
        for secret in self._secrets:
            path = path.replace(secret, "***")
        milliseconds = round((time.monotonic() - started) * 1000)
        _log.info("partner called", partner=self._partner, method=request.method, path=path, status=status, failure=failure, milliseconds=milliseconds)


def _body(json: object, form: Mapping[str, str] | None) -> tuple[bytes | None, dict[str, str]]:
    if form is not None:
        return urlencode(form).encode(), {"content-type": "application/x-www-form-urlencoded"}
    return (None, {}) if json is None else (orjson.dumps(json), {"content-type": "application/json"})
