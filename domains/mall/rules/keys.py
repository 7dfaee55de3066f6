"""What can be a key in a pool, and what of sold keys comes back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains.mall.errors.parcels import KeyShownAlready, KeysMalformed

KEYS_MOST, KEY_MOST = 1000, 200


class SoldKey(NamedTuple):
    """A key that was sold with a line."""

    variant_id: UUID
    id: UUID
    line_number: int
    shown_at: datetime | None


def check_keys(told: Sequence[str]) -> list[str]:
    """The keys without spaces around them. Raises KeysMalformed, naming the first that cannot be one or comes twice."""
    if not 1 <= len(told) <= KEYS_MOST:
        raise KeysMalformed("count", 0)
    keys = [one.strip() for one in told]
    seen = set[str]()
    for number, key in enumerate(keys, 1):
        if not 0 < len(key) <= KEY_MOST or not key.isprintable():
            raise KeysMalformed("text", number)
        if key in seen:
            raise KeysMalformed("twice", number)
        seen.add(key)
    return keys


def come_back(sold: Sequence[SoldKey], line_number: int, units: int, *, is_final: bool) -> list[SoldKey]:
    """Which of a line's keys come back: first those that nobody saw. Raises KeyShownAlready where one would that was shown, and the product is final then."""
    of_line = sorted((one for one in sold if one.line_number == line_number), key=lambda one: (one.shown_at is not None, one.id))
    back = of_line[:units]
    if is_final and any(one.shown_at is not None for one in back):
        raise KeyShownAlready(line_number)
    return back
