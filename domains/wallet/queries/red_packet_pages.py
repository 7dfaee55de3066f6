"""Red packets as the app reads them: those that a customer may see, and pages of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from domains.kernel.assets import asset_of
from domains.kernel.crypto import Keyring
from domains.kernel.money import Amount
from domains.kernel.paging import Page, check_first, decode_moment, decode_number, moment_key, page_of
from domains.kernel.transactions import Queryable, Read, Tx
from domains.wallet.queries.red_packets import COLUMNS, Pair, RedPacket, find_packets, list_standing, packet_of
from domains.wallet.rules.red_packet_links import LINKS, link_of, packet_of_link
from domains.wallet.rules.red_packets import RedPacketKind, luckiest_place, shares_of

LIST_SENT = f"""
SELECT asked.position, packet.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM wallet_red_packet AS packet
    WHERE packet.sender_id = asked.customer_id AND (packet.sent_at, packet.id) < ($2, $3) ORDER BY packet.sent_at DESC, packet.id DESC LIMIT $4
) AS packet
ORDER BY asked.position, packet.sent_at DESC, packet.id DESC
"""

SHARE_COLUMNS = "place.packet_id, place.customer_id, place.place, place.grabbed_at, place.opened_at, packet.asset, packet.sender_id, \
CASE WHEN place.opened_at IS NOT NULL THEN place.share_minor END AS share_minor"

LIST_RECEIVED = f"""
SELECT asked.position, share.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (customer_id, position)
CROSS JOIN LATERAL (
    SELECT {SHARE_COLUMNS} FROM wallet_red_packet_place AS place JOIN wallet_red_packet AS packet ON packet.id = place.packet_id
    WHERE place.customer_id = asked.customer_id AND (place.grabbed_at, place.packet_id) < ($2, $3)
    ORDER BY place.grabbed_at DESC, place.packet_id DESC LIMIT $4
) AS share
ORDER BY asked.position, share.grabbed_at DESC, share.packet_id DESC
"""

LIST_SHARES = f"""
SELECT asked.position AS asked_position, share.* FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (packet_id, position)
CROSS JOIN LATERAL (
    SELECT {SHARE_COLUMNS} FROM wallet_red_packet_place AS place JOIN wallet_red_packet AS packet ON packet.id = place.packet_id
    WHERE place.packet_id = asked.packet_id AND place.opened_at IS NOT NULL AND place.place > $2 ORDER BY place.place LIMIT $3
) AS share
ORDER BY asked.position, share.place
"""

FIND_SHARES = f"""
SELECT {SHARE_COLUMNS} FROM unnest($1::uuid[], $2::uuid[]) AS asked (packet_id, customer_id)
JOIN wallet_red_packet_place AS place ON place.packet_id = asked.packet_id AND place.customer_id = asked.customer_id
JOIN wallet_red_packet AS packet ON packet.id = place.packet_id
"""

# Who is luckiest is known once every place is open. The seed does not leave this file.
LIST_LUCKIEST = """
SELECT packet.id, packet.amount_minor, packet.places, packet.seed FROM wallet_red_packet AS packet
WHERE packet.id = ANY($1::uuid[]) AND packet.kind = 'lucky' AND packet.grabbed = packet.places AND NOT EXISTS (
    SELECT FROM wallet_red_packet_place AS place WHERE place.packet_id = packet.id AND place.opened_at IS NULL)
"""


class RedPacketShare(NamedTuple):
    """Somebody's place, as those who may see it see it: what it is worth only once it was opened."""

    packet_id: UUID
    sender_id: UUID
    customer_id: UUID
    place: int
    share: Amount | None
    grabbed_at: datetime
    opened_at: datetime | None


async def find_red_packets(source: Queryable, ids: Sequence[UUID], customer_ids: Sequence[UUID]) -> list[RedPacket | None]:
    """The packet of that id where that customer sent it, may grab it by its id, or has a place in it: one per pair, in order. Two statements."""
    found = await find_packets(source, sorted(set(ids)))
    pairs = list(zip(ids, customer_ids, strict=True))
    standing = await list_standing(source, sorted(set(pairs))) if found else {}
    return [packet if (packet := found.get(id_)) is not None and (packet.sender_id == who or (id_, who) in standing) else None for id_, who in pairs]


def red_packet_links(read: Read, packet_ids: Sequence[UUID]) -> list[str]:
    """The link of each packet. Only its sender is told."""
    key = read.port(Keyring).derive(LINKS)
    return [link_of(key, packet_id) for packet_id in packet_ids]


async def find_linked_red_packets(read: Read | Tx, links: Sequence[str]) -> list[RedPacket | None]:
    """The packet that a link leads to, one per link, in order. None for a link that the house did not make."""
    key = read.port(Keyring).derive(LINKS)
    ids = [packet_of_link(key, link) for link in links]
    found = await find_packets(read, sorted({id_ for id_ in ids if id_ is not None}))
    return [found.get(id_) if id_ is not None else None for id_ in ids]


async def list_sent_red_packets(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[RedPacket]]:
    """What each customer sent, newest first: a page per customer, in order. Raises InvalidInput."""
    pages: list[list[RedPacket]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_SENT, customer_ids, *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(packet_of(row))
    return [page_of(rows, first, lambda row: moment_key(row.sent_at, row.id)) for rows in pages]


async def list_received_shares(source: Queryable, customer_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[RedPacketShare]]:
    """The places that each customer grabbed, newest first: a page per customer, in order. Raises InvalidInput."""
    pages: list[list[RedPacketShare]] = [[] for _ in customer_ids]
    for row in await source.fetch(LIST_RECEIVED, customer_ids, *decode_moment(after), check_first(first) + 1):
        pages[row["position"] - 1].append(_share(row))
    return [page_of(rows, first, lambda row: moment_key(row.grabbed_at, row.packet_id)) for rows in pages]


async def list_opened_shares(source: Queryable, packet_ids: Sequence[UUID], first: int, after: str | None) -> list[Page[RedPacketShare]]:
    """What was opened of each packet, in the order of places: a page per packet, in order. Raises InvalidInput."""
    pages: list[list[RedPacketShare]] = [[] for _ in packet_ids]
    for row in await source.fetch(LIST_SHARES, packet_ids, 0 if after is None else min(decode_number(after), 2**31 - 1), check_first(first) + 1):
        pages[row["asked_position"] - 1].append(_share(row))
    return [page_of(rows, first, lambda row: row.place) for rows in pages]


async def find_shares(source: Queryable, pairs: Sequence[Pair]) -> dict[Pair, RedPacketShare]:
    """The places of those customers in those packets."""
    rows = await source.fetch(FIND_SHARES, [packet_id for packet_id, _ in pairs], [customer_id for _, customer_id in pairs])
    return {(row["packet_id"], row["customer_id"]): _share(row) for row in rows}


async def find_luckiest_places(source: Queryable, packet_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The place with the largest share, of lucky packets that everybody has opened."""
    rows = await source.fetch(LIST_LUCKIEST, sorted(set(packet_ids)))
    return {row["id"]: luckiest_place(shares_of(RedPacketKind.LUCKY, row["amount_minor"], row["places"], row["seed"])) for row in rows}


def _share(row: Record) -> RedPacketShare:
    share = None if row["share_minor"] is None else Amount(row["share_minor"], asset_of(row["asset"]))
    return RedPacketShare(row["packet_id"], row["sender_id"], row["customer_id"], row["place"], share, row["grabbed_at"], row["opened_at"])
