"""Scan whatever a camera saw: say what it is and what can be done next, and write down that it was scanned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domains import customers, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import Command, batched_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.transactions import Tx
from domains.offers.errors.codes import CodeUnknown, ProductGone
from domains.offers.events.codes import CodeScanned
from domains.offers.ports import HouseAddress
from domains.offers.queries.branches import BranchService
from domains.offers.queries.codes import FoundCode, Placement, find_codes
from domains.offers.queries.prefills import Prefill, find_prefills
from domains.offers.queries.products import Product
from domains.offers.queries.queue import Ticket, find_tickets
from domains.offers.queries.scans import NewScan, write_scans
from domains.offers.rules.attribution import KEY_PURPOSE, Touch, attribution_of
from domains.offers.rules.codes import DeviceClass, PlacementKind, Reason, check_length, kept_cell, read_token, token_in
from domains.offers.rules.products import Key, Kind
from domains.offers.rules.visit_codes import PREFILL, TICKET, VISIT_KEY_PURPOSES, letter_of
from domains.offers.service.codes import code_keys
from domains.offers.service.visit_codes import visit_keys


@dataclass(frozen=True, slots=True)
class ScannedPerson:
    """Somebody who showed a code of their own, masked."""

    customer_id: UUID
    party: customers.PartyRow


Target = Product | BranchService | Ticket | Prefill | wallet.ScannedCode | wallet.RedPacket | ScannedPerson


class Action(StrEnum):
    """What can be done next with what was scanned."""

    PAY = "pay"
    TRANSFER = "transfer"
    GRAB = "grab"
    CLAIM = "claim"
    BOOK = "book"
    BUY = "buy"
    OPEN = "open"
    LEARN = "learn"
    SHARE = "share"


ACTIONS: dict[Kind, tuple[Action, ...]] = {
    Kind.MERCHANT: (Action.PAY, Action.LEARN, Action.SHARE),
    Kind.RED_PACKET: (Action.GRAB,),
    Kind.PERSON: (Action.TRANSFER,),
    Kind.SCENE: (Action.OPEN, Action.LEARN, Action.SHARE),
    Kind.BRANCH_SERVICE: (Action.BOOK, Action.LEARN, Action.SHARE),
    Kind.CAMPAIGN: (Action.CLAIM, Action.LEARN, Action.SHARE),
    Kind.FUND: (Action.BUY, Action.LEARN, Action.SHARE),
    Kind.LOAN: (Action.OPEN, Action.LEARN, Action.SHARE),
    Kind.GOODS: (Action.BUY, Action.LEARN, Action.SHARE),
    Kind.TICKET: (Action.OPEN,),
    Kind.PREFILL: (Action.OPEN,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCommand(Command):
    """`owner_id` scanned `text`; nobody signed in is `customer_id` None. `cell` is where (H3), kept with consent alone: a stranger gives it with the scan."""

    customer_id: UUID | None
    text: str
    device: DeviceClass = DeviceClass.OTHER
    cell: str | None = None
    agrees_to_place: bool = False


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was scanned, where it hangs if it is a code of the house, what can be done, and the token that leads a purchase back to this scan."""

    touch: Touch
    kind: Kind
    target: Target
    placement: Placement | None
    actions: tuple[Action, ...]
    attribution: str

    @property
    def scan_id(self) -> UUID:
        return self.touch.scan_id


@dataclass(slots=True)
class _Seen:
    """A text on its way: the code it is a link to (`visit` is its letter if it is one of a visit), then what it is."""

    command: ScanCommand
    code_id: UUID | None = None
    visit: str | None = None
    placement: Placement | None = None
    named: tuple[UUID, Key, UUID | None, Target] | None = None
    refusal: Refusal | None = None


@batched_verb(Scanned)
async def scan(tx: Tx, commands: list[ScanCommand]) -> Sequence[Scanned | Refusal]:
    """Refuses CodeUnknown with its reason, CodeExpired, ProductGone: then nothing is written. A link costs two statements, and a third for a place."""
    seen = [_read(tx, command) for command in commands]
    await _find_ours(tx, [one for one in seen if one.code_id is not None and one.visit is None])
    await _find_visits(tx, [one for one in seen if one.visit is not None])
    await _find_others(tx, [one for one in seen if one.code_id is None and one.refusal is None])
    placed = await _placed(tx, seen)
    answers: list[Scanned | Refusal] = []
    scans: list[NewScan] = []
    for one in seen:
        if one.named is None:
            answers.append(one.refusal or CodeUnknown(Reason.FOREIGN))
            continue
        answer = _scanned(tx, one, one.named)
        scans.append(_new_scan(one.command, answer, one.named, placed))
        tx.publish(CodeScanned(answer.touch.code_id, one.command.customer_id, answer.scan_id, one.named[1][0].value, one.named[1][1]))
        answers.append(answer)
    write_scans(tx, scans)
    return answers


