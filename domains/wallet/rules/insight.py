"""How a movement is thought of: its category, its words, and when a budget is near."""

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

WORDS_MOST = 40
"""Characters of a search."""

NUDGES = (100, 80)
"""Per cent of a budget at which its owner is told."""


class Category(StrEnum):
    """What money is for. `own_money` only changes its place: it is neither income nor spending."""

    TRANSFERS = "transfers"
    RED_PACKETS = "red_packets"
    SHOPPING = "shopping"
    FOOD = "food"
    TRANSPORT = "transport"
    HOUSING = "housing"
    HEALTH = "health"
    EDUCATION = "education"
    TRAVEL = "travel"
    FAMILY = "family"
    SALARY = "salary"
    INTEREST = "interest"
    REFUNDS = "refunds"
    FEES = "fees"
    OWN_MONEY = "own_money"
    OTHER = "other"


BY_KIND: Sequence[tuple[str, Category]] = (
    ("transfer", Category.TRANSFERS),
    ("red_packet", Category.RED_PACKETS),
    ("refund", Category.REFUNDS),
    ("payment_refund", Category.REFUNDS),
    ("pay", Category.SHOPPING),
    ("top_up", Category.OWN_MONEY),
    ("withdraw", Category.OWN_MONEY),
    ("exchange", Category.OWN_MONEY),
    ("interest", Category.INTEREST),
    ("fee", Category.FEES),
    ("reversal", Category.REFUNDS),
)
"""What a kind begins with; the first that fits."""


BY_TRADE: Sequence[tuple[range, Category]] = (
    (range(3000, 3351), Category.TRAVEL),
    (range(3351, 3501), Category.TRANSPORT),
    (range(3501, 4000), Category.TRAVEL),
    (range(4011, 4012), Category.TRAVEL),
    (range(4111, 4132), Category.TRANSPORT),
    (range(4411, 4412), Category.TRAVEL),
    (range(4511, 4512), Category.TRAVEL),
    (range(4722, 4724), Category.TRAVEL),
    (range(4784, 4785), Category.TRANSPORT),
    (range(4899, 4901), Category.HOUSING),
    (range(5122, 5123), Category.HEALTH),
    (range(5411, 5500), Category.FOOD),
    (range(5541, 5543), Category.TRANSPORT),
    (range(5641, 5642), Category.FAMILY),
    (range(5811, 5815), Category.FOOD),
    (range(5912, 5913), Category.HEALTH),
    (range(6513, 6514), Category.HOUSING),
    (range(7011, 7013), Category.TRAVEL),
    (range(7512, 7524), Category.TRANSPORT),
    (range(8011, 8100), Category.HEALTH),
    (range(8211, 8300), Category.EDUCATION),
    (range(8351, 8352), Category.FAMILY),
)
"""What is bought from a merchant of a trade (ISO 18245); from any other it is shopping."""


def usual_category(kind: str, other_code: str, trade: str | None = None, *, is_income: bool) -> Category:
    """The category of a movement that its customer has not put elsewhere, by its kind, what is on the other side and, of a merchant, the trade."""
    usual = _by_kind(kind, other_code, is_income=is_income)
    if usual is not Category.SHOPPING or trade is None or not trade.isdecimal():
        return usual
    return next((category for trades, category in BY_TRADE if int(trade) in trades), usual)


def _by_kind(kind: str, other_code: str, *, is_income: bool) -> Category:
    if "refund" in kind:
        return Category.REFUNDS
    for beginning, category in BY_KIND:
        if kind.startswith(beginning):
            return category
    if other_code == "wallet":
        return Category.TRANSFERS
    if other_code.startswith("channel"):
        return Category.OWN_MONEY
    return Category.SHOPPING if other_code.startswith("merchant") and not is_income else Category.OTHER


def normal_words(text: str) -> str:
    """Text with one form of each character, for finding."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams_of(customer_id: UUID, words: str) -> list[str]:
    """Every piece of one and two characters, behind the customer's mark."""
    mark = customer_id.hex[-8:]
    return sorted({mark + piece for word in words.split() for size in (1, 2) for start in range(len(word) - size + 1) if (piece := word[start : start + size])})


def grams_sought(customer_id: UUID, words: str) -> list[str]:
    """The pieces that a line must have: pairs, or the single character of a word that has one."""
    mark = customer_id.hex[-8:]
    return sorted({mark + word[start : start + 2] for word in words.split() for start in range(max(1, len(word) - 1))})


def nudge_of(spent_minor: int, most_minor: int, nudged_percent: int) -> int | None:
    """The per cent that are told now: the highest reached that was not told in this month."""
    reached = next((percent for percent in NUDGES if spent_minor * 100 >= most_minor * percent), 0)
    return reached if reached > nudged_percent else None


def month_bounds(month: date) -> tuple[date, date]:
    """The first day of a month, and of the next."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def starts_of(from_day: date, to_day: date, *, by_month: bool) -> list[date]:
    """The days, or first days of months, from one day through another: a chart's axis without gaps."""
    if by_month:
        months = range(from_day.year * 12 + from_day.month - 1, to_day.year * 12 + to_day.month)
        return [date(month // 12, month % 12 + 1, 1) for month in months]
    return [from_day + timedelta(days=number) for number in range((to_day - from_day).days + 1)]
