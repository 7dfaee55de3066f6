"""The sandbox's carrier: parcels by its own numbers, the events that a test or a demo lets happen, and pushes that go wrong on demand.

PUT    /parcels/{number} {"reference", "push_url"}     200 with all events so far; from then on events are pushed there
POST   /parcels/{number}/events {"status", "happened_at"?, "place"?, "id"?}   something happens to it: 202, and it is pushed, by the next planned fault
POST   /faults {"fault", "count"?}, DELETE /faults     never_answers, unavailable, server_error, not_json: of the next answers
                                                       missing, doubled, out_of_order, wrong_signature, old_timestamp: of the next pushes"""

import asyncio
import hmac
from collections import deque
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from domains.kernel.clock import Clock
from integrations.sandbox.callbacks import DUPLICATES, FOREIGN_SECRET, Callbacks
from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault

HELD_SECONDS = 15.0
OF_ANSWERS = NOTHING_TAKEN | {Fault.NOT_JSON}
PARCELS_MOST = 10_000


class PushFault(StrEnum):
    """What can go wrong with a push, on demand."""

    MISSING = "missing"
    """It is never sent: the event is heard of by whoever asks."""
    DOUBLED = "doubled"
    """Eight at once."""
    OUT_OF_ORDER = "out_of_order"
    """It waits, and comes after the next one."""
    WRONG_SIGNATURE = "wrong_signature"
    OLD_TIMESTAMP = "old_timestamp"
    """Ten minutes old, and rightly signed."""


class CarrierServer:
    """The carrier's server and its test desk."""

    def __init__(self, api_key: str, secret: str, clock: Clock) -> None:
        self._authorization = f"Bearer {api_key}".encode()
        self._clock = clock
        self._pushes = Callbacks(secret, clock)
        self._parcels: dict[str, dict[str, Any]] = {}
        self._answer_faults: deque[Fault] = deque()
        self._push_faults: deque[PushFault] = deque()
        self._late: list[tuple[str, dict[str, Any]]] = []

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/parcels/{number}", self._follow, methods=["PUT"]),
            Route("/parcels/{number}/events", self._happen, methods=["POST"]),
            Route("/faults", self._plan, methods=["POST", "DELETE"]),
        ]

    async def close(self) -> None:
        await self._pushes.close()

    async def _follow(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        fault = self._answer_faults.popleft() if self._answer_faults else None
        if fault is Fault.NOT_JSON:
            return PlainTextResponse("<html>busy</html>")
        if fault is not None:
            return await fail(request, fault, HELD_SECONDS)
        asked = await _read(request)
        number = request.path_params["number"]
        if not all(isinstance(asked.get(name), str) for name in ("reference", "push_url")):
            return refusal("malformed", 400)
        parcel = self._parcel(number)
        parcel["reference"], parcel["push_url"] = asked["reference"], asked["push_url"]
        return JSONResponse({"tracking_number": number, "events": parcel["events"]})

    async def _happen(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        asked, number = await _read(request), request.path_params["number"]
        if not isinstance(asked.get("status"), str):
            return refusal("malformed", 400)
        told = {"id": asked.get("id", uuid4().hex), "status": asked["status"], "place": asked.get("place", "")}
        event = {**told, "happened_at": asked.get("happened_at", self._clock.now().isoformat())}
        self._parcel(number)["events"].append(event)
        fault = self._push_faults.popleft() if self._push_faults else None
        if fault is PushFault.OUT_OF_ORDER:
            self._late.append((number, event))
        else:
            self._start(number, event, fault)
        return JSONResponse(event, 202)

    def _start(self, number: str, event: dict[str, Any], fault: PushFault | None) -> None:
        late, self._late = self._late, []
        self._pushes.start(self._push_all([(number, event, fault), *((of, one, None) for of, one in late)]))

    async def _push_all(self, pushes: list[tuple[str, dict[str, Any], PushFault | None]]) -> None:
        for number, event, fault in pushes:
            await self._push(number, event, fault)

    async def _push(self, number: str, event: dict[str, Any], fault: PushFault | None) -> None:
        parcel = self._parcels[number]
        if fault is PushFault.MISSING or "push_url" not in parcel:
            return
        url, body = parcel["push_url"], orjson.dumps({"tracking_number": number, "reference": parcel["reference"], "events": [event]})
        if fault is PushFault.DOUBLED:
            await asyncio.gather(*(self._pushes.send_once(url, uuid4().hex, body) for _ in range(DUPLICATES)))
        elif fault is PushFault.WRONG_SIGNATURE:
            await self._pushes.send_once(url, uuid4().hex, body, secret=FOREIGN_SECRET)
        elif fault is PushFault.OLD_TIMESTAMP:
            await self._pushes.send_once(url, uuid4().hex, body, age=timedelta(minutes=10))
        else:
            await self._pushes.deliver(url, body)

    async def _plan(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        if request.method == "DELETE":
            self._answer_faults.clear()
            self._push_faults.clear()
            return Response(status_code=204)
        asked = await _read(request)
        told, count = asked.get("fault"), asked.get("count", 1)
        if type(count) is not int or not 0 < count <= 1000:
            return refusal("malformed", 400)
        if told in set(PushFault):
            self._push_faults.extend([PushFault(told)] * count)
        elif told in OF_ANSWERS:
            self._answer_faults.extend([Fault(told)] * count)
        else:
            return refusal("malformed", 400)
        return Response(status_code=204)

    def _parcel(self, number: str) -> dict[str, Any]:
        while len(self._parcels) > PARCELS_MOST:
            del self._parcels[next(iter(self._parcels))]
        return self._parcels.setdefault(number, {"events": []})

    def _may(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), self._authorization)


async def _read(request: Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