def _read(tx: Tx, command: ScanCommand) -> _Seen:
    try:
        check_length(command.text)
        token = token_in(command.text, tx.port(HouseAddress).origin)
        if token is None:
            return _Seen(command)
        code_id, letter = read_token({**visit_keys(tx), **code_keys(tx)}, token, business_date(tx.now)), letter_of(token)
        return _Seen(command, code_id, letter if letter in VISIT_KEY_PURPOSES else None)
    except Refusal as refusal:
        return _Seen(command, refusal=refusal)


async def _find_ours(tx: Tx, seen: list[_Seen]) -> None:
    found = await find_codes(tx, [one.code_id for one in seen if one.code_id is not None]) if seen else {}
    people = [code.code.product[1] for code in found.values() if code.code.product[0] is Kind.PERSON]
    parties = dict(zip(people, await customers.list_parties(tx, people), strict=True)) if people else {}
    for one in seen:
        code = found.get(one.code_id) if one.code_id is not None else None
        if code is None or not code.code.is_active:
            one.refusal = CodeUnknown(Reason.WITHDRAWN)
        else:
            one.placement = code.code.placement
            _name(one, code, parties)


def _name(one: _Seen, found: FoundCode, parties: dict[UUID, customers.PartyRow | None]) -> None:
    key, standing = found.code.product, found.standing
    if key[0] is Kind.PERSON:
        party = parties.get(key[1])
        one.named = None if party is None else (found.code.id, key, None, ScannedPerson(key[1], party))
    elif standing is None:
        one.refusal = CodeUnknown(Reason.WITHDRAWN)
    elif standing.state != "live":
        one.refusal = ProductGone(standing.name_zh, standing.name_en)
    else:
        one.named = (found.code.id, standing.key, standing.merchant_id, found.service or standing)


async def _find_visits(tx: Tx, seen: list[_Seen]) -> None:
    """Tickets and forms, each for its owner alone: nobody else is told that it is one."""
    for letter, kind, find in ((TICKET, Kind.TICKET, find_tickets), (PREFILL, Kind.PREFILL, find_prefills)):
        asked = [one for one in seen if one.visit == letter]
        found: Mapping[UUID, Ticket | Prefill] = await find(tx, [one.code_id for one in asked if one.code_id is not None]) if asked else {}
        for one in asked:
            target = None if one.code_id is None else found.get(one.code_id)
            if target is None or target.customer_id != one.command.customer_id:
                one.refusal = CodeUnknown(Reason.WITHDRAWN)
            else:
                one.named = (target.id, (kind, target.id), None, target)


async def _find_others(tx: Tx, seen: list[_Seen]) -> None:
    """Payment codes of merchants, and links to red packets."""
    if not seen:
        return
    merchants = await wallet.scan_codes(tx, [one.command.text for one in seen], [one.command.customer_id for one in seen])
    for one, code in zip(seen, merchants, strict=True):
        if code is not None:
            one.named = (code.code_id, (Kind.MERCHANT, code.merchant.id), code.merchant.id, code)
    packets = [one for one in seen if one.named is None]
    for one, packet in zip(packets, await wallet.find_linked_red_packets(tx, [one.command.text for one in packets]) if packets else [], strict=True):
        if packet is not None:
            one.named = (packet.id, (Kind.RED_PACKET, packet.id), None, packet)


async def _placed(tx: Tx, seen: list[_Seen]) -> set[UUID]:
    """Those signed in who let the house know where they are."""
    asked = sorted({one.command.customer_id for one in seen if one.command.cell and one.named and one.command.customer_id})
    consents = await customers.find_consents(tx, asked, "location") if asked else []
    return {customer_id for customer_id, consent in zip(asked, consents, strict=True) if consent is not None}


def _scanned(tx: Tx, one: _Seen, named: tuple[UUID, Key, UUID | None, Target]) -> Scanned:
    code_id, (kind, _), _, target = named
    touch = Touch(code_id, new_id(tx.clock))
    actions = ACTIONS[kind]
    if one.placement is not None and one.placement.kind is PlacementKind.TABLE:
        actions = tuple(action for action in actions if action is not Action.SHARE)
    return Scanned(touch, kind, target, one.placement, actions, attribution_of(tx.port(Keyring).derive(KEY_PURPOSE), touch, tx.now))


def _new_scan(command: ScanCommand, answer: Scanned, named: tuple[UUID, Key, UUID | None, Target], placed: set[UUID]) -> NewScan:
    _, product, merchant_id, _ = named
    agrees = command.agrees_to_place if command.customer_id is None else command.customer_id in placed
    cell = kept_cell(command.cell) if agrees else None
    placement_id = None if answer.placement is None else answer.placement.id
    return NewScan(answer.touch, placement_id, product, merchant_id, command.customer_id, command.device, cell)
