"""What can be held and moved: currencies, points and the shares of funds, each with its code and exponent."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from domains.kernel.errors import UnknownAsset


class AssetKind(StrEnum):
    CURRENCY = "currency"
    POINTS = "points"
    FUND_SHARES = "fund_shares"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Asset:
    """One kind of value. `exponent` is the number of decimal places of its minor unit (ISO 4217 for currencies)."""

    code: str
    exponent: int
    kind: AssetKind
    numeric: str | None = None

    @property
    def minor_per_major(self) -> int:
        return int(10**self.exponent)


CNY = Asset("CNY", 2, AssetKind.CURRENCY, "156")
USD = Asset("USD", 2, AssetKind.CURRENCY, "840")
EUR = Asset("EUR", 2, AssetKind.CURRENCY, "978")
GBP = Asset("GBP", 2, AssetKind.CURRENCY, "826")
JPY = Asset("JPY", 0, AssetKind.CURRENCY, "392")
HKD = Asset("HKD", 2, AssetKind.CURRENCY, "344")
SGD = Asset("SGD", 2, AssetKind.CURRENCY, "702")
POINTS = Asset("PTS", 0, AssetKind.POINTS)

ASSETS: dict[str, Asset] = {asset.code: asset for asset in (CNY, USD, EUR, GBP, JPY, HKD, SGD, POINTS)}
CURRENCIES: tuple[Asset, ...] = tuple(asset for asset in ASSETS.values() if asset.kind is AssetKind.CURRENCY)


_SHARES = re.compile(r"F(\d{6})", re.ASCII)


def find_asset(code: str) -> Asset | None:
    """The currency or points of that code, or None."""
    return ASSETS.get(code)


def asset_of(code: str) -> Asset:
    """The asset of that code, which may be a fund's shares. Raises UnknownAsset."""
    asset = ASSETS.get(code)
    if asset is not None:
        return asset
    shares = _SHARES.fullmatch(code)
    if shares is None:
        raise UnknownAsset(code)
    return fund_shares(shares[1])


@cache
def fund_shares(fund_code: str) -> Asset:
    """Shares of the fund with that code of six digits, in hundredths: `F000001`."""
    return Asset(f"F{fund_code}", 2, AssetKind.FUND_SHARES)
