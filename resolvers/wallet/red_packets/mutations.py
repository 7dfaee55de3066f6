"""Mutations on red packets: send, grab, open."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, wallet
from domains.kernel.data_classes import C2, C3
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import field, mutation, type_of
from resolvers.ledger.problems import AccountClosed, AccountProblem, InsufficientFunds, LimitExceeded
from resolvers.money import Money, MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountProblem, IdReused
from resolvers.scalars import Instant, read_id
from resolvers.wallet.problems import NoteTooLong, RecipientNotFound, TransferTooLarge, TransferToSelf
from resolvers.wallet.red_packets.problems import (
    RedPacketEmpty,
    RedPacketExpired,
    RedPacketGroupTooLarge,
    RedPacketNotFound,
    RedPacketNotGrabbed,
    RedPacketPlacesWrong,
    RedPacketTooLarge,
    RedPacketTooSmall,
    RedPacketUneven,
)
from resolvers.wallet.red_packets.types import RedPacket, RedPacketKind
from resolvers.wallet.risk.problems import SafetyProblem

NOBODYS_ID = UUID(int=0)
"""What an id that cannot be one is read as: nothing is found under it."""


@batched(RedPacket | None, "The packet as it stands now; null if it cannot be read just now.", name="packet")
async def grabbed_packet(read: Read, outcomes: list[wallet.GrabbedPlace], viewers: list[Viewer]) -> list[wallet.RedPacket | None]:
    return await wallet.find_red_packets(read, [outcome.packet_id for outcome in outcomes], [viewer.id for viewer in viewers])


@batched(RedPacket | None, "The packet as it stands now; null if it cannot be read just now.", name="packet")
async def opened_packet(read: Read, outcomes: list[wallet.OpenedShare], viewers: list[Viewer]) -> list[wallet.RedPacket | None]:
    return await wallet.find_red_packets(read, [outcome.packet_id for outcome in outcomes], [viewer.id for viewer in viewers])


@type_of(wallet.GrabbedPlace, "A place is reserved. Open the packet to learn what it is worth.")
class RedPacketGrabbed:
    packet_id: strawberry.ID = field("The packet.")
    place: int = field("Which place: 1 was grabbed first.")
    grabbed_at: Instant = field("When it was grabbed.")
    packet = grabbed_packet


@type_of(wallet.OpenedShare, "The share is in the wallet.")
class RedPacketOpened:
    packet_id: strawberry.ID = field("The packet.")
    place: int = field("Which place: 1 was grabbed first.")
    share: Money = field("What it was worth.", C2)
    movement_id: strawberry.ID = field("The movement that paid it.")
    opened_at: Instant = field("When it was opened.")
    packet = opened_packet


@strawberry.input(description="Whom a red packet is for: one customer, the members of a group, or whoever has its link.", one_of=True)
class RedPacketAudienceInput:
    phone: strawberry.Maybe[str] = strawberry.field(description="One customer, named by phone.")
    customer_id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="One customer, named by id.")
    members: strawberry.Maybe[list[strawberry.ID]] = strawberry.field(description="The members of a group, by customer id: 500 at most.")
    link: strawberry.Maybe[bool] = strawberry.field(description="True: whoever has the link.")


@strawberry.input(description="Send a red packet.")
class SendRedPacketInput:
    request_id: UUID = strawberry.field(
        description="Made by the app and kept before its first attempt; it becomes the packet's id. A repeat sends nothing twice."
    )
    kind: RedPacketKind = strawberry.field(description="How it is shared.")
    amount: MoneyInput = strawberry.field(description="What it holds, all places together.")
    places: int = strawberry.field(description="How many share it: 100 at most, and no more than it is sent to.")
    to: RedPacketAudienceInput = strawberry.field(description="Whom it is for.")
    greeting: str = strawberry.field(default="", description="A few words, 140 characters at most.")
    pin: str | None = strawberry.field(default=None, description="The payment PIN, for amounts that need it.", metadata={"data_class": C3})


@strawberry.input(description="Which red packet: its id, or the link to it.", one_of=True)
class RedPacketPlaceInput:
    id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="A packet that was sent to the viewer or to a group.")
    link: strawberry.Maybe[str] = strawberry.field(description="The link of a packet that is for whoever has it.")


@strawberry.input(description="Grab a place in a red packet.")
class GrabRedPacketInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    packet: RedPacketPlaceInput = strawberry.field(description="Which packet.")


@strawberry.input(description="Open a red packet of which the viewer has grabbed a place.")
class OpenRedPacketInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    packet_id: strawberry.ID = strawberry.field(description="Which packet.")


SendRedPacketResult = Annotated[
    RedPacket
    | InsufficientFunds
    | LimitExceeded
    | RedPacketGroupTooLarge
    | RedPacketPlacesWrong
    | RedPacketTooSmall
    | RedPacketTooLarge
    | RedPacketUneven
    | TransferTooLarge
    | RecipientNotFound
    | TransferToSelf
    | SafetyProblem
    | NoteTooLong
    | AccountProblem
    | AmountProblem
    | IdReused,
    strawberry.union("SendRedPacketResult", description="The packet, or why it was refused."),
]

GrabRedPacketResult = Annotated[
    RedPacketGrabbed | RedPacketNotFound | RedPacketExpired | RedPacketEmpty | IdReused,
    strawberry.union("GrabRedPacketResult", description="The place, or why there is none."),
]

OpenRedPacketResult = Annotated[
    RedPacketOpened | RedPacketNotGrabbed | RedPacketExpired | AccountClosed | IdReused,
    strawberry.union("OpenRedPacketResult", description="The share, or why it was refused."),
]


@mutation("Send a red packet: the whole amount leaves the wallet, and waits 24 hours to be opened.", permission=Permission.CUSTOMER)
async def send_red_packet(info: Info, input: SendRedPacketInput) -> SendRedPacketResult:
    context, to = info.context, input.to
    amount = amount_of(input.amount)
    pin = await customers.prove_pin(context.write, context.viewer.id, input.pin)
    audience = wallet.Audience.GROUP if to.members else wallet.Audience.LINK if to.link else wallet.Audience.PERSON
    command = wallet.SendRedPacketCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        kind=wallet.RedPacketKind[input.kind.name],
        audience=audience,
        amount=amount,
        places=input.places,
        target_id=read_id(to.customer_id.value) if to.customer_id else None,
        target_phone=to.phone.value if to.phone else None,
        member_ids=tuple(sorted({read_id(id_) or NOBODYS_ID for id_ in to.members.value})) if to.members else (),
        greeting=wallet.normal_note(input.greeting),
        pin=pin,
    )
    return await context.write(wallet.send_red_packet, command)  # type: ignore[arg-type]


@mutation("Grab a place in a red packet. Who grabs again is told the place they have.", permission=Permission.CUSTOMER)
async def grab_red_packet(info: Info, input: GrabRedPacketInput) -> GrabRedPacketResult:
    viewer, packet = info.context.viewer, input.packet
    command = wallet.GrabRedPacketCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        packet_id=(read_id(packet.id.value) or NOBODYS_ID) if packet.id else None,
        link=packet.link.value if packet.link else None,
    )
    return await info.context.write(wallet.grab_red_packet, command)  # type: ignore[arg-type]


@mutation("Open a red packet: the viewer's share is paid into the wallet, once.", permission=Permission.CUSTOMER)
async def open_red_packet(info: Info, input: OpenRedPacketInput) -> OpenRedPacketResult:
    viewer = info.context.viewer
    command = wallet.OpenRedPacketCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, packet_id=read_id(input.packet_id) or NOBODYS_ID
    )
    return await info.context.write(wallet.open_red_packet, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    send_red_packet = send_red_packet
    grab_red_packet = grab_red_packet
    open_red_packet = open_red_packet
