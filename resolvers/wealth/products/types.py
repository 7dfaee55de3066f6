"""Wealth products, as the app sees them."""

from datetime import date
from enum import Enum

import strawberry

from domains import wealth
from domains.kernel.clock import business_date
from domains.kernel.money import Amount
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.scalars import CurrencyCode, DecimalText, Instant
from resolvers.wealth.rates import percent_text, value_text


@strawberry.enum(description="What kind of product it is.")
class FundKind(Enum):
    MONEY_MARKET = strawberry.enum_value("money_market", description="Worth 1.0000 a share; pays its income every day in shares.")
    BOND = strawberry.enum_value("bond", description="Bonds.")
    MIXED = strawberry.enum_value("mixed", description="Bonds and equities.")
    EQUITY = strawberry.enum_value("equity", description="Equities.")
    INDEX = strawberry.enum_value("index", description="Follows an index.")
    FIXED_TERM = strawberry.enum_value("fixed_term", description="Held until its term ends.")


@strawberry.enum(description="Whether it is sold.")
class FundState(Enum):
    ON_SALE = strawberry.enum_value("on_sale", description="It can be ordered.")
    SUSPENDED = strawberry.enum_value("suspended", description="Nothing new is ordered for now.")
    CLOSED = strawberry.enum_value("closed", description="It is sold no more; what is held can be redeemed.")


@strawberry.enum(description="How bold a product is.")
class RiskRating(Enum):
    R1 = strawberry.enum_value("R1", description="Cautious.")
    R2 = strawberry.enum_value("R2", description="Rather cautious.")
    R3 = strawberry.enum_value("R3", description="Balanced.")
    R4 = strawberry.enum_value("R4", description="Rather bold.")
    R5 = strawberry.enum_value("R5", description="Bold.")


@computed("The rate, in percent.")
def percent(row: wealth.PricedTier | wealth.RedemptionTier) -> DecimalText:
    return percent_text(row.rate_ppm)


@type_of(wealth.PricedTier, "The fee of who pays in at least so much.")
class FundSubscriptionTier:
    least: Money = field("From how much on.")
    percent = percent
    flat: Money | None = field("A fee that is the same for every amount; null where the rate holds.")


@type_of(wealth.RedemptionTier, "The fee on shares that were held for at least so many days.")
class FundRedemptionTier:
    from_days: int = field("From how many days on.")
    percent = percent


@type_of(wealth.Document, "What is to be read before buying.")
class FundDocument:
    title_zh: str = field("Its Chinese title.")
    title_en: str = field("Its English title.")
    url: str = field("Where it is.")
    sha256: str = field("SHA-256 of the file, in hexadecimal.")


@computed("The value of a share, with four decimals.", name="value")
def value_of_nav(row: wealth.Nav) -> DecimalText:
    return value_text(row.nav_e4)


@computed("Money per 10,000 shares, with four decimals; null for what pays no daily income.", name="incomePer10k")
def income_of_nav(row: wealth.Nav) -> DecimalText | None:
    return None if row.income_e4 is None else value_text(row.income_e4) if row.income_e4 >= 0 else DecimalText(f"-{value_text(-row.income_e4)}")


@type_of(wealth.Nav, "What a share was worth on a day.")
class FundValue:
    day: date = field("The business day.")
    value = value_of_nav
    income_per_10k = income_of_nav
    revision: int = field("0 for the first value of that day; more for a correction.")


@computed("What kind of product.", name="kind")
def kind_of_fund(row: wealth.Fund) -> FundKind:
    return FundKind(row.kind.value)


@computed("Whether it is sold.", name="state")
def state_of_fund(row: wealth.Fund) -> FundState:
    return FundState(row.state.value)


@computed("How bold it is.")
def rating(row: wealth.Fund) -> RiskRating:
    return RiskRating(row.terms.rating.value)


@computed("Its currency.", name="currency")
def currency_of_fund(row: wealth.Fund) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


@computed("The least of a first order.")
def first_least(row: wealth.Fund) -> Money:
    return Amount(row.terms.first_least_minor, row.asset)  # type: ignore[return-value]


@computed("The least of a later one.")
def later_least(row: wealth.Fund) -> Money:
    return Amount(row.terms.later_least_minor, row.asset)  # type: ignore[return-value]


