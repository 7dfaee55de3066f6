"""Digital goods: a shop fills a pool of keys, an order gets its own with the payment, the customer has them shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring, Place, seal, unseal
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.keys import create_data_keys, find_data_keys
from domains.kernel.transactions import Read, Tx
from domains.mall.errors.catalogue import GoodsMalformed, GoodsNotFound
from domains.mall.errors.parcels import KeysMalformed, ParcelNotFound
from domains.mall.errors.stock import OutOfStock, WarehouseNotFound
from domains.mall.events.stock import StockReceived
from domains.mall.queries import catalogue, keys, stock
from domains.mall.queries.orders import MallOrder
from domains.mall.queries.parcels import Parcel, find_parcels
from domains.mall.queries.stock import StockChange
from domains.mall.rules.catalogue import GoodsKind
from domains.mall.rules.keys import SoldKey, check_keys, come_back
from domains.mall.rules.parcels import ParcelKind, ParcelState
from domains.mall.rules.stock import StockChangeKind, check_received
from domains.mall.service.acting import acted_shop
from domains.mall.service.held import own_order

FINGERPRINT_PURPOSE = "mall_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKeysCommand(Command):
    """`owner_id` acts for the shop: the variant's units are those keys. `is_final`: what was shown is not taken back."""

    session_id: UUID = field(metadata=UNHASHED)
    warehouse_id: UUID
    variant_id: UUID
    keys: tuple[str, ...]
    is_final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowKeysCommand(Command):
    """`owner_id` bought the line, and wants to see its keys."""

    session_id: UUID = field(metadata=UNHASHED)
    parcel_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class KeysAdded:
    """How many keys the pool has got, each of which is a unit on the shelf."""

    variant_id: UUID
    added: int
    on_hand_units: int


@dataclass(frozen=True, slots=True)
class KeysShown:
    """From now on the customer may read them. They are not part of the answer: what is kept of a request tells no key."""

    parcel_id: UUID
    number: int
    shown_at: datetime


class ShownKey(NamedTuple):
    """A key of a line. `text` once it was shown to whoever bought it."""

    line_number: int
    text: str | None


@composite_verb(KeysAdded)
async def add_keys(tx: Tx, command: AddKeysCommand) -> KeysAdded | Refusal:
    """Refuses WarehouseNotFound, ShopNotFound, ShopClosed, GoodsNotFound, GoodsMalformed for what is not digital and stocked, KeysMalformed (also for a key
    that the shop had before, sold or not), UnitsMalformed. Then nothing is added."""
    warehouse = await stock.find_warehouse(tx, command.warehouse_id)
    if warehouse is None:
        raise WarehouseNotFound
    shop = await acted_shop(tx, command.session_id, command.owner_id, warehouse.shop_id)
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None or offered.shop_id != shop.id:
        raise GoodsNotFound
    if offered.kind is not GoodsKind.DIGITAL or not offered.is_stocked:
        raise GoodsMalformed("kind")
    told = check_keys(command.keys)
    await stock.open_shelf(tx, command.variant_id, warehouse.id)
    shelves = await stock.lock_shelves(tx, [command.variant_id])
    check_received(len(told), shelves)
    await _insert(tx, command, shop.id, told)
    (shelf,) = [one for one in shelves if one.warehouse_id == warehouse.id]
    filled = shelf._replace(on_hand_units=shelf.on_hand_units + len(told))
    stock.write_shelves(tx, [filled])
    assert command.request_id is not None
    change = (command.variant_id, derived_id(command.request_id, "keys"), warehouse.id, StockChangeKind.RECEIVED, len(told), command.owner_id)
    stock.write_changes(tx, [StockChange(*change)])
    tx.publish(StockReceived(command.variant_id, None, warehouse.id, len(told)))
    return KeysAdded(command.variant_id, len(told), filled.on_hand_units)


