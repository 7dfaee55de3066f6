"""Money of an order that goes back while its units stay: a price that fell is made good, and what a shop gives back of its own will."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AssetMismatch, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.mall.errors.after_sale import PriceNotLower, PriceProtectionEnded
from domains.mall.errors.orders import MallOrderEnded
from domains.mall.errors.stock import UnitsMalformed
from domains.mall.queries import catalogue, orders
from domains.mall.queries.orders import MallOrder, MallOrderLine
from domains.mall.rules.after_sale import PROTECTED_FOR, fallen
from domains.mall.rules.pricing import unit_price
from domains.mall.rules.returns import give_back
from domains.mall.service.held import own_order, sold_order
from domains.mall.service.refunds import RETURNABLE, MallOrderStanding, Refunded, held, refund


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPriceProtectionCommand(Command):
    """`owner_id` says that what they ordered costs less now."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLineCommand(Command):
    """`owner_id` acts for the shop, which gives back so much of a line; its units stay with the customer."""

    session_id: UUID = field(metadata=UNHASHED)
    order_id: UUID
    number: int
    amount: Amount
    reason: str = ""


@composite_verb(MallOrderStanding)
async def claim_price_protection(tx: Tx, command: ClaimPriceProtectionCommand) -> MallOrderStanding | Refusal:
    """The difference goes back, once for a line, for the units that were kept. Refuses MallOrderNotFound, MallOrderEnded, UnitsMalformed (no such line, or no
    unit of it left), PriceProtectionEnded, PriceNotLower, and what the wallet refuses of a refund."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    order = await own_order(tx, command.owner_id, command.order_id)
    lines, line = await _line(tx, order, command.number)
    if line.protected_at is not None or tx.now >= order.placed_at + PROTECTED_FOR:
        raise PriceProtectionEnded
    (tier,) = (await customers.identities.find_tiers(tx, [command.owner_id])).values()
    offered = (await catalogue.find_offered(tx, [line.variant_id])).get(line.variant_id)
    if offered is None or not offered.is_on_sale:
        raise PriceNotLower
    price_minor = unit_price(offered.variant.price.minor, offered.variant.prices, {f"tier:{tier}"})
    minor = fallen(line.left_units, line.price_minor, price_minor, line.price_minor * line.units, line.total_minor)
    back = give_back(held(line), min(minor, line.left_minor))
    if not back.minor:
        raise PriceNotLower
    assert command.request_id is not None
    marked = [one._replace(protected_at=tx.now) if one.number == line.number else one for one in lines]
    return await refund(tx, Refunded(command.request_id, command.owner_id), order, marked, [back])


@composite_verb(MallOrderStanding)
async def refund_line(tx: Tx, command: RefundLineCommand) -> MallOrderStanding | Refusal:
    """Refuses MallOrderNotFound, MallOrderEnded, UnitsMalformed (no such line), AssetMismatch, RefundTooLarge, and what the wallet refuses."""
    order, _ = await sold_order(tx, command.session_id, command.owner_id, command.order_id)
    lines, line = await _line(tx, order, command.number)
    if command.amount.asset != order.asset:
        raise AssetMismatch(command.amount.asset.code, order.asset.code)
    if not 0 < command.amount.minor <= line.left_minor:
        raise wallet.RefundTooLarge(Amount(line.left_minor, order.asset))
    assert command.request_id is not None
    act = Refunded(command.request_id, command.owner_id, command.reason)
    return await refund(tx, act, order, lines, [give_back(held(line), command.amount.minor)])


async def _line(tx: Tx, order: MallOrder, number: int) -> tuple[list[MallOrderLine], MallOrderLine]:
    """All lines, and that one. Raises MallOrderEnded, UnitsMalformed."""
    if order.state not in RETURNABLE:
        raise MallOrderEnded(order.state.value)
    (lines,) = await orders.list_lines(tx, [order])
    line = next((one for one in lines if one.number == number and one.left_units), None)
    if line is None:
        raise UnitsMalformed(0)
    return lines, line
