"""What members of staff do with products, values and the calendar."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from domains import wealth
from domains.kernel.assets import Asset, AssetKind
from domains.kernel.data_classes import C1
from domains.kernel.errors import AssetMismatch
from domains.kernel.money import from_decimal
from resolvers.context import Info, command_of
from resolvers.fields import field, mutation, type_of
from resolvers.money import MoneyInput, amount_of
from resolvers.permissions import Permission
from resolvers.problems import AmountMalformed, CurrencyMismatch, IdReused, UnknownCurrency
from resolvers.scalars import CurrencyCode, DecimalText
from resolvers.wealth.products.problems import CalendarMalformed, FundMalformed, FundNotFound, NavJumped, NavMalformed
from resolvers.wealth.products.types import Fund, FundKind, FundState, FundValue, RiskRating

VALUE = Asset("NAV", 4, AssetKind.FUND_SHARES)
"""How a value of a share is written: four decimals."""


@strawberry.input(description="The fee of who pays in at least so much.")
class SubscriptionTierInput:
    least: MoneyInput = strawberry.field(description="From how much on.")
    rate_ppm: int = strawberry.field(description="The rate in millionths.")
    flat: MoneyInput | None = strawberry.field(default=None, description="A fee that is the same for every amount.")


@strawberry.input(description="The fee on shares that were held for at least so many days.")
class RedemptionTierInput:
    from_days: int = strawberry.field(description="From how many days on.")
    rate_ppm: int = strawberry.field(description="The rate in millionths.")


@strawberry.input(description="How much can be redeemed at once in a day.")
class QuickTermsInput:
    customer_day: MoneyInput = strawberry.field(description="By one customer.")
    fund_day: MoneyInput = strawberry.field(description="By all together.")


@strawberry.input(description="What is to be read before buying.")
class FundDocumentInput:
    title_zh: str = strawberry.field(description="Its Chinese title.")
    title_en: str = strawberry.field(description="Its English title.")
    url: str = strawberry.field(description="Where it is, https.")
    sha256: str = strawberry.field(description="SHA-256 of the file, in hexadecimal.")


@strawberry.input(description="A product, or a new version of one.")
class PublishFundInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description="Six digits. A known one gets a new version.")
    kind: FundKind = strawberry.field(description="What kind; it never changes.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")
    currency: CurrencyCode = strawberry.field(description="Its currency; it never changes.")
    rating: RiskRating = strawberry.field(description="How bold it is.")
    first_least: MoneyInput = strawberry.field(description="The least of a first order.")
    later_least: MoneyInput = strawberry.field(description="The least of a later one.")
    order_most: MoneyInput = strawberry.field(description="The most of one order.")
    subscription: list[SubscriptionTierInput] = strawberry.field(description="Fees of paying in; the first tier begins at 0.")
    redemption: list[RedemptionTierInput] = strawberry.field(description="Fees of redeeming; the first tier begins at 0.")
    confirm_days: int = strawberry.field(default=1, description="Trading days to the confirmation.")
    settle_days: int = strawberry.field(default=2, description="Trading days to the money of a redemption.")
    quick: QuickTermsInput | None = strawberry.field(default=None, description="For a money-market product.")
    term_days: int | None = strawberry.field(default=None, description="For a fixed term.")
    documents: list[FundDocumentInput] = strawberry.field(default_factory=list, description="What is to be read before buying.")
    benchmark: str | None = strawberry.field(default=None, description="The code of the product that it is compared with.")
    registrar: str | None = strawberry.field(default=None, description="Who keeps its register; null where the house does.")


@strawberry.input(description="Sell, suspend or close a product.")
class SetFundStateInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description="The product.")
    state: FundState = strawberry.field(description="How it is to stand.")


@strawberry.input(description="A year's closed days.")
class PublishTradingCalendarInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    year: int = strawberry.field(description="The year.")
    closed: list[date] = strawberry.field(description="The days without trade that are no Saturday or Sunday.")


@strawberry.input(description="A day's value.")
class PublishFundValueInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description="The product.")
    day: date = strawberry.field(description="The business day.")
    value: DecimalText = strawberry.field(description="The value of a share, with at most four decimals.")
    income_per_10k: DecimalText | None = strawberry.field(default=None, description="Money per 10,000 shares, for a money-market product.")
    redeemed_ppm: int = strawberry.field(default=1_000_000, description="How much of each redemption is carried out, in millionths.")


@strawberry.input(description="Confirm a value that waits.")
class ConfirmFundValueInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code: str = strawberry.field(description="The product.")
    day: date = strawberry.field(description="The business day.")
    value: DecimalText = strawberry.field(description="The value that was looked at: another one that was told since is not confirmed.")


@type_of(wealth.CalendarPublished, "The year's trading days are known.")
class TradingCalendarPublished:
    year: int = field("The year.", C1)
    closed_days: int = field("How many days are closed.", C1)


PublishFundResult = Annotated[
    Fund | FundMalformed | UnknownCurrency | CurrencyMismatch | AmountMalformed | IdReused,
    strawberry.union("PublishFundResult", description="The product, or why it was refused."),
]
SetFundStateResult = Annotated[
    Fund | FundNotFound | FundMalformed | IdReused, strawberry.union("SetFundStateResult", description="The product, or why it was refused.")
]
PublishTradingCalendarResult = Annotated[
    TradingCalendarPublished | CalendarMalformed | IdReused,
    strawberry.union("PublishTradingCalendarResult", description="The year, or why it was refused."),
]
PublishFundValueResult = Annotated[
    FundValue | FundNotFound | NavMalformed | NavJumped | AmountMalformed | IdReused,
    strawberry.union("PublishFundValueResult", description="The value, or why it was refused or waits."),
]
ConfirmFundValueResult = Annotated[
    FundValue | FundNotFound | NavMalformed | AmountMalformed | IdReused,
    strawberry.union("ConfirmFundValueResult", description="The value, or why it was refused."),
]


@mutation("Sell a product, or a known one by new terms.", permission=Permission.OPERATOR_WEALTH)
async def publish_fund(info: Info, input: PublishFundInput) -> PublishFundResult:
    terms = wealth.FundTerms(
        wealth.RiskRating[input.rating.name],
        _minor(input.first_least, input.currency),
        _minor(input.later_least, input.currency),
        _minor(input.order_most, input.currency),
        tuple(
            wealth.SubscriptionTier(_minor(one.least, input.currency), one.rate_ppm, _minor(one.flat, input.currency) if one.flat else None)
            for one in input.subscription
        ),
        tuple(wealth.RedemptionTier(one.from_days, one.rate_ppm) for one in input.redemption),
        input.confirm_days,
        input.settle_days,
        wealth.QuickTerms(_minor(input.quick.customer_day, input.currency), _minor(input.quick.fund_day, input.currency)) if input.quick else None,
        input.term_days,
        tuple(wealth.Document(one.title_zh, one.title_en, one.url, one.sha256) for one in input.documents),
        input.benchmark,
        input.registrar,
    )
    command = wealth.PublishFundCommand(
        **command_of(info, input.request_id),
        code=input.code,
        kind=wealth.ProductKind[input.kind.name],
        name_zh=input.name_zh,
        name_en=input.name_en,
        asset=input.currency,
        terms=terms,
    )
    return await info.context.write(wealth.publish_fund, command)  # type: ignore[arg-type]


@mutation("Sell, suspend or close a product.", permission=Permission.OPERATOR_WEALTH)
async def set_fund_state(info: Info, input: SetFundStateInput) -> SetFundStateResult:
    command = wealth.SetFundStateCommand(**command_of(info, input.request_id), code=input.code, state=wealth.ProductState[input.state.name])
    return await info.context.write(wealth.set_fund_state, command)  # type: ignore[arg-type]


@mutation("Publish a year's trading days.", permission=Permission.OPERATOR_WEALTH)
async def publish_trading_calendar(info: Info, input: PublishTradingCalendarInput) -> PublishTradingCalendarResult:
    command = wealth.PublishCalendarCommand(**command_of(info, input.request_id), year=input.year, closed=tuple(input.closed))
    return await info.context.write(wealth.publish_calendar, command)  # type: ignore[arg-type]


@mutation("Tell a day's value; another one for the same day is a correction.", permission=Permission.OPERATOR_WEALTH)
async def publish_fund_value(info: Info, input: PublishFundValueInput) -> PublishFundValueResult:
    income = None if input.income_per_10k is None else _e4(input.income_per_10k)
    told = {"nav_e4": _e4(input.value), "income_e4": income, "redeemed_ppm": input.redeemed_ppm}
    owner = info.context.viewer.id
    command = wealth.PublishNavCommand(request_id=input.request_id, owner_id=owner, code=input.code, day=input.day, **told)  # type: ignore[arg-type]
    return await info.context.write(wealth.publish_nav, command)  # type: ignore[arg-type]


@mutation("Let a value stand that waits because it is far from the last one.", permission=Permission.OPERATOR_WEALTH)
async def confirm_fund_value(info: Info, input: ConfirmFundValueInput) -> ConfirmFundValueResult:
    command = wealth.ConfirmNavCommand(**command_of(info, input.request_id), code=input.code, day=input.day, nav_e4=_e4(input.value))
    return await info.context.write(wealth.confirm_nav, command)  # type: ignore[arg-type]


def _minor(money: MoneyInput, currency: str) -> int:
    """In the product's currency. Raises AssetMismatch for another one."""
    amount = amount_of(money)
    if amount.asset.code != currency:
        raise AssetMismatch(amount.asset.code, currency)
    return amount.minor


def _e4(text: DecimalText) -> int:
    """In ten-thousandths. Raises AmountMalformed for other text, or more decimals."""
    return from_decimal(text, VALUE).minor


@strawberry.type
class Mutation:
    publish_fund = publish_fund
    set_fund_state = set_fund_state
    publish_trading_calendar = publish_trading_calendar
    publish_fund_value = publish_fund_value
    confirm_fund_value = confirm_fund_value
