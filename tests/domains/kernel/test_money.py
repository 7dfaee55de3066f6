"""Decimal strings, read exactly or not at all."""

import pytest

from domains.kernel.assets import CNY, asset_of
from domains.kernel.errors import AmountMalformed
from domains.kernel.money import MINOR_MAX, from_decimal, to_decimal


@pytest.mark.parametrize(("text", "minor"), [("0", 0), ("-0.00", 0), ("12.3", 1230), ("00001.00", 100), ("-12.30", -1230), ("92233720368547758.07", MINOR_MAX)])
def test_a_decimal_number_is_read_exactly(text: str, minor: int) -> None:
    assert from_decimal(text, CNY).minor == minor


FORMS = ["", " 1", "1 ", "1\n", "\n1", "1.00\n", "1.", ".5", "+1", "1e2", "0x10", "1_0", "1,000", "0.001", "NaN", "１００", "٣", "1.00\0"]


@pytest.mark.parametrize("text", [*FORMS, "92233720368547758.08", "9" * 40])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(AmountMalformed):
        from_decimal(text, CNY)


def test_a_currency_without_decimals_takes_none() -> None:
    yen = asset_of("JPY")
    assert to_decimal(from_decimal("500", yen)) == "500"
    with pytest.raises(AmountMalformed):
        from_decimal("500.0", yen)
