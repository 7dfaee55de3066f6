"""The sandbox channel's books: charges and pay-outs by the caller's id, kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domains.kernel.assets import CURRENCIES
from domains.kernel.clock import business_date

CHARGE, PAY_OUT = "charge", "pay_out"
"""Money taken for the caller, and money paid out for it. They look alike but for the name of their id: charge_id, pay_out_id."""

CURRENCY_CODES = frozenset(asset.code for asset in CURRENCIES)


class Malformed(Exception):
    """A charge was asked for in a way that the channel does not understand."""


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """What a caller asks for. The same id with the same input is the same charge, or pay-out."""

    kind: str
    charge_id: str
    amount_minor: int
    currency: str
    callback_url: str
    destination: str | None = None


@dataclass(slots=True)
class Charge:
    """A charge, whole as it stands."""

    request: ChargeRequest
    reference: str
    taken_minor: int
    created_at: datetime
    status: str = "processing"
    failure_code: str | None = None
    settled_at: datetime | None = None

    def shown(self) -> dict[str, object]:
        """As the channel's JSON has it."""
        return {
            f"{self.request.kind}_id": self.request.charge_id,
            "reference": self.reference,
            "status": self.status,
            "amount_minor": self.taken_minor,
            "currency": self.request.currency,
            "failure_code": self.failure_code,
            "created_at": self.created_at.isoformat(),
            "settled_at": self.settled_at.isoformat() if self.settled_at else None,
            **({} if self.request.destination is None else {"destination": self.request.destination}),
        }


class Charges:
    """Every charge, or every pay-out, since the process began. References begin with `prefix`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._by_id: dict[str, Charge] = {}

    def find(self, charge_id: str) -> Charge | None:
        return self._by_id.get(charge_id)

    def open(self, request: ChargeRequest, now: datetime, *, extra_minor: int = 0) -> Charge:
        charge = Charge(request, f"{self._prefix}{len(self._by_id) + 1:012d}", request.amount_minor + extra_minor, now)
        self._by_id[request.charge_id] = charge
        return charge

    def settled_on(self, day: date) -> Iterator[Charge]:
        """The charges that a bill of that business date lists."""
        for charge in self._by_id.values():
            if charge.status == "succeeded" and charge.settled_at is not None and business_date(charge.settled_at) == day:
                yield charge


def read_charge_request(kind: str, data: object) -> ChargeRequest:
    """Raises Malformed."""
    if not isinstance(data, dict):
        raise Malformed
    try:
        charge_id = str(UUID(data[f"{kind}_id"]))
        minor, currency, callback_url = data["amount_minor"], data["currency"], data["callback_url"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Malformed from error
    well_formed = type(minor) is int and 0 < minor < 2**62 and isinstance(currency, str) and isinstance(callback_url, str)
    if not well_formed or currency not in CURRENCY_CODES or not callback_url.startswith(("http://", "https://")):
        raise Malformed
    destination = data.get("destination")
    if destination is not None and (kind != PAY_OUT or not isinstance(destination, str) or not 0 < len(destination) <= 64):
        raise Malformed
    return ChargeRequest(kind, charge_id, minor, currency, callback_url, destination)
