"""Rates as they are written down: whole millionths."""

from decimal import Decimal
from typing import overload

PPM = 1_000_000


@overload
def ppm_of(rate: Decimal) -> int: ...
@overload
def ppm_of(rate: None) -> None: ...
@overload
def ppm_of(rate: Decimal | None) -> int | None: ...
def ppm_of(rate: Decimal | None) -> int | None:
    """A rate that has no more than six places, in millionths."""
    return None if rate is None else int(rate * PPM)


@overload
def rate_of(ppm: int) -> Decimal: ...
@overload
def rate_of(ppm: None) -> None: ...
@overload
def rate_of(ppm: int | None) -> Decimal | None: ...
def rate_of(ppm: int | None) -> Decimal | None:
    """Millionths as a rate."""
    return None if ppm is None else Decimal(ppm) / PPM


def is_whole(rate: Decimal) -> bool:
    """Whether it can be written down exactly."""
    return rate.is_finite() and rate * PPM == int(rate * PPM)
