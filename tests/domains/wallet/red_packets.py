"""Red packets for tests: sent, grabbed and opened by the house's own verbs."""

from typing import Any
from uuid import UUID, uuid4

from domains import ledger, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet import Audience, RedPacket, RedPacketKind
from domains.wallet.service.return_red_packets import SweepRedPacketsCommand, sweep_red_packets
from tests.domains.wallet.people import Person


def packet_to(sender: Person, minor: int, places: int = 1, to: object = None, *, asset: Asset = CNY, **more: Any) -> wallet.SendRedPacketCommand:
    """A command with a fresh id unless `request_id` is given: to a person, to a list of them, or to whoever has the link. Lucky unless it says otherwise."""
    who: dict[str, Any] = {"audience": Audience.LINK}
    if isinstance(to, Person):
        who = {"audience": Audience.PERSON, "target_id": to.id}
    elif isinstance(to, list):
        who = {"audience": Audience.GROUP, "member_ids": tuple(one.id for one in to)}
    chosen = {"request_id": uuid4(), "kind": RedPacketKind.LUCKY, **who, **more}
    return wallet.SendRedPacketCommand(owner_id=sender.id, session_id=sender.session_id, amount=Amount(minor, asset), places=places, **chosen)


async def send(database: Database, sender: Person, minor: int, places: int = 1, to: object = None, **more: Any) -> RedPacket:
    return await database.write(wallet.send_red_packet, packet_to(sender, minor, places, to, **more))


def link_of(database: Database, packet: RedPacket) -> str:
    return wallet.red_packet_links(database.read(), [packet.id])[0]


def grab_of(database: Database, someone: Person, packet: RedPacket, **more: Any) -> wallet.GrabRedPacketCommand:
    """A grab as the app makes it: by the link where there is one."""
    where: dict[str, Any] = {"link": link_of(database, packet)} if packet.audience is Audience.LINK else {"packet_id": packet.id}
    return wallet.GrabRedPacketCommand(**{"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, **where, **more})


async def grab(database: Database, someone: Person, packet: RedPacket, **more: Any) -> wallet.GrabbedPlace:
    return await database.write(wallet.grab_red_packet, grab_of(database, someone, packet, **more))


def open_of(someone: Person, packet_id: UUID, **more: Any) -> wallet.OpenRedPacketCommand:
    return wallet.OpenRedPacketCommand(**{"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "packet_id": packet_id, **more})


async def open_(database: Database, someone: Person, packet: RedPacket, **more: Any) -> wallet.OpenedShare:
    return await database.write(wallet.open_red_packet, open_of(someone, packet.id, **more))


async def sweep(database: Database) -> int:
    """How many packets were ended."""
    return (await database.write(sweep_red_packets, SweepRedPacketsCommand(request_id=None, owner_id=HOUSE_ID))).ended


async def seen(database: Database, someone: Person, packet: RedPacket) -> RedPacket:
    """The packet as it stands, as somebody who may see it sees it."""
    async with database.reading() as read:
        (found,) = await wallet.find_red_packets(read, [packet.id], [someone.id])
    assert found is not None
    return found


async def left_in(database: Database, packet: RedPacket) -> int:
    """What the packet's account holds."""
    async with database.reading() as read:
        account_id = await read.fetchval("SELECT id FROM ledger_account WHERE owner_id = $1", packet.id)
        return (await ledger.find_accounts(read, [account_id]))[account_id].posted.minor


async def facts(database: Database, packet: RedPacket) -> list[str]:
    """What was told of a packet, in order."""
    async with database.reading() as read:
        return [row["name"] for row in await read.fetch("SELECT name FROM kernel_outbox WHERE payload ->> 'packet_id' = $1 ORDER BY id", str(packet.id))]
