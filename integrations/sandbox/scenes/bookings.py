"""What sandbox partners with slots are alike in.

POST /api/searches, /api/bookings, /api/bookings/{id}/{changes|moves|cancellation}: see integrations/partners/kinds/bookings.py
POST /slots    {"slot_id", "left"}: how many are left                                              (with the sandbox's key)
POST /visits   {"booking_id", "outcome", "total_minor"?}: how it ended, and what it cost. "cancelled_by_partner" gives all of it back"""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.sandbox.failing import fail, refusal
from integrations.sandbox.faults import NOTHING_TAKEN, Fault
from integrations.sandbox.scenes.payments import Payment, PaymentMalformed, PaymentRequest, read_payment_request
from integrations.sandbox.scenes.server import AFTER, BEFORE, HELD_SECONDS, SceneServer

KEPT_FOR = timedelta(minutes=15)
DAYS_MOST = 14
EACH = 30
"""How many may book a slot, unless the desk says otherwise."""


@dataclass(slots=True)
class Booking:
    """A slot that somebody has."""

    id: str
    login: str
    slot: dict[str, Any]
    held_until: datetime
    status: str = "held"
    payment_id: str | None = None
    outcome: str | None = None
    settled_minor: int = 0
    supplement_minor: int = 0

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.slot["starts_at"])


