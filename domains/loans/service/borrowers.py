"""What is known of who would borrow, gathered for the rules: age, what they told, their band and consent, and what they owe already."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domains import credit, customers
from domains.kernel.clock import business_date
from domains.kernel.transactions import Tx
from domains.loans.queries import decisions
from domains.loans.queries.decisions import Debts
from domains.loans.rules.approval import Applicant

SCORING = "credit_scoring"
"""The purpose to which whoever borrows has consented."""

NO_DEBTS = Debts()


async def find_applicants(tx: Tx, customer_ids: Sequence[UUID], more_minor: Mapping[UUID, int] | None = None) -> dict[UUID, Applicant]:
    """Each of those customers; `more_minor` is what the loan that is asked for would cost them in a month. Statements whatever their number."""
    ids = sorted(set(customer_ids))
    ages = await customers.identities.find_ages(tx, ids, business_date(tx.now))
    profiles = await decisions.find_profiles(tx, ids)
    debts = await decisions.list_debts(tx, ids)
    consents = dict(zip(ids, await customers.find_consents(tx, ids, SCORING), strict=True))
    bands = {one.customer_id: one.band for one in await credit.find_bands(tx, ids)}
    found = {}
    for id_ in ids:
        profile, owed, band = profiles.get(id_), debts.get(id_, NO_DEBTS), bands[id_]
        found[id_] = Applicant(
            ages.get(id_),
            None if profile is None else profile.occupation,
            0 if profile is None else profile.income_minor,
            None if band is None else band.value,
            consents[id_] is not None,
            owed.days_past_due,
            owed.has_written_off,
            owed.open_loans,
            owed.monthly_minor + (more_minor or {}).get(id_, 0),
        )
    return found
