"""Limits that are offered before anybody asks: how much, and who is left out."""

from datetime import datetime
from enum import StrEnum

from domains.loans.errors.lines import PreapprovalEnded
from domains.loans.rules.approval import Applicant, ApprovalPolicy, Reason, broken_rules
from domains.loans.rules.products import LoanProductTerms, Price

STEP_MINOR = 10_000
"""Limits are whole hundreds of yuan: in minor units."""

INCOME_MONTHS = 6
"""At most so many months' income, less what is owed each month already."""


class PreapprovalState(StrEnum):
    """`refused` is kept too, with its reasons: staff see why somebody has no offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REFUSED = "refused"


def limit_for(policy: ApprovalPolicy, product: LoanProductTerms, applicant: Applicant, bank_limit_minor: int) -> tuple[int, Price | None, tuple[Reason, ...]]:
    """How much at which price, or the reasons against it: the hard rules, a band that the product serves, and an amount that it lends.

    `bank_limit_minor` is what the bank lends to the band without security, whatever the product: what is owed already is part of it. Who never said what they
    earn is asked when they accept."""
    reasons = broken_rules(policy, applicant)
    if reasons:
        return 0, None, reasons
    if applicant.band is None:
        return 0, None, (Reason.BAND_UNKNOWN,)
    price = product.price_of(applicant.band)
    if price is None:
        return 0, None, (Reason.BAND_NOT_SERVED,)
    by_price = min(price.most_minor, product.most_minor)
    by_income = by_price if applicant.occupation is None else (applicant.income_minor - applicant.instalments_minor) * INCOME_MONTHS
    by_bank = bank_limit_minor - applicant.owed_minor
    limit = min(by_price, by_income, by_bank) // STEP_MINOR * STEP_MINOR
    if limit >= product.least_minor:
        return limit, price, ()
    return 0, None, (Reason.INCOME_TOO_LOW if by_income < product.least_minor else Reason.LIMIT_REACHED,)


def check_standing(state: PreapprovalState, expires_at: datetime, now: datetime) -> None:
    """Raise PreapprovalEnded unless the offer stands."""
    if state is not PreapprovalState.OFFERED:
        raise PreapprovalEnded(state.value)
    if now >= expires_at:
        raise PreapprovalEnded(PreapprovalState.EXPIRED.value)
