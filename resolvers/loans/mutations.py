"""The mutations of loans."""

import strawberry

from resolvers.loans.applications.mutations import Mutation as ApplicationsMutation
from resolvers.loans.desk.mutations import Mutation as DeskMutation
from resolvers.loans.lines.mutations import Mutation as LinesMutation
from resolvers.loans.products.mutations import Mutation as ProductsMutation


@strawberry.type
class Mutation(ApplicationsMutation, DeskMutation, LinesMutation, ProductsMutation):
    pass
