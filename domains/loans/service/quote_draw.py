"""What a draw would cost, to be shown before anything is signed. Nothing is written."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable
from domains.loans.queries import lines
from domains.loans.rules.offers import costs_of, fee_of, terms_of
from domains.loans.rules.products import LoanProductTerms
from domains.loans.rules.terms import LoanTerms
from domains.loans.service.lines import line_terms


class QuotedDraw(NamedTuple):
    """A draw as it would be today. `total` is what a draw names as what was shown."""

    terms: LoanTerms
    interest: Amount
    fee: Amount
    total: Amount
    apr: Decimal


async def quote_draws(source: Queryable, asked: Sequence[tuple[UUID, UUID]], amount: Amount, count: int) -> list[QuotedDraw | None]:
    """One for each customer and line, in order; None for a stranger's line, another currency, or what the line does not lend. Two statements."""
    found = await lines.find_lines(source, asked)
    terms = await line_terms(source, list(found.values())) if found else {}
    return [None if (line := found.get(key)) is None else _quoted(source, line, terms[line.id], amount, count) for key in asked]


def _quoted(source: Queryable, line: lines.Line, product: LoanProductTerms, amount: Amount, count: int) -> QuotedDraw | None:
    if amount.asset != line.asset or not product.least_minor <= amount.minor <= line.limit_minor:
        return None
    try:
        terms = terms_of(product, amount.minor, count, line.annual_rate, business_date(source.now))
        costs = costs_of(terms, fee_of(product, amount.minor))
    except Refusal:
        return None
    interest, fee, total = (line.amount(minor) for minor in (costs.interest_minor, costs.fee_minor, costs.total_minor))
    return QuotedDraw(terms, interest, fee, total, costs.apr)
