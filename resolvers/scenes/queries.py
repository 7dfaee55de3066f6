"""The scenes' root queries: each noun has its own."""

import strawberry

from resolvers.scenes.consent.queries import Query as ConsentQuery
from resolvers.scenes.partner.queries import Query as PartnerQuery
from resolvers.scenes.payment.queries import Query as PaymentQuery
from resolvers.scenes.profile.queries import Query as ProfileQuery


@strawberry.type
class Query(ConsentQuery, PartnerQuery, PaymentQuery, ProfileQuery):
    pass
