"""Campaigns and coupons, as the app sees them."""

from enum import Enum

import strawberry

from domains import offers
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import CurrencyCode, Instant


@strawberry.enum(description="What a coupon gives.")
class BenefitKind(Enum):
    AMOUNT = strawberry.enum_value("amount", description="So much off.")
    THRESHOLD = strawberry.enum_value("threshold", description="So much off from a least spending on.")
    PERCENT = strawberry.enum_value("percent", description="A part of the price off.")
    FREE_ITEM = strawberry.enum_value("free_item", description="The price of one item off.")
    CASHBACK = strawberry.enum_value("cashback", description="A part of the price back, once the time for returns is over.")
    CASH = strawberry.enum_value("cash", description="Money into the wallet, without a purchase.")
    POINTS = strawberry.enum_value("points", description="Points for what is spent, once the time for returns is over.")
    INTEREST = strawberry.enum_value("interest", description="A better rate.")
    FEE = strawberry.enum_value("fee", description="A part of a fee off.")


@strawberry.enum(description="How a coupon stands.")
class CouponState(Enum):
    CLAIMED = strawberry.enum_value("claimed", description="It can be used.")
    RESERVED = strawberry.enum_value("reserved", description="Set aside for a purchase, for a quarter of an hour.")
    REDEEMED = strawberry.enum_value("redeemed", description="It was used.")
    EXPIRED = strawberry.enum_value("expired", description="Its time is over.")


@computed("What it gives.", name="kind")
def kind_of_campaign(row: offers.Campaign) -> BenefitKind:
    return BenefitKind[row.terms.benefit.kind.name]


@computed("In which currency, or other asset, it gives.", name="currency")
def currency_of_campaign(row: offers.Campaign) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


@computed("How much it gives, where that is a fixed amount.")
def gives(row: offers.Campaign) -> Money | None:
    return Amount(row.terms.benefit.minor, row.asset) if row.terms.benefit.minor else None  # type: ignore[return-value]


@computed("Hundredths of a percent, where it gives a part.")
def rate_bps(row: offers.Campaign) -> int | None:
    return row.terms.benefit.bps or None


@computed("What must be spent at least; null: anything.")
def least_spending(row: offers.Campaign) -> Money | None:
    return Amount(row.terms.benefit.least_minor, row.asset) if row.terms.benefit.least_minor else None  # type: ignore[return-value]


@computed("The most that it gives; null: as much as it comes to.")
def most_given(row: offers.Campaign) -> Money | None:
    return None if row.terms.benefit.most_minor is None else Amount(row.terms.benefit.most_minor, row.asset)  # type: ignore[return-value]


@type_of(offers.Campaign, "A campaign with coupons to claim. Its terms never change.")
class Campaign:
    id: strawberry.ID = field("The campaign.")
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    kind = kind_of_campaign
    currency = currency_of_campaign
    gives = gives
    rate_bps = rate_bps
    least_spending = least_spending
    most_given = most_given
    starts_at: Instant = field("From when on.")
    ends_at: Instant = field("Until when.")


@batched(CouponState, "How it stands at this instant.", name="state")
async def state_of_coupon(read: Read, coupons: list[offers.Coupon], viewers: list[Viewer]) -> list[CouponState]:
    return [CouponState[coupon.state_at(read.now).upper()] for coupon in coupons]


@computed("What it gave, or is reserved to give; null before.", C2)
def given(row: offers.Coupon) -> Money | None:
    return Amount(row.given_minor, row.campaign.asset) if row.given_minor else None  # type: ignore[return-value]


@computed("What of that it still gives after returns; null before.", C2)
def kept(row: offers.Coupon) -> Money | None:
    return Amount(row.kept_minor, row.campaign.asset) if row.given_minor else None  # type: ignore[return-value]


@type_of(offers.Coupon, "A coupon of the viewer.")
class Coupon:
    id: strawberry.ID = field("The coupon.")
    campaign: Campaign = field("What it is a coupon of.")
    state = state_of_coupon
    claimed_at: Instant = field("Since when.")
    expires_at: Instant = field("Until when it can be used.")
    reserved_until: Instant | None = field("Until when it is set aside; null while it is not.")
    redeemed_at: Instant | None = field("When it was used.")
    due_at: Instant | None = field("When a later benefit is paid.")
    given = given
    kept = kept


@computed("Why it does not apply, every reason; empty where it does. For example `spends_too_little`, `other_merchant`, `does_not_stack`.", name="reasons")
def reasons_of_quote(row: offers.CouponQuote) -> list[str]:
    return [reason.value for reason in row.reasons]


@type_of(offers.CouponQuote, "What a coupon would give on a purchase.")
class CouponQuote:
    coupon: Coupon = field("The coupon.")
    given: Money | None = field("What it alone would give; null where it does not apply.", C2)
    reasons = reasons_of_quote


@batched(Coupon | None, "The coupon; null if it cannot be read just now.", name="coupon")
async def coupon_that_was_granted(read: Read, outcomes: list[offers.CouponGranted], viewers: list[Viewer]) -> list[offers.Coupon | None]:
    found = await offers.find_coupons(read, [(outcome.customer_id, outcome.coupon_id) for outcome in outcomes])
    return [found.get((outcome.customer_id, outcome.coupon_id)) for outcome in outcomes]


@type_of(offers.CouponGranted, "The coupon is the viewer's.")
class CouponGranted:
    coupon_id: strawberry.ID = field("The coupon.")
    campaign_id: strawberry.ID = field("Its campaign.")
    expires_at: Instant = field("Until when it can be used.")
    coupon = coupon_that_was_granted


@type_of(offers.CouponsReserved, "The coupons are set aside for a purchase.")
class CouponsReserved:
    reservation_id: strawberry.ID = field("Names the reservation, to let it go.")
    coupon_ids: list[strawberry.ID] = field("The coupons.", list_size=3)
    given: Money = field("What they take off at the till: the payment names it as the part of its source `coupon`.", C2)
    to_pay: Money = field("What is left to pay from elsewhere.", C2)
    reserved_until: Instant = field("Until when.")


@type_of(offers.CouponsReleased, "The coupons can be used for something else.")
class CouponsReleased:
    reservation_id: strawberry.ID = field("The reservation that was let go.")
    coupon_ids: list[strawberry.ID] = field("The coupons.", list_size=3)


@type_of(offers.CashCouponRedeemed, "The money is in the wallet.")
class CashCouponRedeemed:
    coupon_id: strawberry.ID = field("The coupon.")
    movement_id: strawberry.ID = field("The movement in the statement.")
    given: Money = field("How much.", C2)


@type_of(offers.CampaignFunded, "The budget was filled.")
class CampaignFunded:
    campaign_id: strawberry.ID = field("The campaign.")
    budget: Money = field("What the budget holds now.")


@batched(list[str], "The codes, told to whoever made them and in a repeat of the same request.", name="codes", data_class=C2, list_size=100)
async def codes_that_were_made(read: Read, outcomes: list[offers.UniqueCodesMade], viewers: list[Viewer]) -> list[list[str]]:
    return [list(offers.unique_codes(read, outcome)) for outcome in outcomes]


@type_of(offers.UniqueCodesMade, "Codes that one customer each can claim once.")
class UniqueCodesMade:
    campaign_id: strawberry.ID = field("The campaign.")
    count: int = field("How many.")
    codes = codes_that_were_made
