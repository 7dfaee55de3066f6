"""What members of staff do with referral: reward sharing from a campaign's budget, and set the rules against fraud."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.offers.products.mutations import ProductKeyInput, key_of
from resolvers.offers.products.problems import ProductNotFound
from resolvers.offers.referral.problems import ReferralMalformed, ReferralOpenAlready
from resolvers.offers.referral.types import FraudRules, Referral
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, IdReused, UnknownCurrency
from resolvers.scalars import read_id


@strawberry.input(description="Reward who shares a product.")
class OpenReferralInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign whose budget it is.")
    product: ProductKeyInput = strawberry.field(description="What is shared.")
    reward: MoneyInput = strawberry.field(description="What who shared earns for a friend's first purchase.")
    least: MoneyInput = strawberry.field(description="The least purchase that counts.")


@strawberry.input(description="Set the rules against fraud.")
class SetFraudRulesInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    version: int = strawberry.field(description="One more than that of the rules that hold.")
    refuses_same_device: bool = strawberry.field(default=True, description="Whether who signs in on one device is one.")
    refuses_same_household: bool = strawberry.field(default=True, description="Whether who shares a device with a third is one.")
    newcomer_days: int | None = strawberry.field(default=None, description="How new who buys must be, in days; null: anybody.")
    most_a_day: int | None = strawberry.field(default=20, description="How often one may earn a day; null: any number.")


OpenReferralResult = Annotated[
    Referral | UnknownCurrency | AmountMalformed | ReferralMalformed | ProductNotFound | ReferralOpenAlready | IdReused,
    strawberry.union("OpenReferralResult", description="The programme, or why it was refused."),
]
SetFraudRulesResult = Annotated[
    FraudRules | ReferralMalformed | IdReused, strawberry.union("SetFraudRulesResult", description="The rules, or why they were refused.")
]


@mutation("Reward who shares a product, from a campaign's budget. Written to the audit log.", permission=Permission.OPERATOR_OFFERS)
async def open_referral(info: Info, input: OpenReferralInput) -> OpenReferralResult:
    viewer = info.context.viewer
    kind, product_id = key_of(input.product)
    command = offers.branches.OpenReferralCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        campaign_id=read_id(input.campaign_id) or NOBODY,
        kind=kind,
        product_id=product_id,
        reward=amount_of(input.reward),
        least=amount_of(input.least),
    )
    return await info.context.write(offers.branches.open_referral, command)  # type: ignore[arg-type]


@mutation("Set the rules against fraud, for purchases from now on. Written to the audit log.", permission=Permission.OPERATOR_OFFERS)
async def set_fraud_rules(info: Info, input: SetFraudRulesInput) -> SetFraudRulesResult:
    viewer = info.context.viewer
    told = (input.version, input.refuses_same_device, input.refuses_same_household, input.newcomer_days, input.most_a_day)
    command = offers.branches.SetFraudRulesCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, rules=offers.branches.FraudRules(*told)
    )
    return await info.context.write(offers.branches.set_fraud_rules, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    open_referral = open_referral
    set_fraud_rules = set_fraud_rules
