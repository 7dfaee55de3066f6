"""The mutations of offers."""

import strawberry

from resolvers.offers.codes.mutations import Mutation as CodesMutation
from resolvers.offers.products.mutations import Mutation as ProductsMutation


@strawberry.type
class Mutation(CodesMutation, ProductsMutation):
    pass
