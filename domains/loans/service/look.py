"""Look at loans as they stand today, folded from their facts: for customers who pay, and for staff."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.kernel.clock import business_date
from domains.kernel.transactions import Queryable
from domains.loans.queries import collections, facts, loans, products
from domains.loans.queries.collections import Collection
from domains.loans.queries.loans import Loan
from domains.loans.rules.facts import Fact
from domains.loans.rules.fold import fold
from domains.loans.rules.servicing import ServicingTerms
from domains.loans.rules.states import LoanState


class LoanHistory(NamedTuple):
    """A loan's row with what it is folded from."""

    loan: Loan
    servicing: ServicingTerms
    facts: list[Fact]

    def on(self, day: date) -> LoanState:
        """How it stands that day."""
        return fold(self.loan.terms, self.servicing, self.facts, day)


class LoanAccount(NamedTuple):
    """A loan today: all that it is made of."""

    loan: Loan
    servicing: ServicingTerms
    facts: list[Fact]
    state: LoanState
    collection: Collection

    @property
    def today(self) -> date:
        return self.state.as_of


async def find_histories(source: Queryable, found: Iterable[Loan]) -> list[LoanHistory]:
    """Of each of these loans, in their order. Two statements, none for none."""
    asked = list(found)
    if not asked:
        return []
    known = await facts.list_facts(source, [(one.customer_id, one.id) for one in asked])
    terms = await products.find_terms(source, {(one.product_code, one.product_version) for one in asked})
    return [LoanHistory(one, terms[one.product_code, one.product_version].servicing, known[one.customer_id, one.id]) for one in asked]


async def find_accounts(source: Queryable, keys: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], LoanAccount]:
    """Those of these loans (customer and id) that there are. Four statements, whatever their number."""
    found = await loans.find_loans(source, keys)
    if not found:
        return {}
    collected = await collections.find_collections(source, found)
    today = business_date(source.now)
    histories = zip(found.items(), await find_histories(source, found.values()), strict=True)
    return {key: LoanAccount(*one, one.on(max(today, loan.folded_through)), collected[key]) for (key, loan), one in histories}
