"""The mutations of offers."""

import strawberry

from resolvers.offers.branches.mutations import Mutation as AppointmentsMutation
from resolvers.offers.branches.staff import Mutation as BranchesMutation
from resolvers.offers.campaigns.mutations import Mutation as CouponsMutation
from resolvers.offers.campaigns.staff import Mutation as CampaignsMutation
from resolvers.offers.codes.mutations import Mutation as CodesMutation
from resolvers.offers.for_me.mutations import Mutation as ForMeMutation
from resolvers.offers.games.mutations import Mutation as GamesMutation
from resolvers.offers.products.mutations import Mutation as ProductsMutation
from resolvers.offers.referral.mutations import Mutation as ReferralMutation
from resolvers.offers.visits.mutations import Mutation as VisitsMutation


@strawberry.type
class Mutation(
    AppointmentsMutation,
    BranchesMutation,
    CampaignsMutation,
    CodesMutation,
    CouponsMutation,
    ForMeMutation,
    GamesMutation,
    ProductsMutation,
    ReferralMutation,
    VisitsMutation,
):
    pass
