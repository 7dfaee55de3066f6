"""What every scene partner of the sandbox has: a provider, payments by the caller's id, faults on demand, and a desk for tests.

POST /api/payments         the kind's payment: 200 with it, or 402 with an error code
GET  /api/payments/{id}    the payment as it stands, or 404 payment_not_found
POST /api/refunds, GET /api/refunds/{id}   the same for what is given back of a payment
POST /faults               {"fault", "count"?, "payment_id"?}; {"share_percent", "seed"} lets that share of all payments and questions fail; DELETE forgets them
GET  /books                what was taken: {"payments": [...], "refreshes"}     (with the sandbox's key)
POST /tokens               {"seconds"?, "forget": "access" | "all"?}: how long tokens hold, and end those that are out"""

import hmac
import random
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from domains.kernel.clock import Clock
from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault, FaultPlan
from integrations.sandbox.scenes.payments import (
    Payment,
    PaymentMalformed,
    PaymentRequest,
    Payments,
    Refunds,
    read_payment_request,
    read_refund_request,
)
from integrations.sandbox.scenes.provider import SandboxProvider

HELD_SECONDS = 15.0

BEFORE = (Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.NEVER_ANSWERS)
AFTER = (Fault.TIMEOUT_AFTER_SUCCESS, Fault.SERVER_ERROR_AFTER_SUCCESS, Fault.UNKNOWN_STATUS, Fault.NOT_JSON)

Endpoint = Callable[[Request], Awaitable[Response]]


