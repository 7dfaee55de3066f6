"""The mutations of the mall."""

import strawberry

from resolvers.mall.after_sale.dispute_mutations import Mutation as DisputesMutation
from resolvers.mall.after_sale.mutations import Mutation as AfterSaleMutation
from resolvers.mall.carts.mutations import Mutation as CartsMutation
from resolvers.mall.catalogue.mutations import Mutation as CatalogueMutation
from resolvers.mall.flash.mutations import Mutation as FlashMutation
from resolvers.mall.fulfilment.mutations import Mutation as FulfilmentMutation
from resolvers.mall.notices.mutations import Mutation as NoticesMutation
from resolvers.mall.orders.mutations import Mutation as OrdersMutation
from resolvers.mall.parcels.mutations import Mutation as ParcelsMutation
from resolvers.mall.promotions.mutations import Mutation as PromotionsMutation
from resolvers.mall.shops.mutations import Mutation as ShopsMutation
from resolvers.mall.stock.mutations import Mutation as StockMutation


@strawberry.type
class Mutation(
    AfterSaleMutation,
    CartsMutation,
    CatalogueMutation,
    DisputesMutation,
    FlashMutation,
    FulfilmentMutation,
    NoticesMutation,
    OrdersMutation,
    ParcelsMutation,
    PromotionsMutation,
    ShopsMutation,
    StockMutation,
):
    pass
