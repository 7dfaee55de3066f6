"""Pay a loan early, against what was quoted: in full, or in part so that it is over sooner or costs less each time. A quote holds until the day is over."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from domains import customers, wallet
from domains.kernel.clock import business_date, day_start
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Queryable, Tx
from domains.loans.errors.loans import LoanNotFound
from domains.loans.errors.servicing import EarlyPaymentTooSmall, LoanEnded, PayOffChanged
from domains.loans.events.servicing import LoanPaymentTaken
from domains.loans.queries import facts, loans, products
from domains.loans.rules.early import FULL, LOWER, SHORTER, EarlyParts, pay_in_part, pay_off
from domains.loans.rules.facts import FactKind, LoanStanding
from domains.loans.rules.fold import fold
from domains.loans.service.booking import Held, Serviced, Told, book, check_amount, hold
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


async def quote_pay_off(source: Queryable, customer_id: UUID, loan_id: UUID) -> QuotedPayOff | None:
    """What ends the customer's loan today; None where there is no such loan, or nothing to end."""
    held = await _look(source, customer_id, loan_id)
    return None if held is None or held.loan.state is not LoanStanding.ACTIVE else pay_off_quoted(held)


async def quote_early(source: Queryable, customer_id: UUID, loan_id: UUID, amount: Amount) -> QuotedEarly:
    """Both ways to pay an amount early today. Raises LoanNotFound, LoanEnded, AssetMismatch, AmountOutOfRange, EarlyPaymentTooSmall."""
    held = await _look(source, customer_id, loan_id)
    if held is None:
        raise LoanNotFound
    if held.loan.state is not LoanStanding.ACTIVE:
        raise LoanEnded(held.loan.state.value)
    return early_quoted(held, amount)


@composite_verb(Serviced)
async def pay_loan_off(tx: Tx, command: PayOffCommand) -> Serviced | Refusal:
    """End a loan. Refuses LoanNotFound, LoanEnded, AssetMismatch, PayOffChanged, the PIN's refusals, and what the ledger refuses."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    held = await hold(tx, command.owner_id, command.loan_id)
    check_amount(held, command.total)
    quoted = pay_off_quoted(held)
    if (command.total, command.quoted_on) != (quoted.total, quoted.quoted_on):
        raise PayOffChanged(quoted.total.minor, held.loan.asset.code)
    wallet.check_proof(command.pin, Amount(0, held.loan.asset))
    assert command.request_id is not None
    told = Told(FactKind.REPAID, held.today, quoted.total.minor, {"choice": FULL})
    serviced, after = await book(tx, held, [*_fee(held, quoted.fee.minor), told], command.request_id)
    if after.standing is not LoanStanding.CLOSED:
        raise RuntimeError(f"the loan {command.loan_id} was paid off and is not over")
    tx.publish(LoanPaymentTaken(command.owner_id, None, command.loan_id, quoted.total.minor, held.loan.asset.code, FULL))
    return serviced


@composite_verb(Serviced)
async def pay_early(tx: Tx, command: PayEarlyCommand) -> Serviced | Refusal:
    """Pay a part early: what is due first, then interest so far, then principal. Refuses LoanNotFound, LoanEnded, AssetMismatch, AmountOutOfRange (nothing, or
    as much as would end the loan), EarlyPaymentTooSmall, the PIN's refusals, and what the ledger refuses."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    held = await hold(tx, command.owner_id, command.loan_id)
    parts = _parts(held, command.amount)
    wallet.check_proof(command.pin, Amount(0, held.loan.asset))
    assert command.request_id is not None and command.choice in (SHORTER, LOWER)
    paid = command.amount.minor + parts.fee_minor
    told = Told(FactKind.RESCHEDULED, held.today, paid, {"choice": command.choice})
    serviced, _ = await book(tx, held, [*_fee(held, parts.fee_minor), told], command.request_id)
    tx.publish(LoanPaymentTaken(command.owner_id, None, command.loan_id, paid, held.loan.asset.code, EARLY))
    return serviced


async def _look(source: Queryable, customer_id: UUID, loan_id: UUID) -> Held | None:
    """A loan as it stands today, read without a lock."""
    key = (customer_id, loan_id)
    loan = (await loans.find_loans(source, [key])).get(key)
    if loan is None:
        return None
    known = (await facts.list_facts(source, [key]))[key]
    version = (loan.product_code, loan.product_version)
    servicing = (await products.find_terms(source, [version]))[version].servicing
    today = max(business_date(source.now), loan.folded_through)
    return Held(loan, servicing, known, fold(loan.terms, servicing, known, today), today)


def pay_off_quoted(held: Held) -> QuotedPayOff:
    """What ends that loan on its day."""
    told = pay_off(fold(held.loan.terms, held.servicing, held.facts, held.today), held.servicing)
    amounts = (held.loan.amount(told.total_minor), held.loan.amount(told.fee_minor), held.loan.amount(told.saved_minor))
    return QuotedPayOff(held.loan.id, *amounts, held.today, _expires(held.today))


def early_quoted(held: Held, amount: Amount) -> QuotedEarly:
    """Both ways to pay that much early. Raises AssetMismatch, AmountOutOfRange, EarlyPaymentTooSmall."""
    parts = _parts(held, amount)
    return QuotedEarly(held.loan.id, amount, held.loan.amount(parts.fee_minor), parts, _expires(held.today))


def _parts(held: Held, amount: Amount) -> EarlyParts:
    """Raises AssetMismatch, AmountOutOfRange, EarlyPaymentTooSmall."""
    if amount.asset != held.loan.asset:
        raise AssetMismatch(amount.asset.code, held.loan.asset.code)
    now = fold(held.loan.terms, held.servicing, held.facts, held.today)
    most = now.owed.total - 1
    if not 0 < amount.minor <= min(most, MOST_MINOR):
        raise AmountOutOfRange(amount.minor, amount.asset.code, 1, most)
    parts = pay_in_part(held.loan.terms, held.servicing, held.facts, held.today, amount.minor)
    if parts.principal_minor <= 0:
        raise EarlyPaymentTooSmall(now.owed.total - now.not_due_principal_minor, amount.asset.code)
    return parts


def _fee(held: Held, minor: int) -> list[Told]:
    """The fee for paying early is told before the payment that pays it, and reversed with it."""
    return [Told(FactKind.CHARGED, held.today, minor, {"due_on": held.today.isoformat()})] if minor else []


def _expires(day: date) -> datetime:
    return day_start(day + timedelta(days=1))
