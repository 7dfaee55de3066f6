"""Key sets at addresses of partners: read with the guard against addresses inside, bounded, and anew when a client shows a key that is not known.

The address is asked outside of any transaction, at most once a minute for each client by all processes together, and a few at a time: whoever makes up keys
neither has the house call a partner often, nor keeps its own requests waiting for others."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import structlog

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.scenes import Client, ClientKeysCommand
from integrations.errors import PartnerUnavailable
from integrations.guard import AddressRefused, GuardedTransport, check_address
from integrations.http import Bounds, PartnerHttp

KEYS_MAX_BYTES = 16 * 1024
BOUNDS = Bounds(connect=2.0, total=4.0, answer_max=KEYS_MAX_BYTES, attempts_max=1)
READ_AT_ONCE = 4

_log = structlog.get_logger("gateway.oauth")


class KeySetUnread(Exception):
    """There is no key set to be had there. `is_address`: such an address is never called."""

    def __init__(self, *, is_address: bool = False) -> None:
        super().__init__("address" if is_address else "unread")
        self.is_address = is_address


async def fetch_key_set(address: str, *, may_be_loopback: bool) -> bytes:
    """What stands at the address now. Raises KeySetUnread."""
    try:
        check_address(address, may_be_loopback=may_be_loopback)
        parts = urlsplit(address)
        transport = GuardedTransport(may_be_loopback=may_be_loopback)
        async with PartnerHttp("client keys", f"{parts.scheme}://{parts.netloc}", bounds=BOUNDS, transport=transport) as http:
            answer = await http.call("GET", parts.path + (f"?{parts.query}" if parts.query else ""), answer_max=KEYS_MAX_BYTES)
    except AddressRefused:
        raise KeySetUnread(is_address=True) from None
    except (PartnerUnavailable, httpx.HTTPError, ValueError):
        raise KeySetUnread from None
    if answer.status != 200:
        raise KeySetUnread
    return answer.body


def read_key_set(text: bytes) -> dict[str, Any] | None:
    """A key, or a set of them, as a set; None where it is neither."""
    try:
        told = orjson.loads(text) if len(text) <= KEYS_MAX_BYTES else None
    except ValueError:
        told = None
    if isinstance(told, dict) and "kty" in told:
        return {"keys": [told]}
    if isinstance(told, dict) and isinstance(told.get("keys"), list):
        return {"keys": told["keys"]}
    return None


class ClientKeys:
    """Reads clients' keys anew."""

    def __init__(self, database: Database, *, may_be_loopback: bool) -> None:
        self._database = database
        self._may_be_loopback = may_be_loopback
        self._gate = asyncio.Semaphore(READ_AT_ONCE)

    async def renew(self, client: Client) -> bool:
        """Whether the keys at the client's address are now those that are kept. Not while they were asked for just now, nor while many are being read."""
        if client.jwks_uri is None or self._gate.locked():
            return False
        async with self._gate:
            command = ClientKeysCommand(request_id=None, owner_id=HOUSE_ID, client_id=client.id, jwks_uri=client.jwks_uri)
            if not (await self._database.write(scenes.claim_client_keys, command)).is_ours:
                return False
            try:
                jwks = read_key_set(await fetch_key_set(client.jwks_uri, may_be_loopback=self._may_be_loopback))
                if jwks is None:
                    raise KeySetUnread
                read = ClientKeysCommand(request_id=None, owner_id=HOUSE_ID, client_id=client.id, jwks_uri=client.jwks_uri, jwks=jwks)
                await self._database.write(scenes.renew_client_keys, read)
            except (KeySetUnread, Refusal) as failure:
                # The keys that are known hold on: an address that is away is no reason to lock its partner out.
                _log.warning("client keys not read", client=str(client.id), reason=str(failure) or type(failure).__name__)
                return False
        return True
