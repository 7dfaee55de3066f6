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


@strawberry.enum(description="When what is owed is due, seen from the day of a payment.")
class LoanDue(Enum):
    PAST_DUE = strawberry.enum_value("past_due", description="It was due before.")
    DUE = strawberry.enum_value("due", description="It is due that day.")
    IN_ADVANCE = strawberry.enum_value("in_advance", description="It is due later.")


@strawberry.enum(description="What a debt consists of.")
class LoanPart(Enum):
    PRINCIPAL = strawberry.enum_value("principal", description="What was lent.")
    INTEREST = strawberry.enum_value("interest", description="What is paid for it.")
    FEE = strawberry.enum_value("fee", description="What was charged.")
    PENALTY = strawberry.enum_value("penalty", description="What being late costs.")


@strawberry.enum(description="Whether a payment goes through instalments or through parts.")
class LoanAcross(Enum):
    HORIZONTAL = strawberry.enum_value("horizontal", description="An instalment is paid whole, part by part, before the next.")
    VERTICAL = strawberry.enum_value("vertical", description="A part is paid over all instalments before the next part.")


@strawberry.enum(description="Where money goes that nothing is due for.")
class LoanInAdvance(Enum):
    NEXT = strawberry.enum_value("next", description="To the next instalment.")
    LAST = strawberry.enum_value("last", description="Off the principal: the loan is over sooner.")
    RE_AMORTISE = strawberry.enum_value("re_amortise", description="Off the principal: the rest is spread anew.")


@computed("What a payment pays first.", name="dues")
def dues_of_servicing(row: loans.ServicingTerms) -> list[LoanDue]:
    return [LoanDue(one.value) for one in row.dues]


@computed("Which part of a debt is paid first.", name="parts")
def parts_of_servicing(row: loans.ServicingTerms) -> list[LoanPart]:
    return [LoanPart(one) for one in row.parts]


@computed("Instalment by instalment, or part by part.", name="across")
def across_of_servicing(row: loans.ServicingTerms) -> LoanAcross:
    return LoanAcross(row.across.value)


@computed("Where money goes that nothing is due for.", name="inAdvance")
def in_advance_of_servicing(row: loans.ServicingTerms) -> LoanInAdvance:
    return LoanInAdvance(row.in_advance.value)


@computed("The yearly rate in percent of the penalty on principal that is overdue.", name="penaltyRatePercent")
def penalty_rate_of_servicing(row: loans.ServicingTerms) -> DecimalText:
    return percent_text(row.penalty_rate)


@type_of(loans.ServicingTerms, "How a product's loans are serviced.")
class LoanServicingTerms:
    dues = dues_of_servicing
    parts = parts_of_servicing
    across = across_of_servicing
    in_advance = in_advance_of_servicing
    penalty_rate_percent = penalty_rate_of_servicing
    grace_days: int = field("After how many days overdue the penalty begins.")
    early_fee_ppm: int = field("What paying early costs, in millionths of the principal that is paid early.", name="earlyPpm")


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
    servicing: LoanServicingTerms = field("How its loans are serviced: a loan keeps what it began with.")


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