@composite_verb(KeysShown)
async def show_keys(tx: Tx, command: ShowKeysCommand) -> KeysShown | Refusal:
    """Refuses ParcelNotFound, also for a line without keys. It is written down when a key was first shown."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    parcel = (await find_parcels(tx, [command.parcel_id])).get(command.parcel_id)
    if parcel is None or parcel.customer_id != command.owner_id or parcel.kind is not ParcelKind.DIGITAL or command.number not in parcel.units:
        raise ParcelNotFound
    await own_order(tx, command.owner_id, parcel.order_id)
    await keys.show(tx, parcel.id, command.number)
    return KeysShown(parcel.id, command.number, tx.now)


async def deliver_keys(tx: Tx, orders: Sequence[MallOrder], by_order: Mapping[UUID, Mapping[int, tuple[UUID, int]]]) -> dict[UUID, Parcel]:
    """Give orders that are paid in this commit the keys of their lines (variant, units, by number): a parcel for each, delivered at once. Two
    statements. Raises OutOfStock where a pool has too few, whatever the shelves say."""
    total: dict[UUID, int] = {}
    for variant_id, units in (one for lines in by_order.values() for one in lines.values()):
        total[variant_id] = total.get(variant_id, 0) + units
    free = await keys.lock_free(tx, total)
    made = {}
    sold: list[tuple[UUID, UUID, UUID, int]] = []
    for order in orders:
        lines = by_order.get(order.id)
        if not lines:
            continue
        id_ = derived_id(order.id, "keys")
        for number, (variant_id, units) in sorted(lines.items()):
            left = free[variant_id]
            if len(left) < units:
                raise OutOfStock(str(variant_id), len(left))
            sold += [(variant_id, one, id_, number) for one in left[:units]]
            free[variant_id] = left[units:]
        named = (order.id, id_, order.customer_id, order.shop_id, ParcelKind.DIGITAL, ParcelState.DELIVERED, "", "", None, None)
        units_by_line = {number: units for number, (_, units) in sorted(lines.items())}
        made[order.id] = Parcel(*named, units_by_line, tx.now, tx.now, None, None, order.customer_id, None)
    await keys.sell(tx, sold)
    return made


async def take_keys_back(tx: Tx, parcels: Sequence[Parcel], returned: Mapping[int, int], *, is_restocked: bool) -> dict[int, int]:
    """Keys of those lines (units by number) are the customer's no more. Gives of each line with keys how many can be sold again: those that nobody saw. Raises
    KeyShownAlready."""
    digital = [one for one in parcels if one.kind is ParcelKind.DIGITAL and any(number in returned for number in one.units)]
    if not digital:
        return {}
    sold, is_final = await keys.lock_sold(tx, [one.id for one in digital])
    back: list[SoldKey] = []
    free: dict[int, list[UUID]] = {}
    for number in sorted({number for one in digital for number in one.units} & set(returned)):
        of_line = come_back(sold, number, returned[number], is_final=any(is_final[one.variant_id] for one in sold if one.line_number == number))
        back += of_line
        free[number] = [one.id for one in of_line if one.shown_at is None and is_restocked]
    await keys.take_back(tx, back, {id_ for ids in free.values() for id_ in ids})
    return {number: len(ids) for number, ids in free.items()}


async def find_keys(read: Read, parcels: Sequence[Parcel], customer_ids: Sequence[UUID]) -> list[list[ShownKey] | None]:
    """The keys of each parcel, for whoever bought it alone; unread ones without their text. Two statements."""
    own = [one.customer_id == customer_id for one, customer_id in zip(parcels, customer_ids, strict=True)]
    kept = await keys.list_keys(read, [one.id for one in parcels])
    opened = await find_data_keys(read, read.port(Keyring), {one.shop_id for one in parcels})
    found: list[list[ShownKey] | None] = []
    for of_parcel, is_own in zip(kept, own, strict=True):
        texts = [None if one.shown_at is None else unseal(opened[one.shop_id], _place(one.id), one.sealed) for one in of_parcel] if is_own else []
        found.append([ShownKey(one.line_number, text) for one, text in zip(of_parcel, texts, strict=True)] if is_own else None)
    return found


async def _insert(tx: Tx, command: AddKeysCommand, shop_id: UUID, told: Sequence[str]) -> None:
    assert command.request_id is not None
    keyring = tx.port(Keyring)
    data_key = (await create_data_keys(tx, keyring, [shop_id]))[shop_id]
    ids = [derived_id(command.request_id, f"key:{number}") for number in range(len(told))]
    rows = [
        (id_, keyring.blind_index(FINGERPRINT_PURPOSE, f"{shop_id}:{text}"), seal(data_key, _place(id_), text)) for id_, text in zip(ids, told, strict=True)
    ]
    await keys.save_pool(tx, command.variant_id, shop_id, is_final=command.is_final)
    inserted = await keys.insert_keys(tx, command.variant_id, shop_id, rows)
    for number, id_ in enumerate(ids, 1):
        if id_ not in inserted:
            raise KeysMalformed("known", number)


def _place(key_id: UUID) -> Place:
    return Place("mall_key", "sealed", key_id)
