"""Grab a place in a red packet: the first come have one, and each customer once.

Most who come to a famous packet come too late. That every place is taken, and that a packet has expired, stays true once it is: both are seen without a
lock. Only who may still get a place waits for the packet's row, and a whole group of them waits once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.transactions import Tx
from domains.wallet.errors.red_packets import RedPacketEmpty, RedPacketExpired, RedPacketNotFound
from domains.wallet.events.red_packets import RedPacketGrabbed
from domains.wallet.queries import red_packets
from domains.wallet.queries.red_packets import NO_STANDING, Pair, Place, RedPacket, Standing
from domains.wallet.rules.red_packet_links import LINKS, packet_of_link
from domains.wallet.rules.red_packets import Audience, RedPacketState, shares_of
from domains.wallet.service.return_red_packets import end, lock_ending


@dataclass(frozen=True, slots=True, kw_only=True)
class GrabRedPacketCommand(Command):
    """`owner_id` wants a place in a packet, named by its id or by its link (exactly one of the two)."""

    session_id: UUID = field(metadata=UNHASHED)
    packet_id: UUID | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class GrabbedPlace:
    """A place is reserved; opening tells what it is worth. Somebody who grabs again is told the place that they have."""

    packet_id: UUID
    place: int
    grabbed_at: datetime


_shares_of = lru_cache(maxsize=1024)(shares_of)


@batched_verb(GrabbedPlace, group_max=512)
async def grab_red_packet(tx: Tx, commands: list[GrabRedPacketCommand]) -> list[GrabbedPlace | Refusal | Unauthenticated]:
    """Refuses RedPacketNotFound, RedPacketExpired, RedPacketEmpty. Unauthenticated when the session has ended: then nothing is stored under the id."""
    alive = await customers.check_sessions(tx, [one.session_id for one in commands], [one.owner_id for one in commands])
    key = tx.port(Keyring).derive(LINKS)
    ids = [one.packet_id if one.link is None else packet_of_link(key, one.link) for one in commands]
    packets = await red_packets.find_packets(tx, sorted({id_ for id_ in ids if id_ is not None}))
    free = sorted(packet.id for packet in packets.values() if packet.grabbed < packet.places and packet.expires_at > tx.now)
    locked = await red_packets.lock_for_grabs(tx, free) if free else {}
    pairs = [(id_, one.owner_id) for id_, one, known in zip(ids, commands, alive, strict=True) if id_ in packets and known]
    handing = _Handing(tx, packets, locked, await red_packets.list_standing(tx, pairs) if pairs else {})
    outcomes: list[GrabbedPlace | Refusal | Unauthenticated] = []
    for command, id_, known in zip(commands, ids, alive, strict=True):
        packet = packets.get(id_) if id_ is not None else None
        outcomes.append(handing.place_for(packet, command) if known else Unauthenticated())
    red_packets.insert_places(tx, handing.new, handing.grabbed)
    await _end_expired(tx, packets.values())
    return outcomes


class _Handing:
    """The places of a group of grabs, handed out in their order."""

    def __init__(self, tx: Tx, packets: dict[UUID, RedPacket], locked: dict[UUID, tuple[int, bytes]], standing: dict[Pair, Standing]) -> None:
        self._tx = tx
        self._locked = locked
        self._standing = standing
        self._given = {id_: packet.grabbed for id_, packet in packets.items()} | {id_: grabbed for id_, (grabbed, _) in locked.items()}
        self.new: list[Place] = []
        self.grabbed: dict[UUID, int] = {}

    def place_for(self, packet: RedPacket | None, command: GrabRedPacketCommand) -> GrabbedPlace | Refusal:
        """The place that the customer has, or the next one that is free."""
        if packet is None:
            return RedPacketNotFound()
        pair = (packet.id, command.owner_id)
        place, is_member = self._standing.get(pair, NO_STANDING)
        # The link of one packet opens no other, and the id alone opens none that is for whoever has its link.
        if place is None and not (is_member or (packet.audience is Audience.LINK and command.link is not None)):
            return RedPacketNotFound()
        if place is None:
            if packet.expires_at <= self._tx.now:
                return RedPacketExpired(packet.expires_at)
            if self._given[packet.id] >= packet.places:
                return RedPacketEmpty()
            place = self._take(packet, command.owner_id)
            self._standing[pair] = Standing(place, is_member)
        return GrabbedPlace(place.packet_id, place.place, place.grabbed_at)

    def _take(self, packet: RedPacket, customer_id: UUID) -> Place:
        number = self._given[packet.id] = self.grabbed[packet.id] = self._given[packet.id] + 1
        share = _shares_of(packet.kind, packet.amount.minor, packet.places, self._locked[packet.id][1])[number - 1]
        place = Place(packet.id, customer_id, number, share, self._tx.now, None)
        self.new.append(place)
        self._tx.publish(RedPacketGrabbed(customer_id, packet.sender_id, packet.id, number))
        return place


async def _end_expired(tx: Tx, packets: Iterable[RedPacket]) -> None:
    """Whoever meets a packet whose time is over writes down its end."""
    await end(tx, await lock_ending(tx, [packet.id for packet in packets if packet.state is RedPacketState.OPEN and packet.expires_at <= tx.now]))
