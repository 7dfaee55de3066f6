"""How the house calls a partner's webhook endpoint: one signed POST, guarded, timed and bounded."""

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple

import httpx
import structlog

from integrations.guard import AddressRefused, GuardedTransport, Resolve
from integrations.signatures import sign

TOTAL_SECONDS, CONNECT_SECONDS = 10.0, 5.0
CONNECTIONS_MAX = 512
ANSWER_MAX = 2048
"""Bytes of an answer that are read; the rest is left."""

_log = structlog.get_logger("integrations.webhooks")


class WebhookAnswer(NamedTuple):
    """What an endpoint answered, or the failure that kept it from answering: timeout, connection, address or protocol."""

    status: int | None
    failure: str | None = None
    text: str = ""
    retry_after_seconds: int | None = None


class WebhookClient:
    """Calls endpoints. Follows no redirect, reads no proxy from the environment, keeps no connection. Close it, or use it as `async with`."""

    def __init__(self, *, may_be_loopback: bool = False, total_seconds: float = TOTAL_SECONDS, resolve: Resolve | None = None) -> None:
        self._total_seconds = total_seconds
        self._client = httpx.AsyncClient(
            headers={"user-agent": "scenebank-webhooks", "accept": "*/*", "accept-encoding": "identity", "content-type": "application/json"},
            timeout=httpx.Timeout(total_seconds, connect=CONNECT_SECONDS, pool=None),
            follow_redirects=False,
            trust_env=False,
            transport=GuardedTransport(may_be_loopback=may_be_loopback, resolve=resolve, connections_max=CONNECTIONS_MAX, connections_kept=0),
        )

    async def __aenter__(self) -> "WebhookClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def post(self, address: str, webhook_id: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> WebhookAnswer:
        """Send a message, signed by each of the secrets. Raises nothing for what the endpoint does."""
        headers = {
            "webhook-id": webhook_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(sign(secret, webhook_id, timestamp, body) for secret in secrets),
        }
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._total_seconds):
                answer = await self._send(address, headers, body)
        except (TimeoutError, httpx.TimeoutException):
            answer = WebhookAnswer(None, "timeout")
        except AddressRefused:
            answer = WebhookAnswer(None, "address")
        except (httpx.ConnectError, httpx.ReadError, httpx.WriteError, httpx.CloseError):
            answer = WebhookAnswer(None, "connection")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            answer = WebhookAnswer(None, "protocol")
        milliseconds = round((time.monotonic() - started) * 1000)
        _log.info("webhook sent", webhook_id=webhook_id, status=answer.status, failure=answer.failure, milliseconds=milliseconds)
        return answer

    async def _send(self, address: str, headers: dict[str, str], body: bytes) -> WebhookAnswer:
        async with self._client.stream("POST", address, headers=headers, content=body) as response:
            text = bytearray()
            async for chunk in response.aiter_raw():
                text += chunk[: ANSWER_MAX - len(text)]
                if len(text) >= ANSWER_MAX:
                    break
            return WebhookAnswer(response.status_code, None, text.decode("utf-8", "replace"), _retry_after(response.headers.get("retry-after", "")))


def _retry_after(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
