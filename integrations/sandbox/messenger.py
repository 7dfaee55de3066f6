"""A carrier of short messages, as one for codes and notices speaks: each message is sent once for its key, whatever is asked again.

POST   /messages {"id", "to", "template", "language", ...}    202 {"id"}; the same again for a repeat, 409 for another message under its key
GET    /messages?to=+86...                                    what was sent to a phone, in order: what a test or a demo looks at
POST   /faults {"fault", "count"?}, DELETE /faults            the next messages meet it: an error, or a message that is sent and never answered"""

import hmac
from collections import deque
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault

HELD_SECONDS = 15.0
KEPT_MOST = 10_000
FAULTS = NOTHING_TAKEN | {Fault.TIMEOUT_AFTER_SUCCESS, Fault.SERVER_ERROR_AFTER_SUCCESS, Fault.REFUSE}


class MessengerServer:
    """The carrier's server and its test desk."""

    def __init__(self, api_key: str) -> None:
        self._authorization = f"Bearer {api_key}".encode()
        self._sent: dict[str, dict[str, Any]] = {}
        self._faults: deque[Fault] = deque()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/messages", self._take, methods=["POST"]),
            Route("/messages", self._list, methods=["GET"]),
            Route("/faults", self._plan, methods=["POST", "DELETE"]),
        ]

    async def _take(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        asked, key = await _read(request), request.headers.get("idempotency-key", "")
        if asked.get("id") != key or not all(isinstance(asked.get(name), str) and asked[name] for name in ("id", "to", "template", "language")):
            return refusal("malformed", 400)
        fault = self._faults.popleft() if self._faults else None
        if fault is Fault.REFUSE:
            return refusal("number_barred", 422)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        if self._sent.setdefault(key, asked) != asked:
            return refusal("key_reused", 409)
        while len(self._sent) > KEPT_MOST:
            del self._sent[next(iter(self._sent))]
        return JSONResponse({"id": key}, 202) if fault is None else await fail(request, fault, HELD_SECONDS)

    async def _list(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        to = request.query_params.get("to")
        return JSONResponse([one for one in self._sent.values() if one["to"] == to])

    async def _plan(self, request: Request) -> Response:
        if not self._may(request):
            return refusal("unauthorized", 401)
        if request.method == "DELETE":
            self._faults.clear()
            return Response(status_code=204)
        asked = await _read(request)
        try:
            fault, count = Fault(asked["fault"]), int(asked.get("count", 1))
        except (KeyError, TypeError, ValueError):
            return refusal("malformed", 400)
        if fault not in FAULTS:
            return refusal("malformed", 400)
        self._faults.extend([fault] * count)
        return Response(status_code=204)

    def _may(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), self._authorization)


async def _read(request: Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
