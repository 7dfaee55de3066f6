"""How the sandbox calls back: signed, repeated while the other side does not answer 2xx, and wrong on demand."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import orjson

from domains.kernel.clock import Clock
from integrations.sandbox.charges import Charge
from integrations.sandbox.faults import SILENT, Fault
from integrations.signatures import signed_headers

REPEATED_AFTER_SECONDS = (0.3, 1.0, 5.0, 30.0)
FOREIGN_SECRET = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBrZXk="
DUPLICATES = 8


class Callbacks:
    """Deliveries under way."""

    def __init__(self, webhook_secret: str, clock: Clock) -> None:
        self._secret = webhook_secret
        self._clock = clock
        self._client = httpx.AsyncClient(timeout=5, trust_env=False)
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Let it run beside the answer."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._client.aclose()

    async def tell(self, charge: Charge, fault: Fault | None) -> None:
        """Tell how a charge ended, as the fault wants it told."""
        if fault in SILENT:
            return
        url, body = charge.request.callback_url, _body(charge, charge.status)
        if fault is Fault.WRONG_SIGNATURE:
            await self.send_once(url, uuid4().hex, body, secret=FOREIGN_SECRET)
        elif fault is Fault.OLD_TIMESTAMP:
            await self.send_once(url, uuid4().hex, body, age=timedelta(minutes=10))
        elif fault is Fault.DUPLICATE_CALLBACK:
            ids = [uuid4().hex, uuid4().hex]
            await asyncio.gather(*(self.send_once(url, ids[number % 2], body) for number in range(DUPLICATES)))
        else:
            await self.deliver(url, body)

    async def tell_before_answer(self, charge: Charge) -> None:
        """One attempt that the answer waits for; repeated beside it if it fails."""
        url, body = charge.request.callback_url, _body(charge, charge.status)
        if not await self.send_once(url, uuid4().hex, body):
            self.start(self.deliver(url, body))

    async def tell_late_processing(self, charge: Charge) -> None:
        """An older callback that was overtaken."""
        await self.deliver(charge.request.callback_url, _body(charge, "processing"))

    async def deliver(self, url: str, body: bytes) -> None:
        """Send it under one id, again and again until it is answered 2xx or the last pause is over."""
        webhook_id = uuid4().hex
        for pause in (*REPEATED_AFTER_SECONDS, None):
            if await self.send_once(url, webhook_id, body) or pause is None:
                return
            await asyncio.sleep(pause)

    async def send_once(self, url: str, webhook_id: str, body: bytes, *, secret: str | None = None, age: timedelta | None = None) -> bool:
        """Whether it was answered 2xx."""
        timestamp = int((self._clock.now() - (age or timedelta())).timestamp())
        headers = {"content-type": "application/json", **signed_headers(secret or self._secret, f"msg_{webhook_id}", timestamp, body)}
        try:
            answer = await self._client.post(url, content=body, headers=headers)
        except httpx.TransportError:
            return False
        return answer.is_success


def _body(charge: Charge, status: str) -> bytes:
    return orjson.dumps({"type": f"{charge.request.kind}.{status}", "data": charge.shown() | {"status": status}})
