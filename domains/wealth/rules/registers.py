"""Files between the house and a registrar, and what its books and ours say of each other: pure decisions.

| ours      | theirs    | state           |
| --------- | --------- | --------------- |
| the same  | the same  | matched         |
| -         | confirmed | missing_ours    |
| there     | -         | missing_theirs  |
| other     | other     | shares_differ, amount_differs |
| confirmed | rejected  | refused_theirs  |

A difference that is older than AGED_AFTER is aged; what it is stays told beside it. Nothing is stored of it: it is what the two say now, so that a late
confirmation explains it at once.

docs/partners/fund-registrar.md describes the files."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domains.kernel.ids import derived_id
from domains.kernel.money import Amount, to_decimal

AGED_AFTER = timedelta(days=3)
BROKEN_KEPT = 100
"""Broken lines of a file that are kept to be shown; all are counted."""

COLUMNS = ("kind", "order_id", "account", "fund_code", "trade_date", "confirm_on", "currency", "amount", "shares", "placed_at")
SUBSCRIBE, REDEEM, TOTAL = "subscribe", "redeem", "total"


class FileKind(StrEnum):
    VALUES = "values"
    APPLICATIONS = "applications"
    CONFIRMATIONS = "confirmations"


class LineKind(StrEnum):
    ORDER = "order"
    HOLDING = "holding"
    CASH = "cash"


class LineState(StrEnum):
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Difference(StrEnum):
    MISSING_OURS = "missing_ours"
    MISSING_THEIRS = "missing_theirs"
    SHARES_DIFFER = "shares_differ"
    AMOUNT_DIFFERS = "amount_differs"
    REFUSED_THEIRS = "refused_theirs"


class ItemState(StrEnum):
    """How an item stands, as `queries/registers.py` tells it. All but the first are to be looked into."""

    MATCHED = "matched"
    MISSING_OURS = "missing_ours"
    MISSING_THEIRS = "missing_theirs"
    SHARES_DIFFER = "shares_differ"
    AMOUNT_DIFFERS = "amount_differs"
    REFUSED_THEIRS = "refused_theirs"
    AGED = "aged"


class Application(NamedTuple):
    """An order as the registrar is told of it. `amount` is what is to be invested, the house's fee taken off; a redemption names shares."""

    order_id: UUID
    account: UUID
    code: str
    trade_date: date
    confirm_on: date
    amount: Amount | None
    shares: Amount | None
    currency: str
    placed_at: datetime


def account_of(registrar: str, customer_id: UUID) -> UUID:
    """The name under which the registrar knows the customer."""
    return derived_id(customer_id, f"registrar:{registrar}")


def applications_file(day: date, applications: Sequence[Application]) -> str:
    """The whole file: a line for each order, and a last one with how many there are. The same orders make the same file."""
    rows = [_written(COLUMNS)]
    for one in sorted(applications, key=lambda one: (one.code, one.placed_at, one.order_id)):
        amount, shares = (to_decimal(part) if part is not None else "" for part in (one.amount, one.shares))
        at = one.placed_at.isoformat(timespec="microseconds").replace("+00:00", "Z")
        about = (str(one.order_id), str(one.account), one.code, one.trade_date.isoformat(), one.confirm_on.isoformat(), one.currency)
        rows.append(_written((REDEEM if one.amount is None else SUBSCRIBE, *about, amount, shares, at)))
    rows.append(_written((TOTAL, str(len(applications)), "", "", day.isoformat(), "", "", "", "", "")))
    return "".join(rows)


def state_of(difference: Difference | None, day: date, today: date) -> ItemState:
    """The state of a difference of that day."""
    if difference is None:
        return ItemState.MATCHED
    return ItemState.AGED if today - day > AGED_AFTER else ItemState(difference.value)


def _written(values: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(values)
    return file.getvalue()
