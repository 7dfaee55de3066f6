"""What each of a customer's coupons would give on a purchase, or every reason why it would not. Nothing is written."""

from collections.abc import Sequence
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


async def quote_coupons(read: Read, customer_id: UUID, session_id: UUID, merchant_id: UUID, amount: Amount, item: Amount | None) -> Sequence[CouponQuote]:
    """Those that give most first, then those that do not apply. Empty when the session has ended. Two statements."""
    (claimant,) = await customers.find_claimants(read, [(customer_id, session_id)])
    if claimant is None:
        return []
    item_minor = None if item is None else item.minor
    purchase = Purchase(merchant_id, amount.minor, amount.asset.code, item_minor)
    spender = Spender(claimant.tier, claimant.registered_at)
    quotes = []
    for coupon in await list_usable(read, customer_id, QUOTED_MOST):
        reasons = reasons_of(read.now, coupon, spender, purchase)
        minor = 0 if reasons else worth(coupon.campaign.terms.benefit, amount.minor, item_minor)
        if not reasons and not minor:
            reasons = [Reason.NOTHING_LEFT]
        quotes.append(CouponQuote(coupon, None if reasons else Amount(minor, coupon.campaign.asset), tuple(reasons)))
    return sorted(quotes, key=lambda quote: -(quote.given.minor if quote.given else 0))
