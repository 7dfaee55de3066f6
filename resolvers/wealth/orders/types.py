"""Orders, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import DecimalText, Instant
from resolvers.wealth.products.types import Fund
from resolvers.wealth.rates import percent_text, value_text


@strawberry.enum(description="What an order does.")
class FundOrderSide(Enum):
    SUBSCRIBE = strawberry.enum_value("subscribe", description="Money becomes shares.")
    REDEEM = strawberry.enum_value("redeem", description="Shares become money.")


@strawberry.enum(description="Where an order stands.")
class FundOrderState(Enum):
    PLACED = strawberry.enum_value("placed", description="It can be cancelled until its cut-off.")
    ACCEPTED = strawberry.enum_value("accepted", description="Its cut-off has passed.")
    PRICED = strawberry.enum_value("priced", description="The value of its day is known.")
    CONFIRMED = strawberry.enum_value("confirmed", description="Shares and money are exchanged; the money of a redemption is on its way.")
    SETTLED = strawberry.enum_value("settled", description="All is there.")
    CANCELLED = strawberry.enum_value("cancelled", description="By the customer.")
    REJECTED = strawberry.enum_value("rejected", description="By the fund.")


@strawberry.enum(description="How a product and its buyer's class fit.")
class Fit(Enum):
    SUITABLE = strawberry.enum_value("suitable", description="Within the class.")
    MISMATCH = strawberry.enum_value("mismatch", description="Above the class; the buyer confirmed it.")
    BARRED = strawberry.enum_value("barred", description="Not to be bought.")


@computed("What it does.", name="side")
def side_of_order(row: wealth.FundOrder) -> FundOrderSide:
    return FundOrderSide(row.side.value)


@computed("Where it stands.", name="state")
def state_of_order(row: wealth.FundOrder) -> FundOrderState:
    return FundOrderState(row.state.value)


@computed("How the product and the buyer's class fitted; null for a redemption.", C2, name="fit")
def fit_of_order(row: wealth.FundOrder) -> Fit | None:
    return None if row.fit is None else Fit(row.fit.value)


def shares_text(minor: int | None) -> DecimalText | None:
    """Shares, with two decimals."""
    return None if minor is None else DecimalText(f"{minor // 100}.{minor % 100:02d}")


@computed("How many shares a redemption gives; null for a subscription.", C2, name="shares")
def shares_of_order(row: wealth.FundOrder) -> DecimalText | None:
    return shares_text(row.shares_minor)


@computed("How many shares were bought, or redeemed; null before the price.", C2)
def done_shares(row: wealth.FundOrder) -> DecimalText | None:
    return shares_text(row.done_shares_minor)


@computed("The value of a share that it was priced at; null before.", name="value")
def value_of_order(row: wealth.FundOrder) -> DecimalText | None:
    return None if row.nav_e4 is None else value_text(row.nav_e4)


@batched(Fund | None, "The product, by the terms that are sold now.", name="fund")
async def fund_of_order(read: Read, orders: list[wealth.FundOrder], viewers: list[Viewer]) -> list[wealth.Fund | None]:
    found = {one.id: one for one in await wealth.find_products(read, {order.product_id for order in orders})}
    return [found.get(order.product_id) for order in orders]


@computed("What a subscription pays; null for a redemption.", C2, name="amount")
def amount_of_order(row: wealth.FundOrder) -> Money | None:
    return row.money(row.amount_minor)  # type: ignore[return-value]


@computed("The fee; null before it is known.", C2, name="fee")
def fee_of_order(row: wealth.FundOrder) -> Money | None:
    return row.money(row.fee_minor)  # type: ignore[return-value]


@computed("What bought shares, or what a redemption pays, after the fee; null before.", C2, name="net")
def net_of_order(row: wealth.FundOrder) -> Money | None:
    return row.money(row.net_minor)  # type: ignore[return-value]


@type_of(wealth.FundOrder, "An order of the viewer.")
class FundOrder:
    id: strawberry.ID = field("The order: the id that the app made.")
    fund = fund_of_order
    version: int = field("The version of the product's terms that it was placed under.")
    side = side_of_order
    state = state_of_order
    amount = amount_of_order
    shares = shares_of_order
    trade_date: date = field("The day at whose value it is priced.")
    confirm_on: date = field("When it is confirmed.")
    settle_on: date = field("When the money of a redemption is there.")
    cut_off_at: Instant = field("Until when it can be cancelled.")
    value = value_of_order
    done_shares = done_shares
    fee = fee_of_order
    net = net_of_order
    fit = fit_of_order
    plan_id: strawberry.ID | None = field("The regular plan that placed it; null for others.")
    reason: str | None = field("Why it was rejected; null where it was not.")
    placed_at: Instant = field("When it was placed.")


@computed("How the product and the viewer's class fit; null without an assessment, and of a redemption.", C2, name="fit")
def fit_of_quote(row: wealth.OrderQuote) -> Fit | None:
    return None if row.fit is None else Fit(row.fit.value)


@computed("Shares that would be bought at the last value, or that are redeemed.", C2, name="shares")
def shares_of_quote(row: wealth.OrderQuote) -> DecimalText:
    return shares_text(row.shares_minor)  # type: ignore[return-value]


@computed("The last value of a share.", name="value")
def value_of_quote(row: wealth.OrderQuote) -> DecimalText:
    return value_text(row.nav.nav_e4)


@computed("The day of that value.", name="valuedOn")
def valued_on_of_quote(row: wealth.OrderQuote) -> date:
    return row.nav.day


@computed("The day at whose value the order would be priced.", name="tradeDate")
def trade_date_of_quote(row: wealth.OrderQuote) -> date:
    return row.days.trade_date


@computed("When it would be confirmed.", name="confirmOn")
def confirm_on_of_quote(row: wealth.OrderQuote) -> date:
    return row.days.confirm_on


@computed("When the money of a redemption would be there.", name="settleOn")
def settle_on_of_quote(row: wealth.OrderQuote) -> date:
    return row.days.settle_on


@computed("Shares that would be taken.", C2, name="shares")
def shares_of_quoted_lot(row: wealth.QuotedLot) -> DecimalText:
    return shares_text(row.shares_minor)  # type: ignore[return-value]


@computed("The rate of the fee, in percent.", name="feePercent")
def percent_of_quoted_lot(row: wealth.QuotedLot) -> DecimalText:
    return percent_text(row.fee_ppm)


@type_of(wealth.QuotedLot, "What a redemption would take of a lot.")
class QuotedFundLot:
    acquired_on: date = field("When its shares were confirmed.")
    held_days: int = field("For how many days they will have been held on the trade date.")
    shares = shares_of_quoted_lot
    fee_percent = percent_of_quoted_lot
    fee: Money = field("The fee.", C2)


@type_of(wealth.OrderQuote, "What an order would bring if it were placed now and its day had the last value. It is promised to nobody.")
class FundOrderQuote:
    fund: Fund = field("The product, with the version of its terms that an order names.")
    trade_date = trade_date_of_quote
    confirm_on = confirm_on_of_quote
    settle_on = settle_on_of_quote
    value = value_of_quote
    valued_on = valued_on_of_quote
    shares = shares_of_quote
    gross: Money = field("What is paid in, or what the shares are worth.", C2)
    fee: Money = field("The fee.", C2)
    net: Money = field("What buys shares, or what is paid out.", C2)
    fit = fit_of_quote
    lots: list[QuotedFundLot] = field("What of which lots, the oldest first; empty for a subscription and of a money-market product.", C2, list_size=50)
