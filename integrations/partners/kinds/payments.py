"""How partners are paid, whatever for: a payment by the caller's id, and asking how it stands."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from integrations.partners.answers import CallAnswer
from integrations.partners.kinds.reading import currency_of, instant_of, minor_of, optional_text_of, text_of
from integrations.partners.operations import Operation

REFUSALS = frozenset({"payment_refused", "already_paid", "not_payable", "expired", "amount_changed", "account_closed"})
"""Codes by which a partner says that a payment was not and will not be taken."""

NOT_FOUND = "payment_not_found"


def payment_body(call_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    """What every payment says; kinds add what it is for."""
    return {"payment_id": str(call_id), "amount_minor": given["amount_minor"], "currency": given["currency"]}


def read_payment(call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    """A payment as it stands: the one that was asked for."""
    if data.get("payment_id") != str(call_id):
        raise ValueError("payment_id")
    status = text_of(data, "status")
    if status == "processing":
        return CallAnswer("pending")
    if status == "failed":
        return CallAnswer("refused", reason=text_of(data, "failure_code", 60))
    if status != "succeeded":
        raise ValueError("status")
    return CallAnswer(
        "done",
        {
            "reference": text_of(data, "reference", 80),
            "amount_minor": minor_of(data, "amount_minor"),
            "currency": currency_of(data),
            "receipt_number": optional_text_of(data, "receipt_number", 80),
            "paid_at": instant_of(data, "paid_at"),
        },
    )


def refund_body(call_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    """Give a payment back, or a part of it."""
    return {"refund_id": str(call_id), **{name: given[name] for name in ("payment_id", "amount_minor", "currency")}}


def read_refund(call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    """A refund as it stands: the one that was asked for."""
    if data.get("refund_id") != str(call_id):
        raise ValueError("refund_id")
    status = text_of(data, "status")
    if status == "processing":
        return CallAnswer("pending")
    if status == "failed":
        return CallAnswer("refused", reason=text_of(data, "failure_code", 60))
    if status != "succeeded":
        raise ValueError("status")
    return CallAnswer("done", {"reference": text_of(data, "reference", 80), "amount_minor": minor_of(data, "amount_minor"), "currency": currency_of(data)})


ASK_PAYMENT = Operation("GET", "payments/{call_id}", read_payment, absent=NOT_FOUND)

REFUND_REFUSALS = frozenset({"refund_refused", "already_refunded", "not_refundable", "too_late"})
"""Codes by which a partner says that it gives nothing back."""

REFUNDS = {
    "refund_payment": Operation("POST", "refunds", read_refund, refund_body, REFUND_REFUSALS, keyed=True),
    "ask_refund": Operation("GET", "refunds/{call_id}", read_refund, absent="refund_not_found"),
}
"""For kinds whose payments can be given back: POST refunds {"refund_id", "payment_id", "amount_minor", "currency"}, GET refunds/{refund_id}."""
