"""A sandbox partner of public utilities: bills of whoever signs in.

GET  /api/bills   {"bills": [...]}
POST /bills       {"login", "bill_id", "amount_minor", ...}: one more, or changed     (with the sandbox's key)"""

from dataclasses import asdict, dataclass
from datetime import timedelta

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from domains.kernel.clock import business_date
from integrations.sandbox.failing import refusal
from integrations.sandbox.scenes.payments import Payment, PaymentRequest
from integrations.sandbox.scenes.server import SceneServer


@dataclass(slots=True)
class Bill:
    """A bill as the partner's JSON has it."""

    bill_id: str
    account: str
    title: str
    period: str
    amount_minor: int
    currency: str
    due_on: str
    status: str = "open"


class UtilitiesServer(SceneServer):
    """Whoever signs in for the first time finds two open bills and one that is paid."""

    subject = "bill_id"
    titles = ("用水 Water", "排污 Sewerage")
    """What the bills are for."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._bills: dict[str, dict[str, Bill]] = {}

    def refusal_of(self, login: str, asked: PaymentRequest) -> str | None:
        bill = self._bills_of(login).get(asked.subject)
        if bill is None:
            return "not_payable"
        if bill.status == "paid":
            return "already_paid"
        return None if (bill.amount_minor, bill.currency) == (asked.amount_minor, asked.currency) else "amount_changed"

    def take(self, payment: Payment) -> None:
        self._bills_of(payment.login)[payment.request.subject].status = "paid"

    def kind_routes(self) -> list[BaseRoute]:
        return [Route("/api/bills", self.signed_in(self._list)), Route("/bills", self.desk(self._post_bills), methods=["POST"])]

    async def _list(self, _request: Request, login: str) -> Response:
        return JSONResponse({"bills": [asdict(bill) for bill in self._bills_of(login).values()]})

    async def _post_bills(self, request: Request) -> Response:
        """One bill, or a list of them."""
        asked = orjson.loads(await request.body())
        for one in asked if isinstance(asked, list) else [asked]:
            login = one.pop("login")
            defaults = {"account": self._account(login), "title": "Water", "period": "2026-10", "currency": "CNY", "due_on": self._day(2)}
            try:
                self._bills_of(login)[one["bill_id"]] = Bill(**(defaults | one))
            except TypeError:
                return refusal("malformed", 400)
        return Response(status_code=204)

    def _bills_of(self, login: str) -> dict[str, Bill]:
        if login not in self._bills:
            account = self._account(login)
            made = [
                Bill(f"{login}-1", account, self.titles[0], "2026-09", 4_620, "CNY", self._day(-40), "paid"),
                Bill(f"{login}-2", account, self.titles[0], "2026-10", 5_180, "CNY", self._day(2)),
                Bill(f"{login}-3", account, self.titles[1], "2026-10", 1_240, "CNY", self._day(20)),
            ]
            self._bills[login] = {bill.bill_id: bill for bill in made}
        return self._bills[login]

    def _day(self, days: int) -> str:
        return (business_date(self.clock.now()) + timedelta(days=days)).isoformat()

    def _account(self, login: str) -> str:
        return f"{sum(login.encode()) * 7919 % 10**8:08d}"


class CampusServer(UtilitiesServer):
    """A campus: fees, and what tops up the card."""

    titles = ("学费 Tuition", "校园卡充值 Card top-up")


class CommunityServer(UtilitiesServer):
    """A housing estate: fees, and parking."""

    titles = ("物业费 Management fee", "停车费 Parking")
