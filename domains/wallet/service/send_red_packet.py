"""Send a red packet: its whole amount moves into an account of its own, and waits there to be opened."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, ledger
from domains.kernel.assets import Asset
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.events.red_packets import RedPacketSent
from domains.wallet.queries import red_packets
from domains.wallet.queries.red_packets import RedPacket
from domains.wallet.rules.red_packet_links import SEEDS, seed_of
from domains.wallet.rules.red_packets import LIFE, Audience, RedPacketKind, RedPacketState, check_red_packet
from domains.wallet.rules.scenes import Scene
from domains.wallet.rules.transfers import check_transfer
from domains.wallet.service.judge_risk import RiskAsk, judge_risk, keep_decisions, limits_for
from domains.wallet.service.transfer import NO_PIN

RED_PACKET = "red_packet"
"""The ledger code of a packet's account, and the kind of the movements into it and out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRedPacketCommand(Command):
    """`owner_id` gives `amount` to be shared by the first so many (`places`). `request_id` is the packet's id.

    To one: a `target_id` or a `target_phone`. To a group: `member_ids`. Else to whoever has the link."""

    session_id: UUID = field(metadata=UNHASHED)
    kind: RedPacketKind
    audience: Audience
    amount: Amount
    places: int
    target_id: UUID | None = None
    target_phone: str | None = None
    member_ids: tuple[UUID, ...] = ()
    greeting: str = ""
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@composite_verb(RedPacket)
async def send_red_packet(tx: Tx, command: SendRedPacketCommand) -> RedPacket | Refusal | Unauthenticated:
    """Refuses in the order of rules/red_packets.py, then what the ledger refuses. Unauthenticated when the session has ended: then nothing is stored.

    Composite, because the packet's account is opened before the ledger decides, and a refusal undoes it."""
    assert command.request_id is not None
    target = (command.target_id, command.target_phone) if command.audience is Audience.PERSON else (None, None)
    ((sender, target_id),) = await customers.lock_parties(tx, [(command.owner_id, command.session_id)], [target])
    if sender is None:
        return Unauthenticated()
    members = sorted(set(command.member_ids))
    check_red_packet(command.kind, command.audience, command.amount, command.places, len(members))
    # A group or a link is nobody's account to find: the packet itself stands for the recipient.
    recipient_id = target_id if command.audience is Audience.PERSON else command.request_id
    check_transfer(command.amount, command.greeting, sender.tier, command.owner_id, recipient_id, command.pin)
    packet = _packet(tx, command)
    # What is for a group or a link is for nobody that was ever paid.
    ask = RiskAsk(packet.id, Scene.RED_PACKET, sender, target_id or packet.id, packet.amount, command.pin, movement_id=movement_id_of(packet))
    judged = (await judge_risk(tx, [ask]))[0].refused_unheld()
    if judged.refusal is not None:
        keep_decisions(tx, [judged], [])
        return judged.refusal
    await _fund(tx, packet, limits_for(tx, judged, to_payee=target_id is not None))
    keep_decisions(tx, [judged], [packet.id])
    told = [target_id] if target_id is not None else members if command.audience is Audience.GROUP else []
    red_packets.insert_packet(tx, packet, seed_of(tx.port(Keyring).derive(SEEDS), packet.id), told)
    tx.publish(_sent(packet, target_id))
    return packet


def packet_account_id(packet_id: UUID, asset: Asset) -> UUID:
    """The ledger account that holds what is left of a packet. It belongs to the packet: its sender's accounts do not grow with every packet."""
    return derived_id(packet_id, f"{RED_PACKET}:{asset.code}")


def movement_id_of(packet: RedPacket) -> UUID:
    """The movement by which its money leaves the sender."""
    return derived_id(packet.id, "send")


def _packet(tx: Tx, command: SendRedPacketCommand) -> RedPacket:
    assert command.request_id is not None
    return RedPacket(
        id=command.request_id,
        sender_id=command.owner_id,
        kind=command.kind,
        audience=command.audience,
        amount=command.amount,
        places=command.places,
        grabbed=0,
        greeting=command.greeting,
        state=RedPacketState.OPEN,
        returned=None,
        sent_at=tx.now,
        expires_at=tx.now + LIFE,
    )


async def _fund(tx: Tx, packet: RedPacket, limits: tuple[ledger.Limit, ...]) -> None:
    """One movement from the sender into the packet's account, counted in the sender's limits. Raises what the ledger refuses."""
    asset = packet.amount.asset
    account_id = packet_account_id(packet.id, asset)
    await ledger.open_accounts(tx, [ledger.NewAccount(account_id, packet.id, RED_PACKET, asset)])
    movement = ledger.PlannedMovement(movement_id_of(packet), RED_PACKET, wallet_account_id(packet.sender_id, asset), account_id, packet.amount, limits)
    (verdict,) = await ledger.post(tx, [(packet.id, [movement])])
    if isinstance(verdict, Refusal):
        raise verdict


def _sent(packet: RedPacket, target_id: UUID | None) -> RedPacketSent:
    amount = packet.amount
    return RedPacketSent(
        packet.sender_id, target_id, packet.id, packet.kind, packet.audience, amount.minor, amount.asset.code, packet.places, packet.expires_at
    )
