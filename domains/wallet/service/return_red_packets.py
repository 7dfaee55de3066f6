"""End red packets whose 24 hours are over: what nobody opened goes back to the sender. Written down by whoever meets one, and swept by index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import ledger
from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.events.red_packets import RedPacketLeftUnreturned, RedPacketReturned
from domains.wallet.queries import red_packets
from domains.wallet.queries.red_packets import RedPacket
from domains.wallet.rules.red_packets import RedPacketState
from domains.wallet.service.send_red_packet import packet_account_id

RETURN = "red_packet_return"
"""The kind of the movement that brings back what was left."""

DUE_MAX = 200
"""Packets that one transaction ends."""

Journal = tuple[UUID, list[ledger.PlannedMovement]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRedPacketsCommand(Command):
    """Without a request id: what has been written down is not due again."""


@dataclass(frozen=True, slots=True)
class RedPacketsSwept:
    ended: int


@composite_verb(RedPacketsSwept)
async def sweep_red_packets(tx: Tx, command: SweepRedPacketsCommand) -> RedPacketsSwept:
    """End the packets that expired first, a few hundred at most."""
    ending = await lock_ending(tx, await red_packets.list_due(tx, tx.now, DUE_MAX))
    await end(tx, ending)
    return RedPacketsSwept(len(ending))


async def end(tx: Tx, ending: Sequence[tuple[RedPacket, int]]) -> None:
    """Bring back what is left of packets under lock, and write down their end."""
    journals = journals_of(ending)
    write_down(tx, ending, await ledger.post(tx, journals) if journals else [])


async def lock_ending(tx: Tx, ids: Iterable[UUID]) -> list[tuple[RedPacket, int]]:
    """Those of the packets that have expired and are not written down, under lock, each with the minor units that are left of it."""
    wanted = sorted(set(ids))
    locked = await red_packets.lock_due(tx, wanted) if wanted else []
    if not locked:
        return []
    opened = await red_packets.sum_opened(tx, [packet.id for packet in locked])
    return [(packet, packet.amount.minor - opened.get(packet.id, 0)) for packet in locked]


def journals_of(ending: Sequence[tuple[RedPacket, int]]) -> list[Journal]:
    """What brings back what is left, where anything is."""
    return [_journal(packet, left) for packet, left in ending if left]


def write_down(tx: Tx, ending: Sequence[tuple[RedPacket, int]], verdicts: Sequence[ledger.Verdict]) -> None:
    """Write the end of each packet, after the verdicts on its journals, and say so."""
    told = iter(verdicts)
    ended: list[tuple[UUID, RedPacketState, int | None]] = []
    for packet, left in ending:
        verdict = next(told) if left else None
        asset = packet.amount.asset.code
        if isinstance(verdict, Refusal):
            ended.append((packet.id, RedPacketState.UNRETURNED, None))
            tx.publish(RedPacketLeftUnreturned(packet.sender_id, None, packet.id, left, asset, type(verdict).__name__))
        else:
            ended.append((packet.id, RedPacketState.ENDED, left))
            tx.publish(RedPacketReturned(packet.sender_id, None, packet.id, left, asset))
    red_packets.set_ended(tx, ended)


def _journal(packet: RedPacket, left: int) -> Journal:
    id_, asset = derived_id(packet.id, "return"), packet.amount.asset
    return id_, [ledger.PlannedMovement(id_, RETURN, packet_account_id(packet.id, asset), wallet_account_id(packet.sender_id, asset), Amount(left, asset))]
