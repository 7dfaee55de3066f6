"""Repay a loan from the wallet, book a payment back to its day, and take one back."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, Refusal
from domains.kernel.ids import new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.loans.errors.servicing import LoanDayOutOfRange, RepaymentNotFound, RepaymentReversedBefore
from domains.loans.events.servicing import LoanPaymentTaken, LoanRepaymentReversed
from domains.loans.rules.facts import FactKind, LoanStanding
from domains.loans.service.booking import Foreseen, Held, Serviced, Told, book, check_amount, foresee, hold

REPAID = "repaid"
MOST_MINOR = 10**16
PAYMENTS = (FactKind.REPAID, FactKind.RESCHEDULED)
OPEN_OR_PAID = (LoanStanding.ACTIVE, LoanStanding.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepayCommand(Command):
    """`owner_id` pays `amount` on a loan out of their wallet."""

    session_id: UUID = field(metadata=UNHASHED)
    loan_id: UUID
    amount: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRepaymentCommand(Command):
    """`owner_id` is a member of staff: a customer's money counts from an earlier day than the one on which it is booked."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    loan_id: UUID
    amount: Amount
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseRepaymentCommand(Command):
    """`owner_id` is a member of staff: a payment, by the sequence of its fact, never was. What it paid goes back into the wallet."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    loan_id: UUID
    sequence: int


@composite_verb(Serviced)
async def repay(tx: Tx, command: RepayCommand) -> Serviced | Refusal:
    """Pay by the order of the product. Refuses LoanNotFound, LoanEnded, AssetMismatch, AmountOutOfRange (nothing, less, or more than can be paid today), the
    PIN's refusals, and what the ledger refuses."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    held = await hold(tx, command.owner_id, command.loan_id)
    check_amount(held, command.amount)
    assert command.request_id is not None
    foreseen = pay(tx, held, command.amount.minor, held.today, command.request_id)
    wallet.check_proof(command.pin, Amount(0, held.loan.asset))
    serviced = await book(tx, held, foreseen)
    _tell_paid(tx, held, command.amount.minor, REPAID)
    return serviced


@composite_verb(Serviced)
async def book_repayment(tx: Tx, command: BookRepaymentCommand) -> Serviced | Refusal:
    """Book a payment back to its day: all that came after it is counted again. Refuses what `repay` refuses but for the PIN, and LoanDayOutOfRange."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    await customers.lock_customers(tx, [command.customer_id])
    held = await hold(tx, command.customer_id, command.loan_id)
    check_amount(held, command.amount)
    check_day(held, command.effective_on)
    assert command.request_id is not None
    serviced = await book(tx, held, pay(tx, held, command.amount.minor, command.effective_on, command.request_id))
    await audit(tx, command, "loans.book_repayment", command.customer_id, command.loan_id)
    _tell_paid(tx, held, command.amount.minor, REPAID)
    return serviced


@composite_verb(Serviced)
async def reverse_repayment(tx: Tx, command: ReverseRepaymentCommand) -> Serviced | Refusal:
    """Take a payment back: the loan is what it would be without it, and so it may be open again. Refuses LoanNotFound, LoanEnded, RepaymentNotFound,
    RepaymentReversedBefore."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    await customers.lock_customers(tx, [command.customer_id])
    held = await hold(tx, command.customer_id, command.loan_id, standing=OPEN_OR_PAID)
    payment = next((one for one in held.facts if one.sequence == command.sequence and one.kind in PAYMENTS and one.amount_minor), None)
    if payment is None:
        raise RepaymentNotFound
    if any(one.kind is FactKind.REPAYMENT_REVERSED and one.details["sequence"] == payment.sequence for one in held.facts):
        raise RepaymentReversedBefore
    assert command.request_id is not None
    told = Told(FactKind.REPAYMENT_REVERSED, held.today, payment.amount_minor, {"sequence": payment.sequence})
    serviced = await book(tx, held, foresee(tx, held, [told], command.request_id))
    await audit(tx, command, "loans.reverse_repayment", command.customer_id, command.loan_id)
    tx.publish(LoanRepaymentReversed(command.customer_id, None, command.loan_id, payment.amount_minor, held.loan.asset.code))
    return serviced


async def audit(tx: Tx, command: Command, what: str, customer_id: UUID, loan_id: UUID) -> None:
    """Write down which member of staff did it."""
    await insert_audit(tx, new_id(tx.clock), command.owner_id, what, customer_id, {"loan": str(loan_id), "act": str(command.request_id)})


def check_day(held: Held, day: date) -> None:
    """Raise LoanDayOutOfRange for a day before the loan began, or to come."""
    if not held.loan.opened_on <= day <= held.today:
        raise LoanDayOutOfRange(held.loan.opened_on, held.today)


def pay(tx: Tx, held: Held, minor: int, on: date, act_id: UUID) -> Foreseen:
    """What a payment that counts from that day comes to. Raise AmountOutOfRange unless every fen of it pays something."""
    asset = held.loan.asset.code
    if not 0 < minor <= MOST_MINOR:
        raise AmountOutOfRange(minor, asset, 1, min(MOST_MINOR, held.before.owed.total + held.before.interest_to_come_minor))
    foreseen = foresee(tx, held, [Told(FactKind.REPAID, on, minor)], act_id)
    over = foreseen.after.left_over_minor - held.now.left_over_minor
    if over > 0:
        raise AmountOutOfRange(minor, asset, 1, minor - over)
    return foreseen


def _tell_paid(tx: Tx, held: Held, minor: int, how: str) -> None:
    tx.publish(LoanPaymentTaken(held.loan.customer_id, None, held.loan.id, minor, held.loan.asset.code, how))
