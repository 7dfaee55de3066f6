"""Root queries on red packets."""

import strawberry

from domains import wallet
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.paging import Connection
from resolvers.permissions import Permission
from resolvers.scalars import Cursor, read_id
from resolvers.wallet.red_packets.types import RedPacket, RedPacketShare


@batched(
    RedPacket | None,
    "A red packet that the viewer sent, may grab, or has a place in; null for any other.",
    permission=Permission.CUSTOMER,
)
async def red_packet(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[wallet.RedPacket | None]:
    packet_id = read_id(id)
    if packet_id is None:
        return [None] * len(roots)
    return await wallet.find_red_packets(read, [packet_id] * len(roots), [viewer.id for viewer in viewers])


@batched(RedPacket | None, "The red packet that a link leads to; null when it leads nowhere.", permission=Permission.CUSTOMER)
async def linked_red_packet(read: Read, roots: list[None], viewers: list[Viewer], *, link: str) -> list[wallet.RedPacket | None]:
    return await wallet.find_linked_red_packets(read, [link] * len(roots))


@batched(Connection[RedPacket], "Red packets that the viewer sent, newest first, at most 50 a page.", permission=Permission.CUSTOMER)
async def sent_red_packets(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.RedPacket]]:
    return await wallet.list_sent_red_packets(read, [viewer.id for viewer in viewers], first, after)


@batched(Connection[RedPacketShare], "Places that the viewer grabbed, newest first, at most 50 a page.", permission=Permission.CUSTOMER)
async def received_red_packets(
    read: Read, roots: list[None], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.RedPacketShare]]:
    return await wallet.list_received_shares(read, [viewer.id for viewer in viewers], first, after)


@strawberry.type
class Query:
    red_packet = red_packet
    linked_red_packet = linked_red_packet
    sent_red_packets = sent_red_packets
    received_red_packets = received_red_packets
