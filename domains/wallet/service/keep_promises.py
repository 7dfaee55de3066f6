"""What becomes of promised transfers: accepted, declined, called back, due; and those for a phone that has registered meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domains import customers, ledger
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.money import MINOR_MAX
from domains.kernel.transactions import Tx
from domains.wallet.accounts import wallet_account_id
from domains.wallet.errors.promises import PromiseEnded, PromiseNotFound
from domains.wallet.events.promises import PromiseAddressed, PromisePosted, PromiseReturned
from domains.wallet.queries import notes
from domains.wallet.queries.payees import note_first_paid
from domains.wallet.queries.promises import Promise, address_promises, end_promise, list_unaddressed, lock_promise
from domains.wallet.queries.risk import revoke_decisions
from domains.wallet.rules.promises import CALLED_BACK, DECLINED, EXPIRED, REFUSED, PromiseKind, PromiseState
from domains.wallet.service.open import new_wallet, post_and_open
from domains.wallet.service.promise import hold_id, movement_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnPromiseCommand(Command):
    """`owner_id` accepts, declines or calls back a promised transfer."""

    session_id: UUID = field(metadata=UNHASHED)
    promise_id: UUID


@composite_verb(Promise)
async def accept_transfer(tx: Tx, command: DecideOnPromiseCommand) -> Promise | Refusal | Unauthenticated:
    """The receiver takes it: the money moves. Refuses in the order of rules/promises.py; what the ledger refuses leaves it waiting."""
    found = await _lock_for(tx, command, by_receiver=True)
    if not isinstance(found, Promise):
        return found
    return await _post(tx, found)


@composite_verb(Promise)
async def decline_transfer(tx: Tx, command: DecideOnPromiseCommand) -> Promise | Refusal | Unauthenticated:
    """The receiver does not want it: the money is the sender's again. Refuses in the order of rules/promises.py."""
    found = await _lock_for(tx, command, by_receiver=True)
    return await _give_back(tx, found, DECLINED) if isinstance(found, Promise) else found


@composite_verb(Promise)
async def call_back_transfer(tx: Tx, command: DecideOnPromiseCommand) -> Promise | Refusal | Unauthenticated:
    """The sender takes it back before it goes. Refuses in the order of rules/promises.py."""
    found = await _lock_for(tx, command, by_receiver=False)
    return await _give_back(tx, found, CALLED_BACK) if isinstance(found, Promise) else found


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPromiseCommand(Command):
    """Do what a promise's time asks for. Without a request id: what has ended does not end again."""

    promise_id: UUID


@composite_verb(Promise)
async def end_due_promise(tx: Tx, command: EndPromiseCommand) -> Promise | Refusal:
    """Let it go, or flow back, if its time has come and it still waits. What the ledger will not let go flows back. Refuses PromiseNotFound."""
    promise = await lock_promise(tx, command.promise_id)
    if promise is None:
        raise PromiseNotFound
    if promise.state is not PromiseState.WAITING or promise.due_at > tx.now:
        return promise
    if promise.kind is PromiseKind.ON_ACCEPTANCE:
        return await _give_back(tx, promise, EXPIRED)
    outcome = await _post(tx, promise)
    return await _give_back(tx, promise, REFUSED) if isinstance(outcome, Refusal) else outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPromisesCommand(Command):
    """Look for the owners of phones for which money waits, from the index `after` on. Without a request id: what has a receiver is not looked for again."""

    after: bytes
    most: int


@dataclass(frozen=True, slots=True)
class PromisesAddressed:
    """`last` is the last index that was looked at; None when there are no more."""

    count: int
    last: bytes | None


@composite_verb(PromisesAddressed)
async def address_waiting_promises(tx: Tx, command: AddressPromisesCommand) -> PromisesAddressed:
    """Give what waits for a phone to its owner, where it has registered since. (The listener does so at once, but may look before a promise is there.)"""
    indexes = await list_unaddressed(tx, command.after, command.most)
    owners = await customers.find_marked(tx, indexes) if indexes else {}
    count = await address(tx, owners) if owners else 0
    return PromisesAddressed(count, indexes[-1] if len(indexes) == command.most else None)


async def address(tx: Tx, owners: dict[bytes, UUID]) -> int:
    """Give what waits for those phones to their owners, and say so. How many promises there were."""
    addressed = await address_promises(tx, owners)
    for promise_id, sender_id, target_id in addressed:
        tx.publish(PromiseAddressed(sender_id, target_id, promise_id))
    return len(addressed)


async def _lock_for(tx: Tx, command: DecideOnPromiseCommand, *, by_receiver: bool) -> Promise | Refusal | Unauthenticated:
    """The promise, if this customer may decide on it now. One whose time is over is given back first."""
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    promise = await lock_promise(tx, command.promise_id)
    if promise is None or command.owner_id != (promise.target_id if by_receiver else promise.customer_id):
        return PromiseNotFound()
    if by_receiver and promise.kind is not PromiseKind.ON_ACCEPTANCE:
        return PromiseNotFound()
    if promise.state is PromiseState.WAITING and promise.due_at <= tx.now:
        if promise.kind is not PromiseKind.ON_ACCEPTANCE:
            # It goes, whatever the sender says now: the job does it.
            return PromiseEnded(PromiseState.POSTED)
        promise = await _give_back(tx, promise, EXPIRED)
    return promise if promise.state is PromiseState.WAITING else PromiseEnded(promise.state)


async def _post(tx: Tx, promise: Promise) -> Promise | Refusal:
    """Move the money, once. What is made out to the receiver is captured; what is not is let go and moved in one journal, in the windows it was counted in."""
    assert promise.target_id is not None
    (verdict,) = await post_and_open(tx, [(promise.id, _movements(promise))], {(wallet := new_wallet(promise.target_id, promise.amount.asset)).id: wallet})
    if isinstance(verdict, Refusal):
        return verdict
    if promise.note:
        await notes.insert_notes(tx, [(movement_id(promise.id), promise.note)])
    note_first_paid(tx, [(promise.customer_id, promise.target_id)])
    tx.publish(PromisePosted(promise.customer_id, promise.target_id, promise.id, movement_id(promise.id)))
    return _end(tx, replace(promise, state=PromiseState.POSTED))


def _movements(promise: Promise) -> Sequence[ledger.Planned]:
    if promise.masked_phone is None:
        return [ledger.PlannedCapture(movement_id(promise.id), hold_id(promise.id))]
    assert promise.target_id is not None
    asset = promise.amount.asset
    source, target = wallet_account_id(promise.customer_id, asset), wallet_account_id(promise.target_id, asset)
    # It was judged against these windows when it was set aside.
    windows = tuple(ledger.Limit(period, MINOR_MAX) for period in promise.limit_periods.split())
    movement = ledger.PlannedMovement(movement_id(promise.id), "transfer", source, target, promise.amount, windows)
    return [ledger.PlannedRelease(hold_id(promise.id)), movement]


async def _give_back(tx: Tx, promise: Promise, reason: str) -> Promise:
    """The money is the sender's again."""
    (verdict,) = await ledger.post(tx, [(promise.id, [ledger.PlannedRelease(hold_id(promise.id))])])
    if isinstance(verdict, Refusal):
        raise verdict
    revoke_decisions(tx, [(promise.customer_id, promise.id)])
    tx.publish(PromiseReturned(promise.customer_id, promise.target_id, promise.id, reason))
    return _end(tx, replace(promise, state=PromiseState.RETURNED, reason=reason))


def _end(tx: Tx, promise: Promise) -> Promise:
    ended = replace(promise, ended_at=tx.now)
    end_promise(tx, ended)
    return ended
