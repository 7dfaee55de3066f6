"""The sandbox's registrar of fund shares, which also tells values: it confirms what it was told of as soon as it knows the day's values.

PUT  /applications/{day}   {"file"}: the orders of a trade date; the same day again replaces them
GET  /confirmations/{day}  CSV of orders, holdings and cash, or 404 while it knows no value of the day, or no orders
GET  /values/{day}         CSV of the values of a day, or 404 while there is none
POST /values               {"code", "day", "value", "income_per_10k"?, "redeemed_ppm"?}, or a list: told from now on, as a correction where there was one
POST /faults               {"fault", "day", "id"?}; DELETE /faults forgets them"""

import csv
import hmac
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.registrars.files import CONFIRMATION_COLUMNS, VALUE_COLUMNS
from integrations.sandbox.failing import refusal

Endpoint = Callable[[Request], Awaitable[Response]]


class RegistrarFault(StrEnum):
    """What its files of a day have wrong. `id` is an order's, or a product's code; without it the first order is meant."""

    LATE = "late"
    """There is no file yet."""
    BROKEN_LINE = "broken_line"
    """The line cannot be read."""
    MISSING_LINE = "missing_line"
    OTHER_SHARES = "other_shares"
    """It confirms a hundredth of a share more, and holds it."""
    OTHER_AMOUNT = "other_amount"
    """The product's cash is a minor unit more."""
    REJECT = "reject"
    """The order is refused, with the code `limit_reached`."""
    UNKNOWN_ORDER = "unknown_order"
    """It confirms an order that nobody placed."""
    TWICE = "twice"
    """The line stands there twice."""
    NO_FILE = "no_file"
    """Something else than a file."""


class Value(NamedTuple):
    """As it is told: decimals, and millionths."""

    value: str
    income: str
    redeemed_ppm: int

    @property
    def nav_e4(self) -> int:
        whole, _, part = self.value.partition(".")
        return int(whole + part.ljust(4, "0"))


class Order(NamedTuple):
    """An application."""

    kind: str
    id: str
    account: str
    code: str
    confirm_on: str
    amount_minor: int
    shares_minor: int


class Done(NamedTuple):
    """What became of an order. `amount_minor` is what bought the shares, or what they were worth."""

    order: Order
    state: str
    amount_minor: int
    shares_minor: int


@dataclass(slots=True)
class Faults:
    """By day: which fault, and of what."""

    planned: dict[str, list[tuple[RegistrarFault, str | None]]] = field(default_factory=dict)

    def meets(self, day: str, fault: RegistrarFault, *ids: str, is_first: bool = False) -> bool:
        return any(one is fault and (id_ in ids if id_ is not None else is_first or not ids) for one, id_ in self.planned.get(day, ()))


