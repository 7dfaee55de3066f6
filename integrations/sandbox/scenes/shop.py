"""A sandbox shop: orders of whoever signs in, paid at once or in parts, and given back; its members; and sign-in with the bank (sign_in.py).

GET  /api/orders      {"orders": [...]}
GET  /api/membership  {"membership", "changed_at"}
POST /orders          {"login", "order_id", "amount_minor", ...}: one more, or changed     (with the sandbox's key)
POST /members         {"login", "number", "level", "benefits"}: whoever was none is one     (with the sandbox's key)"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from integrations.sandbox.failing import refusal
from integrations.sandbox.scenes.payments import Payment, PaymentMalformed, PaymentRequest, read_refund_request
from integrations.sandbox.scenes.server import SceneServer
from integrations.sandbox.scenes.sign_in import BankSignIn

OFFERS = [{"code": "three", "part_count": 3, "months_apart": 1, "fee_minor": 0}, {"code": "twelve", "part_count": 12, "months_apart": 1, "fee_minor": 600}]


@dataclass(slots=True)
class Order:
    """An order as the shop's JSON has it."""

    order_id: str
    title: str
    amount_minor: int
    currency: str
    placed_at: str
    status: str = "open"
    instalments: list[dict[str, Any]] = field(default_factory=lambda: [dict(offer) for offer in OFFERS])


class ShopServer(SceneServer):
    """Whoever signs in for the first time finds a lamp that was ordered, and is a member."""

    subject = "order_id"

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._orders: dict[str, dict[str, Order]] = {}
        self._members: dict[str, dict[str, Any]] = {}
        self._sign_in = BankSignIn(self.place)

    def refusal_of(self, login: str, asked: PaymentRequest) -> str | None:
        order = self._orders_of(login).get(asked.subject)
        if order is None or order.status == "returned":
            return "not_payable"
        if order.status == "paid":
            return "already_paid"
        part = self.instalment_of(asked)
        if part is None:
            return "already_paid" if self._taken(asked.subject) else _differs(order, asked, order.amount_minor)
        offer = next((one for one in order.instalments if one["code"] == part["code"]), None)
        if offer is None or part["number"] != len(self._taken(asked.subject)) + 1:
            return "not_payable"
        each, rest = divmod(order.amount_minor + offer["fee_minor"], offer["part_count"])
        return _differs(order, asked, each + (rest if part["number"] == 1 else 0))

    def take(self, payment: Payment) -> None:
        order = self._orders_of(payment.login)[payment.request.subject]
        part = self.instalment_of(payment.request)
        if part is None or part["number"] == part["count"]:
            order.status = "paid"

    def give_back(self, payment: Payment) -> None:
        """An order of which everything was given back is a return."""
        taken = self._taken(payment.request.subject)
        refunds = [one.amount_minor for one in self.refunds.by_id.values() if one.payment_id in {each.request.payment_id for each in taken}]
        if sum(refunds) == sum(one.taken_minor for one in taken):
            self._orders_of(payment.login)[payment.request.subject].status = "returned"

    def kind_routes(self) -> list[BaseRoute]:
        return [
            Route("/api/orders", self.signed_in(self._list)),
            Route("/api/membership", self.signed_in(self._show_membership)),
            Route("/orders", self.desk(self._post_orders), methods=["POST"]),
            Route("/returns", self.desk(self._post_return), methods=["POST"]),
            Route("/members", self.desk(self._post_member), methods=["POST"]),
            Route("/bank", self.desk(self._sign_in.know_bank), methods=["POST"]),
            *self._sign_in.routes(),
        ]

    def instalment_of(self, asked: PaymentRequest) -> Mapping[str, Any] | None:
        """Which part of a plan a payment is; None where it pays the whole."""
        part = asked.more.get("instalment")
        return part if isinstance(part, dict) else None

    def place(self, login: str, order_id: str, title: str, amount_minor: int) -> Order:
        """Somebody orders something."""
        order = Order(order_id, title, amount_minor, "CNY", self.clock.now().isoformat())
        self._orders_of(login)[order_id] = order
        return order

    def _taken(self, order_id: str) -> list[Payment]:
        return [one for one in self.payments.by_id.values() if one.request.subject == order_id]

    def _orders_of(self, login: str) -> dict[str, Order]:
        if login not in self._orders:
            first = Order(f"{login}-1", "纸灯笼 Paper lantern", 12_800, "CNY", self.clock.now().isoformat())
            self._orders[login] = {first.order_id: first}
        return self._orders[login]

    async def _list(self, _request: Request, login: str) -> Response:
        return JSONResponse({"orders": [asdict(order) | {"refunds": self._refunds_of(order)} for order in self._orders_of(login).values()]})

    def _refunds_of(self, order: Order) -> list[dict[str, Any]]:
        taken = {one.request.payment_id for one in self._taken(order.order_id)}
        told = [one for one in self.refunds.by_id.values() if one.payment_id in taken]
        return [{"refund_id": one.refund_id, "payment_id": one.payment_id, "amount_minor": one.amount_minor} for one in told]

    async def _post_return(self, request: Request) -> Response:
        """The desk gives something back that nobody asked for: {"refund_id", "payment_id", "amount_minor", "currency"}."""
        try:
            asked = read_refund_request(orjson.loads(await request.body()), len(self.refunds.by_id) + 1)
        except (ValueError, PaymentMalformed):
            return refusal("malformed", 400)
        code = self.refunds.refusal_of(asked)
        if code is not None:
            return refusal(code, 402)
        self.refunds.by_id[asked.refund_id] = asked
        self.give_back(self.payments.by_id[asked.payment_id])
        return Response(status_code=204)

    async def _post_orders(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        login = asked.pop("login")
        defaults = {"title": "Lamp", "currency": "CNY", "placed_at": self.clock.now().isoformat()}
        try:
            self._orders_of(login)[asked["order_id"]] = Order(**(defaults | asked))
        except TypeError:
            return refusal("malformed", 400)
        return Response(status_code=204)

    async def _show_membership(self, _request: Request, login: str) -> Response:
        return JSONResponse(self._member(login))

    async def _post_member(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        login = asked.pop("login")
        self._members[login] = {"membership": asked.get("membership"), "changed_at": asked.get("changed_at", self.clock.now().isoformat())}
        return JSONResponse(self._members[login])

    def _member(self, login: str) -> dict[str, Any]:
        if login not in self._members:
            number = f"{sum(login.encode()) * 7919 % 10**8:08d}"
            membership = {"number": number, "level": "silver", "benefits": [{"code": "post", "title": "免运费 Free delivery"}]}
            self._members[login] = {"membership": membership, "changed_at": self.clock.now().isoformat()}
        return self._members[login]


def _differs(order: Order, asked: PaymentRequest, wanted_minor: int) -> str | None:
    return None if (wanted_minor, order.currency) == (asked.amount_minor, asked.currency) else "amount_changed"
