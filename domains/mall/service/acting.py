"""Who acts: a customer who is signed in, staff, and whoever acts for a merchant that has a shop in the mall."""

from uuid import UUID

from domains import customers, wallet
from domains.kernel.transactions import Tx
from domains.mall.errors.shops import ShopClosed, ShopNotFound
from domains.mall.queries import shops
from domains.mall.queries.shops import MallShop
from domains.mall.rules.shops import ShopState


async def acted_shop(tx: Tx, session_id: UUID, owner_id: UUID, shop_id: UUID) -> MallShop:
    """The open shop that somebody acts for. Raises Unauthenticated, ShopNotFound, ShopClosed."""
    shop = await own_shop(tx, session_id, owner_id, shop_id)
    if shop.state is not ShopState.OPEN:
        raise ShopClosed(shop.state.value)
    return shop


async def own_shop(tx: Tx, session_id: UUID, owner_id: UUID, shop_id: UUID) -> MallShop:
    """The same, however the shop stands."""
    await customers.acting.check_session(tx, session_id, owner_id)
    shop = (await shops.find_shops(tx, [shop_id])).get(shop_id)
    if shop is None or (await wallet.find_desks(tx, [owner_id], [shop.merchant_id]))[0] is None:
        raise ShopNotFound
    return shop
