"""Cursors of lists that are ordered by a moment and an id, newest first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from domains.kernel.errors import InvalidInput
from domains.kernel.paging import decode_cursor

NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))
"""Before every row."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_key(at: datetime, id_: UUID) -> str:
    """What a cursor stands for."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}:{id_.hex}"


def decode_moment(cursor: str | None) -> tuple[datetime, UUID]:
    """Where a page begins: below the row of that cursor. Raises InvalidInput."""
    if cursor is None:
        return NEWEST
    microseconds, _, hexadecimal = decode_cursor(cursor).partition(":")
    try:
        return _EPOCH + timedelta(microseconds=int(microseconds)), UUID(hex=hexadecimal)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("after", "a cursor from an earlier page") from error
