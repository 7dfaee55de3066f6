"""Pay a loan early, against what was quoted: in full, or in part so that it is over sooner or costs less each time. A quote holds until the day is over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains import customers, wallet
from domains.kernel.clock import day_start
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.errors.servicing import EarlyPaymentTooSmall, PayOffChanged
from domains.loans.events.servicing import LoanPaymentTaken
from domains.loans.queries.loans import Loan
from domains.loans.rules.early import FULL, LOWER, SHORTER, EarlyParts, pay_in_part, pay_off
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.servicing import ServicingTerms
from domains.loans.rules.states import LoanState
from domains.loans.service.booking import Held, Serviced, Told, book, check_amount, foresee, hold
from domains.loans.service.repay import MOST_MINOR

EARLY = "early"


class QuotedPayOff(NamedTuple):
    """What ends the loan today, until `expires_at`."""

    loan_id: UUID
    total: Amount
    fee: Amount
    saved: Amount
    quoted_on: date
    expires_at: datetime


class QuotedEarly(NamedTuple):
    """Both ways to pay that amount early, and the fee on top, until `expires_at`."""

    loan_id: UUID
    amount: Amount
    fee: Amount
    parts: EarlyParts
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOffCommand(Command):
    """`owner_id` ends a loan for the total that was quoted to them that day."""

    session_id: UUID = field(metadata=UNHASHED)
    loan_id: UUID
    total: Amount
    quoted_on: date
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayEarlyCommand(Command):
    """`owner_id` pays `amount` before it is due, and the fee on top that was quoted; `choice`: shorter or lower."""

    session_id: UUID = field(metadata=UNHASHED)
    loan_id: UUID
    amount: Amount
    choice: str
    pin: customers.PinProof = field(metadata=UNHASHED)


@composite_verb(Serviced)
async def pay_loan_off(tx: Tx, command: PayOffCommand) -> Serviced | Refusal:
    """End a loan. Refuses LoanNotFound, LoanEnded, AssetMismatch, PayOffChanged, the PIN's refusals, and what the ledger refuses."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    held = await hold(tx, command.owner_id, command.loan_id)
    check_amount(held, command.total)
    quoted = pay_off_quoted(held.loan, held.servicing, held.now)
    if (command.total, command.quoted_on) != (quoted.total, quoted.quoted_on):
        raise PayOffChanged(quoted.total.minor, held.loan.asset.code)
    wallet.check_proof(command.pin, Amount(0, held.loan.asset))
    assert command.request_id is not None
    told = Told(FactKind.REPAID, held.today, quoted.total.minor, {"choice": FULL})
    foreseen = foresee(tx, held, [*_fee(held, quoted.fee.minor), told], command.request_id)
    if foreseen.after.standing is not LoanStanding.CLOSED:
        raise RuntimeError(f"the loan {command.loan_id} was paid off and is not over")
    serviced = await book(tx, held, foreseen)
    tx.publish(LoanPaymentTaken(command.owner_id, None, command.loan_id, quoted.total.minor, held.loan.asset.code, FULL))
    return serviced


@composite_verb(Serviced)
async def pay_early(tx: Tx, command: PayEarlyCommand) -> Serviced | Refusal:
    """Pay a part early: what is due first, then interest so far, then principal. Refuses LoanNotFound, LoanEnded, AssetMismatch, AmountOutOfRange (nothing, or
    as much as would end the loan), EarlyPaymentTooSmall, the PIN's refusals, and what the ledger refuses."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    held = await hold(tx, command.owner_id, command.loan_id)
    fee = early_quoted(held.loan, held.servicing, held.facts, held.now, command.amount).fee
    wallet.check_proof(command.pin, Amount(0, held.loan.asset))
    assert command.request_id is not None and command.choice in (SHORTER, LOWER)
    paid = command.amount.minor + fee.minor
    told = Told(FactKind.RESCHEDULED, held.today, paid, {"choice": command.choice})
    serviced = await book(tx, held, foresee(tx, held, [*_fee(held, fee.minor), told], command.request_id))
    tx.publish(LoanPaymentTaken(command.owner_id, None, command.loan_id, paid, held.loan.asset.code, EARLY))
    return serviced


def pay_off_quoted(loan: Loan, servicing: ServicingTerms, now: LoanState) -> QuotedPayOff:
    """What ends that loan on the day of its state."""
    told = pay_off(now, servicing)
    amounts = (loan.amount(told.total_minor), loan.amount(told.fee_minor), loan.amount(told.saved_minor))
    return QuotedPayOff(loan.id, *amounts, now.as_of, _expires(now.as_of))


def early_quoted(loan: Loan, servicing: ServicingTerms, facts: Sequence[Fact], now: LoanState, amount: Amount) -> QuotedEarly:
    """Both ways to pay that much early on the day of the state. Raises AssetMismatch, AmountOutOfRange, EarlyPaymentTooSmall."""
    if amount.asset != loan.asset:
        raise AssetMismatch(amount.asset.code, loan.asset.code)
    most = now.owed.total - 1
    if not 0 < amount.minor <= min(most, MOST_MINOR):
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, most)
    parts = pay_in_part(loan.terms, servicing, facts, now, amount.minor)
    if parts.principal_minor <= 0:
        raise EarlyPaymentTooSmall(now.owed.total - now.not_due_principal_minor, amount.asset.code)
    return QuotedEarly(loan.id, amount, loan.amount(parts.fee_minor), parts, _expires(now.as_of))


def _fee(held: Held, minor: int) -> list[Told]:
    """The fee for paying early is told before the payment that pays it, and reversed with it."""
    return [Told(FactKind.CHARGED, held.today, minor, {"due_on": held.today.isoformat()})] if minor else []


def _expires(day: date) -> datetime:
    return day_start(day + timedelta(days=1))
