"""The mutations of offers."""

import strawberry

from resolvers.offers.products.mutations import Mutation as ProductsMutation


@strawberry.type
class Mutation(ProductsMutation):
    pass
