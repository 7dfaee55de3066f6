"""Sends webhooks in the worker: takes deliveries that are due and makes one attempt at each, with lanes of its own for every endpoint.

An endpoint that hangs fills its lanes and nobody else's: those that failed last have a share of the sender apart from those that answer. What is in hand when
the process dies is due again when its claim runs out (scenes.LEASE): at least once, always under the same id."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import orjson
import structlog

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import reason_of
from domains.kernel.listening import sleep_until
from integrations.webhooks import WebhookClient

_log = structlog.get_logger("gateway.webhooks")


class PayloadShaper(Protocol):
    """Runs the query that a partner registered, as that partner."""

    async def shape(self, partner_id: UUID, document_id: str, event_type: str, ids: dict[str, Any]) -> dict[str, Any] | None:
        """Its data; None where it gives none, and the plain ids are sent."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderOptions:
    """How much one sender does at once, at endpoints that answer and at those that do not; and how soon it looks again. Times in seconds."""

    attempts_most: int = 256
    failing_most: int = 64
    poll_least: float = 0.02
    poll_most: float = 0.2
    retry_seconds: float = 1.0
    grace_seconds: float = 12.0


class WebhookSender:
    """One for each worker; any number may run."""

    def __init__(self, database: Database, client: WebhookClient, shaper: PayloadShaper | None = None, options: SenderOptions | None = None) -> None:
        self._database = database
        self._client = client
        self._shaper = shaper
        self._options = options or SenderOptions()
        self._busy: Counter[UUID] = Counter()
        self._attempts: set[asyncio.Task[None]] = set()
        self._failing: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`; then let what is in hand finish."""
        pause = self._options.poll_least
        while not stop.is_set():
            try:
                claimed = await self._claim()
            except Exception as error:  # noqa: BLE001  whatever it was, what is due stays due
                _log.warning("webhook sender interrupted", reason=reason_of(error))
                await sleep_until(stop, self._options.retry_seconds)
                continue
            pause = self._options.poll_least if claimed else min(pause * 2, self._options.poll_most)
            await sleep_until(stop, pause)
        if self._attempts:
            await asyncio.wait(self._attempts, timeout=self._options.grace_seconds)
        for attempt in self._attempts:
            attempt.cancel()

    async def send_due(self) -> int:
        """Without a worker: attempt what is due, and wait for it. How many attempts were made. For tests and the development command line."""
        claimed = await self._claim()
        await asyncio.gather(*self._attempts)
        return claimed

    async def _claim(self) -> int:
        """Take what is due and there are lanes for, and begin with it."""
        options = self._options
        async with self._database.reading(single=True) as read:
            if not await scenes.webhooks.has_due_deliveries(read):
                return 0
        most, most_failing = options.attempts_most - len(self._attempts - self._failing), options.failing_most - len(self._failing)
        if most <= 0 and most_failing <= 0:
            return 0
        command = scenes.webhooks.ClaimDeliveriesCommand(
            request_id=None, owner_id=HOUSE_ID, busy=tuple(self._busy.items()), most=max(most, 0), most_failing=max(most_failing, 0)
        )
        claimed = await self._database.write(scenes.webhooks.claim_deliveries, command)
        for due, secrets in claimed.due:
            self._begin(due, secrets)
        return len(claimed.due)

    def _begin(self, due: scenes.webhooks.DueDelivery, secrets: tuple[str, ...]) -> None:
        self._busy[due.endpoint_id] += 1
        attempt = asyncio.create_task(self._attempt(due, secrets), name=f"webhook {due.id}")
        self._attempts.add(attempt)
        if due.is_failing:
            self._failing.add(attempt)

        def end(task: "asyncio.Task[None]") -> None:
            self._attempts.discard(task)
            self._failing.discard(task)
            self._busy[due.endpoint_id] -= 1
            if not self._busy[due.endpoint_id]:
                del self._busy[due.endpoint_id]

        attempt.add_done_callback(end)

    async def _attempt(self, due: scenes.webhooks.DueDelivery, secrets: tuple[str, ...]) -> None:
        try:
            body = await self._body(due)
            timestamp = int(self._database.clock.now().timestamp())
            answer = await self._client.post(due.address, str(due.id), timestamp, body, secrets)
            command = scenes.webhooks.SettleDeliveryCommand(
                request_id=None,
                owner_id=HOUSE_ID,
                endpoint_id=due.endpoint_id,
                delivery_id=due.id,
                attempt=due.attempt,
                status=answer.status,
                failure=answer.failure,
                answer=answer.text,
                secrets=secrets,
                retry_after_seconds=answer.retry_after_seconds,
            )
            await self._database.write(scenes.webhooks.settle_deliveries, command)
        except Exception as error:  # noqa: BLE001  the claim runs out, and the delivery is due again
            _log.warning("webhook attempt lost", delivery=str(due.id), reason=reason_of(error))

    async def _body(self, due: scenes.webhooks.DueDelivery) -> bytes:
        data: dict[str, Any] = due.data
        if due.document_id is not None and self._shaper is not None:
            data = await self._shaper.shape(due.partner_id, due.document_id, due.event_type, due.data) or due.data
        return orjson.dumps(scenes.webhooks.plain_payload(due.event_type, due.created_at, data))
