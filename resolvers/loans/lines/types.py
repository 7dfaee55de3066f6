"""Lines of credit and standing offers, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import loans
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.loans.products.types import LoanKind, LoanProduct
from resolvers.loans.rates import percent_text
from resolvers.loans.types import LoanSchedule
from resolvers.money import Money
from resolvers.scalars import DecimalText, Instant


@strawberry.enum(description="Whether a line can be drawn from.")
class LineState(Enum):
    ACTIVE = strawberry.enum_value("active", description="It can.")
    FROZEN = strawberry.enum_value("frozen", description="Not until it is lifted.")
    EXPIRED = strawberry.enum_value("expired", description="Its time is over; what was drawn goes on.")
    CLOSED = strawberry.enum_value("closed", description="It has ended for good; what was drawn goes on.")


@computed("What it is drawn into.", name="kind")
def kind_of_line(row: loans.Line) -> LoanKind:
    return LoanKind(row.kind.value)


@computed("Whether it can be drawn from.", name="state")
def state_of_line(row: loans.Line) -> LineState:
    return LineState(row.state.value)


@computed("The limit.", C2, name="limit")
def limit_of_line(row: loans.Line) -> Money:
    return row.amount(row.limit_minor)  # type: ignore[return-value]


@computed("The yearly rate in percent, simple.", C2, name="ratePercent")
def rate_of_line(row: loans.Line) -> DecimalText:
    return percent_text(row.annual_rate)


@batched(Money, "What may be drawn from it now.", data_class=C2, name="available")
async def available_of_line(read: Read, lines: list[loans.Line], viewers: list[Viewer]) -> list[Amount]:
    return await loans.find_left(read, lines)


@batched(LoanProduct | None, "The product, by the terms that it is lent by now.", name="product")
async def product_of_line(read: Read, lines: list[loans.Line], viewers: list[Viewer]) -> list[loans.LoanProduct | None]:
    found = await loans.find_products(read, {one.product_code for one in lines})
    return [found.get(one.product_code) for one in lines]


@type_of(loans.Line, "A line of credit.")
class CreditLine:
    id: strawberry.ID = field("The line.")
    product = product_of_line
    product_version: int = field("The version of the product's terms that it keeps for life.")
    kind = kind_of_line
    state = state_of_line
    limit = limit_of_line
    available = available_of_line
    rate_percent = rate_of_line
    is_revolving: bool = field("Whether what is repaid can be drawn again.")
    expires_on: date = field("From when on nothing can be drawn.")
    opened_at: Instant = field("Since when there is the line.")


@computed("The yearly rate with all costs in it, in percent.", C2, name="aprPercent")
def apr_of_draw(row: loans.QuotedDraw) -> DecimalText:
    return percent_text(row.apr)


@computed("How it would be repaid.", C2, name="schedule")
def schedule_of_draw(row: loans.QuotedDraw) -> LoanSchedule:
    return loans.quote_schedule(row.terms, row.total.asset)  # type: ignore[return-value]


@type_of(loans.QuotedDraw, "What a draw would cost today.")
class CreditLineQuote:
    interest: Money = field("All interest.", C2)
    fee: Money = field("The fee, due with the first instalment.", C2)
    total: Money = field("All that is to be repaid: a draw names it as what was shown.", C2)
    apr_percent = apr_of_draw
    schedule = schedule_of_draw


@computed("How much at most.", C2, name="limit")
def limit_of_offer(row: loans.Preapproval) -> Money:
    return row.limit  # type: ignore[return-value]


@computed("The yearly rate in percent, simple.", C2, name="ratePercent")
def rate_of_offer(row: loans.Preapproval) -> DecimalText | None:
    return None if row.annual_rate is None else percent_text(row.annual_rate)


@batched(LoanProduct | None, "The product, by the terms that it is lent by now.", name="product")
async def product_of_offer(read: Read, offers: list[loans.Preapproval], viewers: list[Viewer]) -> list[loans.LoanProduct | None]:
    found = await loans.find_products(read, {one.product_code for one in offers})
    return [found.get(one.product_code) for one in offers]


@type_of(loans.Preapproval, "What the viewer could have without being assessed again.")
class StandingLoanOffer:
    id: strawberry.ID = field("The offer.")
    product = product_of_offer
    product_version: int = field("The version of the product's terms.")
    limit = limit_of_offer
    rate_percent = rate_of_offer
    offered_at: Instant = field("Since when it stands.")
    expires_at: Instant = field("Until when.")
