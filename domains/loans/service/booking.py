"""Change a loan by a fact: fold what is known with it, and book the difference to what the ledger holds. The one way in which a loan's money moves after it was
paid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domains import ledger, wallet
from domains.kernel.clock import business_date
from domains.kernel.errors import AssetMismatch, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.accounts import income_id, loss_id, owed_id
from domains.loans.errors.loans import LoanNotFound
from domains.loans.errors.servicing import LoanEnded
from domains.loans.events.servicing import LoanFinished, LoanStageReached
from domains.loans.queries import facts, loans
from domains.loans.queries.loans import Loan
from domains.loans.rules.differences import OWED, Difference, Place, Spot, differences
from domains.loans.rules.facts import Fact, FactKind, LoanStanding
from domains.loans.rules.fold import Lived, fold
from domains.loans.rules.servicing import ServicingTerms
from domains.loans.rules.states import LoanState
from domains.loans.service.disburse import LENT, PAID_OUT, plan_lent, plan_paid_out
from domains.loans.service.lines import plan_lines
from domains.loans.service.look import LoanHistory, find_histories


class Told(NamedTuple):
    """A fact to be."""

    kind: FactKind
    effective_on: date
    minor: int = 0
    details: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Serviced:
    """What a verb of servicing answers: the loan as it now stands, and the sequence of the last fact that the verb told."""

    customer_id: UUID
    loan_id: UUID
    sequence: int
    amount: Amount
    owed: Amount
    state: LoanStanding


class Held(NamedTuple):
    """A loan under our lock, with its facts. `before` is what the ledger holds, `now` how it stands today if nothing more is told; `lived` is the same, to
    which one more fact may happen."""

    loan: Loan
    servicing: ServicingTerms
    facts: list[Fact]
    before: LoanState
    now: LoanState
    lived: Lived

    @property
    def today(self) -> date:
        return self.now.as_of


class Foreseen(NamedTuple):
    """What an act comes to: the facts that it tells, and how the loan stands today with them."""

    act_id: UUID
    facts: list[Fact]
    after: LoanState


async def hold(tx: Tx, customer_id: UUID, loan_id: UUID, *, standing: Sequence[LoanStanding] = (LoanStanding.ACTIVE,)) -> Held:
    """Lock a customer's loan and read all of it. Raises LoanNotFound, also for a stranger's, and LoanEnded where it stands otherwise than asked.

    RuntimeError where its row is not what its facts fold to: then nothing may be booked."""
    loan = (await loans.lock_loans(tx, customer_id, [loan_id])).get(loan_id)
    if loan is None:
        raise LoanNotFound
    if loan.state not in standing:
        raise LoanEnded(loan.state.value)
    (history,) = await find_histories(tx, [loan])
    return _held(tx, history)


async def hold_many(tx: Tx, keys: Sequence[tuple[UUID, UUID]]) -> list[Held]:
    """All of these loans (customer and id), which the caller has locked, in the order of their keys. Three statements, whatever their number.

    RuntimeError as `hold` has it."""
    found = await loans.find_loans(tx, keys)
    return [_held(tx, one) for one in await find_histories(tx, [found[key] for key in sorted(found)])]


def _held(tx: Tx, history: LoanHistory) -> Held:
    loan, servicing, known = history
    lived = Lived(loan.terms, servicing, known, loan.folded_through)
    before = lived.state()
    if tuple(before.owed) != (loan.principal_minor, loan.interest_minor, loan.fee_minor, loan.penalty_minor):
        raise RuntimeError(f"the loan {loan.id} is not what its facts fold to through {loan.folded_through}")
    today = max(business_date(tx.now), loan.folded_through)
    if today == loan.folded_through:
        return Held(loan, servicing, known, before, before, lived)
    lived = Lived(loan.terms, servicing, known, today)
    return Held(loan, servicing, known, before, lived.state(), lived)


def check_amount(held: Held, amount: Amount) -> None:
    """Raise AssetMismatch for money of another kind."""
    if amount.asset != held.loan.asset:
        raise AssetMismatch(amount.asset.code, held.loan.asset.code)


def foresee(tx: Tx, held: Held, told: Sequence[Told], act_id: UUID) -> Foreseen:
    """The loan as it would be with those facts. Nothing is written."""
    new = _new(tx, held, told, act_id)
    return Foreseen(act_id, new, fold(held.loan.terms, held.servicing, [*held.facts, *new], held.today))


def foresee_payment(tx: Tx, held: Held, minor: int, act_id: UUID) -> Foreseen:
    """The same for a payment of today, without folding again what was folded: for many loans, each once."""
    new = _new(tx, held, [Told(FactKind.REPAID, held.today, minor)], act_id)
    return Foreseen(act_id, new, held.lived.then(new[0]))


def _new(tx: Tx, held: Held, told: Sequence[Told], act_id: UUID) -> list[Fact]:
    first = max((one.sequence for one in held.facts), default=0) + 1
    of = (held.loan.customer_id, held.loan.id)
    return [Fact(*of, number, one.kind, one.effective_on, tx.now, one.minor, act_id, one.details) for number, one in enumerate(told, first)]


async def book(tx: Tx, held: Held, foreseen: Foreseen) -> Serviced:
    """Tell the facts, post the differences, write down where the loan stands; its line follows. Raises what the ledger refuses; then nothing is told."""
    (movements,) = await plan_acts(tx, [(held, foreseen)])
    if movements:
        (verdict,) = await ledger.post(tx, [(derived_id(foreseen.act_id, "loan"), movements)])
        if isinstance(verdict, Refusal):
            raise verdict
    write_down(tx, held, foreseen)
    new, after = foreseen.facts, foreseen.after
    of = (held.loan.customer_id, held.loan.id, new[-1].sequence)
    return Serviced(*of, held.loan.amount(new[-1].amount_minor), held.loan.amount(after.owed.total), after.standing)


async def plan_acts(tx: Tx, acts: Sequence[tuple[Held, Foreseen]]) -> list[list[ledger.Planned]]:
    """What each act moves, with what the loan's line gets back or gives; a loan has one act. Four statements where there are lines, else none."""
    # What was written off is still drawn: nobody has paid it.
    drawn = [one.after.flows.lent_minor - one.after.flows.paid.principal - one.after.flows.refunded.principal for _, one in acts]
    following = await plan_lines(tx, [(held.loan, foreseen.act_id, minor) for (held, foreseen), minor in zip(acts, drawn, strict=True)])
    return [[*_planned_of(held, foreseen), *line] for (held, foreseen), line in zip(acts, following, strict=True)]


