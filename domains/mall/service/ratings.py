"""What a higher domain says that verified buyers think of a product."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.transactions import Tx
from domains.mall.errors.catalogue import GoodsMalformed, GoodsNotFound
from domains.mall.events.catalogue import GoodsRated
from domains.mall.queries import catalogue
from domains.mall.queries.catalogue import GoodsRating
from domains.mall.rules.ranking import RATERS_MOST, RATING_MOST_E2
from domains.mall.service.search import index_goods


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGoodsRatingCommand(Command):
    """0.00 to 5.00 in hundredths, of how many whose purchase is verified, as of an instant. An older one than stands is left."""

    product_id: UUID
    rating_e2: int
    raters: int
    as_of: datetime


@composite_verb(GoodsRating)
async def set_goods_rating(tx: Tx, command: SetGoodsRatingCommand) -> GoodsRating | Refusal:
    """What stands then: it is shown with the product and counts in the order of what is found. Refuses GoodsMalformed for what is no rating, GoodsNotFound."""
    if not 0 <= command.rating_e2 <= RATING_MOST_E2 or not 0 < command.raters <= RATERS_MOST:
        raise GoodsMalformed("rating")
    goods = await catalogue.lock_goods(tx, command.product_id)
    if goods is None:
        raise GoodsNotFound
    if goods.rating is not None and goods.rating.as_of >= command.as_of:
        return goods.rating
    told = GoodsRating(command.rating_e2, command.raters, command.as_of)
    await catalogue.save_rating(tx, goods.id, told)
    await index_goods(tx, [goods.id])
    tx.publish(GoodsRated(goods.id, goods.shop_id, told.rating_e2, told.raters))
    return told