class SceneServer(ABC):
    """One partner. A kind says what its payments are for, whether that can be paid, and what becomes of it."""

    subject = "subject"
    """The field of a payment that says what is paid."""

    def __init__(self, name: str, api_key: str, clock: Clock) -> None:
        self.name = name
        self.clock = clock
        self.provider = SandboxProvider(name, api_key)
        self.payments = Payments("".join(part[0] for part in name.split("-")).upper())
        self.refunds = Refunds(self.payments)
        self.faults = FaultPlan()
        self._authorization = f"Bearer {api_key}".encode()
        self._share_percent = 0
        self._chance = random.Random(0)  # noqa: S311  no secret: the same faults in every run

    @abstractmethod
    def refusal_of(self, login: str, asked: PaymentRequest) -> str | None:
        """The code by which the partner refuses that payment; None when it takes it."""

    @abstractmethod
    def take(self, payment: Payment) -> None:
        """What was paid is paid."""

    def give_back(self, payment: Payment) -> None:
        """What was given back is given back. A kind that does something about it says so."""
        return

    def shown(self, payment: Payment) -> dict[str, object]:
        """A payment as it stands. A kind whose payments do not end at once says so."""
        return payment.shown()

    @abstractmethod
    def kind_routes(self) -> list[BaseRoute]:
        """What the kind serves beside payments, below /api."""

    def routes(self) -> list[BaseRoute]:
        return [
            *self.provider.routes(),
            Route("/api/payments", self.signed_in(self._pay), methods=["POST"]),
            Route("/api/payments/{id}", self.signed_in(self._ask)),
            Route("/api/refunds", self.signed_in(self._give_back), methods=["POST"]),
            Route("/api/refunds/{id}", self.signed_in(self._ask_refund)),
            *self.kind_routes(),
            Route("/faults", self.desk(self._post_fault), methods=["POST"]),
            Route("/faults", self.desk(self._delete_faults), methods=["DELETE"]),
            Route("/books", self.desk(self._show_books)),
            Route("/tokens", self.desk(self._post_tokens), methods=["POST"]),
        ]

    def signed_in(self, endpoint: Callable[[Request, str], Awaitable[Response]]) -> Endpoint:
        """Only with a token that holds; the endpoint is told whose."""

        async def guarded(request: Request) -> Response:
            login = self.provider.login_of(request)
            return refusal("unauthorized", 401) if login is None else await endpoint(request, login)

        return guarded

    def desk(self, endpoint: Endpoint) -> Endpoint:
        """Only with the sandbox's own key."""

        async def guarded(request: Request) -> Response:
            is_ours = hmac.compare_digest(request.headers.get("authorization", "").encode(), self._authorization)
            return await endpoint(request) if is_ours else refusal("unauthorized", 401)

        return guarded

    async def _pay(self, request: Request, login: str) -> Response:
        try:
            asked = read_payment_request(orjson.loads(await request.body()), self.subject)
        except (ValueError, PaymentMalformed):
            return refusal("malformed", 400)
        if request.headers.get("idempotency-key") != asked.payment_id:
            return refusal("idempotency_key", 400)
        fault = self.faults.take(asked.payment_id) or self.by_chance(*BEFORE, *AFTER)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        known = self.payments.by_id.get(asked.payment_id)
        if known is not None:
            return JSONResponse(self.shown(known)) if known.request == asked else refusal("payment_id_reused", 409)
        return await self._take(request, login, asked, fault)

    async def _take(self, request: Request, login: str, asked: PaymentRequest, fault: Fault | None) -> Response:
        code = "payment_refused" if fault is Fault.REFUSE else self.refusal_of(login, asked)
        if code is not None:
            return refusal(code, 402)
        payment = self.payments.take(asked, login, self.clock.now(), extra_minor=1 if fault is Fault.OTHER_AMOUNT else 0)
        self.take(payment)
        if fault in (Fault.TIMEOUT_AFTER_SUCCESS, Fault.SILENT_SUCCESS, Fault.SERVER_ERROR_AFTER_SUCCESS):
            return await fail(request, fault, HELD_SECONDS)
        if fault is Fault.NOT_JSON:
            return Response("<html>Welcome</html>", media_type="text/html")
        return JSONResponse(self.shown(payment) | ({"status": "hibernating"} if fault is Fault.UNKNOWN_STATUS else {}))

    async def _ask(self, request: Request, _login: str) -> Response:
        fault = self.by_chance(*BEFORE)
        if fault is not None:
            return await fail(request, fault, HELD_SECONDS)
        payment = self.payments.by_id.get(request.path_params["id"])
        return refusal("payment_not_found", 404) if payment is None else JSONResponse(self.shown(payment))

    async def _give_back(self, request: Request, _login: str) -> Response:
        try:
            asked = read_refund_request(orjson.loads(await request.body()), len(self.refunds.by_id) + 1)
        except (ValueError, PaymentMalformed):
            return refusal("malformed", 400)
        fault = self.faults.take(asked.refund_id) or self.by_chance(*BEFORE, *AFTER)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        if asked.refund_id not in self.refunds.by_id:
            code = "refund_refused" if fault is Fault.REFUSE else self.refunds.refusal_of(asked)
            if code is not None:
                return refusal(code, 402)
            self.refunds.by_id[asked.refund_id] = asked
            self.give_back(self.payments.by_id[asked.payment_id])
        if fault in AFTER:
            return await fail(request, Fault.SERVER_ERROR_AFTER_SUCCESS if fault is Fault.UNKNOWN_STATUS or fault is Fault.NOT_JSON else fault, HELD_SECONDS)
        return JSONResponse(self.refunds.by_id[asked.refund_id].shown())

    async def _ask_refund(self, request: Request, _login: str) -> Response:
        refund = self.refunds.by_id.get(request.path_params["id"])
        return refusal("refund_not_found", 404) if refund is None else JSONResponse(refund.shown())

    async def _post_fault(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        if "share_percent" in asked:
            self._share_percent, self._chance = int(asked["share_percent"]), random.Random(asked.get("seed", 0))  # noqa: S311
        else:
            self.faults.plan(Fault(asked["fault"]), asked.get("count", 1), asked.get("payment_id"))
        return Response(status_code=204)

    async def _delete_faults(self, _request: Request) -> Response:
        self.faults.clear()
        self._share_percent = 0
        return Response(status_code=204)

    async def _show_books(self, _request: Request) -> Response:
        taken = [{**one.shown(), "subject": one.request.subject, "login": one.login} for one in self.payments.by_id.values()]
        refunds = [one.shown() for one in self.refunds.by_id.values()]
        return JSONResponse({"payments": taken, "refunds": refunds, "refreshes": self.provider.refreshes})

    async def _post_tokens(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        self.provider.token_seconds = asked.get("seconds", self.provider.token_seconds)
        if "forget" in asked:
            self.provider.forget(refresh=asked["forget"] == "all")
        return Response(status_code=204)

    def by_chance(self, *faults: Fault) -> Fault | None:
        return self._chance.choice(faults) if self._chance.randrange(100) < self._share_percent else None
