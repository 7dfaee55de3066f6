"""What an order would bring if it were placed now and its day had the last value: shown before it is confirmed, and promised to nobody."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.errors import AssetMismatch, InvalidInput
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from domains.wealth.errors.products import CalendarMissing
from domains.wealth.queries import navs, positions, products, quotes, suitability
from domains.wealth.queries.navs import Nav
from domains.wealth.queries.positions import HeldLot
from domains.wealth.queries.products import Fund
from domains.wealth.rules.orders import OrderSide
from domains.wealth.rules.products import ProductKind
from domains.wealth.rules.shares import Lot, issue, redemption_rate, take_lots, worth_minor
from domains.wealth.rules.suitability import Fit, judge


class QuoteDays(NamedTuple):
    """The days of an order that is placed now."""

    trade_date: date
    confirm_on: date
    settle_on: date


class QuotedLot(NamedTuple):
    """What a redemption would take of a lot, and its fee."""

    acquired_on: date
    held_days: int
    shares_minor: int
    fee_ppm: int
    fee: Amount


class OrderQuote(NamedTuple):
    """`gross` is `net` and `fee`. Of a subscription the fee is certain, and the shares are those of the last value; of a redemption all but the shares hangs on
    the value. `fit`: how the product and the customer's class fit; None without an assessment, and of a redemption."""

    fund: Fund
    side: OrderSide
    days: QuoteDays
    nav: Nav
    shares_minor: int
    gross: Amount
    fee: Amount
    net: Amount
    fit: Fit | None
    lots: Sequence[QuotedLot]


async def quote_subscription(read: Read, customer_ids: Sequence[UUID], code: str, amount: Amount) -> list[OrderQuote | None]:
    """For each customer; None where there is no such product, or no value or calendar yet. Raises InvalidInput for another currency, or nothing."""
    found = await _found(read, code)
    if found is None:
        return [None] * len(customer_ids)
    fund, nav, days = found
    if amount.asset != fund.asset:
        raise InvalidInput("amount", str(AssetMismatch(amount.asset.code, fund.asset.code)))
    if not 0 < amount.minor <= fund.terms.order_most_minor:
        raise InvalidInput("amount", f"1 to {fund.terms.order_most_minor} minor units")
    issued = issue(amount.minor, nav.nav_e4, fund.terms.subscription)
    money = (amount, Amount(issued.fee_minor, fund.asset), Amount(issued.net_minor, fund.asset))
    classes = await suitability.find_assessments(read, customer_ids)
    fits = [judge(classes[id_].investor_class, fund.terms.rating) if id_ in classes else None for id_ in customer_ids]
    return [OrderQuote(fund, OrderSide.SUBSCRIBE, days, nav, issued.shares_minor, *money, fit, ()) for fit in fits]


async def quote_redemption(read: Read, customer_ids: Sequence[UUID], code: str, shares_minor: int) -> list[OrderQuote | None]:
    """For each customer; None also where they have not so many shares free. Lots that open redemptions will take are left out."""
    found = await _found(read, code)
    if found is None or shares_minor <= 0:
        return [None] * len(customer_ids)
    fund, nav, days = found
    held = {one.customer_id: one.shares_minor for one in await positions.find_positions(read, customer_ids) if one.product_id == fund.id}
    taken = await quotes.sum_held_of(read, customer_ids, fund.id)
    lots: dict[UUID, list[HeldLot]] = {}
    if fund.kind is not ProductKind.MONEY_MARKET:
        for lot in await positions.find_lots(read, customer_ids):
            if lot.product_id == fund.id:
                lots.setdefault(lot.customer_id, []).append(lot)
    return [
        _redemption(fund, nav, days, shares_minor, lots.get(id_, []), taken.get(id_, 0)) if held.get(id_, 0) - taken.get(id_, 0) >= shares_minor else None
        for id_ in customer_ids
    ]


async def _found(read: Read, code: str) -> tuple[Fund, Nav, QuoteDays] | None:
    today = business_date(read.now)
    found = await products.find_products(read, codes=[code])
    if not found:
        return None
    (fund,) = found
    nav = (await navs.find_latest(read, [fund.id], today)).get(fund.id)
    calendar = await products.find_calendar(read, today)
    if nav is None:
        return None
    try:
        trade_date = calendar.trade_date(read.now)
        days = QuoteDays(trade_date, calendar.after(trade_date, fund.terms.confirm_days), calendar.after(trade_date, fund.terms.settle_days))
    except CalendarMissing:
        return None
    return fund, nav, days


def _redemption(fund: Fund, nav: Nav, days: QuoteDays, shares_minor: int, lots: Sequence[HeldLot], taken_minor: int) -> OrderQuote:
    gross, told = worth_minor(shares_minor, nav.nav_e4), []
    acquired = {lot.id: lot.acquired_on for lot in lots}
    for one in take_lots(_left(lots, taken_minor, days.trade_date), shares_minor, nav.nav_e4, fund.terms.redemption) if lots else ():
        held_days = (days.trade_date - acquired[one.lot_id]).days
        rate = redemption_rate(held_days, fund.terms.redemption)
        told.append(QuotedLot(acquired[one.lot_id], held_days, one.shares_minor, rate, Amount(one.fee_minor, fund.asset)))
    fee = sum(one.fee.minor for one in told)
    money = (Amount(gross, fund.asset), Amount(fee, fund.asset), Amount(gross - fee, fund.asset))
    return OrderQuote(fund, OrderSide.REDEEM, days, nav, shares_minor, *money, None, told)


def _left(lots: Sequence[HeldLot], taken_minor: int, trade_date: date) -> list[Lot]:
    """What open redemptions leave of lots, the oldest first."""
    left = []
    for lot in lots:
        gone = min(lot.left_minor, taken_minor)
        taken_minor -= gone
        if lot.left_minor > gone:
            left.append(Lot(lot.id, (trade_date - lot.acquired_on).days, lot.left_minor - gone, 0))
    return left
