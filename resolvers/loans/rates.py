"""Rates as text: percent, exactly."""

from decimal import Decimal, InvalidOperation

from domains.kernel.errors import AmountMalformed
from resolvers.scalars import DecimalText


def percent_text(rate: Decimal) -> DecimalText:
    """A rate, which has at most six places, in percent with four decimals."""
    return DecimalText(f"{rate * 100:.4f}")


def rate_from(text: DecimalText) -> Decimal:
    """Percent as a part of one. Raises AmountMalformed for what is no decimal number with at most four decimals."""
    try:
        rate = Decimal(text) / 100
    except InvalidOperation:
        raise AmountMalformed(text[:40], "%") from None
    if not rate.is_finite() or abs(rate) > 1000 or rate * 1_000_000 != int(rate * 1_000_000):
        raise AmountMalformed(text[:40], "%")
    return rate
