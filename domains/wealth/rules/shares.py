"""Money into shares and back: prices, fees by tier, lots. Whole numbers only.

A net asset value is in ten-thousandths of the currency's unit (`nav_e4`), shares and money in hundredths. Shares are rounded down; what a subscription's
money buys no share of stays, to the last digit, in the fund's remainder account (`remainder_e4`: ten-thousandths of a minor unit)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domains.wealth.errors.orders import SharesInsufficient

NAV_ONE_E4 = 10_000
PPM = 1_000_000
"""Rates are in millionths."""


@dataclass(frozen=True, slots=True)
class SubscriptionTier:
    """The fee of who pays in at least `from_minor`: a rate, or so much whatever is paid in."""

    from_minor: int
    rate_ppm: int
    flat_minor: int | None = None


@dataclass(frozen=True, slots=True)
class RedemptionTier:
    """The fee on shares held for at least `from_days`."""

    from_days: int
    rate_ppm: int


class Issued(NamedTuple):
    """What a subscription buys."""

    fee_minor: int
    net_minor: int
    shares_minor: int
    remainder_e4: int


class Lot(NamedTuple):
    """Shares that were bought together, as far as they are left. `held_days` at the day of the redemption."""

    id: UUID
    held_days: int
    left_minor: int
    cost_minor: int


class Taken(NamedTuple):
    """What a redemption takes of a lot. `cost_minor` is the part of the lot's cost that goes with it."""

    lot_id: UUID
    shares_minor: int
    cost_minor: int
    gross_minor: int
    fee_minor: int


def issue(gross_minor: int, nav_e4: int, tiers: Sequence[SubscriptionTier]) -> Issued:
    """Price a subscription. The fee is taken out of what is paid in: net = gross / (1 + rate), to the nearest minor unit, halves up."""
    tier = max((one for one in tiers if one.from_minor <= gross_minor), key=lambda one: one.from_minor, default=SubscriptionTier(0, 0))
    net = gross_minor - min(tier.flat_minor, gross_minor) if tier.flat_minor is not None else _halves_up(gross_minor * PPM, PPM + tier.rate_ppm)
    shares, remainder = divmod(net * NAV_ONE_E4, nav_e4)
    return Issued(gross_minor - net, net, shares, remainder)


def worth_minor(shares_minor: int, nav_e4: int) -> int:
    """What shares are worth, to the nearest minor unit, halves up."""
    return _halves_up(shares_minor * nav_e4, NAV_ONE_E4)


def take_lots(lots: Sequence[Lot], shares_minor: int, nav_e4: int, tiers: Sequence[RedemptionTier]) -> list[Taken]:
    """Take shares from the oldest lots first, as they are given. Raises SharesInsufficient.

    Each lot's part of the worth is what the running total grows by, so that the parts sum to the worth of the whole; a lot's cost goes with its shares in
    proportion, the last share takes the rest."""
    taken: list[Taken] = []
    done = gross = 0
    for lot in lots:
        shares = min(lot.left_minor, shares_minor - done)
        if not shares:
            continue
        done += shares
        part = worth_minor(done, nav_e4) - gross
        gross += part
        cost = lot.cost_minor * shares // lot.left_minor
        taken.append(Taken(lot.id, shares, cost, part, _halves_up(part * redemption_rate(lot.held_days, tiers), PPM)))
    if done < shares_minor:
        raise SharesInsufficient(done)
    return taken


def redemption_rate(held_days: int, tiers: Sequence[RedemptionTier]) -> int:
    """The rate of the fee on shares that were held for so many days, in millionths."""
    return max((one for one in tiers if one.from_days <= held_days), key=lambda one: one.from_days, default=RedemptionTier(0, 0)).rate_ppm


def _halves_up(numerator: int, denominator: int) -> int:
    """To the nearest whole number, of numbers that are not negative."""
    return (2 * numerator + denominator) // (2 * denominator)
