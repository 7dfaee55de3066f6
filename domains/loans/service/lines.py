"""Lines of credit: opened with their limit in the ledger, drawn from by holds in it, given back what is repaid, frozen, expired, closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Queryable, Tx
from domains.loans.accounts import limit_id, limits_id, line_accounts, loan_accounts
from domains.loans.errors.applications import BorrowerUnfit
from domains.loans.errors.lines import CostsChanged, CreditLineInsufficient, CreditLineNotFound
from domains.loans.events.lines import CreditLineOpened, CreditLineStateChanged
from domains.loans.queries import decisions, lines, loans, products
from domains.loans.queries.applications import Application
from domains.loans.queries.lines import Line
from domains.loans.queries.loans import Loan
from domains.loans.rules.approval import Reason
from domains.loans.rules.lines import LineState, check_change, check_drawable
from domains.loans.rules.offers import costs_of, fee_of, terms_of
from domains.loans.rules.products import LoanKind, LoanProductTerms
from domains.loans.service.disburse import Agreed, plan_loan, plan_pay_out, write_loan

LIMIT_GIVEN, LIMIT_TAKEN, DRAWN = "loan_limit_given", "loan_limit_taken", "loan_line_drawn"
"""The kinds of its movements and holds: promises, no money."""

HELD_FOR = timedelta(days=36_500)
"""Longer than any loan lives."""


class LeftOfLine(NamedTuple):
    """A line with what may still be drawn from it."""

    line: Line
    available: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCommand(Command):
    """`owner_id` draws `amount` into their wallet, to be repaid in `count` instalments. `total` is all that they were shown it would cost them to repay.

    `request_id` becomes the loan's id."""

    session_id: UUID = field(metadata=UNHASHED)
    line_id: UUID
    amount: Amount
    count: int
    total: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLineStateCommand(Command):
    """`owner_id` freezes a line of theirs, lifts it, or closes it for good."""

    session_id: UUID = field(metadata=UNHASHED)
    line_id: UUID
    state: LineState


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCustomersLineStateCommand(Command):
    """`owner_id` is a member of staff, who freezes that customer's line, lifts it, or closes it."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    line_id: UUID
    state: LineState
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireLineCommand(Command):
    """The house writes down that a line's time is over."""

    customer_id: UUID
    line_id: UUID


async def open_line(tx: Tx, application: Application, kind: LoanKind, terms: LoanProductTerms, id_: UUID) -> Line | None:
    """A line by that application, of which nothing is drawn. None where the customer has one of the product already."""
    assert terms.line is not None and application.annual_rate is not None
    named = (application.customer_id, id_, application.product_code, application.product_version, kind, application.asset, application.amount_minor)
    expires_on = business_date(tx.now) + timedelta(days=terms.line.days)
    line = Line(*named, application.annual_rate, terms.line.revolving, LineState.ACTIVE, None, expires_on, tx.now, tx.now)
    if not await lines.insert_line(tx, line):
        return None
    await ledger.open_accounts(tx, line_accounts(id_, line.asset))
    given = ledger.PlannedMovement(derived_id(id_, LIMIT_GIVEN), LIMIT_GIVEN, limits_id(line.asset), limit_id(id_), line.amount(line.limit_minor))
    await _post(tx, derived_id(id_, "journal"), [given])
    tx.publish(CreditLineOpened(line.customer_id, None, id_))
    return line


