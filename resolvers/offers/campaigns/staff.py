"""What members of staff do with campaigns: open, fund, pause and end them, and make unique codes."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from domains.kernel.assets import Asset, asset_of
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.offers.campaigns.problems import CampaignEnded, CampaignMalformed, CampaignNotFound
from resolvers.offers.campaigns.types import BenefitKind, Campaign, CampaignFunded, UniqueCodesMade
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, AmountProblem, IdReused, UnknownCurrency
from resolvers.scalars import CurrencyCode, Instant, read_id


@strawberry.enum(description="Whether a campaign runs.")
class CampaignState(Enum):
    LIVE = strawberry.enum_value("live", description="It runs while its time lasts.")
    PAUSED = strawberry.enum_value("paused", description="Nothing is claimed or used.")
    ENDED = strawberry.enum_value("ended", description="For good.")


@strawberry.input(description="What a coupon gives.")
class BenefitInput:
    kind: BenefitKind = strawberry.field(description="What.")
    gives: MoneyInput | None = strawberry.field(default=None, description="How much, where that is a fixed amount; points for each whole unit spent.")
    rate_bps: int = strawberry.field(default=0, description="Hundredths of a percent, where it gives a part.")
    least_spending: MoneyInput | None = strawberry.field(default=None, description="What must be spent at least.")
    most_given: MoneyInput | None = strawberry.field(default=None, description="The most that it gives.")


@strawberry.input(description="For whom, where and when; what is left out means any.")
class ConditionsInput:
    merchant_ids: list[strawberry.ID] = strawberry.field(default_factory=list, description="At these merchants, 200 at most.")
    tiers: list[str] = strawberry.field(default_factory=list, description="For customers of these tiers: `basic`, `verified`.")
    newcomer_days: int | None = strawberry.field(default=None, description="For those who signed up less than so many days ago.")
    weekdays: list[int] = strawberry.field(default_factory=list, description="On these weekdays in Shanghai, 1 for Monday.")
    from_hour: int = strawberry.field(default=0, description="From that hour on.")
    to_hour: int = strawberry.field(default=24, description="Until before that hour.")
    stack: str | None = strawberry.field(default=None, description="The group of coupons it may stand beside; null: it stands alone.")


@strawberry.input(description="How many may be claimed; null: any number.")
class CouponLimitsInput:
    in_all: int | None = strawberry.field(default=None, description="In all.")
    per_day: int | None = strawberry.field(default=None, description="In a business day.")
    per_person: int | None = strawberry.field(default=1, description="By one customer.")
    per_person_day: int | None = strawberry.field(default=None, description="By one customer in a business day.")
    per_device: int | None = strawberry.field(default=None, description="On one device.")
    per_household: int | None = strawberry.field(default=None, description="By customers who share a device.")


@strawberry.input(description="Open a campaign.")
class OpenCampaignInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    currency: CurrencyCode = strawberry.field(description="In which currency, or other asset, it gives.")
    benefit: BenefitInput = strawberry.field(description="What a coupon gives.")
    conditions: ConditionsInput = strawberry.field(default_factory=ConditionsInput, description="For whom, where and when.")
    limits: CouponLimitsInput = strawberry.field(default_factory=CouponLimitsInput, description="How many may be claimed.")
    life_days: int = strawberry.field(default=30, description="How many days a coupon can be used after it was claimed.")
    starts_at: Instant = strawberry.field(description="From when on.")
    ends_at: Instant = strawberry.field(description="Until when.")
    shared_code: str | None = strawberry.field(default=None, description="Needed to claim, the same for all: 4 to 20 letters and digits.")


@strawberry.input(description="Fill a campaign's budget.")
class FundCampaignInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign.")
    amount: MoneyInput = strawberry.field(description="How much.")


@strawberry.input(description="Pause, resume or end a campaign.")
class SetCampaignStateInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign.")
    state: CampaignState = strawberry.field(description="How it is to stand.")


@strawberry.input(description="Make codes that one customer each can claim once.")
class MakeUniqueCodesInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    campaign_id: strawberry.ID = strawberry.field(description="The campaign.")
    count: int = strawberry.field(description="How many, 10,000 at most.")


OpenCampaignResult = Annotated[
    Campaign | CampaignMalformed | UnknownCurrency | AmountMalformed | IdReused,
    strawberry.union("OpenCampaignResult", description="The campaign, or why it was refused."),
]
FundCampaignResult = Annotated[
    CampaignFunded | CampaignNotFound | CampaignEnded | AmountProblem | IdReused,
    strawberry.union("FundCampaignResult", description="The budget, or why it was refused."),
]
SetCampaignStateResult = Annotated[
    Campaign | CampaignNotFound | CampaignEnded | IdReused, strawberry.union("SetCampaignStateResult", description="The campaign, or why it was refused.")
]
MakeUniqueCodesResult = Annotated[
    UniqueCodesMade | CampaignNotFound | CampaignEnded | CampaignMalformed | IdReused,
    strawberry.union("MakeUniqueCodesResult", description="The codes, or why it was refused."),
]


@mutation("Open a campaign with an empty budget.", permission=Permission.OPERATOR_OFFERS)
async def open_campaign(info: Info, input: OpenCampaignInput) -> OpenCampaignResult:
    command = offers.OpenCampaignCommand(
        **command_of(info, input.request_id),
        name_zh=input.name_zh,
        name_en=input.name_en,
        asset=input.currency,
        terms=_terms(input, asset_of(input.currency)),
        starts_at=_instant(input.starts_at),
        ends_at=_instant(input.ends_at),
        shared_code=input.shared_code,
    )
    return await info.context.write(offers.open_campaign, command)  # type: ignore[arg-type]


@mutation("Move money from the house's marketing account into a campaign's budget.", permission=Permission.OPERATOR_OFFERS)
async def fund_campaign(info: Info, input: FundCampaignInput) -> FundCampaignResult:
    campaign_id = read_id(input.campaign_id) or NOBODY
    command = offers.FundCampaignCommand(**command_of(info, input.request_id), campaign_id=campaign_id, amount=amount_of(input.amount))
    return await info.context.write(offers.fund_campaign, command)  # type: ignore[arg-type]


@mutation("Pause, resume or end a campaign.", permission=Permission.OPERATOR_OFFERS)
async def set_campaign_state(info: Info, input: SetCampaignStateInput) -> SetCampaignStateResult:
    campaign_id = read_id(input.campaign_id) or NOBODY
    state = input.state.name.lower()
    command = offers.SetCampaignStateCommand(**command_of(info, input.request_id), campaign_id=campaign_id, state=state)
    return await info.context.write(offers.set_campaign_state, command)  # type: ignore[arg-type]


@mutation("Make codes that one customer each can claim once.", permission=Permission.OPERATOR_OFFERS)
async def make_unique_codes(info: Info, input: MakeUniqueCodesInput) -> MakeUniqueCodesResult:
    campaign_id = read_id(input.campaign_id) or NOBODY
    command = offers.MakeUniqueCodesCommand(**command_of(info, input.request_id), campaign_id=campaign_id, count=input.count)
    return await info.context.write(offers.make_unique_codes, command)  # type: ignore[arg-type]


def _terms(input: OpenCampaignInput, asset: Asset) -> offers.Terms:
    told, where = input.benefit, input.conditions
    benefit = offers.Benefit(
        offers.BenefitKind[told.kind.name], _minor(told.gives) or 0, told.rate_bps, _minor(told.least_spending) or 0, _minor(told.most_given)
    )
    merchants = tuple(read_id(id_) or NOBODY for id_ in where.merchant_ids)
    conditions = offers.Conditions(merchants, tuple(where.tiers), where.newcomer_days, tuple(where.weekdays), where.from_hour, where.to_hour, where.stack)
    return offers.Terms(benefit, conditions, limits_of(input.limits), input.life_days)


def limits_of(limits: CouponLimitsInput) -> offers.Limits:
    """How many there may be, as the domain says it."""
    return offers.Limits(limits.in_all, limits.per_day, limits.per_person, limits.per_person_day, limits.per_device, limits.per_household)


def _minor(money: MoneyInput | None) -> int | None:
    return None if money is None else amount_of(money).minor


def _instant(instant: Instant) -> datetime:
    return instant


@strawberry.type
class Mutation:
    open_campaign = open_campaign
    fund_campaign = fund_campaign
    set_campaign_state = set_campaign_state
    make_unique_codes = make_unique_codes
