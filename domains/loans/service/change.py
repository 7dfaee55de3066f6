"""Another rate, or more money, on a loan that is being repaid: acts of staff, audited. What is not due yet is counted anew."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domains.kernel.commands import composite_verb
from domains.kernel.errors import AmountOutOfRange, Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.errors.servicing import LoanChangeRefused
from domains.loans.queries import products
from domains.loans.rules.facts import FactKind
from domains.loans.rules.products import RATE_MOST
from domains.loans.rules.rates import is_whole
from domains.loans.service.amend import AmendCommand, amend, hold_for_staff
from domains.loans.service.booking import Serviced, Told, check_amount
from domains.loans.service.repay import check_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLoanRateCommand(AmendCommand):
    """From that day on, which may be past, the yearly rate is another one."""

    annual_rate: Decimal
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DisburseFurtherCommand(AmendCommand):
    """So much more of what was agreed is paid into the customer's wallet today."""

    amount: Amount


@composite_verb(Serviced)
async def change_loan_rate(tx: Tx, command: ChangeLoanRateCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded, LoanDayOutOfRange (before the loan, or to come), LoanChangeRefused (rate)."""
    held = await hold_for_staff(tx, command)
    check_day(held, command.effective_on)
    if not (is_whole(command.annual_rate) and 0 <= command.annual_rate <= RATE_MOST):
        raise LoanChangeRefused("rate")
    return await amend(tx, command, held, Told(FactKind.RATE_CHANGED, command.effective_on, 0, {"annual_rate": str(command.annual_rate)}))


@composite_verb(Serviced)
async def disburse_further(tx: Tx, command: DisburseFurtherCommand) -> Serviced | Refusal:
    """Refuses LoanNotFound, LoanEnded, AssetMismatch, LoanChangeRefused (line: a further draw is a loan of its own; late: something is overdue),
    AmountOutOfRange (nothing, or more than the product lends to anybody), and what the ledger refuses."""
    held = await hold_for_staff(tx, command)
    loan = held.loan
    check_amount(held, command.amount)
    for what, stands_against in {"line": loan.line_id is not None or loan.payment_id is not None, "late": held.now.days_past_due > 0}.items():
        if stands_against:
            raise LoanChangeRefused(what)
    version = (loan.product_code, loan.product_version)
    most = (await products.find_terms(tx, [version]))[version].most_minor - held.now.flows.lent_minor
    if not 0 < command.amount.minor <= most:
        raise AmountOutOfRange(command.amount.minor, loan.asset.code, 1, max(0, most))
    return await amend(tx, command, held, Told(FactKind.DISBURSED, held.today, command.amount.minor))
