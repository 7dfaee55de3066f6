"""Ask to be paid: an order with an amount and an end, shown as a code."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, batched_verb, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.errors.merchants import MerchantNotFound, OrderEnded
from domains.wallet.events.merchants import MerchantOrderPlaced
from domains.wallet.queries import merchant_orders, tills
from domains.wallet.queries.merchant_orders import MerchantOrder
from domains.wallet.queries.tills import Till
from domains.wallet.rules.merchants import check_order


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrderCommand(Command):
    """`owner_id` asks for `amount` in a shop, for as long as `life_seconds`."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    amount: Amount
    reference: str = ""
    life_seconds: int


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    order_id: UUID
    merchant_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    order_id: UUID


@batched_verb(OrderPlaced)
async def place_merchant_order(tx: Tx, commands: list[PlaceOrderCommand]) -> list[OrderPlaced | Refusal | Unauthenticated]:
    """Refuses MerchantNotFound for a shop of others', then in the order of rules/merchants.py. Unauthenticated when the session has ended."""
    alive = await customers.check_sessions(tx, [one.session_id for one in commands], [one.owner_id for one in commands])
    found = await tills.find_operated_tills(tx, [one.owner_id for one in commands], [one.shop_id for one in commands])
    answers: list[OrderPlaced | Refusal | Unauthenticated] = []
    orders: list[MerchantOrder] = []
    for command, till, known in zip(commands, found, alive, strict=True):
        try:
            if not known:
                raise Unauthenticated
            order = _order(tx, command, till)
        except (Refusal, Unauthenticated) as refusal:
            answers.append(refusal)
            continue
        orders.append(order)
        answers.append(OrderPlaced(order.id, order.merchant_id))
    place_orders(tx, orders)
    return answers


@composite_verb(OrderCancelled)
async def cancel_merchant_order(tx: Tx, command: CancelOrderCommand) -> OrderCancelled | Refusal:
    """Nobody can pay it any more. Refuses MerchantNotFound for one of others', OrderEnded."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    order = (await merchant_orders.lock_orders(tx, [command.order_id])).get(command.order_id)
    if order is None or (await tills.find_operated_tills(tx, [command.owner_id], [order.shop_id]))[0] is None:
        raise MerchantNotFound
    if order.state != "open":
        raise OrderEnded(order.state)
    await merchant_orders.cancel_order(tx, order.id)
    return OrderCancelled(order.id)


def place_orders(tx: Tx, orders: list[MerchantOrder]) -> None:
    """Write orders and say so, with the transaction's next statement."""
    merchant_orders.write_orders(tx, orders)
    for order in orders:
        tx.publish(MerchantOrderPlaced(order.merchant_id, None, order.id, order.amount.minor, order.amount.asset.code))


def _order(tx: Tx, command: PlaceOrderCommand, till: Till | None) -> MerchantOrder:
    assert command.request_id is not None
    if till is None:
        raise MerchantNotFound
    life = timedelta(seconds=command.life_seconds)
    check_order(command.amount, till.asset, command.reference, life)
    id_ = derived_id(command.request_id, "order")
    return MerchantOrder(id_, till.merchant_id, till.shop_id, None, command.amount, command.reference, till.terms, "open", None, tx.now, tx.now + life)
