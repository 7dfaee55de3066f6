"""Rates as they are written down: whole millionths."""

from decimal import Decimal

PPM = 1_000_000


def ppm_of(rate: Decimal) -> int:
    """A rate that has no more than six places, in millionths."""
    return int(rate * PPM)


def rate_of(ppm: int) -> Decimal:
    """Millionths as a rate."""
    return Decimal(ppm) / PPM


def ppm_if_known(rate: Decimal | None) -> int | None:
    """The same for a rate that may not be known yet."""
    return None if rate is None else ppm_of(rate)


def rate_if_known(ppm: int | None) -> Decimal | None:
    """The same for millionths that may not be known yet."""
    return None if ppm is None else rate_of(ppm)


def is_whole(rate: Decimal) -> bool:
    """Whether it can be written down exactly."""
    return rate.is_finite() and rate * PPM == int(rate * PPM)
