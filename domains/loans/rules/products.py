"""What a loan product is: its kind and its terms, which a new version replaces and never edits."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from domains.loans.errors.products import LoanProductMalformed
from domains.loans.rules.rates import is_whole
from domains.loans.rules.servicing import ServicingTerms, broken_part
from domains.loans.rules.terms import COUNT_MOST, PRINCIPAL_MOST_MINOR, DayCount, PeriodUnit, Repayment

RATE_MOST = Decimal("0.24")
"""A yearly rate above it is not sold; the courts do not enforce what is above four times the prime rate, nor do we."""

FEE_MOST_PPM, SUBSIDY_MOST_PPM = 50_000, 200_000
_CODE = re.compile(r"[a-z][a-z0-9_]{2,31}", re.ASCII)


class LoanKind(StrEnum):
    """`cash` goes into the wallet at once.

    `instalment` and `line` are limits that are drawn from: the one at merchants' tills alone, the other into the wallet."""

    CASH = "cash"
    INSTALMENT = "instalment"
    LINE = "line"


class LoanProductState(StrEnum):
    """`suspended`: nothing new is lent; `closed` is final. What was lent goes on."""

    ON_SALE = "on_sale"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Price:
    """The yearly rate, and how much at most, for customers of a band (A is the best of A to E). A band without a price is not lent to."""

    band: str
    annual_rate: Decimal
    most_minor: int


@dataclass(frozen=True, slots=True)
class Subsidy:
    """What the merchant pays, in millionths of the purchase, so that a plan of so many instalments costs the customer nothing."""

    count: int
    ppm: int


@dataclass(frozen=True, slots=True)
class LineTerms:
    """How long a line may be drawn from. A revolving one gets back what is repaid; of a single-use one each yuan is drawn once."""

    revolving: bool
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProductTerms:
    """A version's terms. `counts` are the numbers of instalments that can be chosen; `fee_ppm` is charged once, with the first of them.

    Within `cooling_off_days` the money can be given back at no cost."""

    least_minor: int
    most_minor: int
    counts: tuple[int, ...]
    prices: tuple[Price, ...]
    every: int = 1
    unit: PeriodUnit = PeriodUnit.MONTHS
    repayment: Repayment = Repayment.EQUAL_INSTALMENT
    day_count: DayCount = DayCount.ACTUAL_365
    fee_ppm: int = 0
    subsidies: tuple[Subsidy, ...] = ()
    line: LineTerms | None = None
    cooling_off_days: int = 7
    quote_hours: int = 24
    servicing: ServicingTerms = field(default_factory=ServicingTerms)

    def price_of(self, band: str) -> Price | None:
        """What that band pays."""
        return next((one for one in self.prices if one.band == band), None)

    def subsidy_ppm(self, count: int) -> int | None:
        """What the merchant pays for so many instalments, where the merchant pays."""
        return next((one.ppm for one in self.subsidies if one.count == count), None)


def check_product(code: str, kind: LoanKind, name_zh: str, name_en: str, terms: LoanProductTerms) -> None:
    """Raise LoanProductMalformed, naming the first part that is not as a product has it."""
    bands = [one.band for one in terms.prices]
    holds = {
        "code": _CODE.fullmatch(code) is not None,
        "name": all(0 < len(name.strip()) <= 80 for name in (name_zh, name_en)),
        "amount": 0 < terms.least_minor <= terms.most_minor <= PRINCIPAL_MOST_MINOR,
        "counts": 0 < len(terms.counts) <= 24 and all(1 <= one <= COUNT_MOST for one in terms.counts) and all(a < b for a, b in pairwise(terms.counts)),
        "every": 1 <= terms.every <= 366,
        "prices": bool(bands) and bands == sorted(set(bands)) and set(bands) <= set("ABCDE"),
        "rate": all(is_whole(one.annual_rate) and 0 <= one.annual_rate <= RATE_MOST for one in terms.prices),
        "most": all(terms.least_minor <= one.most_minor <= terms.most_minor for one in terms.prices),
        "fee": 0 <= terms.fee_ppm <= FEE_MOST_PPM,
        "subsidies": all(one.count in terms.counts and 0 <= one.ppm <= SUBSIDY_MOST_PPM for one in terms.subsidies)
        and (not terms.subsidies or (kind is LoanKind.INSTALMENT and all(one.annual_rate == 0 for one in terms.prices))),
        "line": (terms.line is not None) == (kind is not LoanKind.CASH) and (terms.line is None or 1 <= terms.line.days <= 3660),
        "cooling_off": 0 <= terms.cooling_off_days <= 30,
        "quote": 1 <= terms.quote_hours <= 24 * 30,
    }
    for what, is_right in holds.items():
        if not is_right:
            raise LoanProductMalformed(what)
    if (part := broken_part(terms.servicing)) is not None:
        raise LoanProductMalformed(f"servicing.{part}")
