"""The sandbox's payment channel: charges by the caller's id, answers, callbacks and a daily bill.

POST /charges                {"charge_id", "amount_minor", "currency", "callback_url"}: 202 with the charge, or 402 with an error code
GET  /charges/{charge_id}    the charge as it stands, or 404 charge_not_found
GET  /bills/{date}           CSV of the charges settled on a business date
POST /faults                 {"fault", "count"?, "charge_id"?}; DELETE /faults forgets them. A charge's `sandbox-fault` header does it for that charge."""

import asyncio
import csv
import hmac
import io
from collections.abc import Awaitable, Callable
from datetime import date

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domains.kernel.clock import Clock
from integrations.sandbox.callbacks import Callbacks
from integrations.sandbox.charges import Charge, ChargeRequest, Charges, Malformed, read_charge_request
from integrations.sandbox.faults import NOTHING_TAKEN, Fault, FaultPlan

HELD_SECONDS = 30.0
FAULTS_MAX = 100_000

Endpoint = Callable[[Request], Awaitable[Response]]


class ChannelServer:
    """One channel with its books, its plan of faults and its callbacks under way."""

    def __init__(self, api_key: str, webhook_secret: str, settle_seconds: float, clock: Clock) -> None:
        self._authorization = f"Bearer {api_key}".encode()
        self._settle_seconds = settle_seconds
        self._clock = clock
        self._charges = Charges()
        self._faults = FaultPlan()
        self._callbacks = Callbacks(webhook_secret, clock)

    def routes(self) -> list[Route]:
        return [
            Route("/charges", self._guarded(self._post_charge), methods=["POST"]),
            Route("/charges/{charge_id:uuid}", self._guarded(self._get_charge)),
            Route("/bills/{day}", self._guarded(self._get_bill)),
            Route("/faults", self._guarded(self._post_fault), methods=["POST"]),
            Route("/faults", self._guarded(self._delete_faults), methods=["DELETE"]),
        ]

    async def close(self) -> None:
        await self._callbacks.close()

    async def _post_charge(self, request: Request) -> Response:
        try:
            asked = read_charge_request(orjson.loads(await request.body()))
            header = request.headers.get("sandbox-fault")
            fault = Fault(header) if header else self._faults.take(asked.charge_id)
        except (ValueError, Malformed):
            return refusal("malformed", 400)
        if fault in NOTHING_TAKEN:
            return await _fail(request, fault)
        known = self._charges.find(asked.charge_id)
        if known is not None:
            return _shown(known) if known.request == asked else refusal("charge_id_reused", 409)
        return await self._take(request, asked, fault)

    async def _take(self, request: Request, asked: ChargeRequest, fault: Fault | None) -> Response:
        charge = self._charges.open(asked, self._clock.now(), extra_minor=1 if fault is Fault.OTHER_AMOUNT else 0)
        if fault is Fault.CALLBACK_FIRST:
            self._settle(charge)
            await self._callbacks.tell_before_answer(charge)
            self._callbacks.start(self._callbacks.tell_late_processing(charge))
            return JSONResponse(charge.shown() | {"status": "processing"}, 202)
        if fault is Fault.REFUSE:
            charge.status, charge.failure_code = "failed", "insufficient_funds"
            self._callbacks.start(self._callbacks.tell(charge, fault))
            return _shown(charge)
        answer = JSONResponse(charge.shown() | ({"status": "hibernating"} if fault is Fault.UNKNOWN_STATUS else {}), 202)
        self._callbacks.start(self._settle_and_tell(charge, fault))
        if fault in (Fault.TIMEOUT_AFTER_SUCCESS, Fault.SILENT_SUCCESS, Fault.SERVER_ERROR_AFTER_SUCCESS):
            return await _fail(request, fault)
        if fault is Fault.NOT_JSON:
            return Response("<html>Welcome</html>", media_type="text/html")
        return answer

    async def _settle_and_tell(self, charge: Charge, fault: Fault | None) -> None:
        await asyncio.sleep(self._settle_seconds)
        self._settle(charge)
        await self._callbacks.tell(charge, fault)

    def _settle(self, charge: Charge) -> None:
        charge.status, charge.settled_at = "succeeded", self._clock.now()

    async def _get_charge(self, request: Request) -> Response:
        charge = self._charges.find(str(request.path_params["charge_id"]))
        return refusal("charge_not_found", 404) if charge is None else JSONResponse(charge.shown())

    async def _get_bill(self, request: Request) -> Response:
        try:
            day = date.fromisoformat(request.path_params["day"])
        except ValueError:
            return refusal("malformed", 400)
        bill = io.StringIO()
        rows = csv.writer(bill, lineterminator="\n")
        rows.writerow(["reference", "charge_id", "amount_minor", "currency", "settled_at"])
        for charge in self._charges.settled_on(day):
            settled_at = charge.settled_at.isoformat() if charge.settled_at else ""
            rows.writerow([charge.reference, charge.request.charge_id, charge.taken_minor, charge.request.currency, settled_at])
        return Response(bill.getvalue(), media_type="text/csv")

    async def _post_fault(self, request: Request) -> Response:
        try:
            asked = orjson.loads(await request.body())
            fault, count, charge_id = Fault(asked["fault"]), asked.get("count", 1), asked.get("charge_id")
        except (ValueError, KeyError, TypeError, AttributeError):
            return refusal("malformed", 400)
        if type(count) is not int or not 0 < count <= FAULTS_MAX or not (charge_id is None or isinstance(charge_id, str)):
            return refusal("malformed", 400)
        self._faults.plan(fault, count, charge_id)
        return Response(status_code=204)

    async def _delete_faults(self, _request: Request) -> Response:
        self._faults.clear()
        return Response(status_code=204)

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        async def guarded(request: Request) -> Response:
            sent = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(sent, self._authorization):
                return refusal("unauthorized", 401)
            return await endpoint(request)

        return guarded


def refusal(code: str, status: int) -> Response:
    return JSONResponse({"error": {"code": code}}, status)


def _shown(charge: Charge) -> Response:
    if charge.failure_code is not None:
        return refusal(charge.failure_code, 402)
    return JSONResponse(charge.shown(), 202)


async def _fail(request: Request, fault: Fault | None) -> Response:
    if fault in (Fault.SERVER_ERROR, Fault.SERVER_ERROR_AFTER_SUCCESS):
        return refusal("internal", 500)
    if fault is Fault.UNAVAILABLE:
        return refusal("unavailable", 503)
    try:
        # Nothing is said until the caller has hung up.
        async with asyncio.timeout(HELD_SECONDS):
            while (await request.receive())["type"] != "http.disconnect":
                continue
    except TimeoutError:
        return refusal("internal", 504)
    return Response(status_code=499)
