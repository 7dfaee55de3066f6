"""Put things into a cart and take them out."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import VariantUnavailable
from domains.mall.errors.orders import CartFull
from domains.mall.queries import carts, catalogue
from domains.mall.queries.carts import CartLine
from domains.mall.rules.orders import LINES_MOST, check_units


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCartLineCommand(Command):
    """`owner_id` wants so many units of the variant in the cart; 0 takes it out. Neither money nor stock moves, and again is the same: there is no id."""

    session_id: UUID = field(metadata=UNHASHED)
    variant_id: UUID
    units: int


@dataclass(frozen=True, slots=True)
class CartChanged:
    """How many units of the variant the cart has now."""

    customer_id: UUID
    variant_id: UUID
    units: int


@composite_verb(CartChanged)
async def set_cart_line(tx: Tx, command: SetCartLineCommand) -> CartChanged | Refusal:
    """Three statements. Refuses UnitsMalformed, VariantUnavailable, CartFull. What is out of stock may lie in a cart: it may come back."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    if command.units == 0:
        await carts.remove_lines(tx, command.owner_id, [command.variant_id])
        return CartChanged(command.owner_id, command.variant_id, 0)
    check_units(command.units)
    offered = (await catalogue.find_offered(tx, [command.variant_id])).get(command.variant_id)
    if offered is None or not offered.is_on_sale:
        raise VariantUnavailable(str(command.variant_id))
    if not await carts.save_line(tx, CartLine(command.owner_id, command.variant_id, command.units, tx.now), LINES_MOST):
        raise CartFull(LINES_MOST)
    return CartChanged(command.owner_id, command.variant_id, command.units)
