"""The scenes' root queries: each noun has its own."""

import strawberry

from resolvers.scenes.agreement.queries import Query as AgreementQuery
from resolvers.scenes.bill.queries import Query as BillQuery
from resolvers.scenes.booking.queries import Query as BookingQuery
from resolvers.scenes.company.queries import Query as CompanyQuery
from resolvers.scenes.consent.queries import Query as ConsentQuery
from resolvers.scenes.link.queries import Query as LinkQuery
from resolvers.scenes.network.queries import Query as NetworkQuery
from resolvers.scenes.order.queries import Query as OrderQuery
from resolvers.scenes.partner.queries import Query as PartnerQuery
from resolvers.scenes.payment.queries import Query as PaymentQuery
from resolvers.scenes.payment_run.queries import Query as PaymentRunQuery
from resolvers.scenes.payout.queries import Query as PayoutQuery
from resolvers.scenes.profile.queries import Query as ProfileQuery
from resolvers.scenes.purchase.queries import Query as PurchaseQuery
from resolvers.scenes.scene.queries import Query as SceneQuery
from resolvers.scenes.webhook.queries import Query as WebhookQuery


@strawberry.type
class Query(
    AgreementQuery,
    BillQuery,
    BookingQuery,
    CompanyQuery,
    ConsentQuery,
    LinkQuery,
    NetworkQuery,
    OrderQuery,
    PartnerQuery,
    PaymentQuery,
    PaymentRunQuery,
    ProfileQuery,
    PayoutQuery,
    PurchaseQuery,
    SceneQuery,
    WebhookQuery,
):
    pass
