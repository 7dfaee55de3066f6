"""Identifiers: time-ordered for what the house makes, derived for what a retry must make again."""

import os
import threading
from uuid import UUID, uuid5

from domains.kernel.clock import Clock

_lock = threading.Lock()
_last = 0


def new_id(clock: Clock) -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then a counter that never goes back within this process, then random bits."""
    global _last
    with _lock:
        ticks = clock.epoch_milliseconds() << 12
        _last = ticks if ticks > _last else _last + 1
        ticks = _last
    milliseconds, counter = ticks >> 12, ticks & 0xFFF
    random_bits = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=(milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | random_bits)


def derived_id(business_id: UUID, step: str) -> UUID:
    """The id of one step of a business act (UUIDv5): the same for every retry."""
    return uuid5(business_id, step)
