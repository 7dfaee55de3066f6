"""See to what is due: remind by stage, take a promise to pay and see whether it is kept. Each can run twice."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.events.collections import LoanPromiseEnded, LoanPromiseMade, LoanReminderSent
from domains.loans.queries import collections
from domains.loans.queries.collections import Collection, DueLoan
from domains.loans.rules.collections import check_promise, reminder_of
from domains.loans.service.booking import check_amount, hold

GROUP_MOST = 500
OPEN, KEPT, BROKEN = "open", "kept", "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseToPayCommand(Command):
    """`owner_id` promises to pay what is overdue by a day."""

    session_id: UUID = field(metadata=UNHASHED)
    loan_id: UUID
    amount: Amount
    promised_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAutoDebitCommand(Command):
    """`owner_id` has what is due taken out of their wallet, or pays it by hand."""

    session_id: UUID = field(metadata=UNHASHED)
    loan_id: UUID
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectLoansCommand(Command):
    """The house looks at the next group of loans that are due, after those keys (customer and id), once a day each."""

    day: date
    after: tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class LoansCollected:
    """How many loans were looked at, how many reminders were sent, and the last one's keys."""

    loans: int
    reminders: int
    through: tuple[UUID, UUID]


@composite_verb(Collection)
async def promise_to_pay(tx: Tx, command: PromiseToPayCommand) -> Collection | Refusal:
    """Until that day nobody is reminded. Refuses LoanNotFound, LoanEnded, AssetMismatch, PromiseRefused."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    held = await hold(tx, command.owner_id, command.loan_id)
    check_amount(held, command.amount)
    before = await _find(tx, command.owner_id, command.loan_id)
    check_promise(command.amount.minor, held.now.due_minor, command.promised_on, held.today, before.promises_broken)
    made = before._replace(promise_minor=command.amount.minor, promised_on=command.promised_on, promise_state=OPEN)
    collections.save_collections(tx, [made])
    tx.publish(LoanPromiseMade(command.owner_id, None, command.loan_id, command.promised_on))
    return made


@composite_verb(Collection)
async def set_auto_debit(tx: Tx, command: SetAutoDebitCommand) -> Collection | Refusal:
    """Refuses LoanNotFound, LoanEnded."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    await hold(tx, command.owner_id, command.loan_id)
    made = (await _find(tx, command.owner_id, command.loan_id))._replace(is_auto_debit=command.is_on)
    collections.save_collections(tx, [made])
    return made


@composite_verb(LoansCollected)
async def collect_loans(tx: Tx, command: CollectLoansCommand) -> LoansCollected:
    """Remind whoever has reached another stage, and end promises. None looked at: none is left."""
    group = await collections.lock_due(tx, command.day, command.after, GROUP_MOST)
    known = await collections.find_collections(tx, [(one.customer_id, one.id) for one in group]) if group else {}
    after = [_look(tx, one, known[one.customer_id, one.id], command.day) for one in group]
    collections.save_collections(tx, after)
    reminders = sum(1 for one in after if one.reminded_days != known[one.customer_id, one.loan_id].reminded_days and one.reminded_days is not None)
    through = (group[-1].customer_id, group[-1].id) if group else command.after
    return LoansCollected(len(group), reminders, through)


def _look(tx: Tx, loan: DueLoan, before: Collection, day: date) -> Collection:
    """One loan on a day: its promise, then its reminder."""
    after = before._replace(looked_on=day)
    if before.promise_state == OPEN and before.promised_on is not None:
        if not loan.due_minor:
            after = after._replace(promise_state=KEPT)
        elif day > before.promised_on:
            after = after._replace(promise_state=BROKEN, promises_broken=before.promises_broken + 1)
        if after.promise_state != OPEN:
            tx.publish(LoanPromiseEnded(loan.customer_id, None, loan.id, str(after.promise_state)))
    days = loan.days(day)
    stage = reminder_of(days)
    if stage == before.reminded_days or after.promise_state == OPEN:
        return after
    if stage is not None:
        tx.publish(LoanReminderSent(loan.customer_id, None, loan.id, stage, loan.due_minor, loan.asset))
    return after._replace(reminded_days=stage)


async def _find(tx: Tx, customer_id: UUID, loan_id: UUID) -> Collection:
    return (await collections.find_collections(tx, [(customer_id, loan_id)]))[customer_id, loan_id]
