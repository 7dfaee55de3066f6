"""Red packets as the app sees them. What a place is worth is told once it was opened: to its owner, and to those who may see the packet."""

from enum import Enum

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C2
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.customers.types import Party
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor, Instant


@strawberry.enum(description="How a red packet is shared.")
class RedPacketKind(Enum):
    FIXED = strawberry.enum_value("fixed", description="Everybody gets the same.")
    LUCKY = strawberry.enum_value("lucky", description="Every share is drawn.")


@strawberry.enum(description="Who may grab a red packet.")
class RedPacketAudience(Enum):
    PERSON = strawberry.enum_value("person", description="One customer.")
    GROUP = strawberry.enum_value("group", description="The members of a group.")
    LINK = strawberry.enum_value("link", description="Whoever has its link.")


@strawberry.enum(description="Whether a red packet can still be grabbed or opened.")
class RedPacketState(Enum):
    OPEN = strawberry.enum_value("open", description="Within its 24 hours.")
    ENDED = strawberry.enum_value("ended", description="Over; what was not opened goes back to the sender.")


@computed("How it is shared.", name="kind")
def packet_kind(packet: wallet.RedPacket) -> RedPacketKind:
    return RedPacketKind(packet.kind.value)


@computed("Who may grab it.", name="audience")
def packet_audience(packet: wallet.RedPacket) -> RedPacketAudience:
    return RedPacketAudience(packet.audience.value)


@computed("What went back to the sender; null before it has.", C2, name="returned")
def packet_returned(packet: wallet.RedPacket) -> Money | None:
    return packet.returned  # type: ignore[return-value]


@batched(RedPacketState, "Whether it can still be grabbed or opened.", name="state")
async def packet_state(read: Read, packets: list[wallet.RedPacket], viewers: list[Viewer]) -> list[RedPacketState]:
    over = [packet.expires_at <= read.now or packet.state is not wallet.RedPacketState.OPEN for packet in packets]
    return [RedPacketState.ENDED if one else RedPacketState.OPEN for one in over]


@batched(Party | None, "Who sent it, masked.", name="sender")
async def packet_sender(read: Read, packets: list[wallet.RedPacket], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [packet.sender_id for packet in packets])


@batched(str | None, "What the app shares so that others can grab it. The sender alone sees it, and only of a packet to a link.", name="link")
async def packet_link(read: Read, packets: list[wallet.RedPacket], viewers: list[Viewer]) -> list[str | None]:
    links = wallet.red_packet_links(read, [packet.id for packet in packets])
    told = [packet.audience is wallet.Audience.LINK and packet.sender_id == viewer.id for packet, viewer in zip(packets, viewers, strict=True)]
    return [link if shown else None for link, shown in zip(links, told, strict=True)]


@batched(Party | None, "Whose place it is, masked.", name="party")
async def share_party(read: Read, shares: list[wallet.RedPacketShare], viewers: list[Viewer]) -> list[customers.PartyRow | None]:
    return await customers.list_parties(read, [share.customer_id for share in shares])


@batched(bool, "Whether nobody got more: known once every place of a lucky packet was opened.", name="isLuckiest")
async def share_is_luckiest(read: Read, shares: list[wallet.RedPacketShare], viewers: list[Viewer]) -> list[bool]:
    found = await wallet.find_luckiest_places(read, [share.packet_id for share in shares])
    return [found.get(share.packet_id) == share.place for share in shares]


@type_of(wallet.RedPacketShare, "A place in a red packet.")
class RedPacketShare:
    packet_id: strawberry.ID = field("The packet.")
    place: int = field("Which place: 1 was grabbed first.")
    party = share_party
    share: Money | None = field("What it is worth; null until it was opened.", C2)
    grabbed_at: Instant = field("When it was grabbed.")
    opened_at: Instant | None = field("When it was opened.")
    is_luckiest = share_is_luckiest


@batched(RedPacketShare | None, "The viewer's own place; null when the viewer has none.", name="mine")
async def packet_mine(read: Read, packets: list[wallet.RedPacket], viewers: list[Viewer]) -> list[wallet.RedPacketShare | None]:
    pairs = [(packet.id, viewer.id) for packet, viewer in zip(packets, viewers, strict=True)]
    found = await wallet.find_shares(read, pairs)
    return [found.get(pair) for pair in pairs]


@batched(Connection[RedPacketShare], "The places that were opened, in their order. The sender sees them, and who has opened a place.", name="shares")
async def packet_shares(
    read: Read, packets: list[wallet.RedPacket], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[wallet.RedPacketShare]]:
    pairs = [(packet.id, viewer.id) for packet, viewer in zip(packets, viewers, strict=True)]
    own = await wallet.find_shares(read, pairs)
    pages = await wallet.list_opened_shares(read, [packet.id for packet in packets], first, after)
    may_see = [packet.sender_id == pair[1] or (pair in own and own[pair].opened_at is not None) for packet, pair in zip(packets, pairs, strict=True)]
    return [page if shown else Page((), (), False) for page, shown in zip(pages, may_see, strict=True)]


@type_of(wallet.RedPacket, "Money to be shared by those who come first.")
class RedPacket:
    id: strawberry.ID = field("The packet: the id that the app made.")
    kind = packet_kind
    audience = packet_audience
    state = packet_state
    sender = packet_sender
    amount: Money = field("What it held when it was sent.", C2)
    places: int = field("How many share it.")
    grabbed: int = field("How many places are taken.")
    greeting: str = field("What the sender wrote.", C2)
    link = packet_link
    sent_at: Instant = field("When it was sent.")
    expires_at: Instant = field("Until when it can be grabbed and opened.")
    returned = packet_returned
    mine = packet_mine
    shares = packet_shares
