"""The chain over all movements: a leaf for each, a block for those that committed about together, and a root for each day. Pure.

A block's hash covers the hash of the block before it and every leaf in order; a root's covers the root before it and the hashes of its blocks. So whoever kept
one root, or one hash, can tell whether anything before it was changed."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple
from uuid import UUID

import orjson

LEAF_BYTES = 32

BEGINNING = bytes(32)
"""What stands for the block before the first, and the root before the first."""


class SealedMovement(NamedTuple):
    """All that a movement's row says."""

    id: UUID
    journal_id: UUID
    kind: str
    debit_account_id: UUID
    credit_account_id: UUID
    asset: str
    amount_minor: int
    reverses_id: UUID | None
    hold_id: UUID | None
    limit_periods: str | None
    booked_at: datetime
    effective_at: datetime


class Block(NamedTuple):
    """A link of the chain: its movements in the order of their commits."""

    number: int
    previous_hash: bytes
    hash: bytes
    movement_ids: Sequence[UUID]
    leaves: bytes
    sealed_at: datetime


def leaf(movement: SealedMovement) -> bytes:
    """SHA-256 over the movement's row, as JSON of texts: times in UTC to the microsecond, what is absent as null."""
    id_, journal_id, kind, debit_id, credit_id, asset, minor, reverses_id, hold_id, periods, booked_at, effective_at = movement
    others = (None if reverses_id is None else str(reverses_id), None if hold_id is None else str(hold_id), periods)
    told = (str(id_), str(journal_id), kind, str(debit_id), str(credit_id), asset, str(minor), *others, _text(booked_at), _text(effective_at))
    return hashlib.sha256(orjson.dumps(told)).digest()


def leaves_of(
    kind: str,
    asset: str,
    at: datetime,
    ids: Sequence[UUID],
    journal_ids: Sequence[UUID],
    debit_account_ids: Sequence[UUID],
    credit_account_ids: Sequence[UUID],
    amounts_minor: Sequence[int],
    hold_ids: Sequence[UUID] | None,
) -> list[bytes]:
    """What `leaf` tells of each of many movements of one kind, asset and instant, column by column: that reverse nothing and were counted by no limit."""
    named, of, instant = orjson.dumps(kind).decode(), orjson.dumps(asset).decode(), _text(at)
    end = f',null,"{instant}","{instant}"]'
    holds: Iterable[str] = repeat("null") if hold_ids is None else (f'"{id_}"' for id_ in hold_ids)
    rows = zip(ids, journal_ids, debit_account_ids, credit_account_ids, amounts_minor, holds, strict=False)
    return [
        hashlib.sha256(f'["{id_}","{journal_id}",{named},"{debit_id}","{credit_id}",{of},"{minor}",null,{hold}{end}'.encode()).digest()
        for id_, journal_id, debit_id, credit_id, minor, hold in rows
    ]


def next_block(last: tuple[int, bytes], movement_ids: Sequence[UUID], leaves: bytes, sealed_at: datetime) -> Block:
    """The block after the one of that number and hash."""
    number, previous = last[0] + 1, last[1]
    return Block(number, previous, block_hash(number, previous, sealed_at, leaves), movement_ids, leaves, sealed_at)


def block_hash(number: int, previous: bytes, sealed_at: datetime, leaves: bytes) -> bytes:
    """SHA-256 over a block's number, the hash before it, the instant of its sealing and its leaves."""
    return hashlib.sha256(b"\n".join((str(number).encode(), previous, _text(sealed_at).encode(), leaves))).digest()


def day_root(previous: bytes, day: date, hashes: Iterable[bytes]) -> bytes:
    """The root of a business day, over the hashes of its blocks in order."""
    digest = hashlib.sha256(previous + day.isoformat().encode())
    for one in hashes:
        digest.update(one)
    return digest.digest()


# What is posted together has one instant.
@lru_cache(maxsize=64)
def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