class BookingServer(SceneServer):
    """What both are alike in."""

    subject = "booking_id"

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._slots: dict[str, dict[str, Any]] = {}
        self._left: dict[str, int] = {}
        self._bookings: dict[str, Booking] = {}
        self._answers: dict[str, dict[str, Any]] = {}

    @abstractmethod
    def topics(self) -> list[dict[str, str]]:
        """What there are slots of."""

    @abstractmethod
    def slots_on(self, day: date, question: dict[str, str]) -> list[dict[str, Any]]:
        """The slots of one day."""

    def refusal_of(self, login: str, asked: PaymentRequest) -> str | None:
        booking = self._bookings.get(asked.subject)
        if booking is None or booking.login != login:
            return "not_payable"
        if booking.status == "held":
            if self.clock.now() >= booking.held_until:
                return "hold_expired"
            return None if asked.amount_minor == booking.slot["price_minor"] else "amount_changed"
        if not booking.supplement_minor:
            return "already_paid"
        return None if asked.amount_minor == booking.supplement_minor else "amount_changed"

    def take(self, payment: Payment) -> None:
        booking = self._bookings[payment.request.subject]
        if booking.status == "held":
            booking.status, booking.payment_id = "confirmed", payment.request.payment_id
        else:
            booking.supplement_minor = 0

    def shown(self, payment: Payment) -> dict[str, object]:
        booking = self._bookings[payment.request.subject]
        if booking.payment_id != payment.request.payment_id:
            return payment.shown()
        code = f"C{len(booking.id)}{payment.reference[-6:]}"
        if booking.slot["terms"]["pays_at_once"]:
            return payment.shown() | {"outcome": "ticketed", "code": code}
        known: dict[str, object] = {"payment_id": payment.request.payment_id}
        if booking.outcome is None:
            return known | {"status": "processing", "booking_status": "confirmed", "code": code}
        if not booking.settled_minor:
            return known | {"status": "failed", "failure_code": booking.outcome}
        extra = payment.taken_minor - payment.request.amount_minor
        settled = {"amount_minor": booking.settled_minor + extra, "outcome": booking.outcome, "code": code}
        return payment.shown() | settled | {"supplement_minor": booking.supplement_minor}

    def kind_routes(self) -> list[BaseRoute]:
        return [
            Route("/api/searches", self.signed_in(self._search), methods=["POST"]),
            Route("/api/bookings", self.signed_in(self._hold), methods=["POST"]),
            Route("/api/bookings/{id}", self.signed_in(self._ask_booking)),
            Route("/api/bookings/{id}/changes", self.signed_in(self._change), methods=["POST"]),
            Route("/api/bookings/{id}/moves", self.signed_in(self._move), methods=["POST"]),
            Route("/api/bookings/{id}/cancellation", self.signed_in(self._cancel), methods=["POST"]),
            Route("/slots", self.desk(self._post_slots), methods=["POST"]),
            Route("/visits", self.desk(self._post_visits), methods=["POST"]),
        ]

    async def _search(self, request: Request, _login: str) -> Response:
        question = orjson.loads(await request.body())
        fault = self.faults.take("search") or self.by_chance(*BEFORE)
        if fault is not None:
            return await fail(request, fault, HELD_SECONDS)
        first, last = date.fromisoformat(question["from_day"]), date.fromisoformat(question["until_day"])
        days = [first + timedelta(days=number) for number in range(min(DAYS_MOST, (last - first).days + 1))]
        found = [slot for day in days for slot in self.slots_on(day, question) if datetime.fromisoformat(slot["starts_at"]) > self.clock.now()]
        self._slots |= {slot["slot_id"]: slot for slot in found}
        return JSONResponse({"topics": self.topics(), "slots": [slot for slot in found if self._is_left(slot["slot_id"])]})

    async def _hold(self, request: Request, login: str) -> Response:
        asked = orjson.loads(await request.body())

        def hold() -> dict[str, Any] | str:
            slot = self._slots.get(asked["slot_id"])
            if slot is None:
                return "slot_unknown"
            if not self._is_left(asked["slot_id"]):
                return "slot_gone"
            booking = Booking(asked["booking_id"], login, slot, self.clock.now() + KEPT_FOR)
            self._bookings[booking.id] = booking
            return {"booking_id": booking.id, "status": "held", "held_until": booking.held_until.isoformat()}

        return await self._once(request, asked["hold_id"], hold, "slot_gone")

    async def _ask_booking(self, request: Request, login: str) -> Response:
        booking = self._bookings.get(request.path_params["id"])
        if booking is None or booking.login != login:
            return refusal("booking_not_found", 404)
        fault = self.faults.take(booking.id) or self.by_chance(*BEFORE)
        if fault is not None:
            return await fail(request, fault, HELD_SECONDS)
        status = booking.outcome if booking.outcome == "cancelled_by_partner" else booking.status
        return JSONResponse({"booking_id": booking.id, "status": status})

    async def _move(self, request: Request, login: str) -> Response:
        asked = orjson.loads(await request.body())

        def move() -> dict[str, Any] | str:
            booking, slot, code = self._to_change(request, login, asked["slot_id"], 0)
            if booking is None or slot is None:
                return code
            booking.slot = slot
            return {"move_id": asked["move_id"], "status": "moved"}

        return await self._once(request, asked["move_id"], move, "not_changeable")

    async def _change(self, request: Request, login: str) -> Response:
        data = orjson.loads(await request.body())
        try:
            asked = read_payment_request(data, self.subject)
        except PaymentMalformed:
            return refusal("malformed", 400)

        def change() -> dict[str, Any] | str:
            booking, slot, code = self._to_change(request, login, data["slot_id"], asked.amount_minor)
            if booking is None or slot is None:
                return code
            booking.slot = slot
            return dict(self.payments.take(asked, login, self.clock.now()).shown())

        return await self._once(request, asked.payment_id, change, "payment_refused")

    async def _cancel(self, request: Request, login: str) -> Response:
        asked = orjson.loads(await request.body())

        def cancel() -> dict[str, Any] | str:
            booking = self._bookings.get(request.path_params["id"])
            if booking is None or booking.login != login or booking.status not in ("held", "confirmed") or booking.outcome is not None:
                return "not_cancellable"
            if asked["kept_minor"] != self._kept(booking):
                return "terms_changed"
            booking.status, booking.outcome, booking.settled_minor = "cancelled", "cancelled", asked["kept_minor"]
            return {"cancellation_id": asked["cancellation_id"], "status": "cancelled"}

        return await self._once(request, asked["cancellation_id"], cancel, "not_cancellable")

    async def _once(self, request: Request, key: str, act: Callable[[], dict[str, Any] | str], no: str) -> Response:
        """Whatever is repeated under a key is done once, and answered the same. `no` is its refusal on demand."""
        if request.headers.get("idempotency-key") != key:
            return refusal("idempotency_key", 400)
        fault = self.faults.take(key) or self.by_chance(*BEFORE, *AFTER)
        if fault in NOTHING_TAKEN:
            return await fail(request, fault, HELD_SECONDS)
        if fault is Fault.REFUSE:
            return refusal(no, 409)
        if key not in self._answers:
            answer = act()
            if isinstance(answer, str):
                return refusal(answer, 409)
            self._answers[key] = answer
        return await self._answered(request, key, fault)

    async def _answered(self, request: Request, key: str, fault: Fault | None) -> Response:
        if fault is Fault.NOT_JSON:
            return Response("<html>Welcome</html>", media_type="text/html")
        if fault is None or fault is Fault.UNKNOWN_STATUS:
            return JSONResponse(self._answers[key] | ({} if fault is None else {"status": "hibernating"}))
        return await fail(request, fault, HELD_SECONDS)

    def _to_change(self, request: Request, login: str, slot_id: str, paid_minor: int) -> tuple[Booking | None, dict[str, Any] | None, str]:
        booking, slot = self._bookings.get(request.path_params["id"]), self._slots.get(slot_id)
        if booking is None or booking.login != login or booking.status != "confirmed":
            return None, None, "not_changeable"
        if slot is None or not self._is_left(slot_id):
            return None, None, "slot_gone"
        cost = booking.slot["terms"]["change_fee_minor"] + max(0, slot["price_minor"] - booking.slot["price_minor"])
        return (booking, slot, "") if cost == paid_minor else (None, None, "amount_changed")

    def _kept(self, booking: Booking) -> int:
        terms, price = booking.slot["terms"], int(booking.slot["price_minor"])
        is_free = booking.status == "held" or self.clock.now() <= booking.starts_at - timedelta(hours=terms["free_until_hours"])
        return 0 if is_free else price * int(terms["kept_percent"]) // 100

    def _is_left(self, slot_id: str) -> bool:
        now = self.clock.now()
        taken = [one for one in self._bookings.values() if one.slot["slot_id"] == slot_id and one.status != "cancelled"]
        return sum(one.status != "held" or now < one.held_until for one in taken) < self._left.get(slot_id, EACH)

    async def _post_slots(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        self._left[asked["slot_id"]] = asked["left"]
        return Response(status_code=204)

    async def _post_visits(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        booking = self._bookings[asked["booking_id"]]
        price, outcome = int(booking.slot["price_minor"]), asked["outcome"]
        total = asked.get("total_minor", price if outcome == "attended" else price * booking.slot["terms"]["no_show_percent"] // 100)
        booking.outcome = outcome
        booking.settled_minor = 0 if outcome == "cancelled_by_partner" else total if outcome != "attended" else min(total, price)
        booking.supplement_minor = max(0, total - price) if outcome == "attended" else 0
        return Response(status_code=204)

    def made_slot(self, name: str, topic: str, words: tuple[str, str, str], at: datetime, minor: int, terms: dict[str, Any]) -> dict[str, Any]:
        """As the partner's JSON has it."""
        title, provider, place = words
        return {
            "slot_id": f"{name}-{at:%Y%m%d%H%M}",
            "topic": topic,
            "title": title,
            "provider": provider,
            "place": place,
            "starts_at": at.isoformat(),
            "price_minor": minor,
            "currency": "CNY",
            "terms": terms,
        }
