"""The scenes' mutations: each noun has its own."""

import strawberry

from resolvers.scenes.consent.mutations import Mutation as ConsentMutation
from resolvers.scenes.partner.mutations import Mutation as PartnerMutation
from resolvers.scenes.payment.mutations import Mutation as PaymentMutation


@strawberry.type
class Mutation(ConsentMutation, PartnerMutation, PaymentMutation):
    pass
