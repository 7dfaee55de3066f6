"""The scenes' mutations: each noun has its own."""

import strawberry

from resolvers.scenes.partner.mutations import Mutation as PartnerMutation


@strawberry.type
class Mutation(PartnerMutation):
    pass
