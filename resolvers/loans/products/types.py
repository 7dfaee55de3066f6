"""Loan products, as the app sees them."""

from enum import Enum

import strawberry

from domains import loans
from domains.kernel.money import Amount
from resolvers.fields import computed, field, type_of
from resolvers.loans.rates import percent_text
from resolvers.loans.types import DayCount, PeriodUnit, Repayment
from resolvers.money import Money
from resolvers.scalars import CurrencyCode, DecimalText, Instant


@strawberry.enum(description="What kind of loan a product is.")
class LoanKind(Enum):
    CASH = strawberry.enum_value("cash", description="The money goes into the wallet at once.")
    INSTALMENT = strawberry.enum_value("instalment", description="A limit for purchases in instalments at merchants' tills.")
    LINE = strawberry.enum_value("line", description="A limit that is drawn into the wallet.")


@strawberry.enum(description="Whether a product is lent.")
class LoanProductState(Enum):
    ON_SALE = strawberry.enum_value("on_sale", description="It can be applied for.")
    SUSPENDED = strawberry.enum_value("suspended", description="Nothing new is lent for now.")
    CLOSED = strawberry.enum_value("closed", description="It is lent no more; what was lent goes on.")


@computed("The yearly rate in percent, simple.")
def rate_percent(row: loans.Price) -> DecimalText:
    return percent_text(row.annual_rate)


@type_of(loans.Price, "What customers of a band pay.")
class LoanPrice:
    band: str = field("The band, A to E.")
    rate_percent = rate_percent


@type_of(loans.Subsidy, "A plan that the merchant pays for.")
class LoanSubsidy:
    count: int = field("How many instalments.")
    ppm: int = field("What the merchant pays, in millionths of the price.")


@type_of(loans.LineTerms, "What a line of the product is.")
class LineTerms:
    revolving: bool = field("Whether what is repaid can be drawn again.")
    days: int = field("How long it can be drawn from.")


@computed("What kind of loan.", name="kind")
def kind_of_product(row: loans.LoanProduct) -> LoanKind:
    return LoanKind(row.kind.value)


@computed("Whether it is lent.", name="state")
def state_of_product(row: loans.LoanProduct) -> LoanProductState:
    return LoanProductState(row.state.value)


@computed("Its currency.", name="currency")
def currency_of_product(row: loans.LoanProduct) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


@computed("The least that is lent.")
def least(row: loans.LoanProduct) -> Money:
    return Amount(row.terms.least_minor, row.asset)  # type: ignore[return-value]


@computed("The most that is lent to anybody.")
def most(row: loans.LoanProduct) -> Money:
    return Amount(row.terms.most_minor, row.asset)  # type: ignore[return-value]


@computed("What a period is counted in.", name="unit")
def unit_of_terms(row: loans.LoanProductTerms) -> PeriodUnit:
    return PeriodUnit(row.unit.value)


@computed("In which manner it is repaid.", name="repayment")
def repayment_of_terms(row: loans.LoanProductTerms) -> Repayment:
    return Repayment(row.repayment.value)


@computed("What part of a year a period is.", name="dayCount")
def day_count_of_terms(row: loans.LoanProductTerms) -> DayCount:
    return DayCount(row.day_count.value)


@type_of(loans.LoanProductTerms, "The terms of a product's version.")
class LoanProductTerms:
    counts: list[int] = field("The numbers of instalments that can be chosen.", list_size=24)
    every: int = field("How many units a period has.")
    unit = unit_of_terms
    repayment = repayment_of_terms
    day_count = day_count_of_terms
    prices: list[LoanPrice] = field("What each band pays; a band that is not here is not lent to.", list_size=5)
    fee_ppm: int = field("What is charged once, in millionths of what is lent.", name="upfrontPpm")
    subsidies: list[LoanSubsidy] = field("Plans that merchants pay for.", list_size=24)
    line: LineTerms | None = field("What a line of it is; null for a cash loan.")
    cooling_off_days: int = field("In how many days the money can be given back at no cost.")
    quote_hours: int = field("How long an offer stands at most; none outlives its day.")


@type_of(loans.LoanProduct, "A loan product.")
class LoanProduct:
    code: strawberry.ID = field("Its code.")
    kind = kind_of_product
    name_zh: str = field("Its Chinese name.")
    name_en: str = field("Its English name.")
    currency = currency_of_product
    state = state_of_product
    version: int = field("The version of its terms that is lent by: an application names it.")
    least = least
    most = most
    terms: LoanProductTerms = field("Its terms.")
    made_at: Instant = field("Since when there is the product.")
