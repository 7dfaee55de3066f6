"""The sandbox's payment channel: charges and pay-outs by the caller's id, answers, callbacks and daily bills.

POST /charges                {"charge_id", "amount_minor", "currency", "callback_url"}: 202 with the charge, or 402 with an error code
GET  /charges/{charge_id}    the charge as it stands, or 404 charge_not_found
GET  /bills/{date}           CSV of the charges settled on a business date
POST /pay-outs               {"pay_out_id", ...}, GET /pay-outs/{pay_out_id}, GET /pay-out-bills/{date}: the same for money that is paid out
POST /faults                 {"fault", "count"?, "charge_id" or "pay_out_id"?}; DELETE /faults forgets them. A `sandbox-fault` header does the same."""

import hmac
from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domains.kernel.clock import Clock
from integrations.sandbox.callbacks import Callbacks
from integrations.sandbox.charges import CHARGE, PAY_OUT
from integrations.sandbox.desk import Desk
from integrations.sandbox.failing import refusal
from integrations.sandbox.faults import Fault, FaultPlan

FAULTS_MAX = 100_000

Endpoint = Callable[[Request], Awaitable[Response]]


class ChannelServer:
    """One channel with its two desks, its plan of faults and its callbacks under way. Its references begin with `prefix`."""

    def __init__(self, api_key: str, webhook_secret: str, settle_seconds: float, clock: Clock, prefix: str = "SBX") -> None:
        self._authorization = f"Bearer {api_key}".encode()
        self._faults = FaultPlan()
        self._callbacks = Callbacks(webhook_secret, clock)
        self._charges = Desk(CHARGE, prefix, settle_seconds, clock, self._faults, self._callbacks)
        self._pay_outs = Desk(PAY_OUT, f"{prefix}P", settle_seconds, clock, self._faults, self._callbacks)

    def routes(self) -> list[Route]:
        return [
            Route("/charges", self._guarded(self._charges.post), methods=["POST"]),
            Route("/charges/{id:uuid}", self._guarded(self._charges.get)),
            Route("/bills/{day}", self._guarded(self._charges.bill)),
            Route("/pay-outs", self._guarded(self._pay_outs.post), methods=["POST"]),
            Route("/pay-outs/{id:uuid}", self._guarded(self._pay_outs.get)),
            Route("/pay-out-bills/{day}", self._guarded(self._pay_outs.bill)),
            Route("/faults", self._guarded(self._post_fault), methods=["POST"]),
            Route("/faults", self._guarded(self._delete_faults), methods=["DELETE"]),
        ]

    async def close(self) -> None:
        await self._callbacks.close()

    async def _post_fault(self, request: Request) -> Response:
        try:
            asked = orjson.loads(await request.body())
            fault, count, id_ = Fault(asked["fault"]), asked.get("count", 1), asked.get("charge_id", asked.get("pay_out_id"))
        except (ValueError, KeyError, TypeError, AttributeError):
            return refusal("malformed", 400)
        if type(count) is not int or not 0 < count <= FAULTS_MAX or not (id_ is None or isinstance(id_, str)):
            return refusal("malformed", 400)
        self._faults.plan(fault, count, id_)
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
