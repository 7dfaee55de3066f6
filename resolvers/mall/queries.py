"""The root queries of the mall."""

import strawberry

from resolvers.mall.after_sale.queries import Query as AfterSaleQuery
from resolvers.mall.carts.queries import Query as CartsQuery
from resolvers.mall.catalogue.queries import Query as CatalogueQuery
from resolvers.mall.flash.queries import Query as FlashQuery
from resolvers.mall.fulfilment.queries import Query as FulfilmentQuery
from resolvers.mall.imports.queries import Query as ImportsQuery
from resolvers.mall.notices.queries import Query as NoticesQuery
from resolvers.mall.orders.queries import Query as OrdersQuery
from resolvers.mall.search.queries import Query as SearchQuery
from resolvers.mall.shops.queries import Query as ShopsQuery


@strawberry.type
class Query(AfterSaleQuery, CartsQuery, CatalogueQuery, FlashQuery, FulfilmentQuery, ImportsQuery, NoticesQuery, OrdersQuery, SearchQuery, ShopsQuery):
    pass
