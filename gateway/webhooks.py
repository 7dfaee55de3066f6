"""The door for partners' callbacks: nothing is read before its signature holds, and 200 is said only after the commit."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains import wallet
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.refusing import refuse
from integrations.errors import CallbackInvalid, SignatureInvalid

BODY_MAX = 64 * 1024

_log = structlog.get_logger("gateway.webhooks")


class ChannelCallback(Protocol):
    """What a callback says of a charge, or of a pay-out where money goes out."""

    @property
    def charge_id(self) -> UUID: ...

    @property
    def direction(self) -> wallet.Direction: ...

    @property
    def answer(self) -> wallet.ChannelAnswer: ...


class CallbackReader(Protocol):
    """A channel's adapter, as far as its callbacks go."""

    @property
    def name(self) -> str: ...

    def read_callback(self, headers: Mapping[str, str], body: bytes, now: datetime) -> ChannelCallback:
        """What it says, once its signature and time hold. Raises SignatureInvalid, then CallbackInvalid."""
        ...


class ChannelCallbacks:
    """Takes the callbacks of the channels that are wired."""

    def __init__(self, database: Database, readers: Iterable[CallbackReader]) -> None:
        self._database = database
        self._readers = {reader.name: reader for reader in readers}

    async def take(self, channel: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Settle what a callback tells. The channel repeats whatever is not answered 2xx; a repeat of what was taken changes nothing."""
        reader = self._readers.get(channel)
        if reader is None:
            return refuse("channel_not_found", 404)
        try:
            callback = reader.read_callback(headers, body, self._database.clock.now())
        except SignatureInvalid as failure:
            _log.warning("callback refused", channel=channel, reason=failure.reason)
            return refuse("signature_invalid", 401)
        except CallbackInvalid:
            _log.warning("callback refused", channel=channel, reason="format")
            return refuse("callback_invalid", 400)
        return await self._take(channel, callback)

    async def _take(self, channel: str, callback: ChannelCallback) -> Response:
        try:
            return JSONResponse({"state": await self._settle(channel, callback)})
        except wallet.TopUpNotFound:
            return refuse("charge_not_found", 404)
        except wallet.WithdrawalNotFound:
            return refuse("pay_out_not_found", 404)
        except Unavailable:
            return refuse("unavailable", 503, {"retry-after": "1"})

    async def _settle(self, channel: str, callback: ChannelCallback) -> str:
        id_, answer = callback.charge_id, callback.answer
        if callback.direction == "out":
            return (await self._database.write(wallet.settle_withdrawal, wallet.settlement(channel, id_, answer, asked=False))).state
        return (await self._database.write(wallet.settle_top_up, wallet.settlement(channel, id_, answer, asked=False))).state


def webhook_routes(opened: Callable[[], ChannelCallbacks]) -> list[Route]:
    """POST /webhooks/channels/{channel}. `opened` gives what the application's lifespan opened."""

    async def take_channel_callback(request: Request) -> Response:
        return await opened().take(request.path_params["channel"], request.headers, await request.body())

    # The router refuses a larger body with 413 before it is read in full.
    return [Route("/webhooks/channels/{channel}", take_channel_callback, methods=["POST"], max_body_size=BODY_MAX)]
