"""The chain over all movements: a leaf for each, a block for those that committed about together, and a root for each day. Pure.

A block's hash covers the hash of the block before it and every leaf in order; a root's covers the root before it and the hashes of its blocks. So whoever kept
one root, or one hash, can tell whether anything before it was changed."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
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


def next_block(last: Block | None, movements: Sequence[SealedMovement], sealed_at: datetime) -> Block:
    """The block after that one."""
    number, previous = (1, BEGINNING) if last is None else (last.number + 1, last.hash)
    leaves = b"".join(map(leaf, movements))
    return Block(number, previous, block_hash(number, previous, sealed_at, leaves), [one.id for one in movements], leaves, sealed_at)


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
