"""The sandbox channel's bill file, read line by line: what is not understood is named, and the rest is read all the same."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from domains.kernel.assets import find_asset
from domains.kernel.money import MINOR_MAX, Amount
from integrations.channels.answers import BillLine, Direction
from integrations.channels.sandbox.wire import CHARGE, PAY_OUT, columns_of

LINE_MOST = 1_000
REFERENCE_MOST = 128


def read_bill_file(lines: Iterable[str]) -> tuple[Direction, Iterator[tuple[int, BillLine | str]]]:
    """Which way the money of a bill went, and its lines with their numbers; for a broken one what is wrong with it. One line is held at a time.

    Raises ValueError for a file that does not begin with the column names of a bill."""
    numbered = enumerate(lines, 1)
    head = next(numbered, (1, ""))[1].removeprefix("\ufeff").rstrip("\r\n").split(",")
    for kind in (CHARGE, PAY_OUT):
        if head == columns_of(kind):
            return kind.direction, ((number, _read(line)) for number, line in numbered if line.strip())
    raise ValueError("a bill begins with its column names")


def _read(line: str) -> BillLine | str:
    """Each line for itself: a quotation mark that is not closed does not swallow those that follow."""
    if len(line) > LINE_MOST or "\0" in line:
        return "not a line of a bill"
    try:
        (row,) = csv.reader([line.rstrip("\r\n")], strict=True)
        reference, charge_id, minor, currency, settled_at = row
    except (csv.Error, ValueError):
        return "not five columns"
    try:
        return BillLine(_id(charge_id), _reference(reference), _amount(minor, currency), _time(settled_at))
    except _Broken as broken:
        return broken.why


class _Broken(Exception):
    """A column that cannot be read."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _Broken("no id") from None


def _reference(text: str) -> str:
    if not 0 < len(text) <= REFERENCE_MOST:
        raise _Broken("no reference")
    return text


def _amount(minor: str, currency: str) -> Amount:
    asset = find_asset(currency)
    if asset is None:
        raise _Broken("unknown currency")
    if not (minor.isascii() and minor.isdigit() and len(minor) < 20 and 0 < int(minor) <= MINOR_MAX):
        raise _Broken("no amount")
    return Amount(int(minor), asset)


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _Broken("no time") from None
    if at.tzinfo is None:
        raise _Broken("a time without an offset")
    return at
