"""Statements of the verbs on red packets. What is read for the app is in red_packet_pages.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx, Writing
from domains.wallet.rules.red_packets import Audience, RedPacketKind, RedPacketState

COLUMNS = "packet.id, packet.sender_id, packet.kind, packet.audience, packet.asset, packet.amount_minor, packet.places, packet.grabbed, packet.greeting, \
packet.state, packet.returned_minor, packet.sent_at, packet.expires_at"

PACKETS = Writing(
    "packet",
    ("uuid", "uuid", "text", "text", "text", "bigint", "integer", "text", "bytea", "timestamptz"),
    "INSERT INTO wallet_red_packet (id, sender_id, kind, audience, asset, amount_minor, places, greeting, seed, expires_at, grabbed, state, sent_at)"
    " SELECT told.*, 0, 'open', $1 FROM {} AS told",
)

MEMBERS = Writing("member", ("uuid", "uuid"), "INSERT INTO wallet_red_packet_member (packet_id, customer_id) SELECT told.* FROM {} AS told")

PLACES = Writing(
    "place",
    ("uuid", "integer", "uuid", "bigint"),
    "INSERT INTO wallet_red_packet_place (packet_id, place, customer_id, share_minor, grabbed_at) SELECT told.*, $1 FROM {} AS told",
)

GRABBED = Writing(
    "grabbed",
    ("uuid", "integer"),
    "UPDATE wallet_red_packet SET grabbed = told.grabbed FROM {} AS told (id, grabbed) WHERE wallet_red_packet.id = told.id",
)

OPENED = Writing(
    "opened",
    ("uuid", "integer"),
    "UPDATE wallet_red_packet_place SET opened_at = $1 FROM {} AS told (packet_id, place)"
    " WHERE wallet_red_packet_place.packet_id = told.packet_id AND wallet_red_packet_place.place = told.place",
)

ENDED = Writing(
    "ended",
    ("uuid", "text", "bigint"),
    "UPDATE wallet_red_packet SET state = told.state, returned_minor = told.returned_minor FROM {} AS told (id, state, returned_minor)"
    " WHERE wallet_red_packet.id = told.id",
)

FIND_PACKETS = f"SELECT {COLUMNS} FROM wallet_red_packet AS packet WHERE packet.id = ANY($1::uuid[])"

# Grabs exclude one another and the end of a packet, and not its openings.
LOCK_FOR_GRABS = "SELECT id, grabbed, seed FROM wallet_red_packet WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

# Openings exclude the end of a packet alone. When it expires never changes, so it may be asked in the statement that locks.
LOCK_FOR_OPENINGS = f"SELECT {COLUMNS} FROM wallet_red_packet AS packet WHERE packet.id = ANY($1::uuid[]) AND packet.expires_at > $2 ORDER BY packet.id \
FOR KEY SHARE"

LOCK_DUE = f"SELECT {COLUMNS} FROM wallet_red_packet AS packet WHERE packet.id = ANY($1::uuid[]) AND packet.state = 'open' AND packet.expires_at <= $2 \
ORDER BY packet.id FOR UPDATE"

LIST_STANDING = """
SELECT asked.packet_id, asked.customer_id, place.place, place.share_minor, place.grabbed_at, place.opened_at, member.customer_id IS NOT NULL AS is_member
FROM unnest($1::uuid[], $2::uuid[]) AS asked (packet_id, customer_id)
LEFT JOIN wallet_red_packet_place AS place ON place.packet_id = asked.packet_id AND place.customer_id = asked.customer_id
LEFT JOIN wallet_red_packet_member AS member ON member.packet_id = asked.packet_id AND member.customer_id = asked.customer_id
WHERE place.place IS NOT NULL OR member.customer_id IS NOT NULL
"""

LOCK_PLACES = """
SELECT place.packet_id, place.customer_id, place.place, place.share_minor, place.grabbed_at, place.opened_at
FROM wallet_red_packet_place AS place
JOIN unnest($1::uuid[], $2::uuid[]) AS asked (packet_id, customer_id) ON place.packet_id = asked.packet_id AND place.customer_id = asked.customer_id
ORDER BY place.packet_id, place.place FOR NO KEY UPDATE OF place
"""

SUM_OPENED = """
SELECT packet_id, sum(share_minor)::bigint AS opened_minor FROM wallet_red_packet_place
WHERE packet_id = ANY($1::uuid[]) AND opened_at IS NOT NULL GROUP BY packet_id
"""

LIST_DUE = "SELECT id FROM wallet_red_packet WHERE state = 'open' AND expires_at <= $1 ORDER BY expires_at LIMIT $2"


@dataclass(frozen=True, slots=True)
class RedPacket:
    """A packet as it stands. `returned` is what went back to the sender once it had ended."""

    id: UUID
    sender_id: UUID
    kind: RedPacketKind
    audience: Audience
    amount: Amount
    places: int
    grabbed: int
    greeting: str
    state: RedPacketState
    returned: Amount | None
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a packet. The share is nobody's to see before it is opened."""

    packet_id: UUID
    customer_id: UUID
    place: int
    share_minor: int
    grabbed_at: datetime
    opened_at: datetime | None


