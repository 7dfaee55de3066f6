"""Exact decimals that are no money: values of a share, rates, returns."""

from decimal import Decimal

from domains.wealth import Undefined
from resolvers.scalars import DecimalText


def value_text(nav_e4: int) -> DecimalText:
    """A value of a share, which has four decimals."""
    return DecimalText(f"{nav_e4 // 10_000}.{nav_e4 % 10_000:04d}")


def percent_text(rate_ppm: int) -> DecimalText:
    """A rate in percent, which has four decimals."""
    return DecimalText(f"{Decimal(rate_ppm) / 10_000:.4f}")


def return_text(told: Decimal | Undefined) -> DecimalText | None:
    """A return as a part of one; None where it is undefined."""
    return DecimalText(f"{told:f}") if isinstance(told, Decimal) else None
