"""Put units on shelves, promise them, and let them go: a promise with an end is the only way to sell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import GoodsNotFound
from domains.mall.errors.orders import MallOrderEnded
from domains.mall.errors.shops import ShopMalformed
from domains.mall.errors.stock import OutOfStock, UnitsMalformed, WarehouseNotFound
from domains.mall.events.flash import FlashQueueStirred
from domains.mall.events.stock import StockReceived
from domains.mall.queries import catalogue, flash, stock
from domains.mall.queries.stock import Reservation, StockChange, Warehouse
from domains.mall.rules.orders import OrderState
from domains.mall.rules.shops import NAME_MOST
from domains.mall.rules.stock import WAREHOUSES_MOST, ReservationState, Shelf, StockChangeKind, allocate, check_received
from domains.mall.service.acting import acted_shop


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWarehouseCommand(Command):
    """`owner_id` acts for the shop. The lowest `position` gives first."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveStockCommand(Command):
    """`owner_id` acts for the shop whose warehouse gets `units` of the variant."""

    session_id: UUID = field(metadata=UNHASHED)
    warehouse_id: UUID
    variant_id: UUID
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustStockCommand(Command):
    """`owner_id` acts for the shop: somebody counted, and there are so many units."""

    session_id: UUID = field(metadata=UNHASHED)
    warehouse_id: UUID
    variant_id: UUID
    on_hand_units: int


@dataclass(frozen=True, slots=True)
class StockCounted:
    """What is on a shelf now."""

    variant_id: UUID
    warehouse_id: UUID
    on_hand_units: int
    reserved_units: int


@composite_verb(Warehouse)
async def open_warehouse(tx: Tx, command: OpenWarehouseCommand) -> Warehouse | Refusal:
    """Refuses ShopNotFound, ShopClosed, ShopMalformed; `count` where the shop has too many."""
    shop = await acted_shop(tx, command.session_id, command.owner_id, command.shop_id)
    if not 0 < len(command.name.strip()) <= NAME_MOST or not 0 <= command.position <= 10_000:
        raise ShopMalformed("warehouse")
    if len((await stock.list_warehouses(tx, [shop.id]))[0]) >= WAREHOUSES_MOST:
        raise ShopMalformed("count")
    assert command.request_id is not None
    made = Warehouse(derived_id(command.request_id, "warehouse"), shop.id, command.name.strip(), command.position)
    await stock.insert_warehouse(tx, made)
    return made


@composite_verb(StockCounted)
async def receive_stock(tx: Tx, command: ReceiveStockCommand) -> StockCounted | Refusal:
    """Refuses WarehouseNotFound, ShopClosed, GoodsNotFound for another shop's variant, UnitsMalformed."""
    shelf, others = await _shelf(tx, command)
    check_received(command.units, [shelf, *others])
    received = shelf._replace(on_hand_units=shelf.on_hand_units + command.units)
    return _counted(tx, command, received, StockChangeKind.RECEIVED, command.units)


@composite_verb(StockCounted)
async def adjust_stock(tx: Tx, command: AdjustStockCommand) -> StockCounted | Refusal:
    """Refuses as `receive_stock`, and OutOfStock for fewer units than are promised."""
    shelf, others = await _shelf(tx, command)
    if command.on_hand_units:
        check_received(command.on_hand_units, others)
    if command.on_hand_units < shelf.reserved_units:
        raise OutOfStock(str(shelf.variant_id), shelf.free_units)
    if command.on_hand_units == shelf.on_hand_units:
        raise UnitsMalformed(command.on_hand_units)
    counted = shelf._replace(on_hand_units=command.on_hand_units)
    return _counted(tx, command, counted, StockChangeKind.ADJUSTED, command.on_hand_units - shelf.on_hand_units)


class Promise(NamedTuple):
    """What is promised or sold, and the shelves as they are then: decided under the shelves' locks, and not written yet."""

    shelves: tuple[Shelf, ...]
    reservations: tuple[Reservation, ...]
    is_sold: bool

    def write(self, tx: Tx) -> None:
        """Write it down, with the next statement that writes."""
        stock.write_shelves(tx, self.shelves)
        stock.write_reservations(tx, self.reservations)
        if self.is_sold:
            _write_sold(tx, self.reservations)


