"""Outside shops: orders that a customer placed there, their payment at once or in parts, refunds, and what members have of it.

GET  orders                 {"orders": [{"order_id", "title", "amount_minor", "currency", "placed_at", "status": "open" | "paid" | "returned",
                            "instalments": [{"code", "part_count", "months_apart", "fee_minor"}],
                            "refunds"?: [{"refund_id", "payment_id", "amount_minor"}]}]}: of what was paid here, also what nobody asked for here
POST payments               {"payment_id", "order_id", "amount_minor", "currency", "instalment"?: {"code", "number", "count"}}: 200 or 202 with the payment, or
                            402, 409, 422 with an error code
GET  payments/{payment_id}  the payment as it stands, or 404 payment_not_found
POST refunds, GET refunds/{refund_id}   as for every kind (payments.py)
GET  membership             {"membership": null | {"number", "level", "benefits": [{"code", "title", "until"?}]}, "changed_at"}

What a shop pushes: "account.changed" {"account"}, the customer's there: it is asked at once for orders and membership."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from integrations.partners.answers import CallAnswer
from integrations.partners.kinds.payments import ASK_PAYMENT, REFUNDS, REFUSALS, payment_body, read_payment
from integrations.partners.kinds.reading import count_of, currency_of, date_of, instant_of, minor_of, rows_of, text_of
from integrations.partners.operations import Kind, Operation

ORDERS_MAX = 200
OFFERS_MAX = 12
BENEFITS_MAX = 50
REFUNDS_MAX = 50
"""Of one order."""


def _offer(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": text_of(data, "code", 40),
        "part_count": count_of(data, "part_count", 2, 36),
        "months_apart": count_of(data, "months_apart", 1, 12),
        "fee_minor": minor_of(data, "fee_minor", 0),
    }


def _refund(data: Mapping[str, Any]) -> dict[str, Any]:
    ids = {name: str(UUID(text_of(data, name))) for name in ("refund_id", "payment_id")}
    return {**ids, "amount_minor": minor_of(data, "amount_minor", 1)}


def _order(data: Mapping[str, Any]) -> dict[str, Any]:
    status = text_of(data, "status")
    if status not in ("open", "paid", "returned"):
        raise ValueError("status")
    offers = [_offer(one) for one in rows_of(data, "instalments", OFFERS_MAX)]
    if len({one["code"] for one in offers}) != len(offers):
        raise ValueError("code")
    return {
        "reference": text_of(data, "order_id", 80),
        "title": text_of(data, "title", 120),
        "amount_minor": minor_of(data, "amount_minor"),
        "currency": currency_of(data),
        "placed_at": instant_of(data, "placed_at"),
        "status": status,
        "offers": offers,
        "refunds": [_refund(one) for one in rows_of(data, "refunds", REFUNDS_MAX)] if "refunds" in data else [],
    }


def _read_orders(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    orders = [_order(one) for one in rows_of(data, "orders", ORDERS_MAX)]
    if len({one["reference"] for one in orders}) != len(orders):
        raise ValueError("order_id")
    return CallAnswer("done", {"orders": orders})


def _pay_body(call_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    body = {**payment_body(call_id, given), "order_id": given["order"]}
    if "plan" in given:
        body["instalment"] = {"code": given["plan"], "number": given["number"], "count": given["count"]}
    return body


def _benefit(data: Mapping[str, Any]) -> dict[str, Any]:
    until = None if data.get("until") is None else date_of(data, "until")
    return {"code": text_of(data, "code", 40), "title": text_of(data, "title", 120), "until": until}


def read_membership(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a shop says of a membership, asked or not. A number of None: the customer is no member. Raises ValueError, TypeError."""
    told: dict[str, Any] = {"number": None, "level": None, "benefits": [], "changed_at": instant_of(data, "changed_at")}
    one = data["membership"]
    if one is None:
        return told
    if not isinstance(one, dict):
        raise TypeError("membership")
    benefits = [_benefit(row) for row in rows_of(one, "benefits", BENEFITS_MAX)]
    return told | {"number": text_of(one, "number", 40), "level": text_of(one, "level", 40), "benefits": benefits}


def _read_membership(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    return CallAnswer("done", read_membership(data))


KIND = Kind(
    capabilities=frozenset({"orders", "pay", "receipt", "refund", "instalments", "membership"}),
    operations={
        "list_orders": Operation("GET", "orders", _read_orders),
        "pay_order": Operation("POST", "payments", read_payment, _pay_body, REFUSALS, keyed=True),
        "ask_payment": ASK_PAYMENT,
        "read_membership": Operation("GET", "membership", _read_membership),
        **REFUNDS,
    },
)
