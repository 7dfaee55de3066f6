"""See to what is due: remind by stage, take a promise to pay and see whether it is kept, take what is due out of the wallet. Each can run twice."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.loans.events.collections import LoanPromiseEnded, LoanPromiseMade, LoanReminderSent
from domains.loans.events.servicing import LoanPaymentTaken
from domains.loans.queries import collections
from domains.loans.queries.collections import Collection, DueLoan
from domains.loans.rules.collections import check_promise, reminder_of
from domains.loans.rules.facts import FactKind
from domains.loans.service.booking import Told, book, check_amount, foresee, hold

GROUP_MOST = 500
DEBITED = "debited"
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
    """The house looks at the next group of loans that are due, once a day each."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitDueCommand(Command):
    """The house takes what is due today out of the wallet of `owner_id`, as far as the money goes."""

    loan_id: UUID


@dataclass(frozen=True, slots=True)
class LoansCollected:
    """How many loans were looked at, and how many reminders were sent."""

    loans: int
    reminders: int


@dataclass(frozen=True, slots=True)
class Debited:
    """How much was due, and how much of it was there."""

    loan_id: UUID
    due: Amount
    taken: Amount


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
    group = await collections.lock_due(tx, command.day, GROUP_MOST)
    known = await collections.find_collections(tx, [(one.customer_id, one.id) for one in group]) if group else {}
    after = [_look(tx, one, known[one.customer_id, one.id], command.day) for one in group]
    collections.save_collections(tx, after)
    reminders = sum(1 for one in after if one.reminded_days != known[one.customer_id, one.loan_id].reminded_days and one.reminded_days is not None)
    return LoansCollected(len(group), reminders)


@composite_verb(Debited)
async def debit_due(tx: Tx, command: DebitDueCommand) -> Debited | Refusal:
    """Take what is due, or what there is of it; the try is written down either way. Refuses LoanNotFound, LoanEnded."""
    await customers.lock_customers(tx, [command.owner_id])
    held = await hold(tx, command.owner_id, command.loan_id)
    assert command.request_id is not None
    account_id = wallet.wallet_account_id(command.owner_id, held.loan.asset)
    account = (await ledger.find_accounts(tx, [account_id])).get(account_id)
    there = 0 if account is None else max(0, account.available.minor)
    minor = min(held.now.due_minor, there)
    collections.save_collections(tx, [(await _find(tx, command.owner_id, command.loan_id))._replace(debited_on=held.today)])
    if minor:
        await book(tx, held, foresee(tx, held, [Told(FactKind.REPAID, held.today, minor)], command.request_id))
        tx.publish(LoanPaymentTaken(command.owner_id, None, command.loan_id, minor, held.loan.asset.code, DEBITED))
    return Debited(command.loan_id, held.loan.amount(held.now.due_minor), held.loan.amount(minor))


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
