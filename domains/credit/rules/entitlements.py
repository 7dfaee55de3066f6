"""What a band brings: limits, deposits and prices, as versioned data."""

import itertools
from dataclasses import dataclass

from domains.credit.errors import PolicyMalformed
from domains.credit.rules.kinds import Band

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Entitlement:
    """`limit_minor`: the most that is lent without security, in yuan's fen. `deposit_ppm`: what part of a deposit is asked for. `rate_ppm`: the yearly rate."""

    limit_minor: int
    deposit_ppm: int
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What each band brings, A first, and what no band does."""

    bands: tuple[Entitlement, ...]
    unknown: Entitlement


def check_policy(policy: Policy) -> None:
    """Raises PolicyMalformed: a band is left out, a figure is out of bounds, or a worse band brings more than a better one."""
    if len(policy.bands) != len(Band):
        raise PolicyMalformed("bands")
    for name, one in (*((band.value, one) for band, one in zip(Band, policy.bands, strict=True)), ("unknown", policy.unknown)):
        if not (one.limit_minor >= 0 and 0 <= one.deposit_ppm <= PPM and 0 <= one.rate_ppm <= PPM):
            raise PolicyMalformed(name)
    for better, worse in itertools.pairwise(policy.bands):
        if worse.limit_minor > better.limit_minor or worse.deposit_ppm < better.deposit_ppm or worse.rate_ppm < better.rate_ppm:
            raise PolicyMalformed("order")


def entitlement_of(policy: Policy, band: Band | None) -> Entitlement:
    """What that band brings, or what none does."""
    return policy.unknown if band is None else policy.bands[list(Band).index(band)]