class Standing(NamedTuple):
    """How a customer stands to a packet."""

    place: Place | None
    is_member: bool


NO_STANDING = Standing(None, False)

Pair = tuple[UUID, UUID]
"""A packet and a customer."""


def insert_packet(tx: Tx, packet: RedPacket, seed: bytes, member_ids: Sequence[UUID]) -> None:
    amount = packet.amount
    row = (packet.id, packet.sender_id, packet.kind, packet.audience, amount.asset.code, amount.minor, packet.places, packet.greeting, seed, packet.expires_at)
    tx.write_later(PACKETS, [row])
    tx.write_later(MEMBERS, [(packet.id, member_id) for member_id in member_ids])


def insert_places(tx: Tx, places: Sequence[Place], grabbed: dict[UUID, int]) -> None:
    """Write new places, and how many their packets have given now."""
    tx.write_later(PLACES, [(one.packet_id, one.place, one.customer_id, one.share_minor) for one in places])
    tx.write_later(GRABBED, list(grabbed.items()))


def set_opened(tx: Tx, places: Sequence[Place]) -> None:
    tx.write_later(OPENED, [(one.packet_id, one.place) for one in places])


def set_ended(tx: Tx, ended: Sequence[tuple[UUID, RedPacketState, int | None]]) -> None:
    tx.write_later(ENDED, ended)


async def find_packets(source: Queryable, ids: Sequence[UUID]) -> dict[UUID, RedPacket]:
    return {row["id"]: packet_of(row) for row in await source.fetch(FIND_PACKETS, ids)}


async def lock_for_grabs(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """How many places each has given, and its seed, once the lock is ours."""
    return {row["id"]: (row["grabbed"], row["seed"]) for row in await tx.fetch(LOCK_FOR_GRABS, ids)}


async def lock_for_openings(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, RedPacket]:
    """Those that have not expired; they do not end before commit."""
    return {row["id"]: packet_of(row) for row in await tx.fetch(LOCK_FOR_OPENINGS, ids, tx.now)}


async def lock_due(tx: Tx, ids: Sequence[UUID]) -> list[RedPacket]:
    """Those that have expired and are not written down, as they are once the lock is ours."""
    return [packet_of(row) for row in await tx.fetch(LOCK_DUE, ids, tx.now)]


async def list_standing(source: Queryable, pairs: Sequence[Pair]) -> dict[Pair, Standing]:
    """Those of the pairs in which the customer has a place or is a member."""
    rows = await source.fetch(LIST_STANDING, [packet_id for packet_id, _ in pairs], [customer_id for _, customer_id in pairs])
    return {(row["packet_id"], row["customer_id"]): Standing(None if row["place"] is None else place_of(row), row["is_member"]) for row in rows}


async def lock_places(tx: Tx, pairs: Sequence[Pair]) -> dict[Pair, Place]:
    rows = await tx.fetch(LOCK_PLACES, [packet_id for packet_id, _ in pairs], [customer_id for _, customer_id in pairs])
    return {(row["packet_id"], row["customer_id"]): place_of(row) for row in rows}


async def sum_opened(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, int]:
    """What was paid out of each packet."""
    return {row["packet_id"]: row["opened_minor"] for row in await tx.fetch(SUM_OPENED, ids)}


async def list_due(source: Queryable, now: datetime, limit: int) -> list[UUID]:
    """Packets that have expired and are not written down, first expired first."""
    return [row["id"] for row in await source.fetch(LIST_DUE, now, limit)]


def packet_of(row: Record) -> RedPacket:
    asset = asset_of(row["asset"])
    return RedPacket(
        row["id"],
        row["sender_id"],
        RedPacketKind(row["kind"]),
        Audience(row["audience"]),
        Amount(row["amount_minor"], asset),
        row["places"],
        row["grabbed"],
        row["greeting"],
        RedPacketState(row["state"]),
        None if row["returned_minor"] is None else Amount(row["returned_minor"], asset),
        row["sent_at"],
        row["expires_at"],
    )


def place_of(row: Record) -> Place:
    return Place(row["packet_id"], row["customer_id"], row["place"], row["share_minor"], row["grabbed_at"], row["opened_at"])
