"""What the house does to a loan beside taking payments: fees, pauses, hardship plans, write-off and recovery, refunds of what it financed. Acts of staff are
audited."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.errors.servicing import HardshipPlanRefused, LoanDayOutOfRange, LoanNotWrittenOff, LoanRefundTooLarge
from domains.loans.events.servicing import LoanAmended
from domains.loans.rules.facts import FactKind, LoanStanding
from domains.loans.rules.terms import COUNT_MOST
from domains.loans.service.booking import Held, Serviced, Told, book, check_amount, foresee, hold
from domains.loans.service.repay import MOST_MINOR, OPEN_OR_PAID, audit

CHARGE_MOST_MINOR = 10**12
RATE_MOST = Decimal("0.24")
"""Of a hardship plan: it is never dearer than anything that is sold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCommand(Command):
    """`owner_id` is a member of staff, the loan a customer's."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    loan_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLoanFeeCommand(AmendCommand):
    """A fee, due with the instalment in whose period `due_on` falls."""

    amount: Amount
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseLoanCommand(AmendCommand):
    """From today on, until that day, nothing counts as later than it is. Without a day: until it is resumed."""

    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeLoanCommand(AmendCommand):
    """The pauses end today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantHardshipPlanCommand(AmendCommand):
    """All that is owed is spread over so many instalments from today on, at that yearly rate or the one that stands."""

    count: int
    annual_rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffLoanCommand(AmendCommand):
    """What is owed is given up as an asset, not as a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverLoanCommand(AmendCommand):
    """Money of the customer's wallet comes in on a loan that was written off."""

    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFinancedCommand(Command):
    """The house passes on what a merchant gives back for a purchase of `owner_id` that the loan financed. `source_id` is the ledger's account that pays it."""

    loan_id: UUID
    amount: Amount
    source_id: UUID


@composite_verb(Serviced)
async def charge_loan_fee(tx: Tx, command: ChargeLoanFeeCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded, AssetMismatch, AmountOutOfRange, LoanDayOutOfRange (before today)."""
    held = await hold_for_staff(tx, command)
    check_amount(held, command.amount)
    _check_range(held, command.amount, CHARGE_MOST_MINOR)
    if command.due_on < held.today:
        raise LoanDayOutOfRange(held.today, date.max)
    return await amend(tx, command, held, Told(FactKind.CHARGED, held.today, command.amount.minor, {"due_on": command.due_on.isoformat()}))


@composite_verb(Serviced)
async def pause_loan(tx: Tx, command: PauseLoanCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded, LoanDayOutOfRange (not after today)."""
    held = await hold_for_staff(tx, command)
    if command.until is not None and command.until <= held.today:
        raise LoanDayOutOfRange(held.today, date.max)
    until = None if command.until is None else command.until.isoformat()
    return await amend(tx, command, held, Told(FactKind.PAUSED, held.today, 0, {"until": until}))


@composite_verb(Serviced)
async def resume_loan(tx: Tx, command: ResumeLoanCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded. Where nothing is paused nothing changes."""
    held = await hold_for_staff(tx, command)
    return await amend(tx, command, held, Told(FactKind.RESUMED, held.today))


@composite_verb(Serviced)
async def grant_hardship_plan(tx: Tx, command: GrantHardshipPlanCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded, HardshipPlanRefused."""
    held = await hold_for_staff(tx, command)
    rate = command.annual_rate
    holds = {
        "count": 1 <= command.count <= COUNT_MOST,
        "rate": rate is None or (rate.is_finite() and 0 <= rate <= RATE_MOST),
        "principal": held.before.owed.principal > 0,
    }
    for what, is_right in holds.items():
        if not is_right:
            raise HardshipPlanRefused(what)
    details = {"choice": "extend", "count": command.count, **({} if rate is None else {"annual_rate": str(rate)})}
    return await amend(tx, command, held, Told(FactKind.RESCHEDULED, held.today, 0, details))


@composite_verb(Serviced)
async def write_off_loan(tx: Tx, command: WriteOffLoanCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded."""
    held = await hold_for_staff(tx, command)
    return await amend(tx, command, held, Told(FactKind.WRITTEN_OFF, held.today))


@composite_verb(Serviced)
async def recover_loan(tx: Tx, command: RecoverLoanCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanNotWrittenOff, AssetMismatch, AmountOutOfRange (nothing, or more than was written off and not recovered yet)."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    await customers.lock_customers(tx, [command.customer_id])
    held = await hold(tx, command.customer_id, command.loan_id, standing=tuple(LoanStanding))
    if held.loan.state is not LoanStanding.WRITTEN_OFF:
        raise LoanNotWrittenOff
    check_amount(held, command.amount)
    flows = held.before.flows
    _check_range(held, command.amount, flows.written_off.total - flows.recovered_minor)
    return await amend(tx, command, held, Told(FactKind.RECOVERED, held.today, command.amount.minor))


@composite_verb(Serviced)
async def refund_financed(tx: Tx, command: RefundFinancedCommand) -> Serviced | Refusal:
    """Principal first, with the interest on it; the rest is spread anew, and what is too much is the customer's. Refuses LoanNotFound, LoanEnded,
    AssetMismatch, AmountOutOfRange, LoanRefundTooLarge, and what the ledger refuses."""
    await customers.lock_customers(tx, [command.owner_id])
    assert command.request_id is not None
    held = await hold(tx, command.owner_id, command.loan_id, standing=OPEN_OR_PAID)
    check_amount(held, command.amount)
    _check_range(held, command.amount, MOST_MINOR)
    most = held.before.flows.lent_minor - sum(one.amount_minor for one in held.facts if one.kind is FactKind.REFUNDED)
    if command.amount.minor > most:
        raise LoanRefundTooLarge(most, held.loan.asset.code)
    told = Told(FactKind.REFUNDED, held.today, command.amount.minor, {"source": str(command.source_id)})
    serviced = await book(tx, held, foresee(tx, held, [told], command.request_id))
    tx.publish(LoanAmended(command.owner_id, None, command.loan_id, FactKind.REFUNDED.value))
    return serviced


async def hold_for_staff(tx: Tx, command: AmendCommand) -> Held:
    """The loan under our lock, for a member of staff who is signed in. Raises what `hold` raises."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    await customers.lock_customers(tx, [command.customer_id])
    return await hold(tx, command.customer_id, command.loan_id)


async def amend(tx: Tx, command: AmendCommand, held: Held, told: Told) -> Serviced:
    """Book it, and write down who did it."""
    assert command.request_id is not None
    serviced = await book(tx, held, foresee(tx, held, [told], command.request_id))
    await audit(tx, command, f"loans.{told.kind.value}", command.customer_id, command.loan_id)
    tx.publish(LoanAmended(command.customer_id, None, command.loan_id, told.kind.value))
    return serviced


def _check_range(held: Held, amount: Amount, most: int) -> None:
    if not 0 < amount.minor <= most:
        raise AmountOutOfRange(amount.minor, held.loan.asset.code, 1, most)
