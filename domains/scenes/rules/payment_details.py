"""Rich authorization details (RFC 9396) of the one type that the house knows, read strictly: `payment_initiation`, "pay 128.00 CNY to X once".

    [{"type": "payment_initiation",
      "payee": "0190...-uuid of a payee of the partner",
      "instructedAmount": {"amount": "128.00", "currency": "CNY"},
      "reference": "Order 4711",                              optional, 60 characters at most
      "actions": ["initiate"], "locations": ["https://..."]}]  optional; if present, exactly so

What is not listed is refused, because a customer cannot agree to what the page does not show."""

import json
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from domains.kernel.assets import AssetKind, find_asset
from domains.kernel.errors import AmountMalformed
from domains.kernel.money import Amount, from_decimal
from domains.scenes.errors.consent import AuthorizationDetailsMalformed

PAYMENT_INITIATION = "payment_initiation"
TEXT_MAX = 4_096
REFERENCE_MAX_CHARACTERS = 60

_MEMBERS = frozenset({"type", "payee", "instructedAmount", "reference", "actions", "locations"})
_NEEDED = ("type", "payee", "instructedAmount")


class PaymentDetail(NamedTuple):
    """One payment that a customer is asked to agree to: so much, to that payee of the partner, once."""

    payee_id: UUID
    amount: Amount
    reference: str = ""


def read_payment_details(text: str, resource: str) -> PaymentDetail:
    """The payment in the parameter `authorization_details`. `resource` is the address that `locations` may name. Raises AuthorizationDetailsMalformed."""
    if len(text) > TEXT_MAX:
        _refuse("$", "too_long")
    try:
        parsed = json.loads(text, object_pairs_hook=_unrepeated, parse_float=_no_number, parse_int=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse("$", "not_json")
    if not isinstance(parsed, list) or len(parsed) != 1:
        _refuse("$", "not_one")
    return _payment(parsed[0], resource)


def write_payment_detail(detail: PaymentDetail) -> dict[str, Any]:
    """The detail as the token response and the consent tell it (RFC 9396, section 7)."""
    told: dict[str, Any] = {"type": PAYMENT_INITIATION, "payee": str(detail.payee_id), "instructedAmount": _money(detail.amount)}
    return told | ({"reference": detail.reference} if detail.reference else {})


def _payment(detail: Any, resource: str) -> PaymentDetail:
    if not isinstance(detail, dict):
        _refuse("$[0]", "not_an_object")
    if detail.get("type") != PAYMENT_INITIATION:
        _refuse("$[0].type", "unknown")
    for name in detail:
        if name not in _MEMBERS:
            _refuse("$[0]", "unknown_member")
    for name in _NEEDED:
        if name not in detail:
            _refuse(f"$[0].{name}", "missing")
    if detail.get("actions", ["initiate"]) != ["initiate"]:
        _refuse("$[0].actions", "unknown")
    if detail.get("locations", [resource]) != [resource]:
        _refuse("$[0].locations", "unknown")
    return PaymentDetail(_payee(detail["payee"]), _amount(detail["instructedAmount"]), _reference(detail.get("reference", "")))


def _payee(value: Any) -> UUID:
    try:
        payee_id = UUID(value)
    except (ValueError, TypeError, AttributeError):
        _refuse("$[0].payee", "not_an_id")
    # One payee has one spelling: UUID() also takes braces and no hyphens.
    if str(payee_id) != value:
        _refuse("$[0].payee", "not_an_id")
    return payee_id


def _amount(value: Any) -> Amount:
    where = "$[0].instructedAmount"
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"} or not all(isinstance(one, str) for one in value.values()):
        _refuse(where, "not_an_amount")
    asset = find_asset(value["currency"])
    if asset is None or asset.kind is not AssetKind.CURRENCY:
        _refuse(f"{where}.currency", "unknown")
    try:
        amount = from_decimal(value["amount"], asset)
    except AmountMalformed:
        _refuse(f"{where}.amount", "not_an_amount")
    if amount.minor <= 0:
        _refuse(f"{where}.amount", "not_positive")
    return amount


def _reference(value: Any) -> str:
    if not isinstance(value, str) or len(value) > REFERENCE_MAX_CHARACTERS or not value.isprintable():
        _refuse("$[0].reference", "not_a_short_text")
    return value


def _money(amount: Amount) -> dict[str, str]:
    text, _, code = str(amount).partition(" ")
    return {"amount": text, "currency": code}


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is repeated")
    return members


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is a number: amounts are strings")


def _refuse(where: str, why: str) -> NoReturn:
    raise AuthorizationDetailsMalformed(where, why)
