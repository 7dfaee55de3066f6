"""The root queries of offers."""

import strawberry

from resolvers.offers.branches.queries import Query as BranchesQuery
from resolvers.offers.campaigns.queries import Query as CampaignsQuery
from resolvers.offers.codes.queries import Query as CodesQuery
from resolvers.offers.for_me.queries import Query as ForMeQuery
from resolvers.offers.games.queries import Query as GamesQuery
from resolvers.offers.products.queries import Query as ProductsQuery
from resolvers.offers.referral.queries import Query as ReferralQuery
from resolvers.offers.visits.queries import Query as VisitsQuery


@strawberry.type
class Query(BranchesQuery, CampaignsQuery, CodesQuery, ForMeQuery, GamesQuery, ProductsQuery, ReferralQuery, VisitsQuery):
    pass
