"""Identifiers: time-ordered for what the house makes, derived for what a retry must make again."""

import os
import threading
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import sha1
from operator import attrgetter
from uuid import UUID, uuid5

from asyncpg.pgproto.pgproto import UUID as DriverUUID

from domains.kernel.clock import Clock

in_order = attrgetter("int")
"""Key for sorting ids as the database does: UUID's own comparison costs four times as much."""

FIRST_DAY = date(1970, 1, 1)

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


# An act asks for the same few several times, and for the accounts of whoever was there a moment ago.
@lru_cache(maxsize=8192)
def derived_id(business_id: UUID, step: str) -> UUID:
    """The id of one step of a business act (UUIDv5): the same for every retry."""
    return uuid5(business_id, step)


def ordered_ids(business_ids: Iterable[UUID], step: str, head: bytes = b"") -> list[UUID]:
    """Derived ids (UUIDv8) that lie as the business ids do, below `head` where that is given: what is written in the order of customers is side by side in
    its indexes too. Eight bytes order them and 62 bits of SHA-1 tell them apart, so only ids that the house made (UUIDv7) may be the business ids."""
    name, made, kept = step.encode(), list[UUID](), 8 - len(head)
    for id_ in business_ids:
        own = id_.bytes
        told = bytearray(head + own[:kept] + sha1(own + name, usedforsecurity=False).digest()[:8])
        told[6], told[8] = told[6] & 0x0F | 0x80, told[8] & 0x3F | 0x80
        made.append(DriverUUID(bytes(told)))
    return made


def dated_ids(business_ids: Iterable[UUID], step: str, days: Iterable[date]) -> list[UUID]:
    """Derived ids (UUIDv8) that begin with a day, and are chance after it: what is written of one day is together in its index, which never grows for it. 106
    bits of SHA-1 tell them apart, so the business ids may be an app's."""
    name, made = step.encode(), list[UUID]()
    for id_, day in zip(business_ids, days, strict=True):
        told = bytearray(day_head(day) + sha1(id_.bytes + name, usedforsecurity=False).digest()[:14])
        told[6], told[8] = told[6] & 0x0F | 0x80, told[8] & 0x3F | 0x80
        made.append(DriverUUID(bytes(told)))
    return made


@lru_cache(maxsize=64)
def day_head(day: date) -> bytes:
    """Two bytes that order days from 1970 to 2149."""
    return (day - FIRST_DAY).days.to_bytes(2, "big")


def derived_ids(business_ids: Iterable[UUID], step: str) -> list[UUID]:
    """What `derived_id` makes of each of many, in a third of the time: they are the driver's own ids."""
    name, made = step.encode(), list[UUID]()
    for id_ in business_ids:
        digest = bytearray(sha1(id_.bytes + name, usedforsecurity=False).digest())
        digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
        made.append(DriverUUID(bytes(digest[:16])))
    return made
