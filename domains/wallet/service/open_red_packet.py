"""Open a red packet: what the place is worth is told and paid, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from domains import customers, ledger
from domains.kernel.commands import UNHASHED, Command, batched_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.errors.red_packets import RedPacketExpired, RedPacketNotGrabbed
from domains.wallet.events.red_packets import RedPacketOpened
from domains.wallet.queries import red_packets
from domains.wallet.queries.red_packets import Pair, Place, RedPacket
from domains.wallet.service.open import open_wallets
from domains.wallet.service.return_red_packets import Journal, journals_of, lock_ending, write_down
from domains.wallet.service.send_red_packet import RED_PACKET, packet_account_id


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRedPacketCommand(Command):
    """`owner_id` opens the place that they have in a packet."""

    session_id: UUID = field(metadata=UNHASHED)
    packet_id: UUID


@dataclass(frozen=True, slots=True)
class OpenedShare:
    """The share is in the wallet. Somebody who opens again is told the same, and paid nothing."""

    packet_id: UUID
    place: int
    share: Amount
    movement_id: UUID
    opened_at: datetime


@batched_verb(OpenedShare)
async def open_red_packet(tx: Tx, commands: list[OpenRedPacketCommand]) -> list[OpenedShare | Refusal | Unauthenticated]:
    """Refuses RedPacketNotGrabbed (also where there is no such packet), RedPacketExpired, then what the ledger refuses. Unauthenticated when the session has
    ended: then nothing is stored under the id."""
    alive = await customers.check_sessions(tx, [one.session_id for one in commands], [one.owner_id for one in commands])
    ids = sorted({one.packet_id for one in commands})
    packets = await red_packets.lock_for_openings(tx, ids)
    expired = await red_packets.find_packets(tx, [id_ for id_ in ids if id_ not in packets]) if len(packets) < len(ids) else {}
    ending = await lock_ending(tx, expired)
    places = await red_packets.lock_places(tx, [(one.packet_id, one.owner_id) for one in commands])
    outcomes: list[OpenedShare | Refusal | Unauthenticated] = []
    opening: dict[Pair, Place] = {}
    for command, known in zip(commands, alive, strict=True):
        pair = (command.packet_id, command.owner_id)
        outcome = _decided(tx, pair, packets.get(command.packet_id), expired.get(command.packet_id), places) if known else Unauthenticated()
        outcomes.append(outcome)
        if isinstance(outcome, OpenedShare) and places[pair].opened_at is None:
            opening[pair] = places[pair]
    refused = await _pay(tx, [(packets[packet_id], place) for (packet_id, _), place in opening.items()], ending)
    return [refused.get((one.packet_id, one.owner_id), outcome) if known else outcome for one, outcome, known in zip(commands, outcomes, alive, strict=True)]


def _decided(tx: Tx, pair: Pair, packet: RedPacket | None, expired: RedPacket | None, places: dict[Pair, Place]) -> OpenedShare | Refusal:
    place, seen = places.get(pair), packet or expired
    if seen is None or place is None:
        return RedPacketNotGrabbed()
    if place.opened_at is None and packet is None:
        return RedPacketExpired(seen.expires_at)
    return _told(seen, place if place.opened_at is not None else replace(place, opened_at=tx.now))


def _told(packet: RedPacket, place: Place) -> OpenedShare:
    assert place.opened_at is not None
    return OpenedShare(packet.id, place.place, Amount(place.share_minor, packet.amount.asset), _movement_id(place), place.opened_at)


async def _pay(tx: Tx, opening: Sequence[tuple[RedPacket, Place]], ending: Sequence[tuple[RedPacket, int]]) -> dict[Pair, Refusal]:
    """Post the shares, and what goes back of packets met after their time; write down what was posted. The openings that the ledger refused."""
    if not opening and not ending:
        return {}
    returns = journals_of(ending)
    verdicts = await _post(tx, [*returns, *(_journal(packet, place) for packet, place in opening)], opening)
    write_down(tx, ending, verdicts[: len(returns)])
    refused: dict[Pair, Refusal] = {}
    opened: list[Place] = []
    for (packet, place), verdict in zip(opening, verdicts[len(returns) :], strict=True):
        if isinstance(verdict, Refusal):
            refused[packet.id, place.customer_id] = verdict
            continue
        opened.append(place)
        asset = packet.amount.asset.code
        tx.publish(RedPacketOpened(place.customer_id, packet.sender_id, packet.id, place.place, _movement_id(place), place.share_minor, asset))
    red_packets.set_opened(tx, opened)
    return refused


async def _post(tx: Tx, journals: Sequence[Journal], opening: Sequence[tuple[RedPacket, Place]]) -> list[ledger.Verdict]:
    """Post; where somebody has no wallet of the packet's currency yet, open it and post those journals again."""
    verdicts = await ledger.post(tx, journals)
    wallets = {wallet_account_id(place.customer_id, packet.amount.asset): (place.customer_id, packet.amount.asset) for packet, place in opening}
    lacking = [index for index, verdict in enumerate(verdicts) if isinstance(verdict, ledger.AccountNotFound) and verdict.account_id in wallets]
    if lacking:
        await open_wallets(tx, [wallets[journals[index][1][0].credit_account_id] for index in lacking])
        for index, verdict in zip(lacking, await ledger.post(tx, [journals[index] for index in lacking]), strict=True):
            verdicts[index] = verdict
    return verdicts


def _journal(packet: RedPacket, place: Place) -> Journal:
    asset = packet.amount.asset
    target_id = wallet_account_id(place.customer_id, asset)
    movement = ledger.PlannedMovement(_movement_id(place), RED_PACKET, packet_account_id(packet.id, asset), target_id, Amount(place.share_minor, asset))
    return movement.id, [movement]


def _movement_id(place: Place) -> UUID:
    return derived_id(place.packet_id, f"open:{place.place}")
