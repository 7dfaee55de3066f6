"""Money outside the house: a decimal string and a code, never a number that could be rounded."""

import strawberry

from domains.kernel.assets import asset_of
from domains.kernel.data_classes import C2
from domains.kernel.money import Amount, from_decimal, to_decimal
from resolvers.fields import computed, type_of
from resolvers.scalars import CurrencyCode, DecimalText


@computed("The amount with exactly as many decimals as the currency has.", C2)
def amount(row: Amount) -> DecimalText:
    return DecimalText(to_decimal(row))


@computed("Which currency, or other asset.")
def currency(row: Amount) -> CurrencyCode:
    return CurrencyCode(row.asset.code)


@type_of(Amount, "An amount of one currency or other asset.")
class Money:
    amount = amount
    currency = currency


@strawberry.input(description="An amount of one currency or other asset.")
class MoneyInput:
    amount: DecimalText = strawberry.field(description='Decimal string with at most as many decimals as the currency has: "12.30".')
    currency: CurrencyCode = strawberry.field(description="Which currency, or other asset.")


def amount_of(money: MoneyInput) -> Amount:
    """The exact amount. Raises UnknownAsset or AmountMalformed."""
    return from_decimal(money.amount, asset_of(money.currency))
