"""A company's purchase orders, deliveries and invoices: how they are read, and the three-way match, as pure decisions.

An invoice may be paid when nothing is found in this sequence: order_missing; supplier_differs; currency_differs; for each of its lines line_unknown, then
quantity_over_ordered (with what was paid before), quantity_over_delivered (the same), price_differs; total_differs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domains.kernel.assets import AssetKind, asset_of
from domains.kernel.errors import UnknownAsset
from domains.scenes.errors.push import PushMalformed

LINES_MAX = 500
QUANTITY_MOST = 10**9
PRICE_MOST_MINOR = 10**12
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,63}\Z")


class InvoiceState(StrEnum):
    OPEN = "open"
    PAID = "paid"


class TradeKind(StrEnum):
    ORDER = "order"
    DELIVERY = "delivery"
    INVOICE = "invoice"


class MismatchReason(StrEnum):
    ORDER_MISSING = "order_missing"
    SUPPLIER_DIFFERS = "supplier_differs"
    CURRENCY_DIFFERS = "currency_differs"
    LINE_UNKNOWN = "line_unknown"
    QUANTITY_OVER_ORDERED = "quantity_over_ordered"
    QUANTITY_OVER_DELIVERED = "quantity_over_delivered"
    PRICE_DIFFERS = "price_differs"
    TOTAL_DIFFERS = "total_differs"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What does not match: `line` of the invoice where it is of one, what there should be at most, and what the invoice says: pieces or minor units."""

    reason: MismatchReason
    line: int | None = None
    expected: int | None = None
    found: int | None = None


class PaymentFaultReason(StrEnum):
    """`repeated`: an earlier line pays it. `supplier_unknown`: staff have bound no customer to the supplier's number."""

    INVOICE_NOT_FOUND = "invoice_not_found"
    REPEATED = "repeated"
    PAID = "paid"
    AMOUNT_DIFFERS = "amount_differs"
    MISMATCHED = "mismatched"
    SUPPLIER_UNKNOWN = "supplier_unknown"


@dataclass(frozen=True, slots=True)
class PaymentFault:
    """Why a line cannot be paid; `mismatches` where order, deliveries and invoice do not match."""

    line: int
    reason: PaymentFaultReason
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentInstruction:
    """One invoice to be paid, by its number, for what the company saw. `line` is its place in the file, counted from 1; `reference` the company's own name
    for the transfer."""

    line: int
    invoice: str
    currency: str
    amount_minor: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A line of an order or an invoice; in a delivery the price is 0. Lines are known by the order's numbers."""

    line: int
    quantity: int
    unit_price_minor: int = 0


@dataclass(frozen=True, slots=True)
class TradeDocument:
    """What a company's system tells of one of its documents. `order_number` is of deliveries and invoices, `total_minor` and `due_on` of invoices."""

    company: str
    number: str
    supplier: str
    order_number: str
    currency: str
    lines: tuple[TradeLine, ...]
    total_minor: int = 0
    due_on: date | None = None


def read_order(data: Mapping[str, Any]) -> TradeDocument:
    """Raises PushMalformed, with the name of the field."""
    _check_names(data, {"company", "number", "supplier", "currency", "lines"})
    return TradeDocument(_number(data, "company"), _number(data, "number"), _number(data, "supplier"), "", _currency(data), _lines(data, has_price=True))


def read_delivery(data: Mapping[str, Any]) -> TradeDocument:
    """Raises PushMalformed, with the name of the field."""
    _check_names(data, {"company", "number", "order_number", "lines"})
    return TradeDocument(_number(data, "company"), _number(data, "number"), "", _number(data, "order_number"), "", _lines(data, has_price=False))


def read_invoice(data: Mapping[str, Any]) -> TradeDocument:
    """Raises PushMalformed, with the name of the field."""
    _check_names(data, {"company", "number", "supplier", "order_number", "currency", "lines", "total_minor", "due_on"})
    try:
        due_on = date.fromisoformat(data["due_on"])
    except (TypeError, ValueError):
        raise PushMalformed("due_on") from None
    return TradeDocument(
        *(_number(data, "company"), _number(data, "number"), _number(data, "supplier"), _number(data, "order_number"), _currency(data)),
        _lines(data, has_price=True),
        _integer(data, "total_minor", PRICE_MOST_MINOR),
        due_on,
    )


