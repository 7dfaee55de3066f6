"""How the house asks the sandbox's carrier for a parcel, and reads what it pushes. Whatever is not understood is noted: never a parcel that arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

import httpx

from integrations.errors import CallbackInvalid, PartnerUnavailable
from integrations.http import Bounds, PartnerHttp
from integrations.signatures import check_signature
from integrations.strict_json import JsonRefused, read_object

KINDS = {
    "COLLECTED": "collected",
    "IN_TRANSIT": "moving",
    "OUT_FOR_DELIVERY": "arriving",
    "ATTEMPT_FAILED": "failed",
    "RETURNING": "returning",
    "LOST": "lost",
    "DELIVERED": "delivered",
}
"""The carrier's words and ours; any other is noted."""
EVENTS_MOST = 200
"""Of one answer or push; the carrier sends more in several."""


class CarrierWord(NamedTuple):
    """Something that happened to a parcel, at the carrier's time."""

    id: str
    kind: str
    at: datetime
    place: str


class CarrierPush(NamedTuple):
    """What a push whose signature and time held says of a parcel."""

    parcel_id: UUID
    words: tuple[CarrierWord, ...]


class SandboxCarrier:
    """The adapter of one carrier. `secrets` are those under which a push is believed (several while one is replaced); `push_url` is where it pushes to."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str,
        secrets: Sequence[str],
        push_url: str,
        name: str = "sandbox",
        bounds: Bounds | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.name = name
        self._secrets = tuple(secrets)
        self._push_url = push_url
        self._http = PartnerHttp(
            f"carrier {name}",
            base_url,
            headers={"authorization": f"Bearer {api_key}"},
            secrets=(api_key, *secrets),
            bounds=bounds,
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def track(self, parcel_id: UUID, tracking_number: str) -> tuple[CarrierWord, ...] | None:
        """All that it knows of the parcel, which it pushes from then on, too; None where nothing reliable came, or it does not know the number."""
        body = {"reference": str(parcel_id), "push_url": self._push_url}
        try:
            answer = await self._http.call("PUT", f"parcels/{tracking_number}", json=body, idempotent=True)
            told = read_object(answer.body) if answer.status == 200 else {}
        except (PartnerUnavailable, JsonRefused):
            return None
        return _words(told.get("events")) if told.get("tracking_number") == tracking_number else None

    def read_push(self, headers: Mapping[str, str], body: bytes, now: datetime) -> CarrierPush:
        """What it says, once its signature and time hold. Raises SignatureInvalid, then CallbackInvalid."""
        check_signature(self._secrets, headers, body, now)
        try:
            told = read_object(body)
            parcel_id = UUID(told["reference"])
        except (JsonRefused, KeyError, ValueError, TypeError, AttributeError) as error:
            raise CallbackInvalid("no parcel is named") from error
        words = _words(told.get("events"))
        if words is None:
            raise CallbackInvalid("no events")
        return CarrierPush(parcel_id, words)


def _words(events: Any) -> tuple[CarrierWord, ...] | None:
    if not isinstance(events, list):
        return None
    read = (_word(one) for one in events[:EVENTS_MOST])
    return tuple(one for one in read if one is not None)


def _word(event: Any) -> CarrierWord | None:
    """None for what has no id or no time: it cannot be put into an order, nor known again."""
    if not isinstance(event, dict):
        return None
    id_, at, place = event.get("id"), event.get("happened_at"), event.get("place", "")
    if not isinstance(id_, str) or not 0 < len(id_) <= 80 or not isinstance(at, str) or not isinstance(place, str) or "\0" in id_ + place:
        return None
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    status = event.get("status")
    return CarrierWord(id_, KINDS.get(status, "noted") if isinstance(status, str) else "noted", instant, place)
