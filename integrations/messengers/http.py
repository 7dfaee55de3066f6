"""A messenger over HTTP: one signed-in POST for each message, with the message's id as idempotency key."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx

from integrations.errors import PartnerRefused
from integrations.http import Bounds, PartnerHttp


class HttpMessenger:
    """Implements the customers' `Messenger` port. The service answers 2xx once it has accepted a message, also for a repeat of its id."""

    def __init__(self, url: str, key: str, *, bounds: Bounds | None = None, transport: httpx.AsyncBaseTransport | None = None) -> None:
        # Posted to as it was written: a client that joins an empty path to it would add a slash, and be sent elsewhere.
        whole = httpx.URL(url)
        self._path = whole.raw_path.decode()
        headers, secrets = {"authorization": f"Bearer {key}"}, (key,) if key else ()
        self._http = PartnerHttp("messenger", str(whole.copy_with(raw_path=b"/")), headers=headers, secrets=secrets, bounds=bounds, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        await self._http.close()

    async def send_code(self, message_id: UUID, phone: str, code: str, language: str) -> None:
        """Raises PartnerUnavailable when it is not known to be accepted, PartnerRefused when it was refused."""
        await self._send({"id": str(message_id), "to": phone, "template": "one-time-code", "language": language, "code": code})

    async def send_notice(self, message_id: UUID, phone: str, notice: str, data: Mapping[str, str], language: str) -> None:
        """Raises as `send_code`. The template has the notice's name."""
        await self._send({"id": str(message_id), "to": phone, "template": notice, "language": language, "data": dict(data)})

    async def _send(self, body: dict[str, object]) -> None:
        answer = await self._http.call("POST", self._path, json=body, headers={"idempotency-key": str(body["id"])}, idempotent=True)
        if not 200 <= answer.status < 300:
            raise PartnerRefused("messenger", answer.status, "not_accepted")