@computed("The most of one order.")
def order_most(row: wealth.Fund) -> Money:
    return Amount(row.terms.order_most_minor, row.asset)  # type: ignore[return-value]


@type_of(wealth.FundTerms, "The terms of a product's version.")
class FundTerms:
    redemption: list[FundRedemptionTier] = field("Fees of redeeming, by days held.", list_size=12)
    confirm_days: int = field("Trading days from the trade date to the confirmation.")
    settle_days: int = field("Trading days from the trade date to the money of a redemption.")
    term_days: int | None = field("Calendar days of a fixed term; null for others.")
    benchmark: str | None = field("The code of the product that it is compared with; null where none is named.")
    documents: list[FundDocument] = field("What is to be read before buying.", list_size=12)


@computed("How much one customer can redeem at once in a day; null where nothing can.")
def quick_per_day(row: wealth.Fund) -> Money | None:
    return None if row.terms.quick is None else Amount(row.terms.quick.customer_day_minor, row.asset)  # type: ignore[return-value]


@batched(FundValue | None, "Its last published value; null before the first.", name="latest")
async def latest_of_fund(read: Read, funds: list[wealth.Fund], viewers: list[Viewer]) -> list[wealth.Nav | None]:
    found = await wealth.find_latest(read, {fund.id for fund in funds}, business_date(read.now))
    return [found.get(fund.id) for fund in funds]


@computed("What a share did in a month, in percent; null where it had no value then.", name="month")
def month_of_performance(row: wealth.Performance) -> DecimalText | None:
    return None if row.month_ppm is None else percent_text(row.month_ppm)


@computed("In three months.", name="quarter")
def quarter_of_performance(row: wealth.Performance) -> DecimalText | None:
    return None if row.quarter_ppm is None else percent_text(row.quarter_ppm)


@computed("In a year.", name="year")
def year_of_performance(row: wealth.Performance) -> DecimalText | None:
    return None if row.year_ppm is None else percent_text(row.year_ppm)


@computed("The yearly rate of its last seven days of income, in percent; null where one of them is missing.", name="sevenDays")
def week_of_performance(row: wealth.Performance) -> DecimalText | None:
    return None if row.week_ppm is None else percent_text(row.week_ppm)


@type_of(wealth.Performance, "How a product has done. It says nothing of how it will do.")
class FundPerformance:
    month = month_of_performance
    quarter = quarter_of_performance
    year = year_of_performance
    seven_days = week_of_performance


@computed("0.00 to 5.00.", name="rating")
def rating_of_endorsement(row: wealth.Endorsement) -> DecimalText:
    return DecimalText(f"{row.rating_e2 // 100}.{row.rating_e2 % 100:02d}")


@type_of(wealth.Endorsement, "What customers think of a product.")
class FundEndorsement:
    rating = rating_of_endorsement
    raters: int = field("Of how many.")
    as_of: Instant = field("When that was so.")


@batched(FundPerformance, "How it has done.", name="performance")
async def performance_of_fund(read: Read, funds: list[wealth.Fund], viewers: list[Viewer]) -> list[wealth.Performance]:
    found = await wealth.find_performance(read, {fund.id for fund in funds}, business_date(read.now))
    return [found[fund.id] for fund in funds]


@batched(FundEndorsement | None, "What customers think of it; null where nobody has said.", name="endorsed")
async def endorsed_of_fund(read: Read, funds: list[wealth.Fund], viewers: list[Viewer]) -> list[wealth.Endorsement | None]:
    found = await wealth.find_endorsed(read, {fund.id for fund in funds})
    return [found.get(fund.id) for fund in funds]


@type_of(wealth.Fund, "A fund or term product.")
class Fund:
    id: strawberry.ID = field("The product.")
    code: str = field("Its code of six digits.")
    kind = kind_of_fund
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    currency = currency_of_fund
    state = state_of_fund
    version: int = field("The version of its terms that is sold: an order names it.")
    rating = rating
    first_least = first_least
    later_least = later_least
    order_most = order_most
    quick_per_day = quick_per_day
    subscription: list[FundSubscriptionTier] = field("Fees of paying in, by amount.", list_size=12)
    terms: FundTerms = field("Its fees of redeeming, days and documents.")
    latest = latest_of_fund
    performance = performance_of_fund
    endorsed = endorsed_of_fund
    made_at: Instant = field("Since when it is sold.")