def _planned_of(held: Held, foreseen: Foreseen) -> list[ledger.PlannedMovement]:
    """What is lent by an act, and the differences."""
    loan, after, act_id = held.loan, foreseen.after.flows, foreseen.act_id
    source_id = source_of([*held.facts, *foreseen.facts])
    lent = _lent(loan, after.lent_minor - held.before.flows.lent_minor, act_id)
    return [*lent, *(_planned(loan, one, act_id, source_id) for one in differences(held.before.flows, after))]


def write_down(tx: Tx, held: Held, foreseen: Foreseen) -> None:
    """Tell the facts of an act that has been posted, and where the loan stands."""
    facts.append_facts(tx, foreseen.facts)
    loans.write_folded(tx, [standing(held.loan, foreseen.after)])
    tell_stages(tx, held.loan, foreseen.after)


def standing(loan: Loan, state: LoanState) -> Loan:
    """The row of a loan that stands so."""
    accruing = state.accruing
    return loan._replace(
        state=state.standing,
        next_due_on=state.next_due_on,
        days_past_due=state.days_past_due,
        bucket=state.stage,
        class5=int(state.five_class),
        principal_minor=state.owed.principal,
        interest_minor=state.owed.interest,
        fee_minor=state.owed.fee,
        penalty_minor=state.owed.penalty,
        due_minor=state.due_minor,
        folded_through=state.as_of,
        accrual_from=None if accruing is None else accruing.begin,
        accrual_nights=None if accruing is None else accruing.nights,
        accrual_minor=None if accruing is None else accruing.minor,
    )


def tell_stages(tx: Tx, loan: Loan, after: LoanState) -> None:
    """Say that it is later, or no longer late, or over."""
    if after.stage != loan.bucket:
        tx.publish(LoanStageReached(loan.customer_id, None, loan.id, after.stage, after.days_past_due))
    if after.standing is LoanStanding.CLOSED and loan.state is not LoanStanding.CLOSED:
        tx.publish(LoanFinished(loan.customer_id, None, loan.id))


def source_of(known: Sequence[Fact]) -> UUID | None:
    """Which account pays refunds: that of the last one."""
    sources = [one.details["source"] for one in known if one.kind is FactKind.REFUNDED]
    return UUID(sources[-1]) if sources else None


def _lent(loan: Loan, minor: int, act_id: UUID) -> list[ledger.PlannedMovement]:
    """What is lent further: out of the house's funding into the wallet, as the first of it was."""
    if not minor:
        return []
    mine, amount = wallet.wallet_account_id(loan.customer_id, loan.asset), loan.amount(minor)
    lent, paid_out = (derived_id(act_id, f"loan:{name}") for name in (LENT, PAID_OUT))
    return [plan_lent(lent, loan.id, amount), plan_paid_out(paid_out, mine, amount)]


def _planned(loan: Loan, one: Difference, act_id: UUID, source_id: UUID | None) -> ledger.PlannedMovement:
    accounts = (account_of(loan, one.debit, source_id), account_of(loan, one.credit, source_id))
    return ledger.PlannedMovement(derived_id(act_id, f"loan:{one.name}"), one.kind, *accounts, loan.amount(one.minor))


def account_of(loan: Loan, spot: Spot, source_id: UUID | None = None) -> UUID:
    """The ledger's account of a place."""
    if isinstance(spot, tuple):
        return owed_id(loan.id, spot[1]) if spot[0] == OWED else income_id(spot[1], loan.asset)
    if spot is Place.WALLET:
        return wallet.wallet_account_id(loan.customer_id, loan.asset)
    if spot is Place.LOSS:
        return loss_id(loan.asset)
    if source_id is None:
        raise RuntimeError(f"a refund of the loan {loan.id} changed, and nobody pays it")
    return source_id
