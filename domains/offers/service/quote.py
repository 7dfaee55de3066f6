"""What each of a customer's coupons would give on a purchase, or every reason why it would not. Nothing is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domains import customers
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.offers.queries.coupons import Coupon, list_usable
from domains.offers.rules.campaigns import Purchase, Reason, Spender, worth
from domains.offers.service.reserve import reasons_of

QUOTED_MOST = 50


class CouponQuote(NamedTuple):
    """`given` is what the coupon alone would give; None where it does not apply."""

    coupon: Coupon
    given: Amount | None
    reasons: tuple[Reason, ...]


async def quote_coupons(read: Read, askers: Sequence[tuple[UUID, UUID]], merchant_id: UUID, amount: Amount, item: Amount | None) -> list[list[CouponQuote]]:
    """For each (customer, session), in order: those that give most first, then those that do not apply. Empty where the session has ended. Two statements."""
    claimants = await customers.find_claimants(read, askers)
    usable = await list_usable(read, [customer_id for customer_id, _ in askers], QUOTED_MOST)
    item_minor = None if item is None else item.minor
    purchase = Purchase(merchant_id, amount.minor, amount.asset.code, item_minor)
    return [
        [] if claimant is None else _quotes(read.now, coupons, Spender(claimant.tier, claimant.registered_at), purchase)
        for claimant, coupons in zip(claimants, usable, strict=True)
    ]


def _quotes(now: datetime, coupons: Sequence[Coupon], spender: Spender, purchase: Purchase) -> list[CouponQuote]:
    quotes = []
    for coupon in coupons:
        reasons = reasons_of(now, coupon, spender, purchase)
        minor = 0 if reasons else worth(coupon.campaign.terms.benefit, purchase.minor, purchase.item_minor)
        if not reasons and not minor:
            reasons = [Reason.NOTHING_LEFT]
        quotes.append(CouponQuote(coupon, None if reasons else Amount(minor, coupon.campaign.asset), tuple(reasons)))
    return sorted(quotes, key=lambda quote: -(quote.given.minor if quote.given else 0))