async def promise(tx: Tx, wanted: Mapping[UUID, Mapping[UUID, int]], customer_id: UUID, *, is_sold: bool = False) -> Promise:
    """Promise each order its units of each variant, or sell them where they are paid in the same commit: the caller writes it, last of all.

    Promises that ran out give way, whether or not a worker has seen it. Raises OutOfStock; then nothing was promised. One statement, one more where units
    are short."""
    total: dict[UUID, int] = {}
    for units in wanted.values():
        for variant_id, count in units.items():
            total[variant_id] = total.get(variant_id, 0) + count
    if not total:
        return Promise((), (), is_sold)
    shelves = {one.place: one for one in await stock.lock_shelves(tx, total)}
    if _is_short(shelves.values(), total):
        await _free_run_out(tx, shelves)
    state = ReservationState.TAKEN if is_sold else ReservationState.HELD
    made = []
    for order_id, units in sorted(wanted.items()):
        for shelf, count in allocate(list(shelves.values()), units):
            shelves[shelf.place] = _lessened(shelf, 0, count) if is_sold else shelf._replace(reserved_units=shelf.reserved_units + count)
            id_ = derived_id(order_id, f"reservation:{shelf.variant_id}:{shelf.warehouse_id}")
            made.append(Reservation(shelf.variant_id, id_, shelf.warehouse_id, order_id, customer_id, count, state))
    touched = {one.place for one in made}
    return Promise(tuple(one for place, one in shelves.items() if place in touched), tuple(made), is_sold)


async def take(tx: Tx, order_ids: Iterable[UUID]) -> None:
    """What was promised to those orders is sold: it leaves the shelves. Raises MallOrderEnded where a promise ran out and gave way."""
    promised = await stock.lock_of_orders(tx, order_ids)
    if any(one.state is ReservationState.RELEASED for one in promised):
        raise MallOrderEnded(OrderState.EXPIRED.value)
    await _end(tx, promised, ReservationState.TAKEN)
    _stir(tx, promised)


async def release(tx: Tx, order_ids: Iterable[UUID]) -> None:
    """What was promised to those orders is free again; a unit of a flash sale is the sale's again, for who is next in its queue."""
    held = [one for one in await stock.lock_of_orders(tx, order_ids) if one.state is ReservationState.HELD]
    flash.give_slots(tx, [one._replace(order_id=one.sale_id, customer_id=HOUSE_ID) for one in held if one.sale_id is not None])
    _stir(tx, held)
    await let_go(tx, [one for one in held if one.sale_id is None])


async def let_go(tx: Tx, held: Sequence[Reservation]) -> None:
    """What was promised can be bought by everybody again. The caller holds those reservations."""
    await _end(tx, held, ReservationState.RELEASED)


async def restock(tx: Tx, order_id: UUID, came_back: Mapping[UUID, int], by_id: UUID, key: UUID) -> None:
    """Put so many units of each variant of an order back onto the shelves that they came from. `key` names the act."""
    sold = [one for one in await stock.list_taken(tx, order_id) if came_back.get(one.variant_id)]
    if not sold:
        return
    left = dict(came_back)
    shelves = {one.place: one for one in await stock.lock_shelves(tx, {one.variant_id for one in sold})}
    changes = []
    for one in sold:
        units = min(left[one.variant_id], one.units)
        if units:
            left[one.variant_id] -= units
            shelves[one.place] = _lessened(shelves[one.place], 0, -units)
            changes.append(StockChange(one.variant_id, derived_id(key, f"returned:{one.id}"), one.warehouse_id, StockChangeKind.RETURNED, units, by_id))
    touched = {(one.variant_id, one.warehouse_id) for one in changes}
    stock.write_shelves(tx, [one for place, one in shelves.items() if place in touched])
    stock.write_changes(tx, changes)


