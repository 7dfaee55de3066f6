"""Files of registrars and value feeds: each line for itself, and what is wrong with it."""

from datetime import date
from uuid import UUID

import pytest

from integrations.registrars import read_confirmation_file, read_value_file
from integrations.registrars.files import CONFIRMATION_COLUMNS, VALUE_COLUMNS, RegisterLine, ToldValue

DAY, ID = date(2026, 9, 21), UUID(int=5)
ORDER = f"order,{ID},,000001,2026-09-21,confirmed,R-1,,9852.22,7881.77"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("000001,2026-09-21,1.2500,,1000000", ToldValue("000001", DAY, 12_500, None, 1_000_000)),
        ("000009,2026-09-21,1,-0.5,250000", ToldValue("000009", DAY, 10_000, -5_000, 250_000)),
        ("000009,2026-09-21,0.0000,,0", ToldValue("000009", DAY, 0, None, 0)),
        ("00001,2026-09-21,1,,0", "no code"),
        ("٠٠٠٠٠١,2026-09-21,1,,0", "no code"),
        ("000001,21.9.2026,1,,0", "no day"),
        ("000001,2026-09-21,1.23456,,0", "no value"),
        ("000001,2026-09-21,1e9,,0", "no value"),
        ("000001,2026-09-21,NaN,,0", "no value"),
        ("000001,2026-09-21,99999999999999999,,0", "no value"),
        ("000001,2026-09-21,1,x,0", "no income"),
        ("000001,2026-09-21,1,,1000001", "not millionths"),
        ("000001,2026-09-21,1,,-1", "not millionths"),
        ("000001,2026-09-21,1", "not 5 columns"),
        ('000001,"2026-09-21,1,,0', "not a line of this file"),
        ("0" * 2_000, "not a line of this file"),
        ("000001,2026-09-21,1,\0,0", "not a line of this file"),
    ],
)
def test_a_value_is_read_exactly_or_its_fault_is_named(line: str, told: object) -> None:
    good = "000002,2026-09-21,2.0000,,1000000\n"
    file = [",".join(VALUE_COLUMNS) + "\r\n", line + "\n", "\n", good]
    assert list(read_value_file(file)) == [(2, told), (4, ToldValue("000002", DAY, 20_000, None, 1_000_000))]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (ORDER, RegisterLine("order", ID, None, "000001", DAY, "confirmed", "R-1", "", 985_222, 788_177)),
        (f"order,{ID},,000001,2026-09-21,rejected,,full,,", RegisterLine("order", ID, None, "000001", DAY, "rejected", "", "full", None, None)),
        (f"holding,,{ID},000001,2026-09-22,confirmed,,,,1.5", RegisterLine("holding", None, ID, "000001", date(2026, 9, 22), "confirmed", "", "", None, 150)),
        ("cash,,,000001,2026-09-21,confirmed,,,-3.00,", RegisterLine("cash", None, None, "000001", DAY, "confirmed", "", "", -300, None)),
        (ORDER.replace("order,", "gift,"), "unknown kind"),
        (ORDER.replace("confirmed", "done"), "unknown state"),
        (f"holding,,{ID},000001,2026-09-22,rejected,,,,1.5", "unknown state"),
        (ORDER.replace(str(ID), "5"), "no order"),
        ("holding,,5,000001,2026-09-22,confirmed,,,,1.5", "no account"),
        (ORDER.replace("9852.22", ""), "nothing is said"),
        (ORDER.replace("9852.22", "9852.223"), "no amount"),
        (ORDER.replace("7881.77", "-7881.77"), "below nothing"),
        (ORDER.replace("9852.22", "-9852.22"), "below nothing"),
        (ORDER.replace("R-1", "R" * 129), "a text that is too long"),
    ],
)
def test_a_confirmation_is_read_exactly_or_its_fault_is_named(line: str, told: object) -> None:
    assert list(read_confirmation_file([",".join(CONFIRMATION_COLUMNS), line])) == [(2, told)]


def test_a_file_that_does_not_begin_with_its_columns_is_none() -> None:
    for lines in ([], ["<html>"], [",".join(VALUE_COLUMNS)]):
        with pytest.raises(ValueError, match="column names"):
            read_confirmation_file(lines)
