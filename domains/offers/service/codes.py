"""Make walls, hang codes, assign them anew, withdraw them; and share a product with friends under a code of one's own."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Read, Tx
from domains.offers.errors.codes import CodeUnknown, PlacementMalformed, PlacementNotFound
from domains.offers.errors.products import ProductNotFound
from domains.offers.events.codes import CodeAssigned, CodePlaced, CodeWithdrawn
from domains.offers.ports import HouseAddress
from domains.offers.queries import codes, products, walls
from domains.offers.queries.codes import OfferCode, Placement
from domains.offers.queries.walls import Wall
from domains.offers.rules.codes import KEY_PURPOSES, PATH, Keys, Link, PlacementKind, Reason, address_of, check_label, check_last_day, check_wall, read_token
from domains.offers.rules.products import Key, Kind
from domains.offers.service.sessions import is_signed_in
from domains.offers.service.visit_codes import visit_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeWallCommand(Command):
    """`owner_id` is a member of staff. The wall has rows and columns of slots, numbered from 1 along the rows."""

    session_id: UUID = field(metadata=UNHASHED)
    title_zh: str
    title_en: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HangCodeCommand(Command):
    """`owner_id` is a member of staff. A slot is named by its wall and number; another placement by its label."""

    session_id: UUID = field(metadata=UNHASHED)
    placement: PlacementKind
    label: str
    wall_id: UUID | None = None
    slot: int | None = None
    kind: Kind
    product_id: UUID
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignCodeCommand(Command):
    """`owner_id` is a member of staff. The code, as it is printed, leads to that product from now on."""

    session_id: UUID = field(metadata=UNHASHED)
    code_id: UUID
    kind: Kind
    product_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCodeCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    code_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareProductCommand(Command):
    """`owner_id` is a customer who shares a product, or themselves (of the kind PERSON)."""

    session_id: UUID = field(metadata=UNHASHED)
    kind: Kind
    product_id: UUID


@composite_verb(Wall)
async def make_wall(tx: Tx, command: MakeWallCommand) -> Wall | Refusal | Unauthenticated:
    """A wall without codes. Refuses WallMalformed. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_wall(command.title_zh, command.title_en, command.rows, command.columns)
    assert command.request_id is not None
    wall = Wall(derived_id(command.request_id, "wall"), command.title_zh, command.title_en, command.rows, command.columns, tx.now)
    await walls.insert_wall(tx, wall)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.make_wall", wall.id, {"slots": wall.slots})
    return wall


@composite_verb(OfferCode)
async def hang_code(tx: Tx, command: HangCodeCommand) -> OfferCode | Refusal | Unauthenticated:
    """Refuses PlacementMalformed, CodeExpiryOutOfRange, ProductNotFound (none that is live), PlacementNotFound (no such slot, or it has a code). Audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_label(command.label)
    check_last_day(command.last_day, business_date(tx.now))
    if command.placement is PlacementKind.SHARE:
        raise PlacementMalformed("placement")
    await _check_slot(tx, command)
    product = await _live(tx, (command.kind, command.product_id))
    assert command.request_id is not None
    placement = Placement(derived_id(command.request_id, "placement"), command.placement, command.label, command.wall_id, command.slot)
    code = await _hang(tx, derived_id(command.request_id, "code"), placement, product, command.last_day)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.hang_code", code.id, {"kind": command.kind.value, "product": str(command.product_id)})
    return code


@composite_verb(OfferCode)
async def assign_code(tx: Tx, command: AssignCodeCommand) -> OfferCode | Refusal | Unauthenticated:
    """Refuses CodeUnknown (none that is in use, or a customer's own), ProductNotFound. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    code = await _lock_hung(tx, command.code_id)
    product = await _live(tx, (command.kind, command.product_id))
    await codes.assign_code(tx, code.id, product)
    tx.publish(CodeAssigned(code.id, None, command.kind.value, command.product_id))
    detail = {"kind": command.kind.value, "product": str(command.product_id), "before": str(code.product[1])}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.assign_code", code.id, detail)
    return code._replace(product=product, assigned_at=tx.now)


@composite_verb(OfferCode)
async def withdraw_code(tx: Tx, command: WithdrawCodeCommand) -> OfferCode | Refusal | Unauthenticated:
    """Its placement is free for another code. Refuses CodeUnknown. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    code = await _lock_hung(tx, command.code_id)
    await codes.withdraw_code(tx, code.id)
    tx.publish(CodeWithdrawn(code.id, None))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.withdraw_code", code.id, {})
    return code._replace(is_active=False)


@composite_verb(OfferCode)
async def share_product(tx: Tx, command: ShareProductCommand) -> OfferCode | Refusal | Unauthenticated:
    """The customer's own code for the product, the same one each time. Refuses ProductNotFound for what is not live, and for another person."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    # The lock on the customer keeps two taps from making two codes.
    await customers.lock_customers(tx, [command.owner_id])
    product = (command.kind, command.product_id)
    if (shared := await codes.find_share(tx, command.owner_id, product)) is not None:
        return shared
    if command.kind is not Kind.PERSON:
        await _live(tx, product)
    elif command.product_id != command.owner_id:
        raise ProductNotFound
    assert command.request_id is not None
    placement = Placement(derived_id(command.request_id, "placement"), PlacementKind.SHARE, command.kind.value, sharer_id=command.owner_id)
    return await _hang(tx, derived_id(command.request_id, "code"), placement, product, None)


def code_addresses(source: Read | Tx, found: list[OfferCode]) -> list[str]:
    """What each code says: the link to print or to share."""
    origin, keys = source.port(HouseAddress).origin, code_keys(source)
    return [address_of(origin, keys, Link(code.id, code.last_day)) for code in found]


def check_code_token(source: Read | Tx, token: str) -> str:
    """The address of a token that the house sealed. Raises CodeUnknown and CodeExpired."""
    read_token({**visit_keys(source), **code_keys(source)}, token, business_date(source.now))
    return f"{source.port(HouseAddress).origin}{PATH}{token}".upper()


def code_keys(source: Read | Tx) -> Keys:
    """The keys that seal codes."""
    keyring = source.port(Keyring)
    return {letter: keyring.derive(purpose) for letter, purpose in KEY_PURPOSES.items()}


async def _check_slot(tx: Tx, command: HangCodeCommand) -> None:
    if command.placement is not PlacementKind.SLOT:
        if command.wall_id is not None or command.slot is not None:
            raise PlacementMalformed("slot")
        return
    wall = None if command.wall_id is None else (await walls.find_walls(tx, [command.wall_id])).get(command.wall_id)
    if wall is None or command.slot is None or not 1 <= command.slot <= wall.slots:
        raise PlacementNotFound


async def _hang(tx: Tx, code_id: UUID, placement: Placement, product: Key, last_day: date | None) -> OfferCode:
    placement_id = await codes.insert_placement(tx, placement)
    if not await codes.insert_code(tx, code_id, placement_id, product, last_day):
        raise PlacementNotFound
    tx.publish(CodePlaced(code_id, placement.sharer_id, placement_id))
    return OfferCode(code_id, product, last_day, True, tx.now, placement._replace(id=placement_id))


async def _lock_hung(tx: Tx, code_id: UUID) -> OfferCode:
    code = await codes.lock_code(tx, code_id)
    if code is None or not code.is_active or code.placement.kind is PlacementKind.SHARE:
        raise CodeUnknown(Reason.WITHDRAWN)
    return code


async def _live(tx: Tx, product: Key) -> Key:
    found = await products.lock_products(tx, [product])
    if product not in found or found[product].state != "live":
        raise ProductNotFound
    return product