def match_invoice(
    invoice: TradeDocument, order: TradeDocument | None, deliveries: Sequence[TradeDocument], paid: Sequence[TradeDocument]
) -> tuple[Mismatch, ...]:
    """Everything that keeps an invoice from being paid. `deliveries` and `paid` invoices are those of the same order."""
    if order is None:
        return (Mismatch(MismatchReason.ORDER_MISSING),)
    found = []
    if order.supplier != invoice.supplier:
        found.append(Mismatch(MismatchReason.SUPPLIER_DIFFERS))
    if order.currency != invoice.currency:
        found.append(Mismatch(MismatchReason.CURRENCY_DIFFERS))
    ordered, delivered, settled = {line.line: line for line in order.lines}, _quantities(deliveries), _quantities(paid)
    for line in invoice.lines:
        found += _match_line(line, ordered.get(line.line), delivered[line.line], settled[line.line])
    total = sum(line.quantity * line.unit_price_minor for line in invoice.lines)
    if total != invoice.total_minor:
        found.append(Mismatch(MismatchReason.TOTAL_DIFFERS, None, total, invoice.total_minor))
    return tuple(found)


def _match_line(line: TradeLine, ordered: TradeLine | None, delivered: int, settled: int) -> list[Mismatch]:
    if ordered is None:
        return [Mismatch(MismatchReason.LINE_UNKNOWN, line.line)]
    found = []
    if line.quantity > ordered.quantity - settled:
        found.append(Mismatch(MismatchReason.QUANTITY_OVER_ORDERED, line.line, ordered.quantity - settled, line.quantity))
    if line.quantity > delivered - settled:
        found.append(Mismatch(MismatchReason.QUANTITY_OVER_DELIVERED, line.line, delivered - settled, line.quantity))
    if line.unit_price_minor != ordered.unit_price_minor:
        found.append(Mismatch(MismatchReason.PRICE_DIFFERS, line.line, ordered.unit_price_minor, line.unit_price_minor))
    return found


def _quantities(documents: Sequence[TradeDocument]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for document in documents:
        for line in document.lines:
            counted[line.line] += line.quantity
    return counted


def _check_names(data: Mapping[str, Any], known: set[str]) -> None:
    for name in sorted(known ^ set(data)):
        raise PushMalformed(name[:40])


def _number(data: Mapping[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str) or not _NUMBER.match(value):
        raise PushMalformed(name)
    return value


def _integer(data: Mapping[str, Any], name: str, most: int) -> int:
    value = data[name]
    if type(value) is not int or not 0 < value <= most:
        raise PushMalformed(name)
    return value


def _currency(data: Mapping[str, Any]) -> str:
    value = data["currency"]
    try:
        asset = asset_of(value) if isinstance(value, str) else None
    except UnknownAsset:
        asset = None
    if asset is None or asset.kind is not AssetKind.CURRENCY:
        raise PushMalformed("currency")
    return asset.code


def _lines(data: Mapping[str, Any], *, has_price: bool) -> tuple[TradeLine, ...]:
    given = data["lines"]
    if not isinstance(given, list) or not 0 < len(given) <= LINES_MAX or not all(isinstance(one, dict) for one in given):
        raise PushMalformed("lines")
    lines = []
    for one in given:
        _check_names(one, {"line", "quantity", "unit_price_minor"} if has_price else {"line", "quantity"})
        price = _integer(one, "unit_price_minor", PRICE_MOST_MINOR) if has_price else 0
        lines.append(TradeLine(_integer(one, "line", QUANTITY_MOST), _integer(one, "quantity", QUANTITY_MOST), price))
    if len({one.line for one in lines}) != len(lines):
        raise PushMalformed("lines")
    return tuple(lines)
