"""Open shops in the mall: their owners ask, staff decide."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import CategoryMalformed
from domains.mall.errors.shops import ShopClosed, ShopMalformed, ShopNotFound
from domains.mall.events.shops import MallShopChanged
from domains.mall.queries import catalogue, shops
from domains.mall.queries.catalogue import Category
from domains.mall.queries.shops import MallShop
from domains.mall.rules.catalogue import check_category, parent_of
from domains.mall.rules.shops import ShopState, check_shop

REASON_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyForShopCommand(Command):
    """`owner_id` owns the merchant of the wallet's shop `shop_id`, and wants to sell from it in the mall."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    name: str
    company_name: str
    credit_code: str
    confirm_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideShopCommand(Command):
    """`owner_id` is a member of staff: `pending` may become `open` or `declined`, `open` may be `closed` and opened again."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    state: ShopState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCategoryCommand(Command):
    """`owner_id` is a member of staff. A code that is known gets other names."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str
    name_zh: str
    name_en: str
    position: int = 0


DECIDED = {(ShopState.PENDING, ShopState.OPEN), (ShopState.PENDING, ShopState.DECLINED), (ShopState.OPEN, ShopState.CLOSED), (ShopState.CLOSED, ShopState.OPEN)}
"""What staff may make of a shop."""


@composite_verb(MallShop)
async def apply_for_shop(tx: Tx, command: ApplyForShopCommand) -> MallShop | Refusal:
    """Ask to sell in the mall; who was declined may ask again. Refuses ShopNotFound (not the owner's), ShopClosed (asked or open already), ShopMalformed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    (till,) = await wallet.find_operated_tills(tx, [command.owner_id], [command.shop_id])
    (desk,) = await wallet.find_desks(tx, [command.owner_id], [till.merchant_id]) if till is not None else (None,)
    if till is None or desk is None or desk.role is not wallet.Role.OWNER:
        raise ShopNotFound
    known = await shops.lock_shop(tx, command.shop_id)
    if known is not None and known.state is not ShopState.DECLINED:
        raise ShopClosed(known.state.value)
    check_shop(command.name, command.company_name, command.credit_code, command.confirm_days)
    told = (command.name.strip(), till.asset, command.company_name.strip(), command.credit_code, command.confirm_days)
    shop = MallShop(command.shop_id, till.merchant_id, *told, ShopState.PENDING, "", tx.now)
    await shops.save_shop(tx, shop, command.owner_id)
    tx.publish(MallShopChanged(shop.id, shop.merchant_id, shop.state.value))
    return shop


@composite_verb(MallShop)
async def decide_shop(tx: Tx, command: DecideShopCommand) -> MallShop | Refusal:
    """Refuses ShopNotFound, ShopClosed for what does not follow from how it stands, ShopMalformed for a reason too long."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    shop = await shops.lock_shop(tx, command.shop_id)
    if shop is None:
        raise ShopNotFound
    if (shop.state, command.state) not in DECIDED:
        raise ShopClosed(shop.state.value)
    if len(command.reason) > REASON_MOST:
        raise ShopMalformed("reason")
    decided = shop._replace(state=command.state, reason=command.reason)
    await shops.decide_shop(tx, decided, command.owner_id)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "mall.decide_shop", shop.id, {"state": command.state.value})
    tx.publish(MallShopChanged(shop.id, shop.merchant_id, decided.state.value))
    return decided


@composite_verb(Category)
async def save_category(tx: Tx, command: SaveCategoryCommand) -> Category | Refusal:
    """Refuses CategoryMalformed, also where what it is below is not there."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    check_category(command.code, command.name_zh, command.name_en)
    parent = parent_of(command.code)
    if parent is not None and not await catalogue.is_category(tx, parent):
        raise CategoryMalformed(command.code)
    saved = Category(command.code, command.name_zh, command.name_en, command.position)
    await catalogue.save_category(tx, saved)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "mall.save_category", None, {"code": command.code})
    return saved
