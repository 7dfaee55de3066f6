"""The scenes' root queries: each noun has its own."""

import strawberry

from resolvers.scenes.partner.queries import Query as PartnerQuery


@strawberry.type
class Query(PartnerQuery):
    pass
