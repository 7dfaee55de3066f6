"""How the house tells the sandbox's registrar of orders, and reads what it and its value feed say."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from typing import Any, Generic, NamedTuple, Self, TypeVar

import httpx

from integrations.errors import PartnerRefused, PartnerUnavailable
from integrations.http import Bounds, PartnerHttp
from integrations.registrars.files import RegisterLine, ToldValue, read_confirmation_file, read_value_file

FILE_MAX = 32 * 1024 * 1024

T = TypeVar("T")


class ReadFile(NamedTuple, Generic[T]):
    """A file, known by its hash, and its lines."""

    sha256: str
    lines: Iterator[tuple[int, T | str]]


class SandboxPartner:
    """What registrar and feed have in common: a key, and files of days that may not be there yet."""

    def __init__(self, base_url: str, *, api_key: str, name: str, bounds: Bounds | None = None, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.name = name
        headers = {"authorization": f"Bearer {api_key}", "accept": "text/csv"}
        self._http = PartnerHttp(name, base_url, headers=headers, secrets=(api_key,), bounds=bounds, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def _open(self, path: str, read: Callable[[Any], Iterator[tuple[int, T | str]]]) -> ReadFile[T] | None:
        """None where the partner says that there is none yet. Raises PartnerUnavailable, PartnerRefused."""
        answer = await self._http.call("GET", path, idempotent=True, answer_max=FILE_MAX)
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise PartnerRefused(self.name, answer.status, "refused")
        try:
            return ReadFile(sha256(answer.body).hexdigest(), read(TextIOWrapper(BytesIO(answer.body), encoding="utf-8", errors="replace", newline="\n")))
        except ValueError as error:
            raise PartnerUnavailable(self.name, "sent a file that is not understood") from error


class SandboxFeed(SandboxPartner):
    """Tells the values of a day."""

    async def open_values(self, day: date) -> ReadFile[ToldValue] | None:
        """The day's file; None where there is none yet. Raises PartnerUnavailable, PartnerRefused."""
        return await self._open(f"/values/{day.isoformat()}", read_value_file)


class SandboxRegistrar(SandboxPartner):
    """Keeps the register of some products' shares."""

    async def send_applications(self, day: date, file: str) -> None:
        """The orders of a trade date; the same day again replaces what it had. Raises PartnerUnavailable, PartnerRefused."""
        answer = await self._http.call("PUT", f"/applications/{day.isoformat()}", json={"file": file}, idempotent=True)
        if answer.status != 204:
            raise PartnerRefused(self.name, answer.status, "refused")

    async def open_confirmations(self, day: date) -> ReadFile[RegisterLine] | None:
        """What it says of a trade date; None where it has not said anything yet. Raises PartnerUnavailable, PartnerRefused."""
        return await self._open(f"/confirmations/{day.isoformat()}", read_confirmation_file)