@composite_verb(Loan)
async def draw_from_line(tx: Tx, command: DrawCommand) -> Loan | Refusal:
    """Lend out of a line. Refuses CreditLineNotFound, CreditLineClosed, CreditLineExpired, CreditLineFrozen, AssetMismatch, AmountOutOfRange,
    CountNotOffered, BorrowerUnfit where something is overdue, CostsChanged, the PIN's refusals, CreditLineInsufficient, and what the wallet refuses."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    line = await lines.lock_line(tx, command.owner_id, command.line_id)
    if line is None or line.kind is not LoanKind.LINE:
        raise CreditLineNotFound
    check_drawable(line.state, line.expires_on, business_date(tx.now))
    if command.amount.asset != line.asset or command.total.asset != line.asset:
        raise AssetMismatch(command.amount.asset.code, line.asset.code)
    assert command.request_id is not None
    agreed = await agree(tx, line, command.request_id, command.amount.minor, command.count)
    await check_borrowers(tx, [command.owner_id])
    costs = costs_of(agreed.terms, agreed.fee_minor)
    if costs.total_minor != command.total.minor:
        raise CostsChanged(costs.total_minor, line.asset.code)
    wallet.check_proof(command.pin, Amount(0, line.asset))
    await ledger.open_accounts(tx, loan_accounts(agreed.loan_id, line.asset))
    planned: list[ledger.Planned] = [plan_occupy(agreed, tx), *plan_loan(agreed), plan_pay_out(agreed, wallet.wallet_account_id(command.owner_id, line.asset))]
    (verdict,) = await ledger.post(tx, [(derived_id(agreed.loan_id, "journal"), planned)])
    if isinstance(verdict, Refusal):
        raise refused(verdict, line)
    return await write_loan(tx, agreed)


async def agree(tx: Tx, line: Line, loan_id: UUID, amount_minor: int, count: int) -> Agreed:
    """What a draw comes to, by the version and at the rate of its line, from today on. Raises AmountOutOfRange, CountNotOffered."""
    terms = (await line_terms(tx, [line]))[line.id]
    if not terms.least_minor <= amount_minor <= line.limit_minor:
        raise AmountOutOfRange(amount_minor, line.asset.code, terms.least_minor, line.limit_minor)
    return terms_agreed(tx, line, terms, loan_id, amount_minor, count)


def terms_agreed(tx: Tx, line: Line, terms: LoanProductTerms, loan_id: UUID, amount_minor: int, count: int) -> Agreed:
    """A draw at the line's rate, from today on. Raises CountNotOffered."""
    named = (line.customer_id, loan_id, line.product_code, line.product_version)
    agreed = terms_of(terms, amount_minor, count, line.annual_rate, business_date(tx.now))
    return Agreed(*named, agreed, line.asset, fee_of(terms, amount_minor), line.id)


async def line_terms(source: Queryable, of: Sequence[Line]) -> dict[UUID, LoanProductTerms]:
    """The product's terms that each of those lines keeps for its life, by line. One statement."""
    found = await products.find_terms(source, [(line.product_code, line.product_version) for line in of])
    return {line.id: found[line.product_code, line.product_version] for line in of}


def plan_occupy(agreed: Agreed, tx: Tx) -> ledger.PlannedHold:
    """Hold the loan's principal in its line."""
    assert agreed.line_id is not None and agreed.line_hold_id is not None
    accounts = (limit_id(agreed.line_id), limits_id(agreed.asset))
    return ledger.PlannedHold(agreed.line_hold_id, DRAWN, *accounts, Amount(agreed.terms.principal_minor, agreed.asset), tx.now + HELD_FOR)


def refused(verdict: Refusal, line: Line) -> Refusal:
    """The ledger's refusal, in the words of lines where the line has too little left."""
    if isinstance(verdict, ledger.InsufficientFunds) and verdict.account_id == limit_id(line.id):
        return CreditLineInsufficient(verdict.available.minor, line.asset.code)
    return verdict


async def plan_lines(tx: Tx, acts: Sequence[tuple[Loan, UUID, int]]) -> list[list[ledger.Planned]]:
    """Let loans' lines follow what is owed of their principal after an act: what a revolving line is repaid can be drawn again, what is owed again after a
    reversal is occupied again, as far as the line has it. Each loan with its act's id and that principal; empty for one without a line. To be posted with
    the acts, and the loans held by their verb. Four statements, none where no loan has a line."""
    keys = {(loan.customer_id, loan.line_id) for loan, _, _ in acts if loan.line_id is not None}
    if not keys:
        return [[] for _ in acts]
    await lines.lock_lines(tx, keys)
    revolving = {one.id: one for one in (await lines.find_lines(tx, keys)).values() if one.is_revolving}
    accounts = await ledger.find_accounts(tx, [limit_id(id_) for id_ in revolving]) if revolving else {}
    answers: list[list[ledger.Planned]] = []
    occupied: list[tuple[Loan, UUID | None, int]] = []
    for loan, act_id, principal_minor in acts:
        line = None if loan.line_id is None else revolving.get(loan.line_id)
        free = 0 if line is None else accounts[limit_id(line.id)].available.minor
        wanted = min(principal_minor, loan.line_held_minor + free)
        if line is None or wanted == loan.line_held_minor:
            answers.append([])
            continue
        hold_id = derived_id(act_id, f"limit:{loan.id}") if wanted else None
        answers.append(_plan_line(tx, loan, line, act_id, hold_id, wanted))
        occupied.append((loan, hold_id, wanted))
    await loans.set_line_holds(tx, occupied)
    return answers


