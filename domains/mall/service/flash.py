"""Announce a flash sale and cancel it, and join its queue: an append that waits for no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import customers
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, batched_verb, composite_verb
from domains.kernel.errors import AssetMismatch, Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import GoodsNotFound, VariantUnavailable
from domains.mall.errors.flash import FlashPlaceHeld, FlashSaleMalformed, FlashSaleNotFound, FlashSaleOver
from domains.mall.errors.shops import ShopClosed, ShopNotFound
from domains.mall.events.flash import FlashQueueAdvanced, FlashQueueStirred, FlashSaleAnnounced
from domains.mall.queries import catalogue, flash, shops, stock
from domains.mall.queries.catalogue import Offered
from domains.mall.queries.flash import NewPlace
from domains.mall.queries.shops import MallShop
from domains.mall.queries.stock import Reservation
from domains.mall.rules.flash import LIVE_MOST, FlashSale, FlashState, Slots, check_joining, check_sale
from domains.mall.rules.orders import Delivery, check_delivery
from domains.mall.rules.shops import ShopState
from domains.mall.rules.stock import ReservationState, allocate
from domains.mall.service.acting import acted_shop, own_shop
from domains.mall.service.deliveries import seal_deliveries

NO_SLOTS = Slots(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceFlashSaleCommand(Command):
    """`owner_id` acts for the shop, or with `is_staff` is a member of staff. Each customer may have one unit, and has `pay_minutes` to pay it."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    variant_id: UUID
    price: Amount
    units: int
    starts_at: datetime
    ends_at: datetime
    pay_minutes: int = 15
    is_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelFlashSaleCommand(Command):
    """`owner_id` acts for the sale's shop, or with `is_staff` is a member of staff."""

    session_id: UUID = field(metadata=UNHASHED)
    sale_id: UUID
    is_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinFlashSaleCommand(Command):
    """`owner_id` wants a unit, which is to go to `delivery`."""

    session_id: UUID = field(metadata=UNHASHED)
    sale_id: UUID
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class FlashSaleJoined:
    """A customer is in the queue: `order_id` is the order that there will be when their turn comes."""

    sale_id: UUID
    customer_id: UUID
    order_id: UUID
    joined_at: datetime


@composite_verb(FlashSale)
async def announce_flash_sale(tx: Tx, command: AnnounceFlashSaleCommand) -> FlashSale | Refusal:
    """Its units leave the shelves for it. Refuses ShopNotFound, ShopClosed, GoodsNotFound for a variant that is not the shop's, VariantUnavailable for one
    that is not stocked or not sold any more, AssetMismatch, UnitsMalformed, FlashSaleMalformed (`count` where the shop has too many), OutOfStock."""
    assert command.request_id is not None
    shop = await _announcing_shop(tx, command)
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None or offered.shop_id != shop.id:
        raise GoodsNotFound
    if not offered.is_stocked or not offered.variant.is_sold:
        raise VariantUnavailable(str(command.variant_id))
    if command.price.asset != shop.asset:
        raise AssetMismatch(command.price.asset.code, shop.asset.code)
    times = (command.starts_at, command.ends_at)
    check_sale(command.price.minor, offered.variant.price.minor, command.units, command.pay_minutes, *times, tx.now)
    if await flash.count_live(tx, shop.id) >= LIVE_MOST:
        raise FlashSaleMalformed("count")
    id_ = derived_id(command.request_id, "flash_sale")
    terms = (shop.asset, command.price.minor, command.units, command.pay_minutes)
    sale = FlashSale(id_, shop.id, shop.merchant_id, command.variant_id, *terms, *times, FlashState.ANNOUNCED, 0, 0, tx.now)
    await flash.insert_sale(tx, sale, command.owner_id)
    await _set_aside(tx, sale)
    if command.is_staff:
        await insert_audit(tx, new_id(tx.clock), command.owner_id, "mall.announce_flash_sale", sale.id, {"units": sale.units})
    tx.publish(FlashSaleAnnounced(sale.id, shop.id, sale.variant_id, sale.units))
    return sale


@composite_verb(FlashSale)
async def cancel_flash_sale(tx: Tx, command: CancelFlashSaleCommand) -> FlashSale | Refusal:
    """Nobody has a turn any more; whoever has an order may still pay it. Refuses FlashSaleNotFound, FlashSaleOver for one that has ended."""
    seen = (await flash.find_sales(tx, [command.sale_id])).get(command.sale_id)
    if seen is None:
        raise FlashSaleNotFound
    if command.is_staff:
        await customers.acting.check_session(tx, command.session_id, command.owner_id)
        await insert_audit(tx, new_id(tx.clock), command.owner_id, "mall.cancel_flash_sale", seen.id, {})
    else:
        try:
            await own_shop(tx, command.session_id, command.owner_id, seen.shop_id)
        except ShopNotFound:
            raise FlashSaleNotFound from None
    sale = await flash.lock_sale(tx, seen.id)
    assert sale is not None
    if sale.state is not FlashState.ANNOUNCED:
        raise FlashSaleOver(sale.state.value)
    cancelled = sale._replace(state=FlashState.CANCELLED)
    await flash.forget_deliveries(tx, sale.id)
    flash.set_sale(tx, cancelled, None)
    tx.publish(FlashQueueAdvanced(sale.id, sale.shop_id, sale.served_place, cancelled.state.value))
    tx.publish(FlashQueueStirred(sale.id, None))
    return cancelled


