"""How movements are thought of: categories, words, axes, nudges."""

from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest

from domains.wallet.rules.insight import BY_TRADE, Category, grams_of, grams_sought, month_bounds, normal_words, nudge_of, starts_of, usual_category

ONE = UUID("019a0000-0000-7000-8000-0000deadbeef")


@pytest.mark.parametrize(
    ("kind", "other_code", "is_income", "category"),
    [
        ("transfer", "wallet", False, Category.TRANSFERS),
        ("red_packet_opened", "red_packets", True, Category.RED_PACKETS),
        ("pay", "merchant", False, Category.SHOPPING),
        ("payment_refund", "merchant", True, Category.REFUNDS),
        ("top_up", "channel:sandbox", True, Category.OWN_MONEY),
        ("withdrawal", "channel-paid:sandbox", False, Category.OWN_MONEY),
        ("test", "channel:sandbox", True, Category.OWN_MONEY),
        ("test", "merchant", False, Category.SHOPPING),
        ("test", "wallet", True, Category.TRANSFERS),
        ("test", "house", True, Category.OTHER),
    ],
)
def test_the_usual_category_follows_the_kind_and_the_other_side(kind: str, other_code: str, is_income: bool, category: Category) -> None:
    assert usual_category(kind, other_code, is_income=is_income) is category


@pytest.mark.parametrize(
    ("trade", "category"),
    [
        *(("5812", Category.FOOD), ("5411", Category.FOOD), ("4111", Category.TRANSPORT), ("5541", Category.TRANSPORT), ("3000", Category.TRAVEL)),
        *(("3500", Category.TRANSPORT), ("3501", Category.TRAVEL), ("7011", Category.TRAVEL), ("4900", Category.HOUSING), ("8062", Category.HEALTH)),
        *(("8220", Category.EDUCATION), ("8351", Category.FAMILY), ("5311", Category.SHOPPING), ("0000", Category.SHOPPING), (None, Category.SHOPPING)),
    ],
)
def test_what_is_bought_follows_the_merchants_trade(trade: str | None, category: Category) -> None:
    assert usual_category("payment", "merchant", trade, is_income=False) is category
    assert usual_category("refund", "merchant", trade, is_income=True) is Category.REFUNDS
    assert usual_category("transfer", "wallet", trade, is_income=False) is Category.TRANSFERS


def test_trades_are_told_apart() -> None:
    assert all(one.stop <= following.start for (one, _), (following, _) in pairwise(BY_TRADE))


def test_pieces_of_one_and_two_characters_stand_behind_their_customers_mark() -> None:
    assert grams_of(ONE, normal_words("午饭ＡA")) == sorted(f"deadbeef{piece}" for piece in ("午", "饭", "a", "午饭", "饭a", "aa"))
    assert grams_sought(ONE, "午饭钱") == ["deadbeef午饭", "deadbeef饭钱"]
    assert grams_sought(ONE, "午") == ["deadbeef午"]
    assert set(grams_sought(ONE, "午饭")) <= set(grams_of(ONE, "请你吃午饭"))


def test_an_axis_has_no_gaps() -> None:
    assert starts_of(date(2026, 2, 27), date(2026, 3, 1), by_month=False) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    assert starts_of(date(2026, 11, 30), date(2027, 1, 1), by_month=True) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert month_bounds(date(2026, 12, 31)) == (date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("spent", "told", "percent"), [(7_999, 0, None), (8_000, 0, 80), (9_999, 80, None), (10_000, 80, 100), (10_000, 0, 100), (20_000, 100, None)]
)
def test_a_nudge_comes_at_80_and_at_100_per_cent_once(spent: int, told: int, percent: int | None) -> None:
    assert nudge_of(spent, 10_000, told) == percent
