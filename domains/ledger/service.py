"""The one door through which every movement of the house goes, and the few verbs on accounts themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domains.kernel.commands import Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.transactions import Tx
from domains.ledger import queries
from domains.ledger.errors import AccountClosed, AccountNotFound, AlreadyReversed, MovementNotFound
from domains.ledger.events import AccountStateChanged, MovementPosted
from domains.ledger.rules import PlannedMovement, PostedMovement, Verdict, judge


async def post(tx: Tx, journals: Sequence[tuple[UUID, Sequence[PlannedMovement]]]) -> list[Verdict]:
    """Post journals of linked movements, each all or none, judged in order. One verdict per journal: its posted movements, or the first rule broken.

    Locks every account in id order, looks at the windows their limits name, decides in rules.py, writes once. A verb calls it once, last."""
    ids = sorted({account_id for _, movements in journals for one in movements for account_id in (one.debit_account_id, one.credit_account_id)})
    accounts = await queries.lock_accounts(tx, ids)
    periods = sorted({(one.debit_account_id, limit.period) for _, movements in journals for one in movements for limit in one.limits})
    used = await queries.list_usage(tx, periods) if periods else {}
    judgement = judge(journals, accounts, used, tx.now)
    if judgement.posted:
        await queries.post(tx, judgement)
        for _, _, posted in judgement.posted:
            tx.publish(_fact(posted))
    return judgement.verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseCommand(Command):
    """Undo a movement in full by its opposite."""

    movement_id: UUID


@dataclass(frozen=True, slots=True)
class Reversed:
    movement_id: UUID
    reversal_id: UUID


@composite_verb(Reversed)
async def reverse(tx: Tx, command: ReverseCommand) -> Reversed | Refusal:
    """Post the opposite of a movement, once. Raises MovementNotFound, AlreadyReversed, or what `post` refuses."""
    original = (await queries.find_movements(tx, [command.movement_id])).get(command.movement_id)
    if original is None:
        raise MovementNotFound(command.movement_id)
    # The accounts' locks serialise reversals of one movement; whether there is one is looked at under them.
    await queries.lock_accounts(tx, sorted((original.debit_account_id, original.credit_account_id)))
    if original.reverses_id is not None or await queries.list_reversed(tx, [original.id]):
        raise AlreadyReversed(original.id)
    reversal_id = derived_id(original.id, "reversal")
    planned = PlannedMovement(
        reversal_id,
        "reversal",
        original.credit_account_id,
        original.debit_account_id,
        original.amount,
        reverses_id=original.id,
        effective_at=original.effective_at,
    )
    (verdict,) = await post(tx, [(reversal_id, [planned])])
    return verdict if isinstance(verdict, Refusal) else Reversed(original.id, reversal_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFrozenCommand(Command):
    """Freeze an account (nothing goes out, money still comes in), or let it go."""

    account_id: UUID
    frozen: bool


@dataclass(frozen=True, slots=True)
class AccountStateSet:
    account_id: UUID
    state: str


@composite_verb(AccountStateSet)
async def set_frozen(tx: Tx, command: SetFrozenCommand) -> AccountStateSet:
    """Raises AccountNotFound, AccountClosed. Freezing what is frozen changes nothing."""
    account = (await queries.lock_accounts(tx, [command.account_id])).get(command.account_id)
    if account is None:
        raise AccountNotFound(command.account_id)
    if account.state == "closed":
        raise AccountClosed(account.id)
    state = "frozen" if command.frozen else "open"
    if account.state != state:
        await queries.set_state(tx, account.id, state)
        tx.publish(AccountStateChanged(account.owner_id, None, account.id, state))
    return AccountStateSet(account.id, state)


def _fact(posted: PostedMovement) -> MovementPosted:
    return MovementPosted(
        posted.debit.owner_id,
        posted.credit.owner_id,
        posted.id,
        posted.kind,
        posted.debit.account_id,
        posted.debit.sequence,
        posted.credit.account_id,
        posted.credit.sequence,
        posted.amount.minor,
        posted.amount.asset.code,
    )
