"""The door for carriers' pushes: nothing is read before its signature holds, and 200 is said only after the commit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains import mall
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import Unavailable
from gateway.refusing import refuse
from integrations.errors import CallbackInvalid, SignatureInvalid

BODY_MAX = 64 * 1024

_log = structlog.get_logger("gateway.webhooks")


class CarrierPush(Protocol):
    """What a push says of a parcel."""

    @property
    def parcel_id(self) -> UUID: ...

    @property
    def words(self) -> Sequence[mall.fulfilment.CarrierWord]: ...


class PushReader(Protocol):
    """A carrier's adapter, as far as its pushes go."""

    @property
    def name(self) -> str: ...

    def read_push(self, headers: Mapping[str, str], body: bytes, now: datetime) -> CarrierPush:
        """What it says, once its signature and time hold. Raises SignatureInvalid, then CallbackInvalid."""
        ...


class CarrierPushes:
    """Takes the pushes of the carriers that are wired."""

    def __init__(self, database: Database, readers: Iterable[PushReader]) -> None:
        self._database = database
        self._readers = {reader.name: reader for reader in readers}

    async def take(self, carrier: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Take up what a push tells. The carrier repeats whatever is not answered 2xx; a repeat of what was taken up changes nothing."""
        reader = self._readers.get(carrier)
        if reader is None:
            return refuse("carrier_not_found", 404)
        try:
            push = reader.read_push(headers, body, self._database.clock.now())
        except SignatureInvalid as failure:
            _log.warning("push refused", carrier=carrier, reason=failure.reason)
            return refuse("signature_invalid", 401)
        except CallbackInvalid:
            _log.warning("push refused", carrier=carrier, reason="format")
            return refuse("push_invalid", 400)
        told = {"parcel_id": push.parcel_id, "carrier": carrier, "words": mall.fulfilment.words_of(push.words)}
        command = mall.fulfilment.TellParcelCommand(request_id=None, owner_id=HOUSE_ID, **told)  # type: ignore[arg-type]
        try:
            return JSONResponse({"state": (await self._database.write(mall.fulfilment.tell_parcel, command)).state})
        except mall.fulfilment.ParcelNotFound:
            return refuse("parcel_not_found", 404)
        except Unavailable:
            return refuse("unavailable", 503, {"retry-after": "1"})


def carrier_routes(opened: Callable[[], CarrierPushes]) -> list[Route]:
    """POST /webhooks/carriers/{carrier}. `opened` gives what the application's lifespan opened."""

    async def take_carrier_push(request: Request) -> Response:
        return await opened().take(request.path_params["carrier"], request.headers, await request.body())

    # The router refuses a larger body with 413 before it is read in full.
    return [Route("/webhooks/carriers/{carrier}", take_carrier_push, methods=["POST"], max_body_size=BODY_MAX)]
