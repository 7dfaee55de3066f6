"""Exchange units of a line for another variant of the same product.

The customer asks: the new units are set aside and, where they cost more, the difference is paid. The shop has the old ones back and accepts: a new line
stands for the new units, and what they cost less goes back. Declined, withdrawn or too late, all is as it was."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.after_sale import ExchangeNotFound, ExchangePriceChanged, LineNotExchangeable
from domains.mall.errors.catalogue import VariantUnavailable
from domains.mall.errors.orders import MallOrderEnded, MallOrderNotFound
from domains.mall.events.after_sale import MallExchangeChanged
from domains.mall.queries import after_sale, catalogue, orders
from domains.mall.queries.after_sale import MallExchange
from domains.mall.queries.catalogue import Offered
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.rules.after_sale import EXCHANGE_WAITS, ExchangeState, check_asked, exchange
from domains.mall.rules.catalogue import GoodsKind
from domains.mall.rules.pricing import unit_price
from domains.mall.rules.returns import Returned, take_back
from domains.mall.service import stock
from domains.mall.service.held import own_order, sold_order
from domains.mall.service.refunds import RETURNABLE, Refunded, changed, held, refund

NO_PIN = customers.PinProof(customers.PinVerdict.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExchangeCommand(Command):
    """`owner_id` wants so many units of a line exchanged for a variant that costs `price` a unit. `fundings` pay the difference, where there is one."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    number: int
    units: int
    variant_id: UUID
    price: Amount
    fundings: tuple[wallet.Funding, ...] = ()
    pin: customers.PinProof = field(default=NO_PIN, metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExchangeCommand(Command):
    """`owner_id` acts for the shop: the old units are back, or the exchange is declined."""

    session_id: UUID = field(metadata=UNHASHED)
    exchange_id: UUID
    is_accepted: bool
    is_restocked: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawExchangeCommand(Command):
    """`owner_id` keeps what they have."""

    session_id: UUID = field(metadata=UNHASHED)
    exchange_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDueExchangeCommand(Command):
    """The house: the shop never had the units back. Nothing happens to one that is not due."""

    exchange_id: UUID


@composite_verb(MallExchange)
async def ask_exchange(tx: Tx, command: AskExchangeCommand) -> MallExchange | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded, UnitsMalformed, LineNotExchangeable, VariantUnavailable (also for another product's), ExchangePriceChanged,
    OutOfStock, FundingMismatch for money where none is due, and what the till refuses: then nothing has changed."""
    assert command.request_id is not None
    payer = await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    order = await own_order(tx, command.owner_id, command.order_id)
    if order.state not in RETURNABLE:
        raise MallOrderEnded(order.state.value)
    (lines,) = await orders.list_lines(tx, [order])
    (back,) = take_back([held(one) for one in lines], {command.number: command.units})
    (line,) = [one for one in lines if one.number == command.number]
    offered = await _other(tx, command, line, order)
    price_minor = unit_price(offered.variant.price.minor, offered.variant.prices, {f"tier:{payer.tier}"})
    if command.price != Amount(price_minor, order.asset):
        raise ExchangePriceChanged(Amount(price_minor, order.asset))
    cost = exchange(back.minor, back.units, line.price_minor, price_minor)
    id_ = derived_id(command.request_id, "exchange")
    wanted = {id_: {command.variant_id: command.units}} if offered.is_stocked else {}
    promise = await stock.promise(tx, wanted, command.owner_id, is_sold=True)
    payment_id = await _pay_difference(tx, command, payer, order, cost.added_minor)
    promise.write(tx)
    moved = line._replace(exchanged_units=line.exchanged_units + back.units, exchanged_minor=line.exchanged_minor + back.minor)
    orders.write_lines(tx, [moved])
    named = (order.customer_id, id_, order.id, order.shop_id, line.number, back.units, command.variant_id)
    minors = (price_minor, back.minor, cost.price_minor, cost.moved_minor, order.asset, payment_id)
    return _told(tx, MallExchange(*named, *minors, ExchangeState.ASKED, "", tx.now, tx.now + EXCHANGE_WAITS, None))


@composite_verb(MallExchange)
async def decide_exchange(tx: Tx, command: DecideExchangeCommand) -> MallExchange | Refusal:
    """Refuses ExchangeNotFound, ExchangeEnded, and what the wallet refuses of a refund."""
    seen = await _seen(tx, command.exchange_id)
    assert command.request_id is not None
    try:
        order, _ = await sold_order(tx, command.session_id, command.owner_id, seen.order_id)
    except MallOrderNotFound:
        raise ExchangeNotFound from None
    one = await _waiting(tx, seen.id)
    act = Refunded(command.request_id, command.owner_id, command.reason, is_restocked=command.is_restocked)
    if not command.is_accepted:
        return await _undo(tx, act, order, one, ExchangeState.DECLINED)
    return await _accept(tx, act, order, one)


@composite_verb(MallExchange)
async def withdraw_exchange(tx: Tx, command: WithdrawExchangeCommand) -> MallExchange | Refusal:
    """Refuses ExchangeNotFound, ExchangeEnded, and what the wallet refuses of a refund."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    seen = await _seen(tx, command.exchange_id)
    if seen.customer_id != command.owner_id:
        raise ExchangeNotFound
    assert command.request_id is not None
    order = await own_order(tx, command.owner_id, seen.order_id)
    return await _undo(tx, Refunded(command.request_id, command.owner_id), order, await _waiting(tx, seen.id), ExchangeState.WITHDRAWN)


@composite_verb(MallExchange)
async def end_due_exchange(tx: Tx, command: EndDueExchangeCommand) -> MallExchange | Refusal:
    """Its time is over: all is as it was. Refuses ExchangeNotFound."""
    seen = await _seen(tx, command.exchange_id)
    order = await own_order(tx, seen.customer_id, seen.order_id)
    one = await _seen(tx, seen.id)
    if one.state is not ExchangeState.ASKED or tx.now < one.until:
        return one
    return await _undo(tx, Refunded(derived_id(one.id, "expired"), command.owner_id), order, one, ExchangeState.EXPIRED)


async def _seen(tx: Tx, id_: UUID) -> MallExchange:
    found = await after_sale.find_exchange(tx, id_)
    if found is None:
        raise ExchangeNotFound
    return found


async def _waiting(tx: Tx, id_: UUID) -> MallExchange:
    """As it stands under its order's lock. Raises ExchangeEnded."""
    one = await _seen(tx, id_)
    check_asked(one.state if tx.now < one.until or one.state is not ExchangeState.ASKED else ExchangeState.EXPIRED)
    return one


async def _other(tx: Tx, command: AskExchangeCommand, line: MallOrderLine, order: MallOrder) -> Offered:
    """What it is exchanged for."""
    if line.came_of is not None or line.variant_id == command.variant_id:
        raise LineNotExchangeable
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None or not offered.is_on_sale or offered.variant.product_id != line.product_id or offered.variant.price.asset != order.asset:
        raise VariantUnavailable(str(command.variant_id))
    if offered.kind is not GoodsKind.GOODS:
        raise LineNotExchangeable
    return offered


async def _pay_difference(tx: Tx, command: AskExchangeCommand, payer: customers.Sender, order: MallOrder, minor: int) -> UUID | None:
    assert command.request_id is not None
    amount = Amount(minor, order.asset)
    if not minor:
        if command.fundings:
            raise wallet.FundingMismatch(amount)
        return None
    sale = wallet.checkouts.Sale(order.shop_id, amount, order.id.hex[-12:])
    (paid,) = await wallet.checkouts.check_out(tx, command.request_id, payer, [sale], command.fundings, command.pin)
    return paid.payment_id


async def _accept(tx: Tx, act: Refunded, order: MallOrder, one: MallExchange) -> MallExchange:
    """The old units are back, the new ones stand on a line of their own, and what they cost less goes back."""
    (lines,) = await orders.list_lines(tx, [order])
    (line,) = [each for each in lines if each.number == one.number]
    if act.is_restocked:
        await stock.restock(tx, order.id, {line.variant_id: one.units}, act.by_id, act.key)
    (offered,) = (await catalogue.find_offered(tx, [one.variant_id])).values()
    came = _line(order, line, one, len(lines) + 1, offered)
    moved = line._replace(exchanged_minor=line.exchanged_minor - one.given_back.minor)
    orders.write_lines(tx, [came])
    after = order._replace(added_minor=order.added_minor + one.added.minor, changed_at=tx.now)
    if one.given_back.minor:
        kept = [moved if each.number == line.number else each for each in lines]
        await refund(tx, act, after, [*kept, came], [Returned(line.number, 0, one.given_back.minor)])
    else:
        changed(tx, after)
    return _told(tx, one._replace(state=ExchangeState.ACCEPTED, reason=act.reason, ended_at=tx.now))


def _line(order: MallOrder, line: MallOrderLine, one: MallExchange, number: int, offered: Offered) -> MallOrderLine:
    names = (one.variant_id, line.product_id, offered.title_zh, offered.title_en, dict(offered.variant.attributes))
    minors = (one.price_minor, one.price_minor * one.units - one.total_minor, one.total_minor)
    came = MallOrderLine(order.customer_id, order.id, number, *names, one.units, *minors, 0, 0, order.asset)
    return came._replace(came_of=line.number, exchange_id=one.id, extra_payment_id=one.payment_id, extra_minor=one.added.minor)


async def _undo(tx: Tx, act: Refunded, order: MallOrder, one: MallExchange, state: ExchangeState) -> MallExchange:
    """The new units are for sale again, the difference goes back whole, and the old units are the customer's as before."""
    (lines,) = await orders.list_lines(tx, [order])
    (line,) = [each for each in lines if each.number == one.number]
    await stock.restock(tx, one.id, {one.variant_id: one.units}, act.by_id, act.key)
    if one.payment_id is not None:
        paid = await wallet.checkouts.find_paid(tx, one.payment_id)
        assert paid is not None
        await wallet.checkouts.give_back_payment(tx, derived_id(act.key, f"extra:{one.payment_id}"), paid, one.added, act.reason, act.by_id)
    orders.write_lines(tx, [line._replace(exchanged_units=line.exchanged_units - one.units, exchanged_minor=line.exchanged_minor - one.cost_minor)])
    return _told(tx, one._replace(state=state, reason=act.reason, ended_at=tx.now))


def _told(tx: Tx, one: MallExchange) -> MallExchange:
    after_sale.write_exchange(tx, one)
    tx.publish(MallExchangeChanged(one.customer_id, one.shop_id, one.order_id, one.id, one.state.value))
    return one
