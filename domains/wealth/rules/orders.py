"""The life of an order, as data, and what may be ordered: pure decisions.

A subscription                                          a redemption
placed      the money is held                           the shares are held
accepted    its cut-off has passed: no way back         the same
priced      the day's value is known: shares and fee    the same: lots, worth and fee
confirmed   the money has gone, the shares are there    the shares have gone, the money is on its way
settled     the same instant                            the money is there
cancelled   before the cut-off, by the customer: what was held is free again
rejected    by the registrar, or because the product closed: the same

A large redemption may be confirmed in part: the rest of its shares is free again, and the order says how much was done.

Refused in this order: FundNotFound, FundClosed, AmountOutOfRange (least, most), AssessmentNeeded, ProductUnsuitable, MismatchUnconfirmed, then for a
redemption SharesInsufficient, and last what the ledger refuses."""

from datetime import datetime
from enum import StrEnum

from domains.kernel.assets import Asset
from domains.kernel.errors import AmountOutOfRange
from domains.wealth.errors.orders import FundClosed, FundOrderUncancellable
from domains.wealth.errors.suitability import AssessmentNeeded, MismatchUnconfirmed, ProductUnsuitable
from domains.wealth.rules.products import FundTerms, ProductState
from domains.wealth.rules.suitability import COOLING_OFF, Fit, InvestorClass, RiskRating, is_confirmed, judge


class OrderSide(StrEnum):
    SUBSCRIBE = "subscribe"
    REDEEM = "redeem"


class OrderState(StrEnum):
    PLACED = "placed"
    ACCEPTED = "accepted"
    PRICED = "priced"
    CONFIRMED = "confirmed"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


def check_sale(state: ProductState) -> None:
    """Raise FundClosed where nothing new may be ordered."""
    if state is not ProductState.ON_SALE:
        raise FundClosed(state.value)


def check_amount(minor: int, asset: Asset, terms: FundTerms, *, holds_shares: bool) -> None:
    """Raise AmountOutOfRange for a subscription below the least or above the most. Who holds shares already needs less."""
    least = terms.later_least_minor if holds_shares else terms.first_least_minor
    if not least <= minor <= terms.order_most_minor:
        raise AmountOutOfRange(minor, asset.code, least, terms.order_most_minor)


def check_suitable(investor: InvestorClass | None, rating: RiskRating, confirmed_at: datetime | None, now: datetime) -> Fit:
    """How they fit. Raises AssessmentNeeded without a class, ProductUnsuitable, MismatchUnconfirmed."""
    if investor is None:
        raise AssessmentNeeded
    fit = judge(investor, rating)
    if fit is Fit.BARRED:
        raise ProductUnsuitable(investor.value, rating.value)
    if fit is Fit.MISMATCH and not is_confirmed(confirmed_at, now):
        cooling = confirmed_at is not None and now - confirmed_at < COOLING_OFF
        raise MismatchUnconfirmed(investor.value, rating.value, confirmed_at + COOLING_OFF if confirmed_at and cooling else None)
    return fit


def check_cancel(state: OrderState, cut_off_at: datetime, now: datetime) -> None:
    """Raise FundOrderUncancellable at or after the cut-off, and of what has ended."""
    if state is not OrderState.PLACED or now >= cut_off_at:
        raise FundOrderUncancellable(state.value, cut_off_at)
