"""The mutations of wealth."""

import strawberry

from resolvers.wealth.change.mutations import Mutation as ChangeMutation
from resolvers.wealth.orders.mutations import Mutation as OrdersMutation
from resolvers.wealth.plans.mutations import Mutation as PlansMutation
from resolvers.wealth.products.mutations import Mutation as ProductsMutation
from resolvers.wealth.suitability.mutations import Mutation as SuitabilityMutation


@strawberry.type
class Mutation(ChangeMutation, OrdersMutation, PlansMutation, ProductsMutation, SuitabilityMutation):
    pass