def _stir(tx: Tx, ended: Iterable[Reservation]) -> None:
    """Tell those who deal the queues of flash sales whose units those were."""
    for sale_id in sorted({one.sale_id for one in ended if one.sale_id is not None}):
        tx.publish(FlashQueueStirred(sale_id, None))


def _is_short(shelves: Iterable[Shelf], total: Mapping[UUID, int]) -> bool:
    free = dict.fromkeys(total, 0)
    for one in shelves:
        free[one.variant_id] += one.free_units
    return any(free[variant_id] < units for variant_id, units in total.items())


async def _free_run_out(tx: Tx, shelves: dict[tuple[UUID, UUID], Shelf]) -> None:
    """Free on those shelves, which are held, what was promised for a time that is over. The orders themselves expire when they are looked at."""
    run_out = await stock.lock_run_out(tx, {variant_id for variant_id, _ in shelves})
    for one in run_out:
        shelves[one.place] = _lessened(shelves[one.place], one.units, 0)
    touched = {one.place for one in run_out}
    stock.write_shelves(tx, [one for place, one in shelves.items() if place in touched])
    stock.write_reservations(tx, [one._replace(state=ReservationState.RELEASED) for one in run_out])
    await tx.write_now()


async def _end(tx: Tx, held: Sequence[Reservation], state: ReservationState) -> None:
    if not held:
        return
    by_place: dict[tuple[UUID, UUID], int] = {}
    for one in held:
        by_place[one.place] = by_place.get(one.place, 0) + one.units
    shelves = [one for one in await stock.lock_shelves(tx, {one.variant_id for one in held}) if one.place in by_place]
    is_sold = state is ReservationState.TAKEN
    lessened = []
    for shelf in shelves:
        units = by_place[shelf.place]
        lessened.append(_lessened(shelf, units, units if is_sold else 0))
    stock.write_shelves(tx, lessened)
    stock.write_reservations(tx, [one._replace(state=state) for one in held])
    if is_sold:
        _write_sold(tx, held)


def _write_sold(tx: Tx, sold: Sequence[Reservation]) -> None:
    changes = [StockChange(one.variant_id, derived_id(one.id, "sold"), one.warehouse_id, StockChangeKind.SOLD, -one.units, one.customer_id) for one in sold]
    stock.write_changes(tx, changes)


def _lessened(shelf: Shelf, reserved_units: int, on_hand_units: int) -> Shelf:
    return shelf._replace(reserved_units=shelf.reserved_units - reserved_units, on_hand_units=shelf.on_hand_units - on_hand_units)


async def _shelf(tx: Tx, command: ReceiveStockCommand | AdjustStockCommand) -> tuple[Shelf, list[Shelf]]:
    """The shelf that is meant, and the variant's others, all held until the commit."""
    warehouse = await stock.find_warehouse(tx, command.warehouse_id)
    if warehouse is None:
        raise WarehouseNotFound
    await acted_shop(tx, command.session_id, command.owner_id, warehouse.shop_id)
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None or offered.shop_id != warehouse.shop_id:
        raise GoodsNotFound
    await stock.open_shelf(tx, command.variant_id, warehouse.id)
    shelves = await stock.lock_shelves(tx, [command.variant_id])
    (shelf,) = [one for one in shelves if one.warehouse_id == warehouse.id]
    return shelf, [one for one in shelves if one is not shelf]


def _counted(tx: Tx, command: ReceiveStockCommand | AdjustStockCommand, shelf: Shelf, kind: StockChangeKind, units: int) -> StockCounted:
    assert command.request_id is not None
    stock.write_shelves(tx, [shelf])
    stock.write_changes(tx, [StockChange(shelf.variant_id, derived_id(command.request_id, "stock"), shelf.warehouse_id, kind, units, command.owner_id)])
    if units > 0:
        tx.publish(StockReceived(shelf.variant_id, None, shelf.warehouse_id, units))
    return StockCounted(shelf.variant_id, shelf.warehouse_id, shelf.on_hand_units, shelf.reserved_units)
