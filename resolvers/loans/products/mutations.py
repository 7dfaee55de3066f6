"""What members of staff do with products."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import loans
from domains.kernel.errors import AssetMismatch
from resolvers.context import Info, command_of
from resolvers.fields import mutation
from resolvers.loans.products.problems import LoanProductMalformed, LoanProductNotFound
from resolvers.loans.products.types import LoanAcross, LoanDue, LoanInAdvance, LoanKind, LoanPart, LoanProduct, LoanProductState
from resolvers.loans.rates import rate_from
from resolvers.loans.types import DayCount, PeriodUnit, Repayment
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import CurrencyCode, DecimalText


@strawberry.input(description="What customers of a band pay.")
class LoanPriceInput:
    band: str = strawberry.field(description="The band, A to E.")
    rate_percent: DecimalText = strawberry.field(description="The yearly rate in percent, with at most four decimals.")
    most: MoneyInput = strawberry.field(description="How much is lent to them at most.")


@strawberry.input(description="A plan that the merchant pays for.")
class LoanSubsidyInput:
    count: int = strawberry.field(description="How many instalments.")
    ppm: int = strawberry.field(description="What the merchant pays, in millionths of the price.")


@strawberry.input(description="What a line of the product is.")
class LineTermsInput:
    revolving: bool = strawberry.field(description="Whether what is repaid can be drawn again.")
    days: int = strawberry.field(description="How long it can be drawn from.")


@strawberry.input(description="How a product's loans are serviced. What is left out is as most products have it.")
class LoanServicingTermsInput:
    dues: list[LoanDue] = strawberry.field(
        default_factory=lambda: list(LoanDue), description="What a payment pays first: past due and due, then in advance, where that can be paid."
    )
    parts: list[LoanPart] = strawberry.field(
        default_factory=lambda: [LoanPart.PENALTY, LoanPart.FEE, LoanPart.INTEREST, LoanPart.PRINCIPAL], description="Which part of a debt is paid first."
    )
    across: LoanAcross = strawberry.field(default=LoanAcross.HORIZONTAL, description="Instalment by instalment, or part by part.")
    in_advance: LoanInAdvance = strawberry.field(default=LoanInAdvance.NEXT, description="Where money goes that nothing is due for.")
    penalty_rate_percent: DecimalText = strawberry.field(default=DecimalText("0"), description="The yearly rate of the penalty on principal that is overdue.")
    grace_days: int = strawberry.field(default=0, description="After how many days overdue it begins.")
    early_fee_ppm: int = strawberry.field(default=0, name="earlyPpm", description="What paying early costs, in millionths of the principal that is paid early.")


@strawberry.input(description="Lend a product, or a known one by new terms.")
class PublishLoanProductInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description="Its code: small letters, digits and _.")
    kind: LoanKind = strawberry.field(description="What kind of loan; it never changes.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    currency: CurrencyCode = strawberry.field(description="Its currency; it never changes.")
    least: MoneyInput = strawberry.field(description="The least that is lent.")
    most: MoneyInput = strawberry.field(description="The most that is lent to anybody.")
    counts: list[int] = strawberry.field(description="The numbers of instalments that can be chosen, rising.")
    prices: list[LoanPriceInput] = strawberry.field(description="What each band pays, in order.")
    every: int = strawberry.field(default=1, description="How many units a period has.")
    unit: PeriodUnit = strawberry.field(default=PeriodUnit.MONTHS, description="What a period is counted in.")
    repayment: Repayment = strawberry.field(default=Repayment.EQUAL_INSTALMENT, description="In which manner it is repaid.")
    day_count: DayCount = strawberry.field(default=DayCount.ACTUAL_365, description="What part of a year a period is.")
    upfront_ppm: int = strawberry.field(default=0, description="What is charged once, in millionths of what is lent.")
    subsidies: list[LoanSubsidyInput] = strawberry.field(default_factory=list, description="Plans that merchants pay for.")
    line: LineTermsInput | None = strawberry.field(default=None, description="What a line of it is; null for a cash loan.")
    cooling_off_days: int = strawberry.field(default=7, description="In how many days the money can be given back at no cost.")
    quote_hours: int = strawberry.field(default=24, description="How long an offer stands at most.")
    servicing: LoanServicingTermsInput = strawberry.field(default_factory=LoanServicingTermsInput, description="How its loans are serviced.")


@strawberry.input(description="Lend, suspend or close a product.")
class SetLoanProductStateInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: strawberry.ID = strawberry.field(description="The product.")
    state: LoanProductState = strawberry.field(description="How it is to stand.")


PublishLoanProductResult = Annotated[
    LoanProduct | LoanProductMalformed | UnknownCurrency | CurrencyMismatch | AmountMalformed | IdReused,
    strawberry.union("PublishLoanProductResult", description="The product, or why it was refused."),
]
SetLoanProductStateResult = Annotated[
    LoanProduct | LoanProductNotFound | LoanProductMalformed | IdReused,
    strawberry.union("SetLoanProductStateResult", description="The product, or why it was refused."),
]


@mutation("Lend a product, or a known one by new terms: what was agreed keeps its version.", permission=Permission.OPERATOR_LOANS)
async def publish_loan_product(info: Info, input: PublishLoanProductInput) -> PublishLoanProductResult:
    terms = loans.LoanProductTerms(
        least_minor=_minor(input.least, input.currency),
        most_minor=_minor(input.most, input.currency),
        counts=tuple(input.counts),
        prices=tuple(loans.Price(one.band, rate_from(one.rate_percent), _minor(one.most, input.currency)) for one in input.prices),
        every=input.every,
        unit=loans.PeriodUnit[input.unit.name],
        repayment=loans.Repayment[input.repayment.name],
        day_count=loans.DayCount[input.day_count.name],
        fee_ppm=input.upfront_ppm,
        subsidies=tuple(loans.Subsidy(one.count, one.ppm) for one in input.subsidies),
        line=None if input.line is None else loans.LineTerms(input.line.revolving, input.line.days),
        cooling_off_days=input.cooling_off_days,
        quote_hours=input.quote_hours,
        servicing=_servicing(input.servicing),
    )
    command = loans.PublishLoanProductCommand(
        **command_of(info, input.request_id),
        code=input.code,
        kind=loans.LoanKind[input.kind.name],
        name_zh=input.name_zh,
        name_en=input.name_en,
        asset=input.currency,
        terms=terms,
    )
    return await info.context.write(loans.publish_loan_product, command)  # type: ignore[arg-type]


@mutation("Lend, suspend or close a product.", permission=Permission.OPERATOR_LOANS)
async def set_loan_product_state(info: Info, input: SetLoanProductStateInput) -> SetLoanProductStateResult:
    state = loans.LoanProductState[input.state.name]
    command = loans.SetLoanProductStateCommand(**command_of(info, input.request_id), code=str(input.code), state=state)
    return await info.context.write(loans.set_loan_product_state, command)  # type: ignore[arg-type]


def _servicing(input: LoanServicingTermsInput) -> loans.ServicingTerms:
    return loans.ServicingTerms(
        dues=tuple(loans.Due[one.name] for one in input.dues),
        parts=tuple(loans.Part[one.name].value for one in input.parts),
        across=loans.Across[input.across.name],
        in_advance=loans.InAdvance[input.in_advance.name],
        penalty_rate=rate_from(input.penalty_rate_percent),
        grace_days=input.grace_days,
        early_fee_ppm=input.early_fee_ppm,
    )


def _minor(money: MoneyInput, currency: str) -> int:
    """In the product's currency. Raises AssetMismatch for another one."""
    amount = amount_of(money)
    if amount.asset.code != currency:
        raise AssetMismatch(amount.asset.code, currency)
    return amount.minor


@strawberry.type
class Mutation:
    publish_loan_product = publish_loan_product
    set_loan_product_state = set_loan_product_state
