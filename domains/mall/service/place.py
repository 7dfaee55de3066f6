"""Place orders and pay them: what was quoted is reserved and, with money named, sold in the same commit; else it waits for its money."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, offers, wallet
from domains.kernel.assets import Asset
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AssetMismatch, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.orders import MallOrderEnded, MallOrderNotFound, PriceChanged
from domains.mall.errors.stock import UnitsMalformed
from domains.mall.events.orders import MallOrderChanged, MallOrderPlaced
from domains.mall.queries import carts, orders
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.rules.catalogue import GoodsKind
from domains.mall.rules.orders import UNPAID_FOR, Delivery, OrderEvent, OrderState, check_delivery, step
from domains.mall.service import stock
from domains.mall.service.deliveries import seal_deliveries
from domains.mall.service.paid import give_keys
from domains.mall.service.quote import CartQuote, ShopQuote, quote_lines
from domains.mall.service.visits import find_visits

COUPON = offers.CouponSource.name

NO_PIN = customers.PinProof(customers.PinVerdict.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMallOrderCommand(Command):
    """`owner_id` orders `lines` (variant, units) at what `quote_hash` names, come from `scene`. Without `fundings` the orders wait to be paid."""

    session_id: UUID = field(metadata=UNHASHED)
    lines: tuple[tuple[UUID, int], ...]
    quote_hash: str
    delivery: Delivery
    fundings: tuple[wallet.Funding, ...] = ()
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)
    scene: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayMallOrdersCommand(Command):
    """`owner_id` pays what waits of a checkout: all of its orders that were not cancelled."""

    session_id: UUID = field(metadata=UNHASHED)
    checkout_id: UUID
    fundings: tuple[wallet.Funding, ...]
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """The orders of a checkout, one for each shop, and how they stand. `id` is the request's that placed them."""

    id: UUID
    customer_id: UUID
    order_ids: tuple[UUID, ...]
    total: Amount
    state: str


@composite_verb(CheckedOut)
async def place_mall_order(tx: Tx, command: PlaceMallOrderCommand) -> CheckedOut | Refusal:
    """Refuses DeliveryMalformed, UnitsMalformed (also for a variant named twice), CartFull, VariantUnavailable, AssetMismatch (shops of two currencies),
    TooManyPayments (more shops than can be paid together), PriceChanged, OutOfStock, and with money named what the wallet's till refuses.
    Then nothing is reserved, nor paid."""
    assert command.request_id is not None
    sender = await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    delivery = check_delivery(command.delivery)
    wanted = dict(command.lines)
    if len(wanted) < len(command.lines):
        raise UnitsMalformed(len(command.lines))
    (visit,) = await find_visits(tx, [command.owner_id], command.scene)
    quoted = await quote_lines(tx, wanted, sender.tier, visit)
    asset = _one_asset(quoted)
    if len(quoted.shops) > wallet.checkouts.SALES_MOST:
        raise wallet.TooManyPayments(wallet.checkouts.SALES_MOST)
    if quoted.hash != command.quote_hash:
        raise PriceChanged(quoted.hash)
    placed = await _orders(tx, command, quoted, delivery)
    units = {order.id: _stocked(shop) for order, shop in zip(placed, quoted.shops, strict=True)}
    promise = await stock.promise(tx, {id_: one for id_, one in units.items() if one}, command.owner_id, is_sold=bool(command.fundings))
    if command.fundings:
        placed = await _pay(tx, command.request_id, sender, placed, command.fundings, command.pin)
        if any(one.offered.kind is GoodsKind.DIGITAL for shop in quoted.shops for one in shop.lines):
            placed = await give_keys(tx, placed, [_lines(order, shop) for order, shop in zip(placed, quoted.shops, strict=True)])
    promise.write(tx)
    _write(tx, placed, quoted)
    carts.remove_later(tx, command.owner_id, wanted)
    total = Amount(sum(one.total_minor for one in placed), asset)
    return CheckedOut(command.request_id, command.owner_id, tuple(one.id for one in placed), total, placed[0].state.value)