def _plan_line(tx: Tx, loan: Loan, line: Line, act_id: UUID, hold_id: UUID | None, wanted: int) -> list[ledger.Planned]:
    """The loan's part of its line is another one from now on."""
    account = limit_id(line.id)
    planned: list[ledger.Planned] = [] if loan.line_hold_id is None else [ledger.PlannedRelease(loan.line_hold_id)]
    if hold_id is not None:
        planned.append(ledger.PlannedHold(hold_id, DRAWN, account, limits_id(line.asset), line.amount(wanted), tx.now + HELD_FOR))
    if line.state in (LineState.EXPIRED, LineState.CLOSED) and wanted < loan.line_held_minor:
        # What has ended lends no more: the promise is taken back with what is repaid.
        rest = line.amount(loan.line_held_minor - wanted)
        planned.append(ledger.PlannedMovement(derived_id(act_id, f"{LIMIT_TAKEN}:{loan.id}"), LIMIT_TAKEN, account, limits_id(line.asset), rest))
    return planned


@composite_verb(Line)
async def set_line_state(tx: Tx, command: SetLineStateCommand) -> Line | Refusal:
    """Refuses CreditLineNotFound, CreditLineClosed, CreditLineFrozen where staff have frozen it."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    return await _set_state(tx, command.owner_id, command.line_id, command.state, None)


@composite_verb(Line)
async def set_customers_line_state(tx: Tx, command: SetCustomersLineStateCommand) -> Line | Refusal:
    """An act of staff, audited. Refuses CreditLineNotFound, CreditLineClosed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    line = await _set_state(tx, command.customer_id, command.line_id, command.state, command.owner_id)
    detail = {"line": str(line.id), "state": line.state.value, "note": command.note}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "loans.set_customers_line_state", command.customer_id, detail)
    return line


@composite_verb(Line)
async def expire_line(tx: Tx, command: ExpireLineCommand) -> Line | Refusal:
    """Take back what is left of the promise. Refuses CreditLineNotFound."""
    line = await lines.lock_line(tx, command.customer_id, command.line_id)
    if line is None:
        raise CreditLineNotFound
    if line.state in (LineState.EXPIRED, LineState.CLOSED) or business_date(tx.now) < line.expires_on:
        return line
    return await _end(tx, line, LineState.EXPIRED)


async def find_left(source: Queryable, of: Sequence[Line]) -> list[Amount]:
    """What may still be drawn from each of those lines, in order; nothing of one that is not active. One statement."""
    found = await ledger.find_accounts(source, [limit_id(line.id) for line in of])
    today = business_date(source.now)
    return [found[limit_id(line.id)].available if line.state is LineState.ACTIVE and today < line.expires_on else Amount(0, line.asset) for line in of]


async def check_borrowers(tx: Tx, customer_ids: Sequence[UUID]) -> None:
    """Raise BorrowerUnfit where one of them is late with something."""
    for debts in (await decisions.list_debts(tx, customer_ids)).values():
        if debts.days_past_due:
            raise BorrowerUnfit((Reason.OVERDUE.value,))


async def _set_state(tx: Tx, customer_id: UUID, line_id: UUID, state: LineState, staff_id: UUID | None) -> Line:
    line = await lines.lock_line(tx, customer_id, line_id)
    if line is None or state is LineState.EXPIRED:
        raise CreditLineNotFound
    check_change(line.state, state, staff_id is not None, line.frozen_by is not None)
    if state is LineState.CLOSED:
        return await _end(tx, line, state)
    by = line.frozen_by or staff_id if state is LineState.FROZEN else None
    tx.publish(CreditLineStateChanged(line.customer_id, None, line.id, state.value))
    return await lines.write_state(tx, line, state, by)


async def _end(tx: Tx, line: Line, state: LineState) -> Line:
    """The line lends no more: its promise is taken back, but for what is drawn."""
    account = limit_id(line.id)
    await ledger.lock_for_posts(tx, [account, limits_id(line.asset)])
    left = (await ledger.find_accounts(tx, [account]))[account].available
    if left.minor:
        taken = ledger.PlannedMovement(derived_id(line.id, LIMIT_TAKEN), LIMIT_TAKEN, account, limits_id(line.asset), left)
        await _post(tx, derived_id(line.id, state.value), [taken])
    tx.publish(CreditLineStateChanged(line.customer_id, None, line.id, state.value))
    return await lines.write_state(tx, line, state, line.frozen_by)


async def _post(tx: Tx, journal_id: UUID, planned: Sequence[ledger.Planned]) -> None:
    (verdict,) = await ledger.post(tx, [(journal_id, planned)])
    if isinstance(verdict, Refusal):
        raise verdict
