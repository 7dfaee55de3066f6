"""What can be held and moved: currencies and points, each with its code and exponent."""

from dataclasses import dataclass
from enum import StrEnum

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


def find_asset(code: str) -> Asset | None:
    """The asset of that code, or None."""
    return ASSETS.get(code)


def asset_of(code: str) -> Asset:
    """The asset of that code. Raises UnknownAsset."""
    asset = ASSETS.get(code)
    if asset is None:
        raise UnknownAsset(code)
    return asset
