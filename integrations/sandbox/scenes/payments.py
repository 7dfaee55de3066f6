"""What partners were paid, by the caller's id: the same id is the same payment. Kept in memory."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from domains.kernel.assets import find_asset


class PaymentMalformed(Exception):
    """A payment was asked for in a way that the partner does not understand."""


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What a caller asks for. `subject` says what is paid; `more` is whatever else it says."""

    payment_id: str
    subject: str
    amount_minor: int
    currency: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that was taken."""

    request: PaymentRequest
    login: str
    reference: str
    taken_minor: int
    paid_at: datetime

    def shown(self) -> dict[str, object]:
        """As the partner's JSON has it."""
        return {
            "payment_id": self.request.payment_id,
            "reference": self.reference,
            "status": "succeeded",
            "amount_minor": self.taken_minor,
            "currency": self.request.currency,
            "receipt_number": f"R{self.reference}",
            "paid_at": self.paid_at.isoformat(),
        }


class Payments:
    """Every payment since the process began. References begin with `prefix`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.by_id: dict[str, Payment] = {}

    def take(self, request: PaymentRequest, login: str, now: datetime, *, extra_minor: int = 0) -> Payment:
        payment = Payment(request, login, f"{self._prefix}{len(self.by_id) + 1:010d}", request.amount_minor + extra_minor, now)
        self.by_id[request.payment_id] = payment
        return payment


def read_payment_request(data: Any, subject: str) -> PaymentRequest:
    """`subject` names the field that says what is paid. Raises PaymentMalformed."""
    try:
        payment_id = str(UUID(data["payment_id"]))
        wanted, minor, currency = data[subject], data["amount_minor"], data["currency"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise PaymentMalformed from error
    if not (isinstance(wanted, str) and type(minor) is int and 0 < minor < 2**62 and isinstance(currency, str) and find_asset(currency) is not None):
        raise PaymentMalformed
    more = {name: value for name, value in data.items() if name not in ("payment_id", subject, "amount_minor", "currency")}
    return PaymentRequest(payment_id, wanted, minor, currency, more)


@dataclass(frozen=True, slots=True)
class Refund:
    """What was given back of a payment."""

    refund_id: str
    payment_id: str
    amount_minor: int
    currency: str
    reference: str

    def shown(self) -> dict[str, object]:
        """As the partner's JSON has it."""
        return {
            "refund_id": self.refund_id,
            "payment_id": self.payment_id,
            "reference": self.reference,
            "status": "succeeded",
            "amount_minor": self.amount_minor,
            "currency": self.currency,
        }


class Refunds:
    """Every refund since the process began: of a payment no more than it took."""

    def __init__(self, payments: Payments) -> None:
        self._payments = payments
        self.by_id: dict[str, Refund] = {}

    def refusal_of(self, asked: Refund) -> str | None:
        """The code by which the partner refuses it; None when it gives it back."""
        payment = self._payments.by_id.get(asked.payment_id)
        if payment is None or payment.request.currency != asked.currency:
            return "not_refundable"
        given = sum(one.amount_minor for one in self.by_id.values() if one.payment_id == asked.payment_id)
        return "already_refunded" if given + asked.amount_minor > payment.taken_minor else None


def read_refund_request(data: Any, number: int) -> Refund:
    """Raises PaymentMalformed."""
    try:
        refund_id, payment_id = str(UUID(data["refund_id"])), str(UUID(data["payment_id"]))
        minor, currency = data["amount_minor"], data["currency"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise PaymentMalformed from error
    if type(minor) is not int or minor <= 0 or not isinstance(currency, str):
        raise PaymentMalformed
    return Refund(refund_id, payment_id, minor, currency, f"B{number:010d}")
