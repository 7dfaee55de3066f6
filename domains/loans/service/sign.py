"""Sign what is offered, with the PIN; and give the money back within the cooling-off."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.accounts import income_id, owed_id
from domains.loans.errors.applications import BorrowerUnfit, CoolingOffOver, OfferChanged
from domains.loans.errors.loans import LoanNotFound
from domains.loans.events.applications import ApplicationSigned, LoanWithdrawn
from domains.loans.queries import applications, decisions, facts, loans, products
from domains.loans.queries.applications import Application
from domains.loans.queries.loans import Loan
from domains.loans.rules.applications import ApplicationState, check_offer
from domains.loans.rules.approval import broken_rules
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.parts import Part
from domains.loans.service.apply import lock_own
from domains.loans.service.borrowers import find_applicants
from domains.loans.service.lines import plan_lines

GIVEN_BACK, WAIVED = "loan_given_back", "loan_waived"
"""The kinds of its movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCommand(Command):
    """`owner_id` signs the contract with that hash, which they were shown with its yearly rate and its total."""

    session_id: UUID = field(metadata=UNHASHED)
    application_id: UUID
    contract_sha256: str
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawLoanCommand(Command):
    """`owner_id` gives the money of a new loan back."""

    session_id: UUID = field(metadata=UNHASHED)
    loan_id: UUID
    pin: customers.PinProof = field(metadata=UNHASHED)


@composite_verb(Application)
async def sign_application(tx: Tx, command: SignCommand) -> Application | Refusal:
    """Sign; the money follows by itself. Refuses ApplicationNotFound, OfferNotOpen, OfferExpired, OfferChanged, BorrowerUnfit by the hard rules as they
    stand now, and the PIN's refusals."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    one = await lock_own(tx, command.owner_id, command.application_id)
    check_offer(one.state, one.offered_until, tx.now)
    assert one.contract_sha256 is not None
    if command.contract_sha256 != one.contract_sha256:
        raise OfferChanged(one.contract_sha256)
    published = await decisions.find_policy(tx)
    broken = broken_rules(published.policy, (await find_applicants(tx, [one.customer_id]))[one.customer_id])
    if broken:
        raise BorrowerUnfit(tuple(reason.value for reason in broken))
    wallet.check_proof(command.pin, Amount(0, one.asset))
    tx.publish(ApplicationSigned(one.customer_id, None, one.id))
    return await applications.write_step(tx, one._replace(state=ApplicationState.SIGNED))


@composite_verb(Loan)
async def withdraw_loan(tx: Tx, command: WithdrawLoanCommand) -> Loan | Refusal:
    """Within the cooling-off: what was lent goes back, and nothing else is owed. Refuses LoanNotFound, CoolingOffOver (also where something was repaid, and
    for what paid a merchant), the PIN's refusals, InsufficientFunds."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    loan = (await loans.lock_loans(tx, command.owner_id, [command.loan_id])).get(command.loan_id)
    if loan is None:
        raise LoanNotFound
    told = (await facts.list_facts(tx, [(loan.customer_id, loan.id)]))[loan.customer_id, loan.id]
    days = (await products.find_terms(tx, [(loan.product_code, loan.product_version)]))[loan.product_code, loan.product_version].cooling_off_days
    until = loan.opened_at + timedelta(days=days)
    is_untouched = all(one.kind in (FactKind.DISBURSED, FactKind.CHARGED, FactKind.RATE_CHANGED) for one in told)
    if loan.state is not LoanStanding.ACTIVE or loan.payment_id is not None or not is_untouched or tx.now >= until:
        raise CoolingOffOver(until)
    wallet.check_proof(command.pin, Amount(0, loan.asset))
    assert command.request_id is not None
    back = await _plan_back(tx, loan, command.request_id)
    (line,) = await plan_lines(tx, [(loan, command.request_id, 0)])
    (verdict,) = await ledger.post(tx, [(command.request_id, [*back, *line])])
    if isinstance(verdict, Refusal):
        raise verdict
    return await _write_back(tx, loan, len(told) + 1, command.request_id)


async def _plan_back(tx: Tx, loan: Loan, act_id: UUID) -> list[ledger.Planned]:
    """The principal out of the wallet; fees and interest as they stand in the ledger back out of what the house has earned."""
    mine = wallet.wallet_account_id(loan.customer_id, loan.asset)
    owed = {part: owed_id(loan.id, part) for part in Part}
    earned = {part: income_id(part, loan.asset) for part in Part if part is not Part.PRINCIPAL}
    await ledger.lock_for_posts(tx, [mine, *owed.values()])
    found = await ledger.find_accounts(tx, list(owed.values()))
    planned: list[ledger.Planned] = []
    for part, account_id in owed.items():
        amount = found[account_id].posted
        source = mine if part is Part.PRINCIPAL else earned[part]
        if amount.minor:
            kind = GIVEN_BACK if part is Part.PRINCIPAL else WAIVED
            planned.append(ledger.PlannedMovement(derived_id(act_id, f"{kind}:{part}"), kind, source, account_id, amount))
    return planned


async def _write_back(tx: Tx, loan: Loan, sequence: int, act_id: UUID) -> Loan:
    today = business_date(tx.now)
    details = {"withdrawn": True}
    facts.append_facts(tx, [Fact(loan.customer_id, loan.id, sequence, FactKind.CLOSED, today, tx.now, loan.principal_minor, act_id, details)])
    ended = loan._replace(state=LoanStanding.WITHDRAWN, next_due_on=None, folded_through=today, line_hold_id=None, line_held_minor=0)
    ended = ended._replace(principal_minor=0, interest_minor=0, fee_minor=0, penalty_minor=0)
    loans.write_folded(tx, [ended])
    tx.publish(LoanWithdrawn(loan.customer_id, None, loan.id))
    return ended
