"""The sandbox channel's format and ours. Whatever is not understood is pending: never a yes, never a no."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domains.kernel.assets import find_asset
from domains.kernel.money import MINOR_MAX, Amount
from integrations.channels.answers import BillLine, ChannelAnswer, ChannelCallback, Direction
from integrations.errors import CallbackInvalid, PartnerRefused, PartnerUnavailable
from integrations.http import PartnerAnswer

REFUSAL_CODES = frozenset({"insufficient_funds", "card_blocked", "limit_exceeded", "account_closed", "expired"})
"""Codes by which the channel says that a charge or pay-out was not and will not be made."""


class Kind(NamedTuple):
    """The two things that the channel does, and what it calls them."""

    direction: Direction
    name: str
    path: str
    bills: str

    @property
    def id_key(self) -> str:
        return f"{self.name}_id"

    @property
    def not_found_code(self) -> str:
        return f"{self.name}_not_found"


CHARGE = Kind("in", "charge", "charges", "bills")
PAY_OUT = Kind("out", "pay_out", "pay-outs", "pay-out-bills")


def body_of(kind: Kind, id_: UUID, amount: Amount, callback_url: str) -> dict[str, object]:
    """Body of POST /charges or /pay-outs."""
    return {kind.id_key: str(id_), "amount_minor": amount.minor, "currency": amount.asset.code, "callback_url": callback_url}


def refusal_of(partner: str, answer: PartnerAnswer) -> PartnerRefused | PartnerUnavailable:
    """A no with a code, or, when the body names none, somebody in between who answered in the channel's place."""
    try:
        code = answer.json()["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = None
    if not isinstance(code, str) or not 0 < len(code) <= 64:
        return PartnerUnavailable(partner, f"answered {answer.status} without a code")
    return PartnerRefused(partner, answer.status, code)


def read_answer(kind: Kind, id_: UUID, body: bytes) -> ChannelAnswer:
    """How that charge or pay-out stands, from the channel's JSON."""
    try:
        charge = orjson.loads(body)
    except ValueError:
        return ChannelAnswer("pending", reason="answer not understood")
    if not isinstance(charge, Mapping) or charge.get(kind.id_key) != str(id_):
        return ChannelAnswer("pending", reason="answer not understood")
    return _answer_of(charge)


def read_callback(webhook_id: str, body: bytes) -> ChannelCallback:
    """A callback's content. Raises CallbackInvalid where it does not even name a charge or a pay-out."""
    try:
        charge = orjson.loads(body)["data"]
        kind = PAY_OUT if PAY_OUT.id_key in charge else CHARGE
        charge_id = UUID(charge[kind.id_key])
        answer = _answer_of(charge)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CallbackInvalid("no charge is named") from error
    return ChannelCallback(webhook_id, charge_id, answer, kind.direction)


def columns_of(kind: Kind) -> list[str]:
    """The first line of a bill."""
    return ["reference", kind.id_key, "amount_minor", "currency", "settled_at"]


def read_bill(kind: Kind, body: bytes) -> list[BillLine]:
    """The lines of a bill. Raises ValueError: a bill that is not understood in full is not used in part."""
    rows = list(csv.reader(io.StringIO(body.decode())))
    if not rows or rows[0] != columns_of(kind):
        raise ValueError("a bill begins with its column names")
    return [_bill_line(row) for row in rows[1:]]


def _answer_of(charge: Mapping[str, Any]) -> ChannelAnswer:
    reference = _text(charge.get("reference"))
    amount = _amount_of(charge)
    status = charge.get("status")
    if status == "succeeded" and amount is not None and reference is not None:
        return ChannelAnswer("succeeded", reference, amount)
    if status == "failed":
        return ChannelAnswer("refused", reference, amount, _text(charge.get("failure_code")) or "unnamed")
    known = status == "processing"
    return ChannelAnswer("pending", reference, amount, None if known else "status not understood")


def _amount_of(charge: Mapping[str, Any]) -> Amount | None:
    minor, currency = charge.get("amount_minor"), charge.get("currency")
    asset = find_asset(currency) if isinstance(currency, str) else None
    if asset is None or type(minor) is not int or not 0 < minor <= MINOR_MAX:
        return None
    return Amount(minor, asset)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 128 and "\0" not in value else None


def _bill_line(row: list[str]) -> BillLine:
    reference, charge_id, minor, currency, settled_at = row
    asset = find_asset(currency)
    if asset is None:
        raise ValueError(f"a bill in {currency}")
    return BillLine(UUID(charge_id), reference, Amount(int(minor), asset), datetime.fromisoformat(settled_at))
