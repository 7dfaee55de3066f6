"""The mutations of loans."""

import strawberry

from resolvers.loans.applications.mutations import Mutation as ApplicationsMutation
from resolvers.loans.desk.mutations import Mutation as DeskMutation
from resolvers.loans.lines.mutations import Mutation as LinesMutation
from resolvers.loans.products.mutations import Mutation as ProductsMutation
from resolvers.loans.servicing.mutations import Mutation as ServicingMutation
from resolvers.loans.servicing.staff import Mutation as ServicingDeskMutation


@strawberry.type
class Mutation(ApplicationsMutation, DeskMutation, LinesMutation, ProductsMutation, ServicingMutation, ServicingDeskMutation):
    pass