@composite_verb(CheckedOut)
async def pay_mall_orders(tx: Tx, command: PayMallOrdersCommand) -> CheckedOut | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded where none waits (paid, cancelled or too late), and what the wallet's till refuses: then they still wait."""
    assert command.request_id is not None
    sender = await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    placed = await orders.lock_checkout(tx, command.owner_id, command.checkout_id)
    if not placed:
        raise MallOrderNotFound
    waiting = [one for one in placed if one.state is OrderState.PLACED]
    if not waiting:
        raise MallOrderEnded(placed[0].state.value)
    for one in waiting:
        if one.expires_at <= tx.now:
            raise MallOrderEnded(OrderState.EXPIRED.value)
    await stock.take(tx, [one.id for one in waiting])
    paid = await _pay(tx, command.request_id, sender, waiting, command.fundings, command.pin)
    paid = await give_keys(tx, paid, await orders.list_lines(tx, paid))
    orders.write_orders(tx, paid)
    total = Amount(sum(one.total_minor for one in paid), paid[0].asset)
    return CheckedOut(command.checkout_id, command.owner_id, tuple(one.id for one in paid), total, OrderState.PAID.value)


async def _pay(
    tx: Tx, request_id: UUID, payer: customers.Sender, waiting: list[MallOrder], fundings: tuple[wallet.Funding, ...], pin: customers.PinProof
) -> list[MallOrder]:
    """Pay the shops, last of all that could refuse. A coupon is for one of them: that one is paid from it first."""
    if len(waiting) > 1 and any(one.source == COUPON for one in fundings):
        merchant_id = await offers.find_reserved_merchant(tx, payer.id)
        waiting = sorted(waiting, key=lambda one: one.merchant_id != merchant_id)
        fundings = tuple(sorted(fundings, key=lambda one: one.source != COUPON))
    sales = [wallet.checkouts.Sale(one.shop_id, one.total, one.id.hex[-12:]) for one in waiting]
    payments = await wallet.checkouts.check_out(tx, request_id, payer, sales, fundings, pin)
    paid = [
        one._replace(state=step(one.state, OrderEvent.PAY), payment_id=payment.payment_id, changed_at=tx.now)
        for one, payment in zip(waiting, payments, strict=True)
    ]
    for one in paid:
        tx.publish(MallOrderChanged(one.customer_id, one.shop_id, one.id, one.state.value))
    return sorted(paid, key=lambda one: one.shop_id)


def _one_asset(quoted: CartQuote) -> Asset:
    assets = [one.asset for one in quoted.shops]
    for one in assets[1:]:
        if one != assets[0]:
            raise AssetMismatch(one.code, assets[0].code)
    return assets[0]


def _stocked(shop: ShopQuote) -> dict[UUID, int]:
    return {one.offered.variant.id: one.units for one in shop.lines if one.offered.is_stocked}


async def _orders(tx: Tx, command: PlaceMallOrderCommand, quoted: CartQuote, delivery: Delivery) -> list[MallOrder]:
    """An order for each shop, as it is placed."""
    assert command.request_id is not None
    ids = [derived_id(command.request_id, f"mall_order:{shop.shop_id}") for shop in quoted.shops]
    sealed = await seal_deliveries(tx, [(command.owner_id, id_, delivery) for id_ in ids])
    placed = []
    for id_, shop, where in zip(ids, quoted.shops, sealed, strict=True):
        minors = (shop.goods.minor, shop.discount.minor, shop.total.minor, 0, 0)
        named = (command.owner_id, id_, command.request_id, shop.shop_id, shop.merchant_id)
        applied = tuple(str(one.promotion_id) for one in shop.rules if not one.reason)
        times = (tx.now, tx.now + UNPAID_FOR, None, tx.now)
        placed.append(MallOrder(*named, OrderState.PLACED, shop.asset, *minors, None, applied, where, *times))
        tx.publish(MallOrderPlaced(command.owner_id, shop.shop_id, id_, shop.total.minor, shop.asset.code))
    return placed


def _write(tx: Tx, placed: list[MallOrder], quoted: CartQuote) -> None:
    orders.write_orders(tx, placed)
    orders.write_lines(tx, [line for order, shop in zip(placed, quoted.shops, strict=True) for line in _lines(order, shop)])


def _lines(order: MallOrder, shop: ShopQuote) -> list[MallOrderLine]:
    lines = []
    for number, one in enumerate(shop.lines, 1):
        offered, minors = one.offered, (one.price.minor, one.discount.minor, one.total.minor)
        names = (offered.variant.id, offered.variant.product_id, offered.title_zh, offered.title_en, dict(offered.variant.attributes))
        lines.append(MallOrderLine(order.customer_id, order.id, number, *names, one.units, *minors, 0, 0, order.asset))
    return lines
