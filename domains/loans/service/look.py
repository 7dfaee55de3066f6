"""Look at loans as they stand today, folded from their facts: for customers who pay, and for staff."""

from collections.abc import Sequence
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


async def find_accounts(source: Queryable, keys: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], LoanAccount]:
    """Those of these loans (customer and id) that there are. Four statements, whatever their number."""
    found = await loans.find_loans(source, keys)
    if not found:
        return {}
    known, collected = await facts.list_facts(source, found), await collections.find_collections(source, found)
    terms = await products.find_terms(source, {(one.product_code, one.product_version) for one in found.values()})
    today = business_date(source.now)
    accounts: dict[tuple[UUID, UUID], LoanAccount] = {}
    for key, loan in found.items():
        servicing = terms[loan.product_code, loan.product_version].servicing
        state = fold(loan.terms, servicing, known[key], max(today, loan.folded_through))
        accounts[key] = LoanAccount(loan, servicing, known[key], state, collected[key])
    return accounts
