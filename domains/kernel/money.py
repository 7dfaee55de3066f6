"""An amount of one asset, in whole minor units: the only form in which money travels inside the house."""

import re
from dataclasses import dataclass

from domains.kernel.assets import Asset
from domains.kernel.errors import AmountMalformed, AssetMismatch

MINOR_MAX = 2**63 - 1
"""The largest number of minor units an account, a movement or an amount can hold (PostgreSQL bigint)."""

_DECIMAL = re.compile(r"(-?)(\d{1,19})(?:\.(\d{1,18}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """`minor` minor units (fen, cents, points) of `asset`. Signed; rules decide which signs they allow."""

    minor: int
    asset: Asset

    def __add__(self, other: "Amount") -> "Amount":
        self._require_same_asset(other)
        return Amount(self.minor + other.minor, self.asset)

    def __sub__(self, other: "Amount") -> "Amount":
        self._require_same_asset(other)
        return Amount(self.minor - other.minor, self.asset)

    def __str__(self) -> str:
        return f"{to_decimal(self)} {self.asset.code}"

    def _require_same_asset(self, other: "Amount") -> None:
        if self.asset is not other.asset and self.asset != other.asset:
            raise AssetMismatch(self.asset.code, other.asset.code)


def to_decimal(amount: Amount) -> str:
    """The amount as a plain decimal string with exactly the asset's number of decimals: `-12.30`, `500`."""
    exponent = amount.asset.exponent
    if exponent == 0:
        return str(amount.minor)
    digits = str(abs(amount.minor)).rjust(exponent + 1, "0")
    sign = "-" if amount.minor < 0 else ""
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"


def from_decimal(text: str, asset: Asset) -> Amount:
    """Read a decimal string exactly. Raises AmountMalformed for other text, too many decimals, or more than MINOR_MAX."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise AmountMalformed(text[:40], asset.code)
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    if len(fraction) > asset.exponent:
        raise AmountMalformed(text[:40], asset.code)
    minor = int(whole + fraction.ljust(asset.exponent, "0"))
    if minor > MINOR_MAX:
        raise AmountMalformed(text[:40], asset.code)
    return Amount(-minor if sign else minor, asset)
