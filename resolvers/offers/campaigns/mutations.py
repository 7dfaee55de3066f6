"""Claim, reserve, release and redeem coupons."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.money import MoneyInput, amount_of
from resolvers.offers.campaigns.problems import (
    BudgetExhausted,
    CampaignEnded,
    CampaignNotFound,
    CouponLimitReached,
    CouponNotForYou,
    CouponNotFound,
    CouponUnusable,
)
from resolvers.offers.campaigns.types import CashCouponRedeemed, CouponGranted, CouponsReleased, CouponsReserved
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, IdReused, UnknownCurrency
from resolvers.scalars import read_id


@strawberry.input(description="A campaign by its id, or a code.", one_of=True)
class CouponOfInput:
    campaign_id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="A campaign that needs no code.")
    code: strawberry.Maybe[str] = strawberry.field(description="A code: shared by all who know it, or one's own.", metadata={"data_class": C3})


@strawberry.input(description="Claim a coupon.")
class ClaimCouponInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    of: CouponOfInput = strawberry.field(description="Which.")


@strawberry.input(description="Set coupons aside for a purchase.")
class ReserveCouponsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it names the reservation.")
    coupon_ids: list[strawberry.ID] = strawberry.field(description="Three at most.")
    merchant_id: strawberry.ID = strawberry.field(description="Who will be paid.")
    amount: MoneyInput = strawberry.field(description="The whole price, before what the coupons take off.")
    item: MoneyInput | None = strawberry.field(default=None, description="The price of the item that one of them makes free.")


@strawberry.input(description="Let reserved coupons go.")
class ReleaseCouponsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    reservation_id: strawberry.ID = strawberry.field(description="The reservation.")


@strawberry.input(description="Have what a cash coupon gives.")
class RedeemCashCouponInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    coupon_id: strawberry.ID = strawberry.field(description="The coupon.")


ClaimCouponResult = Annotated[
    CouponGranted | CampaignNotFound | CampaignEnded | CouponNotForYou | CouponLimitReached | IdReused,
    strawberry.union("ClaimCouponResult", description="The coupon, or why it was refused."),
]
ReserveCouponsResult = Annotated[
    CouponsReserved | CouponNotFound | CouponUnusable | BudgetExhausted | AmountMalformed | UnknownCurrency | IdReused,
    strawberry.union("ReserveCouponsResult", description="The reservation, or why it was refused."),
]
ReleaseCouponsResult = Annotated[
    CouponsReleased | CouponNotFound | IdReused, strawberry.union("ReleaseCouponsResult", description="The coupons, or why it was refused.")
]
RedeemCashCouponResult = Annotated[
    CashCouponRedeemed | CouponNotFound | CouponUnusable | BudgetExhausted | IdReused,
    strawberry.union("RedeemCashCouponResult", description="What was paid, or why it was refused."),
]


@mutation("Claim a coupon of a campaign, or by a code.", permission=Permission.CUSTOMER)
async def claim_coupon(info: Info, input: ClaimCouponInput) -> ClaimCouponResult:
    viewer, of = info.context.viewer, input.of
    command = offers.ClaimCouponCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        campaign_id=(read_id(of.campaign_id.value) or NOBODY) if of.campaign_id else None,
        code=of.code.value if of.code else None,
    )
    return await info.context.write(offers.claim_coupon, command)  # type: ignore[arg-type]


@mutation("Set coupons aside for a purchase; whatever was set aside before is let go.", permission=Permission.CUSTOMER)
async def reserve_coupons(info: Info, input: ReserveCouponsInput) -> ReserveCouponsResult:
    viewer = info.context.viewer
    command = offers.ReserveCouponsCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        coupon_ids=tuple(read_id(id_) or NOBODY for id_ in input.coupon_ids[:10]),
        merchant_id=read_id(input.merchant_id) or NOBODY,
        amount=amount_of(input.amount),
        item=None if input.item is None else amount_of(input.item),
    )
    return await info.context.write(offers.reserve_coupons, command)  # type: ignore[arg-type]


@mutation("Let reserved coupons go.", permission=Permission.CUSTOMER)
async def release_coupons(info: Info, input: ReleaseCouponsInput) -> ReleaseCouponsResult:
    viewer = info.context.viewer
    reservation_id = read_id(input.reservation_id) or NOBODY
    command = offers.ReleaseCouponsCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, reservation_id=reservation_id)
    return await info.context.write(offers.release_coupons, command)  # type: ignore[arg-type]


@mutation("Have what a cash coupon gives paid into the wallet.", permission=Permission.CUSTOMER)
async def redeem_cash_coupon(info: Info, input: RedeemCashCouponInput) -> RedeemCashCouponResult:
    viewer = info.context.viewer
    coupon_id = read_id(input.coupon_id) or NOBODY
    command = offers.RedeemCashCouponCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, coupon_id=coupon_id)
    return await info.context.write(offers.redeem_cash_coupon, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    claim_coupon = claim_coupon
    reserve_coupons = reserve_coupons
    release_coupons = release_coupons
    redeem_cash_coupon = redeem_cash_coupon
