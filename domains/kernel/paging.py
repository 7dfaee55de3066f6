"""Keyset pages: the only shape in which a list leaves a domain. At most fifty rows, a cursor each, no offset, no total."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from domains.kernel.errors import InvalidInput

PAGE_MAX = 50

T = TypeVar("T")

Moment = tuple[datetime, UUID]
"""Where a row stands in a list that is ordered by a moment and an id, newest first."""

NEWEST: Moment = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
"""Before every row of such a list."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Page(NamedTuple, Generic[T]):
    """Rows in the list's order. `cursors[i]` leads past `items[i]`."""

    items: Sequence[T]
    cursors: Sequence[str]
    has_next: bool


def page_of(rows: Sequence[T], first: int, key: Callable[[T], Any]) -> Page[T]:
    """A page from rows of which one more than `first` was asked for. `key` gives the text or number that the cursor stands for."""
    items = rows[:first]
    return Page(items, [encode_cursor(key(row)) for row in items], len(rows) > first)


def check_first(first: int) -> int:
    """`first` itself. Raises InvalidInput unless it is between 1 and PAGE_MAX."""
    if not 1 <= first <= PAGE_MAX:
        raise InvalidInput("first", f"between 1 and {PAGE_MAX}")
    return first


def encode_cursor(key: object) -> str:
    """An opaque cursor. Clients keep it and give it back; they do not read it."""
    return urlsafe_b64encode(f"k:{key}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """The key behind a cursor. Raises InvalidInput."""
    try:
        text = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
    except ValueError as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
    if not text.startswith("k:"):
        raise InvalidInput("after", "a cursor from an earlier page")
    return text[2:]


def decode_number(cursor: str) -> int:
    """The number behind a cursor. Raises InvalidInput."""
    text = decode_cursor(cursor)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidInput("after", "a cursor from an earlier page")
    return int(text)


def moment_key(at: datetime, id_: UUID) -> str:
    """What the cursor of a row stands for in a list that is ordered by a moment and an id."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}:{id_.hex}"


def decode_moment(cursor: str | None) -> Moment:
    """Where a page of such a list begins: below the row of that cursor. Raises InvalidInput."""
    if cursor is None:
        return NEWEST
    microseconds, _, hexadecimal = decode_cursor(cursor).partition(":")
    try:
        return _EPOCH + timedelta(microseconds=int(microseconds)), UUID(hex=hexadecimal)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
