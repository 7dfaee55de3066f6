"""Who sends and who receives, looked at by money verbs in their own transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.customers.errors import PhoneMalformed
from domains.customers.phones import masked_phone, normal_phone
from domains.customers.queries import parties
from domains.customers.rows import Claimant, Marks, Tier
from domains.customers.sealing import phone_index
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Queryable, Tx


class Sender(NamedTuple):
    """A customer whose session is alive: since when, and since when its device is known."""

    id: UUID
    tier: Tier
    signed_in_at: datetime
    device_since: datetime


class PhoneMark(NamedTuple):
    """What may be kept of a phone that belongs to nobody yet: a blind index that finds its owner later, and the number masked."""

    blind_index: bytes
    masked: str


async def find_claimants(source: Queryable, pairs: Sequence[tuple[UUID, UUID]]) -> list[Claimant | None]:
    """For each (customer, session), in order: who asks; None where the session has ended. One statement."""
    found: list[Claimant | None] = [None] * len(pairs)
    for row in await parties.find_claimants(source, [owner_id for owner_id, _ in pairs], [session_id for _, session_id in pairs]):
        found[row["position"] - 1] = Claimant(Tier(row["tier"]), row["registered_at"], row["device_mark"], row["household_id"])
    return found


async def find_marks(source: Queryable, ids: Iterable[UUID]) -> dict[UUID, Marks]:
    """What tells those customers apart. One statement."""
    rows = await parties.find_marks(source, sorted(set(ids)))
    return {row["id"]: Marks(row["registered_at"], frozenset(filter(None, row["devices"])), row["household_id"]) for row in rows}


async def find_parties(
    tx: Tx, senders: Sequence[tuple[UUID, UUID]], targets: Sequence[tuple[UUID | None, str | None]]
) -> list[tuple[Sender | None, UUID | None]]:
    """For each (customer, session) and (id, phone): the sender, None when the session has ended; and the recipient's id, None when there is none."""
    return _parties(senders, await parties.find_parties(tx, *_columns(tx, senders, targets)))


async def lock_parties(
    tx: Tx, senders: Sequence[tuple[UUID, UUID]], targets: Sequence[tuple[UUID | None, str | None]]
) -> list[tuple[Sender | None, UUID | None]]:
    """What find_parties answers, and the senders held until commit: what a later statement reads of what they did stands still. One statement."""
    return _parties(senders, await parties.lock_parties(tx, *_columns(tx, senders, targets)))


def mark_phone(keyring: Keyring, phone: str) -> PhoneMark | None:
    """The mark of a phone, whoever has it; None for what is no phone number."""
    try:
        number = normal_phone(phone)
    except PhoneMalformed:
        return None
    return PhoneMark(phone_index(keyring, number), masked_phone(number))


async def find_marked(source: Queryable, indexes: Sequence[bytes]) -> dict[bytes, UUID]:
    """Whose phones those are, by the index of their mark; those of nobody are left out. One statement."""
    return {row["phone_index"]: row["id"] for row in await parties.find_by_phone_indexes(source, indexes)}


async def list_marks(source: Queryable, customer_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The index of the mark of each customer's phone. One statement."""
    return {row["id"]: row["phone_index"] for row in await parties.list_phone_indexes(source, customer_ids)}


def _columns(
    tx: Tx, senders: Sequence[tuple[UUID, UUID]], targets: Sequence[tuple[UUID | None, str | None]]
) -> tuple[list[UUID], list[UUID], list[UUID | None], list[bytes | None], datetime]:
    keyring = tx.port(Keyring)
    return (
        [customer_id for customer_id, _ in senders],
        [session_id for _, session_id in senders],
        [id_ for id_, _ in targets],
        [_index(keyring, phone) for _, phone in targets],
        tx.now,
    )


def _parties(senders: Sequence[tuple[UUID, UUID]], rows: Sequence[Record]) -> list[tuple[Sender | None, UUID | None]]:
    return [
        (
            None if row["tier"] is None else Sender(customer_id, Tier(row["tier"]), row["signed_in_at"], row["device_since"]),
            row["target_id"],
        )
        for (customer_id, _), row in zip(senders, rows, strict=True)
    ]


def _index(keyring: Keyring, phone: str | None) -> bytes | None:
    if phone is None:
        return None
    try:
        return phone_index(keyring, normal_phone(phone))
    except PhoneMalformed:
        return None