@batched_verb(FlashSaleJoined, group_max=512)
async def join_flash_sale(tx: Tx, commands: list[JoinFlashSaleCommand]) -> list[FlashSaleJoined | Refusal | Unauthenticated]:
    """Refuses, the first that holds: DeliveryMalformed, FlashSaleNotFound, FlashPlaceHeld, FlashSaleSoldOut, FlashSaleOver, FlashSaleNotBegun,
    VariantUnavailable. Unauthenticated when the session has ended: then nothing is stored under the id. The places of a group are in its order."""
    alive = await customers.check_sessions(tx, [one.session_id for one in commands], [one.owner_id for one in commands])
    ids = {one.sale_id for one in commands}
    await flash.share_sales(tx, ids)
    sales = await flash.find_sales(tx, ids)
    joining = _Joining(
        sales,
        await flash.count_slots(tx, sales),
        await catalogue.find_offered(tx, {one.variant_id for one in sales.values()}),
        await flash.list_held(tx, [(one.sale_id, one.owner_id) for one in commands]),
        tx.now,
    )
    outcomes: list[FlashSaleJoined | Refusal | Unauthenticated] = []
    for command, is_alive in zip(commands, alive, strict=True):
        outcomes.append(joining.join(command) if is_alive else Unauthenticated())
    sealed = await seal_deliveries(tx, [(joined.customer_id, joined.order_id, delivery) for joined, delivery in joining.new])
    new = [
        NewPlace(joined.sale_id, joined.customer_id, joined.order_id, ordinal, bytes_)
        for ordinal, ((joined, _), bytes_) in enumerate(zip(joining.new, sealed, strict=True))
    ]
    flash.insert_places(tx, new)
    for sale_id in sorted({one.sale_id for one in new}):
        tx.publish(FlashQueueStirred(sale_id, None))
    return outcomes


class _Joining:
    """A group that joins, in its order."""

    def __init__(
        self, sales: Mapping[UUID, FlashSale], slots: Mapping[UUID, Slots], offered: Mapping[UUID, Offered], held: set[tuple[UUID, UUID]], now: datetime
    ) -> None:
        self._sales, self._slots, self._offered, self._held, self._now = sales, slots, offered, held, now
        self.new: list[tuple[FlashSaleJoined, Delivery]] = []

    def join(self, command: JoinFlashSaleCommand) -> FlashSaleJoined | Refusal:
        """A place at the end of the queue, or why there is none."""
        try:
            delivery = check_delivery(command.delivery)
            self._check(command)
        except Refusal as refusal:
            return refusal
        self._held.add((command.sale_id, command.owner_id))
        joined = FlashSaleJoined(command.sale_id, command.owner_id, derived_id(command.sale_id, f"order:{command.owner_id}"), self._now)
        self.new.append((joined, delivery))
        return joined

    def _check(self, command: JoinFlashSaleCommand) -> None:
        sale = self._sales.get(command.sale_id)
        if sale is None:
            raise FlashSaleNotFound
        if (sale.id, command.owner_id) in self._held:
            raise FlashPlaceHeld
        check_joining(sale, self._slots.get(sale.id, NO_SLOTS).sold, self._now)
        offered = self._offered.get(sale.variant_id)
        if offered is None or not offered.is_on_sale:
            raise VariantUnavailable(str(sale.variant_id))


async def _announcing_shop(tx: Tx, command: AnnounceFlashSaleCommand) -> MallShop:
    if not command.is_staff:
        return await acted_shop(tx, command.session_id, command.owner_id, command.shop_id)
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    shop = (await shops.find_shops(tx, [command.shop_id])).get(command.shop_id)
    if shop is None:
        raise ShopNotFound
    if shop.state is not ShopState.OPEN:
        raise ShopClosed(shop.state.value)
    return shop


async def _set_aside(tx: Tx, sale: FlashSale) -> None:
    """Promise the units to the sale, one by one. Raises OutOfStock."""
    taken = allocate(await stock.lock_shelves(tx, [sale.variant_id]), {sale.variant_id: sale.units})
    stock.write_shelves(tx, [shelf._replace(reserved_units=shelf.reserved_units + units) for shelf, units in taken])
    places: Sequence[UUID] = [shelf.warehouse_id for shelf, units in taken for _ in range(units)]
    slots = [
        Reservation(sale.variant_id, derived_id(sale.id, f"slot:{number}"), warehouse_id, sale.id, HOUSE_ID, 1, ReservationState.HELD, sale.id)
        for number, warehouse_id in enumerate(places)
    ]
    stock.write_reservations(tx, slots)
