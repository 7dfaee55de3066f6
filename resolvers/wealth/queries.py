"""The root queries of wealth."""

import strawberry

from resolvers.wealth.change.queries import Query as ChangeQuery
from resolvers.wealth.desk.queries import Query as DeskQuery
from resolvers.wealth.ideas.queries import Query as IdeasQuery
from resolvers.wealth.orders.queries import Query as OrdersQuery
from resolvers.wealth.plans.queries import Query as PlansQuery
from resolvers.wealth.portfolios.queries import Query as PortfoliosQuery
from resolvers.wealth.products.queries import Query as ProductsQuery
from resolvers.wealth.suitability.queries import Query as SuitabilityQuery


@strawberry.type
class Query(ChangeQuery, DeskQuery, IdeasQuery, OrdersQuery, PlansQuery, PortfoliosQuery, ProductsQuery, SuitabilityQuery):
    pass
