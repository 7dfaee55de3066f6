"""Campaigns and coupons, made by the house's own verbs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from domains import ledger, offers, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.offers import Benefit, BenefitKind, Conditions, Limits, Terms
from domains.offers.service.later_benefits import CouponsSwept
from tests.domains.offers.staff import Staff
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person

FIVE_OFF = Benefit(BenefitKind.AMOUNT, minor=500)
TWENTY_FROM_HUNDRED = Benefit(BenefitKind.THRESHOLD, minor=2_000, least_minor=10_000)
TENTH_OFF = Benefit(BenefitKind.PERCENT, bps=1_000, most_minor=3_000)
CASH = Benefit(BenefitKind.CASH, minor=888)
ANY = Limits(per_person=None)


async def campaign(
    staff: Staff, benefit: Benefit = FIVE_OFF, budget_minor: int = 1_000_000, limits: Limits = ANY, *, asset: Asset = CNY, **more: Any
) -> offers.Campaign:
    """A campaign that runs now, with that much to spend."""
    now = staff.database.clock.now()
    terms = Terms(benefit, more.pop("conditions", Conditions()), limits, more.pop("life_days", 30))
    named = {"name_zh": "周末立减", "name_en": "Weekend", "asset": asset.code, "starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=300)}
    command = offers.OpenCampaignCommand(request_id=uuid4(), terms=terms, **{**named, **staff.who, **more})
    made = await staff.database.write(offers.open_campaign, command)
    if budget_minor:
        fund = offers.FundCampaignCommand(request_id=uuid4(), campaign_id=made.id, amount=Amount(budget_minor, asset), **staff.who)
        await staff.database.write(offers.fund_campaign, fund)
    return made


def claiming(someone: Person, one: offers.Campaign | str, **more: Any) -> offers.ClaimCouponCommand:
    named = {"code": one} if isinstance(one, str) else {"campaign_id": one.id}
    return offers.ClaimCouponCommand(**{"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, **named, **more})


async def claim(database: Database, someone: Person, one: offers.Campaign | str, **more: Any) -> offers.CouponGranted:
    return await database.write(offers.claim_coupon, claiming(someone, one, **more))


async def reserve(
    database: Database, someone: Person, coupons: Sequence[offers.CouponGranted], shop: tills.Shop, minor: int, **more: Any
) -> offers.CouponsReserved:
    ids = tuple(one.coupon_id for one in coupons)
    named = {"owner_id": someone.id, "session_id": someone.session_id, "merchant_id": shop.merchant_id, "amount": Amount(minor, shop.asset)}
    return await database.write(offers.reserve_coupons, offers.ReserveCouponsCommand(**{"request_id": uuid4(), "coupon_ids": ids, **named, **more}))


async def pay_with(database: Database, someone: Person, shop: tills.Shop, minor: int, given_minor: int, **more: Any) -> wallet.Paid:
    """Pay with what was reserved, and the rest from the wallet."""
    fundings = [wallet.Funding("coupon", Amount(given_minor, shop.asset))]
    if given_minor < minor:
        fundings.append(wallet.Funding("wallet"))
    return await tills.pay(database, someone, shop, minor, fundings=tuple(fundings), **more)


async def redeem_cash(database: Database, someone: Person, coupon: offers.CouponGranted, **more: Any) -> offers.CashCouponRedeemed:
    named = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "coupon_id": coupon.coupon_id, **more}
    return await database.write(offers.redeem_cash_coupon, offers.RedeemCashCouponCommand(**named))


async def sweep(database: Database) -> CouponsSwept:
    return await database.write(offers.sweep_coupons, offers.SweepCouponsCommand(request_id=None, owner_id=UUID(int=1)))


async def budget(database: Database, one: offers.Campaign) -> tuple[int, int]:
    """What the campaign's budget holds, and what of it is available."""
    async with database.reading() as read:
        account = (await ledger.find_accounts(read, [id_ := offers.budget_id(one.id)]))[id_]
    return account.posted.minor, account.available.minor


async def coupon(database: Database, granted: offers.CouponGranted) -> offers.Coupon:
    async with database.reading() as read:
        return (await offers.find_coupons(read, [(granted.customer_id, granted.coupon_id)]))[granted.customer_id, granted.coupon_id]
