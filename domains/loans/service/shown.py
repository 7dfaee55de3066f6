"""What is shown of a loan account: amounts with their currency, and quotes where there is something to quote."""

from datetime import date, datetime
from typing import NamedTuple

from domains.kernel.assets import Asset
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.loans.rules.early import EarlyPart
from domains.loans.rules.facts import Fact, LoanStanding
from domains.loans.rules.parts import Parts
from domains.loans.rules.states import InstalmentState
from domains.loans.service.look import LoanAccount
from domains.loans.service.pay_early import QuotedEarly, QuotedPayOff, early_quoted, pay_off_quoted


class ShownParts(NamedTuple):
    """An amount of each part, and all together."""

    principal: Amount
    interest: Amount
    fee: Amount
    penalty: Amount
    total: Amount


class ShownInstalment(NamedTuple):
    """An instalment as it stands."""

    number: int
    begin: date
    due: date
    owed: ShownParts
    paid: ShownParts


class ShownFact(NamedTuple):
    """A fact, without what only the fold needs."""

    sequence: int
    kind: str
    effective_on: date
    booked_at: datetime
    amount: Amount


class ShownEarly(NamedTuple):
    """What a loan would be after an early payment."""

    instalments: int
    instalment: Amount
    last_due_on: date | None
    saved: Amount


class StaffAccount(NamedTuple):
    """A loan as staff see it."""

    account: LoanAccount


def shown_parts(parts: Parts, asset: Asset) -> ShownParts:
    """Parts with their currency."""
    return ShownParts(*(Amount(minor, asset) for minor in (*parts, parts.total)))


def shown_instalment(one: InstalmentState, asset: Asset) -> ShownInstalment:
    """An instalment with its currency."""
    return ShownInstalment(one.number, one.begin, one.due, shown_parts(one.owed, asset), shown_parts(one.paid, asset))


def shown_fact(one: Fact, asset: Asset) -> ShownFact:
    """A fact with its currency."""
    return ShownFact(one.sequence, one.kind.value, one.effective_on, one.booked_at, Amount(one.amount_minor, asset))


def shown_early(quoted: QuotedEarly, part: EarlyPart) -> ShownEarly:
    """One of the two choices with its currency."""
    asset = quoted.amount.asset
    return ShownEarly(part.instalments, Amount(part.instalment_minor, asset), part.last_due_on, Amount(part.saved_minor, asset))


def pay_off_of(account: LoanAccount) -> QuotedPayOff | None:
    """What ends it today; None where it has ended."""
    return pay_off_quoted(account.loan, account.servicing, account.state) if account.state.standing is LoanStanding.ACTIVE else None


def early_of(account: LoanAccount | None, amount: Amount) -> QuotedEarly | None:
    """Both ways to pay that much early; None where it cannot be paid so."""
    if account is None or account.state.standing is not LoanStanding.ACTIVE:
        return None
    try:
        return early_quoted(account.loan, account.servicing, account.facts, account.state, amount)
    except Refusal:
        return None
