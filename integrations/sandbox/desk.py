"""One desk of the sandbox's payment channel: where charges are asked for, or pay-outs. Both keep books, meet faults and call back in the same way."""

import asyncio
import csv
import io
from datetime import date

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domains.kernel.clock import Clock
from integrations.sandbox.callbacks import Callbacks
from integrations.sandbox.charges import CHARGE, Charge, ChargeRequest, Charges, Malformed, read_charge_request
from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault, FaultPlan

HELD_SECONDS = 30.0


class Desk:
    """Takes requests of one kind for a channel whose faults and callbacks it shares."""

    def __init__(self, kind: str, prefix: str, settle_seconds: float, clock: Clock, faults: FaultPlan, callbacks: Callbacks) -> None:
        self.kind = kind
        self._books = Charges(prefix)
        self._settle_seconds = settle_seconds
        self._clock = clock
        self._faults = faults
        self._callbacks = callbacks

    async def post(self, request: Request) -> Response:
        """Take what is asked for, once for its id; 202 with it, or 402 with an error code."""
        try:
            asked = read_charge_request(self.kind, orjson.loads(await request.body()))
            header = request.headers.get("sandbox-fault")
            fault = Fault(header) if header else self._faults.take(asked.charge_id)
        except (ValueError, Malformed):
            return refusal("malformed", 400)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        known = self._books.find(asked.charge_id)
        if known is not None:
            return _shown(known) if known.request == asked else refusal(f"{self.kind}_id_reused", 409)
        return await self._take(request, asked, fault)

    async def get(self, request: Request) -> Response:
        """How it stands, or 404."""
        charge = self._books.find(str(request.path_params["id"]))
        return refusal(f"{self.kind}_not_found", 404) if charge is None else JSONResponse(charge.shown())

    async def bill(self, request: Request) -> Response:
        """CSV of what was settled on a business date."""
        try:
            day = date.fromisoformat(request.path_params["day"])
        except ValueError:
            return refusal("malformed", 400)
        written = io.StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(["reference", f"{self.kind}_id", "amount_minor", "currency", "settled_at"])
        for charge in self._books.settled_on(day):
            settled_at = charge.settled_at.isoformat() if charge.settled_at else ""
            rows.writerow([charge.reference, charge.request.charge_id, charge.taken_minor, charge.request.currency, settled_at])
        return Response(written.getvalue(), media_type="text/csv")

    async def _take(self, request: Request, asked: ChargeRequest, fault: Fault | None) -> Response:
        charge = self._books.open(asked, self._clock.now(), extra_minor=1 if fault is Fault.OTHER_AMOUNT else 0)
        if fault is Fault.CALLBACK_FIRST:
            self._settle(charge)
            await self._callbacks.tell_before_answer(charge)
            self._callbacks.start(self._callbacks.tell_late_processing(charge))
            return JSONResponse(charge.shown() | {"status": "processing"}, 202)
        if fault is Fault.REFUSE:
            charge.status, charge.failure_code = "failed", "insufficient_funds" if self.kind == CHARGE else "account_closed"
            self._callbacks.start(self._callbacks.tell(charge, fault))
            return _shown(charge)
        answer = JSONResponse(charge.shown() | ({"status": "hibernating"} if fault is Fault.UNKNOWN_STATUS else {}), 202)
        self._callbacks.start(self._settle_and_tell(charge, fault))
        if fault in (Fault.TIMEOUT_AFTER_SUCCESS, Fault.SILENT_SUCCESS, Fault.SERVER_ERROR_AFTER_SUCCESS):
            return await fail(request, fault, HELD_SECONDS)
        if fault is Fault.NOT_JSON:
            return Response("<html>Welcome</html>", media_type="text/html")
        return answer

    async def _settle_and_tell(self, charge: Charge, fault: Fault | None) -> None:
        await asyncio.sleep(self._settle_seconds)
        self._settle(charge)
        await self._callbacks.tell(charge, fault)

    def _settle(self, charge: Charge) -> None:
        charge.status, charge.settled_at = "succeeded", self._clock.now()


def _shown(charge: Charge) -> Response:
    if charge.failure_code is not None:
        return refusal(charge.failure_code, 402)
    return JSONResponse(charge.shown(), 202)
