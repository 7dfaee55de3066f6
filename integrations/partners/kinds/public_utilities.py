"""Water, power, gas, heating, telephone: bills that a partner lists, and their payment.

GET  bills                  {"bills": [{"bill_id", "account", "title", "period", "amount_minor", "currency", "due_on", "status": "open" | "paid"}]}
POST payments               {"payment_id", "bill_id", "amount_minor", "currency"}: 200 or 202 with the payment, or 402, 409, 422 with an error code
GET  payments/{payment_id}  the payment as it stands, or 404 payment_not_found"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from integrations.partners.answers import CallAnswer
from integrations.partners.kinds.payments import ASK_PAYMENT, REFUNDS, REFUSALS, payment_body, read_payment
from integrations.partners.kinds.reading import currency_of, date_of, minor_of, rows_of, text_of
from integrations.partners.operations import Kind, Operation

BILLS_MAX = 200


def _bill(data: Mapping[str, Any]) -> dict[str, Any]:
    status = text_of(data, "status")
    if status not in ("open", "paid"):
        raise ValueError("status")
    return {
        "reference": text_of(data, "bill_id", 80),
        "account": text_of(data, "account", 40),
        "title": text_of(data, "title", 80),
        "period": text_of(data, "period", 40),
        "amount_minor": minor_of(data, "amount_minor"),
        "currency": currency_of(data),
        "due_on": date_of(data, "due_on"),
        "is_paid": status == "paid",
    }


def _read_bills(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    bills = [_bill(one) for one in rows_of(data, "bills", BILLS_MAX)]
    if len({one["reference"] for one in bills}) != len(bills):
        raise ValueError("bill_id")
    return CallAnswer("done", {"bills": bills})


def _pay_body(call_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    return {**payment_body(call_id, given), "bill_id": given["reference"]}


KIND = Kind(
    capabilities=frozenset({"bills", "pay", "receipt", "auto_pay"}),
    operations={
        "list_bills": Operation("GET", "bills", _read_bills),
        "pay_bill": Operation("POST", "payments", read_payment, _pay_body, REFUSALS, keyed=True),
        "ask_payment": ASK_PAYMENT,
        **REFUNDS,
    },
)
