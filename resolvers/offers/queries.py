"""The root queries of offers."""

import strawberry

from resolvers.offers.products.queries import Query as ProductsQuery


@strawberry.type
class Query(ProductsQuery):
    pass
