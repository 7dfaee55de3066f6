"""What a shop's file of orders says, line by line, and for which days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from domains.kernel.assets import Asset
from domains.kernel.errors import InvalidInput
from domains.kernel.money import Amount, to_decimal

COLUMNS = ("order_id", "placed_at", "state", "line", "variant_id", "title", "units", "returned_units", "currency", "total", "refunded")
DAYS_MOST = 366
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FileLine(NamedTuple):
    """A line of an order, as the file tells it."""

    placed_at: datetime
    order_id: UUID
    number: int
    state: str
    variant_id: UUID
    title: str
    units: int
    returned_units: int
    asset: Asset
    total_minor: int
    refunded_minor: int


def check_days(since: date, until: date) -> None:
    """Raise InvalidInput unless a file can be of those days, both included."""
    if not since <= until or (until - since).days >= DAYS_MOST:
        raise InvalidInput("until", f"from since on, {DAYS_MOST} days at most")


def row_of(line: FileLine) -> Sequence[str]:
    """The line's cells. A shop's own words are never a formula to a spreadsheet."""
    at = line.placed_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    amounts = (to_decimal(Amount(minor, line.asset)) for minor in (line.total_minor, line.refunded_minor))
    named = (str(line.order_id), at, line.state, str(line.number), str(line.variant_id), _plain(line.title), str(line.units), str(line.returned_units))
    return (*named, line.asset.code, *amounts)


def _plain(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
