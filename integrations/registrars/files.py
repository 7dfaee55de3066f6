"""Files of registrars and value feeds, read line by line: what is not understood is named, and the rest is read all the same.

docs/partners/fund-registrar.md describes them."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from domains.kernel.money import MINOR_MAX

LINE_MOST = 1_000
TEXT_MOST = 128

VALUE_COLUMNS = ["fund_code", "day", "value", "income_per_10k", "redeemed_ppm"]
CONFIRMATION_COLUMNS = ["kind", "order_id", "account", "fund_code", "day", "state", "reference", "reason", "amount", "shares"]
KINDS, STATES = ("order", "holding", "cash"), ("confirmed", "rejected")

_CODE = re.compile(r"\d{6}", re.ASCII)
_DECIMAL = re.compile(r"(-?)(\d{1,16})(?:\.(\d{1,4}))?", re.ASCII)

T = TypeVar("T")


class ToldValue(NamedTuple):
    """A day's value of a product."""

    code: str
    day: date
    nav_e4: int
    income_e4: int | None
    redeemed_ppm: int


class RegisterLine(NamedTuple):
    """What a registrar says of an order, a holding or a product's cash."""

    kind: str
    order_id: UUID | None
    account: UUID | None
    code: str
    day: date
    state: str
    reference: str
    reason: str
    amount_minor: int | None
    shares_minor: int | None


def read_value_file(lines: Iterable[str]) -> Iterator[tuple[int, ToldValue | str]]:
    """The lines with their numbers. Raises ValueError for a file that does not begin with the column names."""
    return _read_file(lines, VALUE_COLUMNS, _value)


def read_confirmation_file(lines: Iterable[str]) -> Iterator[tuple[int, RegisterLine | str]]:
    """The same of a registrar's file."""
    return _read_file(lines, CONFIRMATION_COLUMNS, _confirmation)


def _read_file(lines: Iterable[str], columns: list[str], read: Callable[[list[str]], T]) -> Iterator[tuple[int, T | str]]:
    numbered = enumerate(lines, 1)
    head = next(numbered, (1, ""))[1].removeprefix("\ufeff").rstrip("\r\n").split(",")
    if head != columns:
        raise ValueError("the file begins with its column names")
    return ((number, _read(line, len(columns), read)) for number, line in numbered if line.strip())


def _read(line: str, columns: int, read: Callable[[list[str]], T]) -> T | str:
    """Each line for itself: a quotation mark that is not closed does not swallow those that follow."""
    if len(line) > LINE_MOST or "\0" in line:
        return "not a line of this file"
    try:
        (row,) = csv.reader([line.rstrip("\r\n")], strict=True)
    except (csv.Error, ValueError):
        return "not a line of this file"
    if len(row) != columns:
        return f"not {columns} columns"
    try:
        return read(row)
    except _Broken as broken:
        return broken.why


class _Broken(Exception):
    """A column that cannot be read."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _value(row: list[str]) -> ToldValue:
    code, day, value, income, redeemed = row
    if not (redeemed.isascii() and redeemed.isdigit() and int(redeemed[:9]) <= 1_000_000):
        raise _Broken("not millionths")
    return ToldValue(_code(code), _day(day), _number(value, 4, "value"), _number(income, 4, "income") if income else None, int(redeemed[:9]))


def _confirmation(row: list[str]) -> RegisterLine:
    kind, order_id, account, code, day, state, reference, reason, amount, shares = row
    if kind not in KINDS:
        raise _Broken("unknown kind")
    if state not in STATES or (state == "rejected" and kind != "order"):
        raise _Broken("unknown state")
    if max(len(reference), len(reason)) > TEXT_MOST:
        raise _Broken("a text that is too long")
    told = (_number(amount, 2, "amount") if amount else None, _number(shares, 2, "shares") if shares else None)
    if (kind == "order" and state == "confirmed" and None in told) or (kind == "holding" and told[1] is None) or (kind == "cash" and told[0] is None):
        raise _Broken("nothing is said")
    if any(one is not None and one < 0 for one in told[kind == "cash" :]):
        raise _Broken("below nothing")
    ids = (_id(order_id, "order") if kind == "order" else None, _id(account, "account") if kind == "holding" else None)
    return RegisterLine(kind, *ids, _code(code), _day(day), state, reference, reason, *told)


def _code(text: str) -> str:
    if _CODE.fullmatch(text) is None:
        raise _Broken("no code")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Broken("no day") from None


def _id(text: str, what: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _Broken(f"no {what}") from None


def _number(text: str, places: int, what: str) -> int:
    """Exact, in the last of so many decimals."""
    told = _DECIMAL.fullmatch(text)
    if told is None or len(told[3] or "") > places:
        raise _Broken(f"no {what}")
    number = int(told[2] + (told[3] or "").ljust(places, "0"))
    if number > MINOR_MAX:
        raise _Broken(f"no {what}")
    return -number if told[1] else number