class RegistrarServer:
    """One registrar and its value feed."""

    def __init__(self, api_key: str) -> None:
        self._authorization = f"Bearer {api_key}".encode()
        self._orders: dict[str, list[Order]] = {}
        self._values: dict[str, dict[str, Value]] = {}
        self._faults = Faults()

    def routes(self) -> list[Route]:
        return [
            Route("/applications/{day}", self._guarded(self._take), methods=["PUT"]),
            Route("/confirmations/{day}", self._guarded(self._confirm)),
            Route("/values/{day}", self._guarded(self._tell)),
            Route("/values", self._guarded(self._plant), methods=["POST"]),
            Route("/faults", self._guarded(self._fault), methods=["POST"]),
            Route("/faults", self._guarded(self._forget), methods=["DELETE"]),
        ]

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        async def answer(request: Request) -> Response:
            if not hmac.compare_digest(request.headers.get("authorization", "").encode(), self._authorization):
                return refusal("unauthorized", 401)
            try:
                return await endpoint(request)
            except (ValueError, KeyError, TypeError, AttributeError):
                return refusal("malformed", 400)

        return answer

    async def _take(self, request: Request) -> Response:
        day, file = _day(request), orjson.loads(await request.body())["file"]
        rows = list(csv.reader(io.StringIO(file)))
        orders = [_order(row) for row in rows[1:-1]]
        if rows[-1][:2] != ["total", str(len(orders))]:
            return refusal("total_differs", 409)
        self._orders[day] = orders
        return Response(status_code=204)

    async def _tell(self, request: Request) -> Response:
        day = _day(request)
        told = self._values.get(day)
        if not told or self._faults.meets(day, RegistrarFault.LATE):
            return refusal("not_there_yet", 404)
        rows = [[code, day, one.value, one.income, one.redeemed_ppm] for code, one in sorted(told.items())]
        return self._file(day, VALUE_COLUMNS, rows)

    async def _plant(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        for one in asked if isinstance(asked, list) else [asked]:
            value = Value(one["value"], one.get("income_per_10k") or "", one.get("redeemed_ppm", 1_000_000))
            self._values.setdefault(date.fromisoformat(one["day"]).isoformat(), {})[one["code"]] = value
        return Response(status_code=204)

    async def _fault(self, request: Request) -> Response:
        asked = orjson.loads(await request.body())
        self._faults.planned.setdefault(asked["day"], []).append((RegistrarFault(asked["fault"]), asked.get("id")))
        return Response(status_code=204)

    async def _forget(self, _request: Request) -> Response:
        self._faults.planned.clear()
        return JSONResponse({})

    async def _confirm(self, request: Request) -> Response:
        day = _day(request)
        done = self._done(day)
        if done is None or not done or self._faults.meets(day, RegistrarFault.LATE):
            return refusal("not_there_yet", 404)
        rows = [self._row(day, number, one) for number, one in enumerate(done) if not self._meets(day, RegistrarFault.MISSING_LINE, number, one)]
        if self._faults.meets(day, RegistrarFault.UNKNOWN_ORDER):
            rows.append(["order", str(UUID(int=7)), "", done[0].order.code, day, "confirmed", "REG-7", "", "1.00", "1.00"])
        as_of = max(one.order.confirm_on for one in done)
        rows += [["holding", "", account, code, as_of, "confirmed", "", "", "", _two(held)] for (account, code), held in sorted(self._holdings(day).items())]
        for code, minor in sorted(self._cash(done).items()):
            rows.append(["cash", "", "", code, day, "confirmed", "", "", _two(minor + self._other_amount(day, code)), ""])
        return self._file(day, CONFIRMATION_COLUMNS, rows)

    def _other_amount(self, day: str, code: str) -> int:
        return int(self._faults.meets(day, RegistrarFault.OTHER_AMOUNT, code, is_first=True))

    def _file(self, day: str, columns: list[str], rows: list[list[object]]) -> Response:
        if self._faults.meets(day, RegistrarFault.NO_FILE):
            return Response("<html>Welcome</html>", media_type="text/html")
        if self._faults.meets(day, RegistrarFault.TWICE):
            rows = [*rows, rows[0]]
        file = io.StringIO()
        written = csv.writer(file, lineterminator="\r\n")
        written.writerow(columns)
        for number, row in enumerate(rows):
            broken = self._faults.meets(day, RegistrarFault.BROKEN_LINE, *map(str, row[:4]), is_first=number == 0)
            written.writerow(["?", *row[1:-1], "much"] if broken else row)
        return Response(file.getvalue(), media_type="text/csv")

    def _row(self, day: str, number: int, one: Done) -> list[object]:
        about: list[object] = ["order", one.order.id, "", one.order.code, day, one.state]
        if one.state == "rejected":
            return [*about, "", "limit_reached", "", ""]
        return [*about, f"REG-{day}-{number + 1}", "", _two(one.amount_minor), _two(one.shares_minor)]

    def _done(self, day: str) -> list[Done] | None:
        """What became of the orders of a day; None while a value is lacking."""
        done = []
        for number, order in enumerate(self._orders.get(day, [])):
            value = self._values.get(day, {}).get(order.code)
            if value is None:
                return None
            if order.kind == "subscribe":
                amount, shares = order.amount_minor, order.amount_minor * 10_000 // value.nav_e4
            else:
                shares = order.shares_minor * value.redeemed_ppm // 1_000_000
                amount = (2 * shares * value.nav_e4 + 10_000) // 20_000
            one = Done(order, "confirmed", amount, shares)
            if self._meets(day, RegistrarFault.REJECT, number, one):
                one = one._replace(state="rejected", amount_minor=0, shares_minor=0)
            elif self._meets(day, RegistrarFault.OTHER_SHARES, number, one):
                one = one._replace(shares_minor=shares + 1)
            done.append(one)
        return done

    def _meets(self, day: str, fault: RegistrarFault, number: int, one: Done) -> bool:
        return self._faults.meets(day, fault, one.order.id, is_first=number == 0)

    def _holdings(self, day: str) -> dict[tuple[str, str], int]:
        """By account and product, when the orders of the day are done."""
        held: dict[tuple[str, str], int] = {}
        for earlier in sorted(one for one in self._orders if one <= day):
            for one in self._done(earlier) or []:
                key = (one.order.account, one.order.code)
                held[key] = held.get(key, 0) + (one.shares_minor if one.order.kind == "subscribe" else -one.shares_minor)
        return held

    def _cash(self, done: list[Done]) -> dict[str, int]:
        """By product: what came in less what goes out."""
        cash: dict[str, int] = {}
        for one in done:
            if one.state == "confirmed":
                cash[one.order.code] = cash.get(one.order.code, 0) + (one.amount_minor if one.order.kind == "subscribe" else -one.amount_minor)
        return cash


def _day(request: Request) -> str:
    return date.fromisoformat(request.path_params["day"]).isoformat()


def _order(row: list[str]) -> Order:
    kind, id_, account, code, _, confirm_on, _, amount, shares, _ = row
    return Order(kind, id_, account, code, confirm_on, _minor(amount), _minor(shares))


def _minor(text: str) -> int:
    whole, _, part = (text or "0").partition(".")
    return int(whole + part.ljust(2, "0"))


def _two(minor: int) -> str:
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"
