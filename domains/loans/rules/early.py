"""What paying early comes to: in part, "shorter" and "lower" side by side; in full, with the interest that is saved. Quotes hold for the day they are made."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domains.loans.rules.facts import Fact, FactKind
from domains.loans.rules.fold import fold
from domains.loans.rules.parts import Parts
from domains.loans.rules.servicing import ServicingTerms
from domains.loans.rules.states import LoanState
from domains.loans.rules.terms import LoanTerms

SHORTER, LOWER, FULL = "shorter", "lower", "full"
_ASKED = UUID(int=0)


class PayOff(NamedTuple):
    """What ends the loan today: all that is owed, and the fee for paying early. `saved_minor` is interest that was agreed and will never be owed."""

    owed: Parts
    fee_minor: int
    saved_minor: int

    @property
    def total_minor(self) -> int:
        return self.owed.total + self.fee_minor


class EarlyPart(NamedTuple):
    """What the loan would be after a payment in part: how many instalments to come, the next of them, the last one's day, and what is saved."""

    instalments: int
    instalment_minor: int
    last_due_on: date | None
    saved_minor: int


class EarlyParts(NamedTuple):
    """Both choices for one amount. `principal_minor` of it is paid early; the fee comes on top."""

    principal_minor: int
    fee_minor: int
    shorter: EarlyPart
    lower: EarlyPart


def early_fee_minor(principal_minor: int, servicing: ServicingTerms) -> int:
    """What paying so much principal early costs, rounded down."""
    return principal_minor * servicing.early_fee_ppm // 1_000_000


def pay_off(state: LoanState, servicing: ServicingTerms) -> PayOff:
    """What ends a loan on the day of its state."""
    fee = early_fee_minor(state.not_due_principal_minor, servicing)
    return PayOff(state.owed, fee, state.interest_to_come_minor)


def pay_in_part(terms: LoanTerms, servicing: ServicingTerms, facts: Sequence[Fact], before: LoanState, minor: int) -> EarlyParts:
    """Both choices, folded as if the payment were made on the day of the state before it."""
    on = before.as_of
    shorter, lower = (fold(terms, servicing, [*facts, asked(facts, on, minor, choice)], on) for choice in (SHORTER, LOWER))
    principal = before.not_due_principal_minor - lower.not_due_principal_minor
    return EarlyParts(principal, early_fee_minor(principal, servicing), _part(before, shorter), _part(before, lower))


def asked(facts: Sequence[Fact], on: date, minor: int, choice: str) -> Fact:
    """The fact that such a payment would be."""
    known = facts[-1]
    sequence = max(one.sequence for one in facts) + 1
    return Fact(known.customer_id, known.loan_id, sequence, FactKind.RESCHEDULED, on, known.booked_at, minor, _ASKED, {"choice": choice})


def _part(before: LoanState, after: LoanState) -> EarlyPart:
    coming = [one for one in after.instalments if one.due > after.as_of and one.open.total]
    # The first of them has interest from today on only, and bears what was left open: the second one is what each will be.
    each = coming[min(1, len(coming) - 1)].owed if coming else Parts()
    saved = _interest(before) - _interest(after)
    return EarlyPart(len(coming), each.principal + each.interest, coming[-1].due if coming else None, saved)


def _interest(state: LoanState) -> int:
    return sum(one.owed.interest for one in state.instalments)
