"""What is known of who would borrow, gathered for the rules: age, what they told, their band and consent, and what they owe already."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domains import credit, customers
from domains.kernel.clock import business_date
from domains.kernel.transactions import Tx
from domains.loans.queries import decisions, loans
from domains.loans.queries.decisions import Debts
from domains.loans.rules.approval import Applicant
from domains.loans.rules.burden import monthly_cost_minor
from domains.loans.service.look import find_histories

NO_DEBTS = Debts()


async def find_applicants(tx: Tx, customer_ids: Sequence[UUID], more_minor: Mapping[UUID, int] | None = None) -> dict[UUID, Applicant]:
    """Each of those customers; `more_minor` is what the loan that is asked for would cost them in a month. Statements whatever their number."""
    ids = sorted(set(customer_ids))
    ages = await customers.identities.find_ages(tx, ids, business_date(tx.now))
    profiles = await decisions.find_profiles(tx, ids)
    debts = await decisions.list_debts(tx, ids)
    monthly = await _find_monthly(tx, [id_ for id_, one in debts.items() if one.open_loans])
    consents = dict(zip(ids, await customers.find_consents(tx, ids, credit.PURPOSE), strict=True))
    bands = {one.customer_id: one for one in await credit.find_bands(tx, ids)}
    found = {}
    for id_ in ids:
        profile, owed, known = profiles.get(id_), debts.get(id_, NO_DEBTS), bands[id_]
        found[id_] = Applicant(
            ages.get(id_),
            None if profile is None else profile.occupation,
            0 if profile is None else profile.income_minor,
            None if known.band is None else known.band.value,
            consents[id_] is not None,
            owed.days_past_due,
            owed.has_written_off,
            owed.open_loans,
            monthly.get(id_, 0) + (more_minor or {}).get(id_, 0),
            owed.owed_minor,
            known.card_version,
        )
    return found


async def _find_monthly(tx: Tx, customer_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What their loans cost those customers in a month, by the schedules as they stand today."""
    if not customer_ids:
        return {}
    today = business_date(tx.now)
    found = dict.fromkeys(customer_ids, 0)
    for one in await find_histories(tx, await loans.list_active(tx, customer_ids)):
        found[one.loan.customer_id] += monthly_cost_minor(one.on(today))
    return found
