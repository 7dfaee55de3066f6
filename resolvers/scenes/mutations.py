"""The scenes' mutations: each noun has its own."""

import strawberry

from resolvers.scenes.agreement.mutations import Mutation as AgreementMutation
from resolvers.scenes.auto_pay.mutations import Mutation as AutoPayMutation
from resolvers.scenes.bill.mutations import Mutation as BillMutation
from resolvers.scenes.booking.mutations import Mutation as BookingMutation
from resolvers.scenes.company.mutations import Mutation as CompanyMutation
from resolvers.scenes.consent.mutations import Mutation as ConsentMutation
from resolvers.scenes.link.mutations import Mutation as LinkMutation
from resolvers.scenes.network.mutations import Mutation as NetworkMutation
from resolvers.scenes.partner.mutations import Mutation as PartnerMutation
from resolvers.scenes.payment.mutations import Mutation as PaymentMutation
from resolvers.scenes.payment_run.mutations import Mutation as PaymentRunMutation
from resolvers.scenes.payout.mutations import Mutation as PayoutMutation
from resolvers.scenes.purchase.mutations import Mutation as PurchaseMutation
from resolvers.scenes.webhook.mutations import Mutation as WebhookMutation


@strawberry.type
class Mutation(
    AgreementMutation,
    AutoPayMutation,
    BillMutation,
    BookingMutation,
    CompanyMutation,
    ConsentMutation,
    LinkMutation,
    NetworkMutation,
    PartnerMutation,
    PaymentMutation,
    PayoutMutation,
    PaymentRunMutation,
    PurchaseMutation,
    WebhookMutation,
):
    pass
